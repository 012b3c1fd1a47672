"""Histories made up from known numbers, to see whether a fit finds them again.

Simulation-based calibration (Talts et al. 2018): where numbers are drawn from the prior and
histories from the numbers, the rank of each number among the draws of its posterior is uniform.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.hindcast.calibration import digest
from sim.hindcast.fitting import Fit
from sim.hindcast.frailty import frailty_of
from sim.hindcast.likelihood import ACT_MONTHS, monthly_rate
from sim.hindcast.panel import Panel
from sim.hindcast.prior import Prior
from sim.hindcast.sampling import Sampling, sample
from sim.hindcast.windows import PHASES, YEARS
from sim.seeding.fitted import COHESION, FRAILTY, NAMES, SCALE, W0, B

type Floats = NDArray[np.float64]

EACH = Sampling(burn=200, steps=400, keep=99)


def one_phase(panel: Panel) -> Panel:
    """The windows of one phase, which do not overlap, each five years long."""
    part = panel.only(panel.year % PHASES == 0)
    return replace(part, years=np.full(len(part.left), float(YEARS)))


def made_up(panel: Panel, theta: Floats, generator: np.random.Generator) -> Panel:
    """The same windows with steps that these numbers bring about."""
    record = panel.record[panel.window]
    odds = np.exp(-(theta[W0] - theta[B] * record + theta[SCALE] * panel.worth))
    noise = generator.uniform(-0.5, 0.5, (len(panel.year), 4)).sum(axis=1) * np.sqrt(3.0)
    shift = frailty_of(noise, float(theta[FRAILTY]))[panel.window]
    hazard = 12.0 * monthly_rate(odds * np.exp(-shift), 0.0)
    shared = float(theta[COHESION])
    when = generator.exponential(size=len(hazard)) / np.maximum((1.0 - shared) * hazard, 1e-300)
    for low, high in zip(panel.first[:-1], panel.first[1:], strict=True):
        gaps = hazard[low:high] - np.append(hazard[low + 1 : high], 0.0)
        reaching = generator.exponential(size=high - low) / np.maximum(shared * gaps, 1e-300)
        together = np.minimum.accumulate(reaching[::-1])[::-1]
        when[low:high] = np.minimum(when[low:high], together)
    left = when < YEARS
    return replace(
        panel,
        left=left,
        at=np.minimum(when, YEARS),
        act=np.concatenate(list(acts(panel, when, left))),
    )


def acts(panel: Panel, when: Floats, left: NDArray[np.bool_]) -> Iterator[NDArray[np.int64]]:
    """The act of each row: steps within half a year of the one before belong together."""
    for low, high in zip(panel.first[:-1], panel.first[1:], strict=True):
        act = np.full(high - low, -1)
        order = [i for i in np.argsort(when[low:high], kind="stable") if left[low + i]]
        for number, i in enumerate(order):
            before = order[number - 1] if number else None
            near = before is not None and when[low + i] - when[low + before] < ACT_MONTHS / 12.0
            act[i] = act[before] if near else number
        yield act


def check(
    panel: Panel,
    prior: Prior,
    histories: int,
    folder: Path,
    told: Callable[[int, int], None] = lambda done, total: None,
    sampling: Sampling = EACH,
) -> pd.DataFrame:
    """For each made-up history the rank of each number among the draws, 0 to ``keep``.

    Parameters
    ----------
    histories : int
        How many; each is its own seed.
    folder : Path
        Where finished histories are kept; a later call takes them up.
    """
    windows = one_phase(panel)
    kept = folder / f"check-{digest(windows, prior, sampling)}"
    kept.mkdir(parents=True, exist_ok=True)
    for number in range(histories):
        file = kept / f"{number:04d}.csv"
        if not file.is_file():
            found = ranks(windows, prior, number, sampling)
            partial = file.with_suffix(".part")
            found.to_csv(partial, index=False)
            partial.replace(file)
        told(number + 1, histories)
    return pd.concat(
        [pd.read_csv(kept / f"{number:04d}.csv") for number in range(histories)], ignore_index=True
    )


def ranks(windows: Panel, prior: Prior, number: int, sampling: Sampling) -> pd.DataFrame:
    """The ranks of one made-up history."""
    generator = np.random.default_rng(number)
    theta = prior.draw(generator, 1)[0]
    history = made_up(windows, theta, generator)
    draws = sample(Fit(history, prior, 1.0).total, prior, sampling, number).draws
    below = (draws < theta).sum(axis=0)
    return pd.DataFrame(
        {"history": number, "name": NAMES, "true": theta, "rank": below, "of": len(draws)}
    )
