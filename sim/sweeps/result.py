"""The result of a sweep as it is stored, and the longer document that is told of it."""

from __future__ import annotations

from dataclasses import dataclass

from sim.statistics.estimates import Estimate

type At = dict[str, int | float]
"""The value of each path at a point; whole numbers where the path takes no others."""


@dataclass(frozen=True)
class VariedRange:
    """The range over which a path is varied.

    Attributes
    ----------
    low, high : float
        Its ends, in the unit of the path.
    count : int >= 2 or None
        Number of its values on a grid; None in other designs.
    """

    low: float
    high: float
    count: int | None


@dataclass(frozen=True)
class Extreme:
    """Where an outcome is lowest or highest.

    Attributes
    ----------
    value : float
        The outcome there, in its unit.
    k : int >= 0
        Number of the point.
    at : dict of number
        The value of each path there.
    """

    value: float
    k: int
    at: At


@dataclass(frozen=True)
class OutcomeExtremes:
    """Where an outcome is lowest and highest over all points.

    Attributes
    ----------
    known : int >= 0
        Points at which it has a value.
    lowest, highest : Extreme or None
        Of points that are equal, the first; None where it has a value at no point.
    """

    known: int
    lowest: Extreme | None
    highest: Extreme | None


@dataclass(frozen=True)
class SweepResult:
    """A complete sweep; the points themselves are in its table ``data``.

    Attributes
    ----------
    scenario, scenario_hash : str
        What is varied: name, and SHA-256 of its text.
    seed, runs : int
        Luck, and runs of each point.
    design : str
        ``grid``, ``lhs`` or ``sobol``.
    points : int >= 2
        Number of points.
    now, end : str
        The last recorded and the last month, ``YYYY-MM``.
    vary : dict of VariedRange
        By path, in the order of a point's values.
    outcomes : dict of OutcomeExtremes
        By name as in ``sim.futures.outcomes.OUTCOMES``, in the order in which they were asked for.
    """

    scenario: str
    scenario_hash: str
    seed: int
    runs: int
    design: str
    points: int
    now: str
    end: str
    vary: dict[str, VariedRange]
    outcomes: dict[str, OutcomeExtremes]


@dataclass(frozen=True)
class EstimatedExtreme(Extreme):
    """Where an outcome is lowest or highest, with its interval there.

    Attributes
    ----------
    low, high : float or None
        The 95% interval of the value; None where there is none.
    """

    low: float | None
    high: float | None


@dataclass(frozen=True)
class EstimatedExtremes:
    """Where an outcome is lowest and highest over all points, with the intervals there.

    Attributes
    ----------
    known : int >= 0
        Points at which it has a value.
    lowest, highest : EstimatedExtreme or None
        Of points that are equal, the first; None where it has a value at no point.
    """

    known: int
    lowest: EstimatedExtreme | None
    highest: EstimatedExtreme | None


@dataclass(frozen=True)
class SweepPoint:
    """One point.

    Attributes
    ----------
    at : dict of number
        The value of each path.
    outcomes : dict of Estimate
        By name.
    """

    at: At
    outcomes: dict[str, Estimate]


@dataclass(frozen=True)
class SweepDocument:
    """A sweep as it is told as JSON: what is stored, and few points whole.

    Attributes
    ----------
    scenario, scenario_hash : str
        What is varied: name, and SHA-256 of its text.
    seed, runs : int
        Luck, and runs of each point.
    design : str
        ``grid``, ``lhs`` or ``sobol``.
    now, end : str
        The last recorded and the last month, ``YYYY-MM``.
    vary : dict of VariedRange
        By path, in the order of a point's values.
    points : list of SweepPoint or None
        In the order of the design; None where there are more than a document tells.
    outcomes : dict of EstimatedExtremes
        By name.
    size : int >= 2
        Number of points.
    table : str
        Where all of them are, below the folder of results.
    result : str
        Name of the result.
    """

    scenario: str
    scenario_hash: str
    seed: int
    runs: int
    design: str
    points: list[SweepPoint] | None
    now: str
    end: str
    vary: dict[str, VariedRange]
    outcomes: dict[str, EstimatedExtremes]
    size: int
    table: str
    result: str
