"""What a sensitivity analysis varies: a space of assumptions, and the outcomes at points of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.shared.prior import CHANNEL_HIGH, channel_strength, feasible, ranges
from sim.futures.experiment import play
from sim.futures.outcomes import Asked, arms_of
from sim.pool import Progress, as_ended
from sim.refusal import Refusal
from sim.scenario.document.parameters import CHANNELS
from sim.scenario.scenario import Scenario
from sim.statistics.estimates import Z95, Estimate
from sim.sweeps.designs import Axis
from sim.sweeps.varying import Vary, design_of

if TYPE_CHECKING:
    from sim.sweeps.resuming import Kept, Row

Array = NDArray[np.float64]
Point = dict[str, float | int]


@dataclass(frozen=True)
class ParameterSpace:
    """The paths that vary, and how.

    Attributes
    ----------
    axes : tuple of Axis
        Each path with its range.
    has_prior : bool
        Whether channels follow the prior of ``--uncertain`` (off with chance 0.2, else log-uniform)
        and not a range that somebody stated for them.
    """

    axes: tuple[Axis, ...]
    has_prior: bool

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths, in order."""
        return tuple(axis.path for axis in self.axes)

    def point(self, shares: Iterable[float]) -> Point:
        """The values at shares of the ranges, each in [0, 1]: a quantile of what is believed."""
        pairs = zip(self.axes, shares, strict=True)
        return feasible({axis.path: self._value(axis, float(u)) for axis, u in pairs})

    def points(self, unit: Array) -> list[Point]:
        """The points of a design; ``unit``: float64 (points, paths)."""
        return [self.point(row) for row in unit]

    def of(self, paths: Sequence[str]) -> ParameterSpace:
        """The same with some of the paths alone."""
        by_path = {axis.path: axis for axis in self.axes}
        return ParameterSpace(tuple(by_path[path] for path in paths), self.has_prior)

    def _value(self, axis: Axis, u: float) -> float | int:
        if self.has_prior and axis.path in _CHANNEL_PATHS:
            return float(channel_strength(np.array(u)))
        return axis.share(u)


_CHANNEL_PATHS = tuple(f"channels.{name}" for name in CHANNELS)


def stated_space(scenario: Scenario) -> ParameterSpace:
    """Every range that the scenario states, and the prior of the channels."""
    stated = scenario.paths()
    axes = [
        Axis(path, low, high, None, stated[path].whole)
        for path, (low, high) in ranges(scenario).items()
        if path not in _CHANNEL_PATHS
    ]
    channels = [Axis(path, 0.0, CHANNEL_HIGH, None, False) for path in _CHANNEL_PATHS]
    return ParameterSpace((*axes, *channels), has_prior=True)


def asked_space(scenario: Scenario, vary: Vary) -> ParameterSpace:
    """The ranges that somebody asks for, uniform in each.

    Raises
    ------
    ScenarioError
        With everything that is wrong with them.
    """
    design = design_of(scenario, vary, kind="lhs", points=2, runs=1, seed=0)
    return ParameterSpace(design.axes, has_prior=False)


@dataclass(frozen=True)
class PointOutcomes:
    """Outcomes at some points.

    Attributes
    ----------
    values, noise : float64 (points, outcomes)
        The outcome, and the variance that the luck of its runs gives it.
    """

    values: Array
    noise: Array


def outcomes_at(
    scenario: Scenario,
    changes: Sequence[Mapping[str, Any]],
    questions: Sequence[Asked],
    *,
    runs: int,
    seed: int,
    first_run: Callable[[int], int] = lambda _: 0,
    threads: int | None = None,
    progress: Progress | None = None,
    kept: Kept | None = None,
    first: int = 0,
) -> PointOutcomes:
    """The outcomes of the scenario as changed, each ensemble in one thread.

    Parameters
    ----------
    changes : sequence of mappings
        What each point changes: path to value.
    first_run : callable
        From the number of a point to its first run; by default all points share their luck.
    kept : Kept, optional
        Holds points that were computed before, and gets the others.
    first : int
        Number of the first point there.

    Raises
    ------
    Refusal
        Where an outcome has no value at a point.
    """
    arms = arms_of(questions)

    def at(k: int) -> Row:
        played = play(
            scenario.change(changes[k]),
            arms,
            runs=runs,
            seed=seed,
            first_run=first_run(k),
            threads=1,
        )
        found = [(question.measure(played), question) for question in questions]
        return [_value(*each) for each in found], [_noise(*each, runs) for each in found]

    count = len(changes)
    rows = {k: row for k in range(count) if kept and (row := kept.get(first + k))}
    if progress is not None and rows:
        progress(len(rows), count)
    missing = [k for k in range(count) if k not in rows]
    with closing(as_ended(at, missing, threads)) as found:
        for k, row in found:
            rows[k] = row
            if kept is not None:
                kept.put(first + k, *row)
            if progress is not None:
                progress(len(rows), count)
    values, noise = (np.array([rows[k][part] for k in range(count)]) for part in (0, 1))
    return PointOutcomes(values, noise)


def _value(estimate: Estimate, question: Asked) -> float:
    if estimate.value is None:
        raise Refusal(
            "it has no value at some point of the parameter space",
            field="outcome",
            found=question.name,
            allowed="a chance or a number of exits",
        )
    return estimate.value


def _noise(estimate: Estimate, question: Asked, runs: int) -> float:
    """Variance of an outcome over ensembles of so many runs, unbiased."""
    if question.outcome.unit == "probability":
        p = estimate.value or 0.0
        return p * (1 - p) / max(runs - 1, 1)
    if estimate.value is None or estimate.high is None:
        return 0.0
    return ((estimate.high - estimate.value) / Z95) ** 2
