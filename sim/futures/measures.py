"""What runs say: exits, time at risk, shares, means and ratios, each with its interval."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.futures.experiment import Futures
from sim.rules.status import STATUSES
from sim.scenario.compiling.world import NOT_YET
from sim.statistics.estimates import Each, Estimate, poisson_interval

RESAMPLES = 1000
FEW_EXITS = 30
"""Below so many exits in an arm, the interval of a ratio of rates is exact."""
BASE = "base"
"""Name of the arm that is the scenario itself."""


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
    low, high = poisson_interval(count)
    return Estimate(12 * count / time, 12 * low / time, 12 * high / time)


def hazard_ratio(
    futures: Futures, treated: str, control: str, among: NDArray[np.intp], rows: NDArray[np.intp]
) -> Estimate:
    """First exits per member-month at risk, one arm over the other; bootstrap over pairs.

    With fewer than `FEW_EXITS` in an arm the bootstrap tells too little: where pairs differ,
    then Clopper & Pearson's exact interval (1934) of the share of all exits that fall into the
    treated arm, as if the arms were independent, which is wider. No number where an arm has none.

    Parameters
    ----------
    futures : Futures
        What was played.
    treated, control : str
        The arms.
    among : int (members,)
        Places of the members whose exits count.
    rows : int (pairs,)
        The runs that count.
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
    if min(totals[0], totals[2]) < FEW_EXITS and low < high:
        low, high = _exact_ratio(totals)
    return Estimate(float(_ratio(totals)), float(low), float(high))


def _exact_ratio(totals: NDArray[np.int64]) -> tuple[float, float]:
    """95% interval of a ratio of rates, from the exact one of a share of independent exits."""
    from scipy.stats import beta

    exited, months, exited_control, months_control = (int(total) for total in totals)
    low = beta.ppf(0.025, exited, exited_control + 1)
    high = beta.ppf(0.975, exited + 1, exited_control)
    times = months_control / months
    return float(low / (1 - low) * times), float(high / (1 - high) * times)


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
