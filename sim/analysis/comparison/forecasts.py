"""Two forecasts on common axes: every outcome run by run, and the same month by month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.comparison.outcomes import MeasuredPair
from sim.analysis.comparison.sides import NEVER, Axes, Side, why_unpaired
from sim.answer import Answer
from sim.scenario.document.months import between, later, ordinal
from sim.statistics import contrasts
from sim.statistics.contrasts import PAIRED, UNPAIRED, Contrast
from sim.statistics.estimates import Estimate, influences, mean, share, wilson

if TYPE_CHECKING:
    from pandas import DataFrame


def measured(axes: Axes, a: Side, b: Side, *, paired: bool) -> Iterator[MeasuredPair]:
    """Every outcome of two forecasts.

    A first exit counts from the end of each side's own record on; the rate counts the common
    months alone. Who is out already on either side has no first exit to compare.

    Parameters
    ----------
    axes : Axes
        Members and months that both have.
    a, b : Side
        The first side and the other.
    paired : bool
        Whether run k of both has the same luck.
    """
    last = ordinal(axes.last)
    left_a, left_b = (side.first_exits(axes.members) <= last for side in (a, b))
    for i, member in enumerate(axes.members):
        if member in a.out | b.out:
            continue
        yield _shares(f"p_ever_out.{member}", left_a[:, i], left_b[:, i], paired=paired)
    for status in ("OUT", "FROZEN"):
        for member in axes.members:
            yield _status(axes, a, b, member, status, paired=paired)
    counts_a, counts_b = (left.sum(axis=1, dtype=np.int64) for left in (left_a, left_b))
    for k in range(1, len(axes.members) + 1):
        yield _shares(f"p_at_least.{k}", counts_a >= k, counts_b >= k, paired=paired)
    means = contrasts.paired_means if paired else contrasts.unpaired_means
    yield MeasuredPair(
        "mean_exits", "exits", mean(counts_a), mean(counts_b), means(counts_a, counts_b)
    )
    exposures = [_exposure(axes, side) for side in (a, b)]
    if all(months.any() for _, months in exposures):
        rates = [12 * influences(*exposure) for exposure in exposures]
        one, other = (_mean(rate) for rate in rates)
        yield MeasuredPair("implied_rate", "per member-year", one, other, means(*rates))


def exits_apart(before: Answer, after: Answer) -> dict[str, Contrast]:
    """How the chance to have left by the end differs between two forecasts, by member.

    Paired where they share their luck. Both end in the same month; who is out already in either
    is left out.
    """
    a, b = Side(before, ""), Side(after, "")
    members = [m for m in b.members if m in a.members and m not in a.out | b.out]
    left_a, left_b = (side.first_exits(members) < NEVER for side in (a, b))
    paired = not why_unpaired(a, b)
    return {
        member: _shares(member, left_a[:, i], left_b[:, i], paired=paired).contrast
        for i, member in enumerate(members)
    }


def _shares(
    name: str, in_a: NDArray[np.bool_], in_b: NDArray[np.bool_], *, paired: bool
) -> MeasuredPair:
    counts = int(in_a.sum()), int(in_b.sum())
    if paired:
        contrast = contrasts.paired_shares(in_a, in_b)
    else:
        contrast = contrasts.unpaired_shares(counts[0], len(in_a), counts[1], len(in_b))
    one, other = (share(count, len(each)) for count, each in zip(counts, (in_a, in_b), strict=True))
    return MeasuredPair(name, "probability", one, other, contrast)


def _status(
    axes: Axes, a: Side, b: Side, member: str, status: str, *, paired: bool
) -> MeasuredPair:
    """P(a status in the last common month); single runs kept only that of their own last month."""
    name = f"p_{status.lower()}.{member}"
    if all(side.answer.inputs.end == axes.last for side in (a, b)):
        return _shares(name, a.end_with(member, status), b.end_with(member, status), paired=paired)
    counts = [side.count_with(member, status, axes.last) for side in (a, b)]
    contrast = contrasts.unpaired_shares(counts[0], a.runs, counts[1], b.runs)
    return MeasuredPair(
        name, "probability", share(counts[0], a.runs), share(counts[1], b.runs), contrast
    )


def _exposure(axes: Axes, side: Side) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First exits and months at risk within the common months, by run."""
    first, last = ordinal(axes.first), ordinal(axes.last)
    left = side.first_exits(axes.members)
    at_risk = (left >= first) & ~side.were_out(axes.members)
    months = np.where(at_risk, np.minimum(left, last) - first + 1, 0)
    return (at_risk & (left <= last)).sum(axis=1), months.sum(axis=1)


