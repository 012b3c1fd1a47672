"""How much each quantity bears on an outcome: elementary effects and Sobol indices.

Elementary effects (Morris 1991; their mean size mu*, Campolongo, Cariboni & Saltelli 2007) screen
many quantities at little cost. Sobol indices (Sobol 2001; estimators of Saltelli et al. 2010)
share out the variance over a few: the first-order index is what a quantity explains alone, the
total index what it explains with all its interactions. Designs and estimators are those of SALib.
Intervals are 1.96 standard deviations of a bootstrap over trajectories or base points (Archer,
Saltelli & Sobol 1997).

Everything here takes a plain array of values, and knows nothing of alliances.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

LEVELS = 4
"""Values of each quantity in Morris's design; a step is two of the three thirds of its range."""
RESAMPLES = 1000
RESAMPLING_SEED = 1
"""Of the bootstrap: the same values have the same intervals. SALib takes 0 for none."""
WIDEST = 0.1
"""Half-width of an interval of an index up to which a sample is large enough."""
WIDEST_EFFECT = 0.25
"""The same of a mean elementary effect, as a part of the largest one."""
MOST_NOISE = 0.1
"""Share of a variance that the luck of the runs may make up."""

WIDE, SUM, ORDER, NOISE = "wide", "sum", "order", "noise"


@dataclass(frozen=True)
class Effects:
    """Elementary effects over whole ranges, float64 (quantities,); in units of the outcome.

    Attributes
    ----------
    mu_star, half : array
        Mean size of the effects, and half-width of its 95% interval.
    mu : array
        Mean effect with its sign.
    sigma : array
        Standard deviation of the effects: 0 where a quantity acts alone and linearly.
    """

    mu_star: Array
    half: Array
    mu: Array
    sigma: Array


@dataclass(frozen=True)
class Indices:
    """First-order and total indices with half-widths of 95% intervals, float64 (quantities,)."""

    first: Array
    first_half: Array
    total: Array
    total_half: Array


@dataclass(frozen=True)
class SampleWarning:
    """Why a sample is too small, and what would do.

    Attributes
    ----------
    kind : str
        ``wide``: an interval is wider than it should be; ``sum``: first-order indices sum to more
        than 1 beyond their noise; ``order``: a total index lies below its first-order index beyond
        their noise; ``noise``: the luck of the runs may be too large a part of the variance.
    value : float
        The half-width, the sum, the gap, or the share.
    needed : int or None
        Base points, trajectories or, for ``noise``, runs that would do.
    """

    kind: str
    value: float
    needed: int | None = None


def _problem(size: int) -> dict[str, Any]:
    """As many quantities, each a share of its range, as SALib takes them."""
    return {"num_vars": size, "names": [str(k) for k in range(size)], "bounds": [[0, 1]] * size}


# --- elementary effects ---------------------------------------------------------------------------


def morris_design(size: int, trajectories: int, seed: int) -> Array:
    """A design of trajectories, each moving one quantity after the other.

    Parameters
    ----------
    size : int
        Quantities.
    trajectories : int
        How many.
    seed : int
        Of the design.

    Returns
    -------
    float64 (trajectories * (size + 1), size)
        Shares of the ranges.
    """
    from SALib.sample import morris

    unit: Array = morris.sample(_problem(size), trajectories, num_levels=LEVELS, seed=seed)
    return unit


def morris_effects(unit: Array, values: Array) -> Effects:
    """The elementary effects from the values at a design's points, float64 (points,)."""
    from SALib.analyze import morris

    found = morris.analyze(
        _problem(unit.shape[1]),
        unit,
        np.asarray(values, np.float64),
        num_resamples=RESAMPLES,
        num_levels=LEVELS,
        seed=RESAMPLING_SEED,
    )
    names = ("mu_star", "mu_star_conf", "mu", "sigma")
    return Effects(*(np.asarray(found[name], np.float64) for name in names))


def morris_warnings(effects: Effects, trajectories: int) -> list[SampleWarning]:
    """Whether the largest effects are known well enough to be put in order."""
    largest = float(effects.mu_star.max())
    if largest == 0:
        return []
    wide = float(effects.half.max()) / largest
    if wide <= WIDEST_EFFECT:
        return []
    return [SampleWarning(WIDE, wide, enough(trajectories, wide, WIDEST_EFFECT))]


# --- Sobol indices --------------------------------------------------------------------------------


def sobol_design(size: int, points: int, seed: int) -> Array:
    """A design of base points and of what the indices need beside each.

    Parameters
    ----------
    size : int
        Quantities.
    points : int
        Base points, a power of two.
    seed : int
        Of the design.

    Returns
    -------
    float64 (points * (size + 2), size)
        Shares of the ranges.
    """
    from SALib.sample import sobol

    random = np.random.default_rng(seed)
    unit: Array = sobol.sample(_problem(size), points, calc_second_order=False, seed=random)
    return unit


def sobol_indices(size: int, values: Array) -> Indices | None:
    """The indices from the values at a design's points; None where the values are all the same."""
    from SALib.analyze import sobol

    if np.ptp(values) == 0:
        return None
    found = sobol.analyze(
        _problem(size),
        np.asarray(values, np.float64),
        calc_second_order=False,
        num_resamples=RESAMPLES,
        seed=RESAMPLING_SEED,
    )
    return Indices(*(np.asarray(found[name]) for name in ("S1", "S1_conf", "ST", "ST_conf")))


def sobol_warnings(indices: Indices, points: int) -> list[SampleWarning]:
    """Where the indices cannot be what they estimate, or are known too loosely."""
    warned = []
    wide = float(max(indices.first_half.max(), indices.total_half.max()))
    if wide > WIDEST:
        needed = enough(points, wide, WIDEST)
        warned.append(SampleWarning(WIDE, wide, 2 ** math.ceil(math.log2(needed))))
    together = float(indices.first.sum())
    if together - 1 > float(np.sqrt((indices.first_half**2).sum())):
        warned.append(SampleWarning(SUM, together))
    gap = indices.first - indices.total
    beyond = gap - np.hypot(indices.first_half, indices.total_half)
    if (beyond > 0).any():
        warned.append(SampleWarning(ORDER, float(gap[beyond.argmax()])))
    return warned


# --- what both share ------------------------------------------------------------------------------


def enough(number: int, half: float, wanted: float) -> int:
    """How large a sample would do: half-widths shrink as one over its root.

    Parameters
    ----------
    number : int
        Size of the sample.
    half, wanted : float
        Half-width of its interval, and the one that would do.
    """
    return math.ceil(number * (half / wanted) ** 2)


def noise_share(values: Array, noise: Array) -> float:
    """Share of the variance between points that the luck of their runs may be, at most.

    The variance of the estimates is that of the probabilities, plus the mean noise, less what all
    points have in common since they share their luck; the latter is left out here.
    """
    variance = float(np.var(values))
    return min(1.0, float(np.mean(noise)) / variance) if variance > 0 else 0.0


def noise_warnings(share: float, runs: int) -> Sequence[SampleWarning]:
    """Whether the luck of the runs may be too large a part."""
    if share <= MOST_NOISE:
        return ()
    return (SampleWarning(NOISE, share, math.ceil(runs * share / MOST_NOISE)),)
