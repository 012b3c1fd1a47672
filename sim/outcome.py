"""Outcomes: from what was kept of every run to named numbers with intervals, and tidy tables.

``OUTCOMES`` is the registry of all numbers that a scenario can be asked for; ``--outcome``,
sweeps, plots and pages use only these names.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.experiment import Do, Futures, do_exit, do_stay
from sim.rules.status import STATUSES
from sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from pandas import DataFrame

Z95 = 1.959963984540054
FIVE_YEARS = 60
RESAMPLES = 1000
BASE = "base"
PATH_QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


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


def exposure(futures: Futures, arm: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First exits and months at risk, int64 (runs, members), from the month on in which arms part.

    A member is at risk in each month up to the one of its first exit.
    """
    first, begin = futures.arms[arm].first_exit.astype(np.int64), futures.at
    at_risk = (first == -1) | (first >= begin)
    exited = first >= begin
    months = np.where(exited, first - begin + 1, futures.end - begin + 1)
    return (exited & at_risk).astype(np.int64), np.where(at_risk, months, 0)


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
    columns = []
    for arm in (treated, control):
        exited, months = exposure(futures, arm)
        columns += [part[rows][:, among].sum(axis=1) for part in (exited, months)]
    table, counts = np.unique(np.stack(columns, axis=1), axis=0, return_counts=True)
    totals = counts @ table
    if totals[0] == 0 or totals[2] == 0:
        return Estimate(None)
    random = np.random.default_rng(futures.seed)
    drawn = random.multinomial(len(rows), counts / counts.sum(), size=RESAMPLES) @ table
    enough = (drawn[:, 0] > 0) & (drawn[:, 2] > 0)
    ratios = _ratio(drawn[enough])
    low, high = np.quantile(ratios, [0.025, 0.975])
    return Estimate(float(_ratio(totals)), float(low), float(high))


def _ratio(totals: NDArray[np.int64]) -> NDArray[np.float64]:
    exited, months, exited_control, months_control = np.moveaxis(totals, -1, 0)
    return (exited / months) / (exited_control / months_control)  # type: ignore[no-any-return]


def pairs(futures: Futures, member: str) -> NDArray[np.intp]:
    """Runs that count as pairs: those in which the member is not OUT when the arms part."""
    out = STATUSES.index("OUT")
    return np.flatnonzero(futures.today[:, futures.index(member)] != out)


