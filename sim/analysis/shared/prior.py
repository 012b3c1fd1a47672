"""Ignorance apart from luck: the spread of a forecast over the uncertain parameters.

A Latin hypercube over every stated range (McKay, Beckman & Conover 1979), uniform in each; each
channel is off with chance 0.2, else log-uniform on 0.35 to 2.8: the only prior tried that covers
both "no domino" and the neighbour effect of the record. All points share their luck.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.analysis.shared.result import Quantiles, Spread
from sim.futures.experiment import Do, play
from sim.futures.measures import BASE
from sim.futures.outcomes import asked, names_for
from sim.pool import Progress
from sim.scenario.document.parameters import CHANNELS
from sim.scenario.scenario import Scenario
from sim.statistics.estimates import Estimate

if TYPE_CHECKING:
    from pandas import DataFrame

OFF_CHANCE, CHANNEL_LOW, CHANNEL_HIGH = 0.2, 0.35, 2.8
SPAN = (0.05, 0.5, 0.95)
FEWEST_POINTS = 20
"""Fewer leave no point beyond the 5th and the 95th percentile: they tell no span."""
OUTCOMES_OF_SPREAD = ("p_ever_out", "p_at_least", "mean_exits", "implied_rate")


def ranges(scenario: Scenario) -> dict[str, tuple[float, float]]:
    """Every path with a stated range, and the range."""
    return {
        path: (setting.low, setting.high)
        for path, setting in scenario.paths().items()
        if setting.low is not None and setting.high is not None and setting.low < setting.high
    }


def channel_strength(u: NDArray[np.float64]) -> NDArray[np.float64]:
    """A channel's strength from a number in [0, 1): off, or log-uniform."""
    inside = (u - OFF_CHANCE) / (1 - OFF_CHANCE)
    strength = CHANNEL_LOW * (CHANNEL_HIGH / CHANNEL_LOW) ** inside
    return np.where(u < OFF_CHANCE, 0.0, strength)


def points(scenario: Scenario, count: int, seed: int) -> list[dict[str, float]]:
    """The points of the Latin hypercube, path to value.

    Parameters
    ----------
    scenario : Scenario
        Whose stated ranges they cover.
    count : int >= 1
        How many.
    seed : int
        Of their places.
    """
    from scipy.stats import qmc

    stated = ranges(scenario)
    channels = [f"channels.{name}" for name in CHANNELS]
    paths = [path for path in stated if path not in channels]
    unit = qmc.LatinHypercube(len(paths) + len(channels), rng=seed).random(count)
    low, high = (np.array([stated[path][end] for path in paths]) for end in (0, 1))
    values = low + unit[:, : len(paths)] * (high - low)
    strengths = channel_strength(unit[:, len(paths) :])
    return [
        dict(zip([*paths, *channels], [*row, *strength], strict=True))
        for row, strength in zip(values.tolist(), strengths.tolist(), strict=True)
    ]


def spread(
    scenario: Scenario,
    count: int,
    *,
    runs: int,
    seed: int,
    threads: int | None = None,
    progress: Progress | None = None,
) -> tuple[DataFrame, Spread]:
    """The 5-95% span of the main outcomes over the points, as a table and as a result.

    No numbers for what is not asked at some point, as the first exit of who is out already, and
    no span of fewer than ``FEWEST_POINTS``: whoever shows one shows what stands here.

    Parameters
    ----------
    scenario : Scenario
        Whose stated ranges are drawn from.
    count : int >= 1
        Number of points.
    runs, seed : int
        Size of the ensemble at each point, and the luck that all points share.
    threads : int, optional
        Default: one for each processor.
    progress : callable, optional
        Called with (runs of the points done, runs in all).

    Returns
    -------
    DataFrame
        outcome, member (None where it is of none), low, median, high, points.
    Spread
        The same by the name of the outcome.
    """
    from pandas import DataFrame

    names = [name for name in names_for(scenario) if name.split(".")[0] in OUTCOMES_OF_SPREAD]
    questions = [asked(name, scenario) for name in names]
    found: list[list[Estimate]] = []
    for k, point in enumerate(points(scenario, count, seed)):
        at_point = play(
            scenario.change(feasible(point)), {BASE: Do()}, runs=runs, seed=seed, threads=threads
        )
        found.append([question.measure(at_point) for question in questions])
        if progress is not None:
            progress(runs * (k + 1), runs * count)
    values = np.array(
        [[float("nan") if e.value is None else e.value for e in row] for row in found]
    )
    low, median, high = np.quantile(values, SPAN, axis=0)
    if count < FEWEST_POINTS:
        low, high = np.full_like(low, np.nan), np.full_like(high, np.nan)
    table = DataFrame(
        {
            "outcome": [name.split(".")[0] for name in names],
            "member": [name.partition(".")[2] or None for name in names],
            "low": low,
            "median": median,
            "high": high,
            "points": count,
        }
    )
    spans = zip(low.tolist(), median.tolist(), high.tolist(), strict=True)
    outcomes = {
        name: Quantiles(*(None if end != end else end for end in ends))
        for name, ends in zip(names, spans, strict=True)
    }
    return table, Spread(count, outcomes)


def alone(scenario: Scenario, path: str, value: float) -> dict[str, float]:
    """One number moved; of the patron's policy with the other share, which may make room.

    Parameters
    ----------
    scenario : Scenario
        In which it is moved.
    path : str
        Of the number.
    value : float
        To what, in its own unit.
    """
    policy = {
        f"patron.{name}": getattr(scenario.patron, name).value for name in ("coerce", "concede")
    }
    return feasible(policy | {path: value}) if path in policy else {path: value}


def feasible(point: dict[str, float]) -> dict[str, float]:
    """A point with the shares of the patron's policy brought back to at most 1 together."""
    coerce, concede = point.get("patron.coerce"), point.get("patron.concede")
    if coerce is None or concede is None or coerce + concede <= 1:
        return point
    total = coerce + concede
    return point | {"patron.coerce": coerce / total, "patron.concede": concede / total}
