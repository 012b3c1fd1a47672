"""Tidy tables of an ensemble: the axes as columns, then value, low, high."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.futures.experiment import Futures
from sim.rules.status import STATUSES
from sim.scenario.compiling.world import WAS_OUT

if TYPE_CHECKING:
    from pandas import DataFrame

from sim.futures.measures import BASE, exit_counts
from sim.statistics.estimates import Each, wilson

PATH_QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


def _frame(columns: Mapping[str, Any]) -> DataFrame:
    from pandas import DataFrame

    return DataFrame(dict(columns))


def _axes(*axes: Iterable[str]) -> list[NDArray[Any]]:
    """Columns of the product of some axes, the last running fastest."""
    grids = np.meshgrid(*[np.array(list(axis), object) for axis in axes], indexing="ij")
    return [grid.ravel() for grid in grids]


def months_of(futures: Futures, first: int = 0) -> list[str]:
    """The calendar months from a number to the end."""
    return [futures.month(number) for number in range(first, futures.end + 1)]


def status_table(futures: Futures, arm: str = BASE) -> DataFrame:
    """Probability of each status by month and member: month, member, status, value, low, high."""
    tally = _tally(futures, arm)
    month, member, status = _axes(months_of(futures), futures.members, STATUSES)
    value, low, high = wilson(tally.status.ravel(), futures.runs)
    return _frame(
        {
            "month": month,
            "member": member,
            "status": status,
            "value": value,
            "low": low,
            "high": high,
        }
    )


def exits_table(futures: Futures, arm: str = BASE, first: int | None = None) -> DataFrame:
    """P(first exit by a month): month, member, value, low, high; free months.

    No number for who is out before the first of them: its first exit is history.
    """
    begin = futures.last_recorded + 1 if first is None else first
    counts = np.stack([_cumulative(futures, arm, i, begin) for i in range(len(futures.members))], 1)
    month, member = _axes(months_of(futures, begin), futures.members)
    estimates = _where_asked(futures, arm, counts)
    return _frame({"month": month, "member": member, **estimates})


def _where_asked(futures: Futures, arm: str, counts: NDArray[np.int64]) -> dict[str, Any]:
    """Shares of runs, members last, with their intervals; NaN for who is out in all of them."""
    were_out = (futures.arms[arm].first_exit == WAS_OUT).all(axis=0)
    shares = (np.where(were_out, np.nan, each).ravel() for each in wilson(counts, futures.runs))
    return dict(zip(("value", "low", "high"), shares, strict=True))


def _cumulative(futures: Futures, arm: str, member: int, begin: int) -> NDArray[np.int64]:
    first = futures.arms[arm].first_exit[:, member]
    counts = np.bincount(
        np.maximum(first[first >= 0] - begin, 0), minlength=futures.end - begin + 1
    )
    return np.cumsum(counts)


def cascade_table(
    futures: Futures,
    arm: str = BASE,
    among: NDArray[np.intp] | None = None,
    within: int | None = None,
) -> DataFrame:
    """P(at least k first exits): k, value, low, high."""
    counts = exit_counts(futures, arm, among, within)
    size = len(futures.members) if among is None else len(among)
    at_least = [int((counts >= k).sum()) for k in range(size + 1)]
    value, low, high = wilson(at_least, futures.runs)
    return _frame({"k": range(size + 1), "value": value, "low": low, "high": high})


def order_table(futures: Futures, arm: str = BASE) -> DataFrame:
    """P(a member is the n-th to leave): position, member, value, low, high.

    Members that leave in the same month share the earlier position; no number for who is out
    already.
    """
    first = futures.arms[arm].first_exit
    n = len(futures.members)
    never = np.iinfo(np.int16).max
    when = np.where(first >= 0, first, never)
    rank = (when[:, :, None] > when[:, None, :]).sum(axis=2)
    counts = [[int(((rank == k) & (when < never))[:, i].sum()) for i in range(n)] for k in range(n)]
    position, member = _axes([str(k + 1) for k in range(n)], futures.members)
    estimates = _where_asked(futures, arm, np.array(counts))
    return _frame({"position": position.astype(int), "member": member, **estimates})


def paths_table(futures: Futures, arm: str = BASE) -> DataFrame:
    """Quantiles over runs of trust and alignment: month, member, quantity, q05 … q95.

    From histograms of 256 bins: exact to half a bin, 1/512 of the range.
    """
    tally = _tally(futures, arm)
    axes = ("trust", tally.trust, 0.0, 1.0), ("alignment", tally.alignment, -1.0, 2.0)
    from pandas import concat

    parts = []
    for name, counts, low, width in axes:
        month, member = _axes(months_of(futures), futures.members)
        quantiles = _quantiles(counts, low, width)
        columns: dict[str, Any] = {"month": month, "member": member, "quantity": name}
        for q, row in zip(PATH_QUANTILES, quantiles, strict=True):
            columns[f"q{round(q * 100):02d}"] = row.ravel()
        parts.append(_frame(columns))
    return concat(parts, ignore_index=True)


def _quantiles(counts: NDArray[np.int64], low: float, width: float) -> list[NDArray[np.float64]]:
    cumulative = np.cumsum(counts, axis=-1)
    total, bins = cumulative[..., -1:], counts.shape[-1]
    found = []
    for q in PATH_QUANTILES:
        place = (cumulative < np.ceil(q * total)).sum(axis=-1)
        found.append(low + (place + 0.5) / bins * width)
    return found


def terms_table(futures: Futures, arm: str = BASE) -> DataFrame:
    """Mean terms of the decision over runs: month, member, term, value; free months."""
    from sim.ensemble import FIXED_POINT
    from sim.rules.decision import TERMS

    begin = futures.last_recorded + 1
    sums = _tally(futures, arm).terms[begin:]
    month, member, term = _axes(months_of(futures, begin), futures.members, TERMS)
    value = sums.ravel() / FIXED_POINT / futures.runs
    return _frame({"month": month, "member": member, "term": term, "value": value})


def runs_table(futures: Futures, arm: str = BASE) -> DataFrame:
    """Every run on its own, one row each: what paired comparisons rest on.

    ``first_exit ID`` is the month from the start (-1 none, -2 out before), ``last ID`` the place
    in ``STATUSES``.
    """
    kept = futures.arms[arm]
    columns: dict[str, NDArray[Any]] = {
        f"first_exit {m}": kept.first_exit[:, i] for i, m in enumerate(futures.members)
    }
    columns |= {f"last {m}": kept.last[:, i] for i, m in enumerate(futures.members)}
    return _frame(columns)


def each_run_table(each: Mapping[str, Each | None], runs: int) -> DataFrame:
    """Numbers run by run, a column each: what paired comparisons rest on.

    Empty where a run does not count; a number that is no mean over runs has no column.
    """
    return _frame({name: one.of_all(runs) for name, one in each.items() if one is not None})


def _tally(futures: Futures, arm: str) -> Any:
    tally = futures.arms[arm].tally
    if tally is None:
        raise ValueError(f"the months of arm {arm!r} were not recorded")
    return tally
