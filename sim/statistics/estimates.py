"""Estimates: a number with its 95% interval, of shares, means, counts and ratios."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeGuard, cast

import numpy as np
from numpy.typing import NDArray

Z95 = 1.959963984540054


class KnownEstimate(Protocol):
    """An estimate that has a number and an interval."""

    @property
    def value(self) -> float:
        """The number."""

    @property
    def low(self) -> float:
        """The lower end of its 95% interval."""

    @property
    def high(self) -> float:
        """The upper end."""


@dataclass(frozen=True)
class Estimate:
    """A number with its 95% Monte Carlo interval; None where there is none."""

    value: float | None
    low: float | None = None
    high: float | None = None

    @classmethod
    def of_row(cls, row: Mapping[Any, Any]) -> Estimate:
        """The estimate in the columns ``value``, ``low`` and ``high`` of a row; None for NaN."""
        ends = (row["value"], row["low"], row["high"])
        return cls(*(None if end is None or end != end else float(end) for end in ends))

    def known(self) -> KnownEstimate:
        """The same where it has a number and an interval.

        Raises
        ------
        ValueError
            Where it has none.
        """
        if None in (self.value, self.low, self.high):
            raise ValueError("an estimate without a number")
        return cast(KnownEstimate, self)

    def as_json(self) -> dict[str, float | None]:
        """``{"value", "low", "high"}``."""
        return {"value": self.value, "low": self.low, "high": self.high}


def is_known(estimate: Estimate | None) -> TypeGuard[KnownEstimate]:
    """Whether there is an estimate, and it has a number."""
    return estimate is not None and estimate.value is not None


def sign(estimate: KnownEstimate) -> int:
    """Sign of a difference whose interval excludes 0: +1 or -1 where it is resolved, else 0."""
    if estimate.low > 0:
        return 1
    return -1 if estimate.high < 0 else 0


def wilson(count: Any, runs: int) -> tuple[Any, Any, Any]:
    """Share and its 95% interval (Wilson 1927); scalars or arrays of counts."""
    p = np.asarray(count, np.float64) / runs
    z2 = Z95 * Z95
    centre = (p + z2 / (2 * runs)) / (1 + z2 / runs)
    half = Z95 * np.sqrt(p * (1 - p) / runs + z2 / (4 * runs * runs)) / (1 + z2 / runs)
    low = np.where(p == 0, 0.0, np.maximum(centre - half, 0.0))
    high = np.where(p == 1, 1.0, np.minimum(centre + half, 1.0))
    return p, low, high


def share(count: int | np.integer[Any], runs: int) -> Estimate:
    """A share of runs with its Wilson interval."""
    value, low, high = wilson(int(count), runs)
    return Estimate(float(value), float(low), float(high))


def mean(values: NDArray[Any]) -> Estimate:
    """A mean over runs with its normal interval.

    Parameters
    ----------
    values : integer or bool (runs,)
        The count of each run.
    """
    n = len(values)
    if n == 0:
        return Estimate(None)
    # Exact integer sums: the same bits however the runs were split.
    total, squares = int(values.sum(dtype=np.int64)), int((values.astype(np.int64) ** 2).sum())
    centre = total / n
    variance = max(squares / n - centre * centre, 0.0) * n / max(n - 1, 1)
    half = Z95 * math.sqrt(variance / n)
    return Estimate(centre, centre - half, centre + half)


def mean_difference(values: NDArray[np.integer[Any]], most: int | None = None) -> Estimate:
    """A mean of paired differences, with an interval that holds for few pairs that differ.

    As Bonett & Price (2012) for paired shares: the variance is that of the pairs and of two more,
    which differ by the largest difference that was seen in either direction. Where
    fewer than `FEWEST_DISCORDANT` pairs differ, the interval contains 0. Where none does, the
    estimate is 0 without an interval's width: whoever tells it says that no pair differs.

    Parameters
    ----------
    values : integer (pairs,)
        The difference of each pair.
    most : int > 0, optional
        The largest difference that there can be: no end of the interval lies beyond it.
    """
    if len(values) == 0:
        return Estimate(None)
    if not values.any():
        return Estimate(0.0, 0.0, 0.0)
    seen = int(np.abs(values.astype(np.int64)).max())
    value, low, high = _with_two_more(values, seen)
    if np.count_nonzero(values) < FEWEST_DISCORDANT:
        low, high = min(low, 0.0), max(high, 0.0)
    if most is None:
        return Estimate(value, low, high)
    return Estimate(value, max(low, -most), min(high, most))


FEWEST_DISCORDANT = 6
"""Pairs that must differ before a sign is resolved: with five, all in one direction, an exact test
of the sign gives 6.25% and not 5%."""


def _with_two_more(values: NDArray[Any], size: int) -> tuple[float, float, float]:
    """The mean, and the normal interval of these and two more, up and down by a size."""
    # Exact integer sums: the same bits however the pairs were split.
    total, squares = int(values.sum(dtype=np.int64)), int((values.astype(np.int64) ** 2).sum())
    n = len(values) + 2
    centre = total / n
    variance = max((squares + 2 * size**2) / n - centre * centre, 0.0)
    half, value = Z95 * math.sqrt(variance / n), total / len(values)
    return value, min(centre - half, value), max(centre + half, value)


@dataclass(frozen=True)
class Each:
    """A number run by run, so that it can be paired with that of another ensemble.

    Attributes
    ----------
    values : bool, integer or float (rows,)
        True where it happened, of a share; a count, of a mean; of a ratio what each run adds to
        it, so that their mean is the ratio (delta method).
    rows : int (rows,) or None
        The runs that count; None where all do.
    most : int > 0 or None
        Of differences between pairs of runs: the largest that there can be. None of all others.
    """

    values: NDArray[Any]
    rows: NDArray[np.intp] | None = None
    most: int | None = None

    def estimate(self) -> Estimate:
        """The share or the mean, with its interval; none where no run counts."""
        if len(self.values) == 0:
            return Estimate(None)
        if self.values.dtype == np.bool_:
            return share(self.values.sum(), len(self.values))
        return mean(self.values) if self.most is None else mean_difference(self.values, self.most)

    def of_all(self, runs: int) -> NDArray[Any]:
        """One number for each of all runs: int8 of shares and counts, float64 of ratios.

        Where some do not count, float64 with NaN for these.
        """
        kind = np.float64 if self.values.dtype.kind == "f" else np.int8
        if self.rows is None or len(self.rows) == runs:
            return self.values.astype(kind)
        spread = np.full(runs, np.nan)
        spread[self.rows] = self.values
        return spread


def influences(numerator: NDArray[Any], denominator: NDArray[Any]) -> NDArray[np.float64]:
    """What each run adds to a ratio of sums; their mean is the ratio (delta method)."""
    ratio = numerator.sum() / denominator.sum()
    return ratio + (numerator - ratio * denominator) / denominator.mean()  # type: ignore[no-any-return]


def poisson_interval(count: int) -> tuple[float, float]:
    """95% interval of a Poisson mean, by Byar's approximation (Rothman & Boice 1979)."""
    if count == 0:
        return 0.0, 3.688879454113936
    low = count * (1 - 1 / (9 * count) - Z95 / (3 * math.sqrt(count))) ** 3
    up = count + 1
    return low, up * (1 - 1 / (9 * up) + Z95 / (3 * math.sqrt(up))) ** 3
