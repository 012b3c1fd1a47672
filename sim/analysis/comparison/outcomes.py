"""One outcome of two sides with its contrast, run by run or from what two intervals say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.analysis.comparison.sides import Side
from sim.statistics import contrasts
from sim.statistics.contrasts import Contrast
from sim.statistics.estimates import Estimate


@dataclass(frozen=True)
class SideOutcome:
    """An outcome of one side, by its name as in ``sim.futures.outcomes.OUTCOMES``.

    Of a sweep, a name ends in ``@`` and the number of its point, and ``point`` says where that is:
    the value of each path.
    """

    name: str
    unit: str
    estimate: Estimate
    point: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class MeasuredPair:
    """The same outcome of two sides, and their contrast."""

    name: str
    unit: str
    a: Estimate
    b: Estimate
    contrast: Contrast
    point: Mapping[str, float] = field(default_factory=dict)


RunByRun = Callable[[str], NDArray[np.float64] | None]
"""From the name of an outcome to its number in each run, NaN where a run does not count.

None where it is no mean over runs.
"""


@dataclass(frozen=True)
class Numbers:
    """What one side came to: its outcomes, and what was kept of single runs.

    Attributes
    ----------
    outcomes : iterable of SideOutcome
        In the order in which they are told.
    run_by_run : callable
        The same run by run; asked only where runs are pairs.
    runs : int >= 1
        Runs, or pairs of runs, behind each.
    """

    outcomes: Iterable[SideOutcome]
    run_by_run: RunByRun
    runs: int


def paired_up(a: Numbers, b: Numbers, *, paired: bool) -> Iterator[MeasuredPair]:
    """Every outcome that two sides have: as pairs of runs where they are, else by intervals.

    Parameters
    ----------
    a, b : Numbers
        The first side and the other.
    paired : bool
        Whether run k of both has the same luck.

    Returns
    -------
    iterator of MeasuredPair
        Those that have a value and an interval on both sides.
    """
    others = {each.name: each for each in b.outcomes}
    runs = 2 / (1 / a.runs + 1 / b.runs)
    for one in a.outcomes:
        other = others.get(one.name)
        spans = None if other is None else (_span(one.estimate), _span(other.estimate))
        if spans is None or spans[0] is None or spans[1] is None:
            continue
        each_a, each_b = (side.run_by_run(one.name) if paired else None for side in (a, b))
        if each_a is not None and each_b is not None:
            contrast = contrasts.paired(each_a, each_b, is_share=one.unit == "probability")
        else:
            contrast = contrasts.from_intervals(spans[0], spans[1], runs)
        mine, its = (Estimate(*span) for span in spans if span is not None)
        yield MeasuredPair(one.name, one.unit, mine, its, contrast, one.point)


def _span(estimate: Estimate) -> tuple[float, float, float] | None:
    """Value and interval; None where any of them is missing."""
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return None
    return float(estimate.value), float(estimate.low), float(estimate.high)


def column_of_runs(side: Side) -> RunByRun:
    """Outcomes run by run from a table that has a column for each."""

    def column(name: str) -> NDArray[np.float64] | None:
        table = side.answer.tables["runs"]
        return table[name].to_numpy(np.float64) if name in table else None

    return column