def _mean(values: NDArray[np.float64]) -> Estimate:
    own = contrasts.paired_means(np.zeros(len(values)), values)
    return Estimate(own.value, own.low, own.high)


# --- months ---------------------------------------------------------------------------------------


def _months(axes: Axes) -> list[str]:
    return [later(axes.first, k) for k in range(between(axes.first, axes.last) + 1)]


def _cumulative(axes: Axes, when: NDArray[np.int64], happens: NDArray[np.bool_]) -> Any:
    """How many of some exits have happened by each month; earlier ones count from the first on."""
    size = len(_months(axes))
    place = np.maximum(when[happens] - ordinal(axes.first), 0)
    return np.cumsum(np.bincount(place[place < size], minlength=size))


def curves(axes: Axes, sides: Sequence[Side]) -> DataFrame:
    """P(first exit by a month) of each side: side, month, member, value, low, high.

    Who is out already has no curve there.
    """
    from pandas import DataFrame, concat

    parts = []
    for side in sides:
        left = side.first_exits(axes.members)
        for i, member in enumerate(axes.members):
            if member in side.out:
                continue
            counts = _cumulative(axes, left[:, i], left[:, i] < NEVER)
            value, low, high = wilson(counts, side.runs)
            columns = {"month": _months(axes), "value": value, "low": low, "high": high}
            parts.append(DataFrame({"side": side.label, "member": member, **columns}))
    return concat(parts, ignore_index=True)


def over_time(axes: Axes, a: Side, b: Side, *, paired: bool) -> DataFrame:
    """Difference of P(first exit by a month): side, month, member, value, low, high, method.

    Parameters
    ----------
    axes : Axes
        Members and months that both have.
    a, b : Side
        The first side and the other.
    paired : bool
        Whether run k of both has the same luck.
    """
    from pandas import DataFrame, concat

    parts = []
    left_a, left_b = (side.first_exits(axes.members) for side in (a, b))
    for i, member in enumerate(axes.members):
        if member in a.out | b.out:
            continue
        left = left_a[:, i], left_b[:, i]
        value, low, high = _paired(axes, *left) if paired else _unpaired(axes, *left)
        columns = {"month": _months(axes), "value": value, "low": low, "high": high}
        names = {"side": b.label, "member": member, "method": PAIRED if paired else UNPAIRED}
        parts.append(DataFrame({**names, **columns}))
    return concat(parts, ignore_index=True)


def _paired(axes: Axes, a: NDArray[np.int64], b: NDArray[np.int64]) -> tuple[Any, Any, Any]:
    # A pair is discordant from the exit in one of the two until the exit in the other.
    only_b = _cumulative(axes, b, b < a) - _cumulative(axes, a, b < a)
    only_a = _cumulative(axes, a, a < b) - _cumulative(axes, b, a < b)
    return (only_b - only_a) / len(a), *contrasts.tango(only_b, only_a, len(a))


def _unpaired(axes: Axes, a: NDArray[np.int64], b: NDArray[np.int64]) -> tuple[Any, Any, Any]:
    count_a, count_b = (_cumulative(axes, left, left < NEVER) for left in (a, b))
    value = count_b / len(b) - count_a / len(a)
    return value, *contrasts.newcombe(count_a, len(a), count_b, len(b))
