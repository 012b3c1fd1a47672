"""Where an outcome crosses a level, as a value of what is moved, with a 95% interval.

All values share their luck, so the estimate is one fixed function of the value and bisection finds
where it crosses. The interval is the set of values at which the outcome's own 95% interval holds
the level: the inversion of a test (Fieller 1954). It holds the true crossing as often as the
outcome's interval holds the outcome there, whatever the slope; it may be open at an end of the
range, or be the whole range, and then says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sim.refusal import Refusal
from sim.statistics.estimates import Estimate

FINENESS = 512
"""Parts of a range within which a crossing is found."""

Measure = Callable[[float], Estimate]
"""The outcome at a value, with its interval."""


@dataclass(frozen=True)
class Crossing:
    """A stretch of values at which the outcome may have the level, bounded by values where not.

    Attributes
    ----------
    value : float or None
        Where the estimate crosses; None where it comes near the level and these runs do not tell
        whether it crosses. Of whole numbers the first one beyond the crossing.
    low, high : float or None
        Ends of the 95% interval; None where it reaches the end of the range.
    rising : bool or None
        Whether the estimate rises through the level, seen upwards.
    """

    value: float | None
    low: float | None
    high: float | None
    rising: bool | None

    @property
    def is_resolved(self) -> bool:
        """Whether these runs tell that it crosses: they tell a side on both sides."""
        return self.rising is not None and self.low is not None and self.high is not None


@dataclass(frozen=True)
class Scan:
    """An outcome over a range: all values that were tried, in order, and the crossings."""

    level: float
    grid: tuple[float, ...]
    tried: tuple[tuple[float, Estimate], ...]
    crossings: tuple[Crossing, ...]

    def at(self, value: float) -> Estimate:
        """The outcome at a value that was tried."""
        return dict(self.tried)[value]

    @property
    def side(self) -> int:
        """+1 above the level over the whole range, -1 below it, 0 where it may cross."""
        return 0 if self.crossings else side(self.at(self.grid[0]), self.level)

    @property
    def is_monotone(self) -> bool:
        """Whether no two values of the grid tell a rise, and no two others a fall."""
        found = [self.at(value) for value in self.grid]
        pairs = [(a, b) for k, a in enumerate(found) for b in found[k + 1 :]]
        rises = any(_end(b.low) > _end(a.high) for a, b in pairs)
        falls = any(_end(b.high) < _end(a.low) for a, b in pairs)
        return not (rises and falls)


def side(estimate: Estimate, level: float) -> int:
    """+1 where the 95% interval lies above the level, -1 where below, 0 where it holds it."""
    return (_end(estimate.low) > level) - (_end(estimate.high) < level)


def scan(
    measure: Measure,
    grid: Sequence[float],
    level: float,
    *,
    whole: bool = False,
    fineness: int = FINENESS,
) -> Scan:
    """Find every crossing that a grid of values shows.

    Parameters
    ----------
    measure : callable
        The outcome at a value; on the same luck at all of them.
    grid : sequence of float
        Increasing values. Two crossings between neighbours are not seen.
    level : float
        What is crossed.
    whole : bool
        Whether only whole numbers can be tried.
    fineness : int
        Parts of the range within which a crossing is found.

    Raises
    ------
    Refusal
        Where the outcome has no value, or no interval, at a value.
    """
    tried = _Tried(measure, level, 1.0 if whole else (grid[-1] - grid[0]) / fineness, whole)
    sides = [tried.side(value) for value in grid]
    decided = [k for k, which in enumerate(sides) if which]
    found: list[Crossing] = []
    if not decided:
        found.append(tried.between(grid[0], grid[-1], 0, 0))
    else:
        if decided[0] > 0:
            found.append(tried.between(grid[0], grid[decided[0]], 0, sides[decided[0]]))
        for a, b in pairwise(decided):
            if sides[a] != sides[b] or b > a + 1:
                found.append(tried.between(grid[a], grid[b], sides[a], sides[b]))
        if decided[-1] < len(grid) - 1:
            found.append(tried.between(grid[decided[-1]], grid[-1], sides[decided[-1]], 0))
    return Scan(level, tuple(grid), tuple(sorted(tried.known.items())), tuple(found))


class _Tried:
    """The outcome at the values tried so far; each is measured once."""

    def __init__(self, measure: Measure, level: float, step: float, whole: bool) -> None:
        self.measure, self.level, self.step, self.whole = measure, level, step, whole
        self.known: dict[float, Estimate] = {}

    def at(self, value: float) -> Estimate:
        if value not in self.known:
            found = self.measure(value)
            if found.value is None or found.low is None or found.high is None:
                lacks = "no value" if found.value is None else "no interval"
                raise Refusal(f"it has {lacks} at {value:g}", field="outcome")
            self.known[value] = found
        return self.known[value]

    def side(self, value: float) -> int:
        return side(self.at(value), self.level)

    def is_above(self, value: float) -> bool:
        return _end(self.at(value).value) > self.level

    def between(self, first: float, last: float, before: int, after: int) -> Crossing:
        """What lies between two values; ``before`` and ``after`` are their sides, 0 undecided."""
        value = rising = None
        if self.is_above(first) != self.is_above(last):
            rising = self.is_above(last)
            lower, upper = self.parted(first, last, lambda v: self.is_above(v) != rising)
            value = upper if self.whole else (lower + upper) / 2
        inside = self.undecided(first, last, value)
        low = self.parted(first, inside, lambda v: self.side(v) == before)[0] if before else None
        high = self.parted(inside, last, lambda v: self.side(v) != after)[1] if after else None
        return Crossing(value, low, high, rising)

    def undecided(self, first: float, last: float, value: float | None) -> float:
        """A value from which both ends of the interval are looked for."""
        if value is not None:
            return value
        return next(v for v in sorted(self.known) if first <= v <= last and not self.side(v))

    def parted(
        self, first: float, last: float, holds: Callable[[float], bool]
    ) -> tuple[float, float]:
        """Bisect between a value where something holds and one where it does not."""
        known = sorted(value for value in self.known if first <= value <= last)
        first = max((v for v in known if holds(v)), default=first)
        last = min((v for v in known if v > first), default=last)
        while last - first > self.step:
            half = (last - first) / 2
            middle = first + (half // 1 if self.whole else half)
            if holds(middle):
                first = middle
            else:
                last = middle
        return first, last


def _end(value: float | None) -> float:
    assert value is not None  # judged when it was measured
    return value
