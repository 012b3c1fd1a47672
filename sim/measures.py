"""What runs say: exits, time at risk, shares, means and ratios, each with its interval."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.experiment import Futures
from sim.rules.status import STATUSES
from sim.scenario.world import NOT_YET

Z95 = 1.959963984540054
RESAMPLES = 1000
BASE = "base"
"""Name of the arm that is the scenario itself."""


@dataclass(frozen=True)
class Estimate:
    """A number with its 95% Monte Carlo interval; None where there is none."""

    value: float | None
    low: float | None = None
    high: float | None = None

    def as_json(self) -> dict[str, float | None]:
        """``{"value", "low", "high"}``."""
        return {"value": self.value, "low": self.low, "high": self.high}


# --- intervals ------------------------------------------------------------------------------------


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


# --- what runs say --------------------------------------------------------------------------------


def others(futures: Futures, member: str) -> NDArray[np.intp]:
    """Places of all members but one."""
    return np.array([i for i, name in enumerate(futures.members) if name != member], np.intp)


def exits(futures: Futures, arm: str, within: int | None = None) -> NDArray[np.bool_]:
    """Whether each member first exits once the arms have parted, bool (runs, members).

    ``within`` counts months from the one in which they part.
    """
    first = futures.arms[arm].first_exit
    last = futures.end if within is None else futures.at + within - 1
    return (first >= futures.at) & (first <= last)


def exit_counts(
    futures: Futures, arm: str, among: NDArray[np.intp] | None = None, within: int | None = None
) -> NDArray[np.int64]:
    """Number of first exits in each run, among some members."""
    happened = exits(futures, arm, within)
    return (happened if among is None else happened[:, among]).sum(axis=1, dtype=np.int64)


def at_risk(futures: Futures, arm: str) -> NDArray[np.bool_]:
    """Whether each member can still first exit when the arms part, bool (runs, members)."""
    first = futures.arms[arm].first_exit
    able: NDArray[np.bool_] = (first == NOT_YET) | (first >= futures.at)
    return able


def exposure(futures: Futures, arm: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First exits and months at risk, int64 (runs, members), from the month on in which arms part.

    A member is at risk in each month up to the one of its first exit.
    """
    first, begin = futures.arms[arm].first_exit.astype(np.int64), futures.at
    exited = first >= begin
    months = np.where(exited, first - begin + 1, futures.end - begin + 1)
    return exited.astype(np.int64), np.where(at_risk(futures, arm), months, 0)


def yearly_rate(exited: NDArray[np.int64], months: NDArray[np.int64]) -> Estimate:
    """First exits per member-year at risk, with Byar's interval for a Poisson count."""
    count, time = int(exited.sum()), int(months.sum())
    if time == 0:
        return Estimate(None)
    low, high = _poisson_interval(count)
    return Estimate(12 * count / time, 12 * low / time, 12 * high / time)


def _poisson_interval(count: int) -> tuple[float, float]:
    """95% interval of a Poisson mean, by Byar's approximation (Rothman & Boice 1979)."""
    if count == 0:
        return 0.0, 3.688879454113936
    low = count * (1 - 1 / (9 * count) - Z95 / (3 * math.sqrt(count))) ** 3
    up = count + 1
    return low, up * (1 - 1 / (9 * up) + Z95 / (3 * math.sqrt(up))) ** 3


def hazard_ratio(
    futures: Futures, treated: str, control: str, among: NDArray[np.intp], rows: NDArray[np.intp]
) -> Estimate:
    """First exits per member-month at risk, one arm over the other; bootstrap over pairs.

    None where one of the arms has no exit.
    """
    columns = _exposures(futures, treated, control, among, rows)
    table, counts = np.unique(columns, axis=0, return_counts=True)
    totals = counts @ table
    if totals[0] == 0 or totals[2] == 0:
        return Estimate(None)
    random = np.random.default_rng(futures.seed)
    drawn = random.multinomial(len(rows), counts / counts.sum(), size=RESAMPLES) @ table
    enough = (drawn[:, 0] > 0) & (drawn[:, 2] > 0)
    ratios = _ratio(drawn[enough])
    low, high = np.quantile(ratios, [0.025, 0.975])
    return Estimate(float(_ratio(totals)), float(low), float(high))


def each_hazard_ratio(
    futures: Futures, treated: str, control: str, among: NDArray[np.intp], rows: NDArray[np.intp]
) -> Each | None:
    """What each pair adds to the hazard ratio; None where one of the arms has no exit."""
    columns = _exposures(futures, treated, control, among, rows)
    totals = columns.sum(axis=0)
    if totals[0] == 0 or totals[2] == 0:
        return None
    exited, months, exited_control, months_control = (columns / columns.mean(axis=0)).T
    relative = exited - months - exited_control + months_control
    return Each(_ratio(totals) * (1 + relative), rows)


def _exposures(
    futures: Futures, treated: str, control: str, among: NDArray[np.intp], rows: NDArray[np.intp]
) -> NDArray[np.int64]:
    """First exits and months at risk of either arm, int64 (pairs, 4)."""
    columns = []
    for arm in (treated, control):
        exited, months = exposure(futures, arm)
        columns += [part[rows][:, among].sum(axis=1) for part in (exited, months)]
    return np.stack(columns, axis=1)


def _ratio(totals: NDArray[np.int64]) -> NDArray[np.float64]:
    exited, months, exited_control, months_control = np.moveaxis(totals, -1, 0)
    return (exited / months) / (exited_control / months_control)  # type: ignore[no-any-return]


def pairs(futures: Futures, member: str) -> NDArray[np.intp]:
    """Runs that count as pairs: those in which the member is not OUT when the arms part."""
    out = STATUSES.index("OUT")
    return np.flatnonzero(futures.today[:, futures.index(member)] != out)