# --- the registry ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    """A number that a scenario can be asked for.

    Attributes
    ----------
    name : str
        Name, with its argument: ``p_out.ID``.
    label : str
        Words for an axis, ``{}`` for the argument.
    unit : str
        ``probability``, ``exits``, ``month``, ``per member-year``, ``ratio``.
    arms : callable
        The arms that it needs, by the argument.
    measure : callable
        The number, from futures that have these arms.
    """

    name: str
    label: str
    unit: str
    arms: Callable[[str], Mapping[str, Do]]
    measure: Callable[[Futures, str], Estimate]

    def told(self, argument: str) -> str:
        """Its words, with those of its argument."""
        words = self.label.format(argument)
        return words.replace("exits", "exit") if argument == "1" else words


def _base(_: str) -> dict[str, Do]:
    return {BASE: Do()}


def exit_arm(member: str) -> str:
    """Name of the arm in which a member exits."""
    return f"exit {member}"


def stay_arm(member: str) -> str:
    """Name of the arm in which a member stays as it is."""
    return f"stay {member}"


def _pair(member: str) -> dict[str, Do]:
    return {exit_arm(member): do_exit(member), stay_arm(member): do_stay(member)}


def _status(status: str) -> Callable[[Futures, str], Estimate]:
    def measure(futures: Futures, member: str) -> Estimate:
        last = futures.arms[BASE].last[:, futures.index(member)]
        return share((last == STATUSES.index(status)).sum(), futures.runs)

    return measure


def _ever_out(futures: Futures, member: str) -> Estimate:
    return share(exits(futures, BASE)[:, futures.index(member)].sum(), futures.runs)


def _at_least(futures: Futures, count: str) -> Estimate:
    return share((exit_counts(futures, BASE) >= int(count)).sum(), futures.runs)


def _mean_exits(futures: Futures, _: str) -> Estimate:
    return mean(exit_counts(futures, BASE))


def _median_exit(futures: Futures, member: str) -> Estimate:
    """Month by which half of all runs have seen the first exit, counted from ``now``."""
    first = np.sort(futures.arms[BASE].first_exit[:, futures.index(member)])
    out = first[first >= 0]
    half = math.ceil(futures.runs / 2)
    return Estimate(float(out[half - 1] - futures.last_recorded) if len(out) >= half else None)


def _implied(futures: Futures, _: str) -> Estimate:
    return yearly_rate(*exposure(futures, BASE))


def _implied_others(futures: Futures, member: str) -> Estimate:
    exited, months = exposure(futures, BASE)
    among = others(futures, member)
    return yearly_rate(exited[:, among], months[:, among])


def _another(futures: Futures, member: str) -> Estimate:
    rows = pairs(futures, member)
    count = exit_counts(futures, exit_arm(member), others(futures, member), FIVE_YEARS)[rows]
    return share((count > 0).sum(), len(rows)) if len(rows) else Estimate(None)


def _effect(futures: Futures, member: str) -> Estimate:
    rows, among = pairs(futures, member), others(futures, member)
    difference = exit_counts(futures, exit_arm(member), among) - exit_counts(
        futures, stay_arm(member), among
    )
    return mean(difference[rows])


def _hazard_ratio(futures: Futures, member: str) -> Estimate:
    rows, among = pairs(futures, member), others(futures, member)
    return hazard_ratio(futures, exit_arm(member), stay_arm(member), among, rows)


_ALL = (
    Outcome("p_out.ID", "P({} is out at the end)", "probability", _base, _status("OUT")),
    Outcome("p_ever_out.ID", "P({} has left by the end)", "probability", _base, _ever_out),
    Outcome(
        "p_notice.ID", "P({} is under notice at the end)", "probability", _base, _status("NOTICE")
    ),
    Outcome("p_frozen.ID", "P({} is frozen at the end)", "probability", _base, _status("FROZEN")),
    Outcome("p_active.ID", "P({} is active at the end)", "probability", _base, _status("ACTIVE")),
    Outcome("median_exit.ID", "Median months to the exit of {}", "months", _base, _median_exit),
    Outcome("p_at_least.K", "P(at least {} exits)", "probability", _base, _at_least),
    Outcome("mean_exits", "Mean number of exits", "exits", _base, _mean_exits),
    Outcome("implied_rate", "Exits per member-year", "per member-year", _base, _implied),
    Outcome(
        "implied_rate_others.ID",
        "Exits per member-year of all but {}",
        "per member-year",
        _base,
        _implied_others,
    ),
    Outcome(
        "p_another_5y.ID",
        "P(another exit within five years of the exit of {})",
        "probability",
        _pair,
        _another,
    ),
    Outcome("effect.ID", "Domino effect of {}: further exits", "exits", _pair, _effect),
    Outcome("hazard_ratio.ID", "Hazard ratio after the exit of {}", "ratio", _pair, _hazard_ratio),
)
OUTCOMES: dict[str, Outcome] = {outcome.name.split(".")[0]: outcome for outcome in _ALL}


class OutcomeError(ValueError):
    """A name that is no outcome, told with the nearest one."""


@dataclass(frozen=True)
class Asked:
    """One outcome with its argument, checked against a scenario."""

    name: str
    outcome: Outcome
    argument: str

    @property
    def arms(self) -> Mapping[str, Do]:
        """The arms that it needs."""
        return self.outcome.arms(self.argument)

    def measure(self, futures: Futures) -> Estimate:
        """The number."""
        return self.outcome.measure(futures, self.argument)


def names_for(scenario: Scenario) -> list[str]:
    """Every outcome that a scenario can be asked for."""
    names = []
    for head, outcome in OUTCOMES.items():
        if outcome.name.endswith(".ID"):
            names += [f"{head}.{member}" for member in scenario.members]
        elif outcome.name.endswith(".K"):
            names += [f"{head}.{k}" for k in range(1, len(scenario.members) + 1)]
        else:
            names.append(head)
    return names


def asked(name: str, scenario: Scenario) -> Asked:
    """The outcome of that name.

    Raises
    ------
    OutcomeError
        With the nearest name where there is none.
    """
    known = names_for(scenario)
    if name not in known:
        near = get_close_matches(name, known, 1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise OutcomeError(f"no outcome {name!r}{hint} (for instance {known[0]}, {known[-1]})")
    head, _, argument = name.partition(".")
    return Asked(name, OUTCOMES[head], argument)


def arms_of(questions: Iterable[Asked]) -> dict[str, Do]:
    """All arms that some outcomes need, each once."""
    return {name: do for question in questions for name, do in question.arms.items()}


# --- tidy tables ----------------------------------------------------------------------------------


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
    """P(first exit by a month): month, member, value, low, high; free months."""
    begin = futures.last_recorded + 1 if first is None else first
    counts = np.stack([_cumulative(futures, arm, i, begin) for i in range(len(futures.members))], 1)
    month, member = _axes(months_of(futures, begin), futures.members)
    value, low, high = wilson(counts.ravel(), futures.runs)
    return _frame({"month": month, "member": member, "value": value, "low": low, "high": high})


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

    Members that leave in the same month share the earlier position.
    """
    first = futures.arms[arm].first_exit
    n = len(futures.members)
    never = np.iinfo(np.int16).max
    when = np.where(first >= 0, first, never)
    rank = (when[:, :, None] > when[:, None, :]).sum(axis=2)
    counts = [[int(((rank == k) & (when < never))[:, i].sum()) for i in range(n)] for k in range(n)]
    position, member = _axes([str(k + 1) for k in range(n)], futures.members)
    value, low, high = wilson(np.ravel(counts), futures.runs)
    return _frame(
        {
            "position": position.astype(int),
            "member": member,
            "value": value,
            "low": low,
            "high": high,
        }
    )


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


def _tally(futures: Futures, arm: str) -> Any:
    tally = futures.arms[arm].tally
    if tally is None:
        raise ValueError(f"the months of arm {arm!r} were not recorded")
    return tally
