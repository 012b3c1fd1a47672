"""Draws from the posterior by an affine-invariant ensemble (Goodman & Weare 2010; emcee)."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.hindcast.prior import Prior
from sim.seeding.fitted import NAMES

type Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Sampling:
    """How long the sampler runs.

    Attributes
    ----------
    walkers : int
        Walkers of the ensemble, at least twice the parameters.
    burn, steps : int
        Steps thrown away, and kept.
    keep : int
        Draws kept in the end, evenly spread over the chain.
    """

    walkers: int = 16
    burn: int = 150
    steps: int = 600
    keep: int = 200


@dataclass(frozen=True)
class Diagnosis:
    """How far the draws of one parameter can be trusted.

    Attributes
    ----------
    rhat : float
        Split R-hat over the walkers; near 1 where they agree.
    effective : float
        Independent draws that the chain is worth, by its autocorrelation.
    """

    fold: str
    name: str
    mean: float
    sd: float
    low: float
    high: float
    rhat: float
    effective: float


@dataclass(frozen=True)
class Draws:
    """What a sampler brought: draws (keep, 5), the walkers' last places, diagnoses."""

    draws: Floats
    last: Floats
    diagnoses: tuple[Diagnosis, ...]


def sample(
    log_likelihood: Callable[[Floats], float],
    prior: Prior,
    sampling: Sampling,
    seed: int,
    start: Floats | None = None,
    fold: str = "",
) -> Draws:
    """Draw from the posterior; the same seed gives the same draws.

    Parameters
    ----------
    log_likelihood : callable
        Of one point, float64 (5,).
    start : float64 (walkers, 5), optional
        Where the walkers begin; draws of the prior without.

    Raises
    ------
    ModuleNotFoundError
        Where the extra ``calibrate`` is not installed.
    """
    import emcee

    def log_posterior(theta: Floats) -> float:
        density = prior.log_density(theta)
        return density + log_likelihood(theta) if math.isfinite(density) else -math.inf

    generator = np.random.default_rng(seed)
    begin = prior.draw(generator, sampling.walkers) if start is None else start
    ensemble = emcee.EnsembleSampler(sampling.walkers, len(NAMES), log_posterior)
    ensemble.random_state = np.random.RandomState(seed).get_state()
    state = ensemble.run_mcmc(begin, sampling.burn)
    ensemble.reset()
    ensemble.run_mcmc(state, sampling.steps)
    chain = ensemble.get_chain()
    flat = chain.reshape(-1, len(NAMES))
    kept = flat[np.linspace(0, len(flat) - 1, sampling.keep).astype(int)]
    return Draws(kept, chain[-1], diagnosed(chain, fold))


def diagnosed(chain: Floats, fold: str = "") -> tuple[Diagnosis, ...]:
    """A diagnosis of each parameter from a chain (steps, walkers, 5)."""
    import emcee

    with np.errstate(invalid="ignore"):  # a walker that never moved is worth no draw that we know
        times = emcee.autocorr.integrated_time(chain, tol=0)
    flat = chain.reshape(-1, chain.shape[-1])
    return tuple(
        Diagnosis(
            fold,
            name,
            float(flat[:, i].mean()),
            float(flat[:, i].std()),
            float(np.quantile(flat[:, i], 0.025)),
            float(np.quantile(flat[:, i], 0.975)),
            split_rhat(chain[:, :, i]),
            len(flat) / float(times[i]),
        )
        for i, name in enumerate(NAMES)
    )


def split_rhat(chain: Floats) -> float:
    """Split R-hat (Gelman et al. 2013, section 11.4) of a chain (steps, walkers)."""
    half = len(chain) // 2
    parts = np.concatenate([chain[:half], chain[half : 2 * half]], axis=1)
    within = parts.var(axis=0, ddof=1).mean()
    between = half * parts.mean(axis=0).var(ddof=1)
    return float(np.sqrt(((half - 1) / half * within + between / half) / within))
