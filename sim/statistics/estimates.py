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
    """A mean over runs, or over paired differences, with its normal interval."""
    n = len(values)
    if n == 0:
        return Estimate(None)
    # Exact integer sums: the same bits however the runs were split.
    total, squares = int(values.sum(dtype=np.int64)), int((values.astype(np.int64) ** 2).sum())
    centre = total / n
    variance = max(squares / n - centre * centre, 0.0) * n / max(n - 1, 1)
    half = Z95 * math.sqrt(variance / n)
    return Estimate(centre, centre - half, centre + half)


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
    """

    values: NDArray[Any]
    rows: NDArray[np.intp] | None = None

    def estimate(self) -> Estimate:
        """The share or the mean, with its interval; none where no run counts."""
        if len(self.values) == 0:
            return Estimate(None)
        if self.values.dtype == np.bool_:
            return share(self.values.sum(), len(self.values))
        return mean(self.values)

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
