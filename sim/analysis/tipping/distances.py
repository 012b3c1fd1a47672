"""Distance to tipping: how far each member is from leaving as often as not.

Its trust in either kind of pledge, its alignment and the pull on it are moved at now, each alone,
over all that the schema allows; the smallest shift that brings P(first exit by the end) to the
level is its distance in that quantity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.shared.already_out import branch_status
from sim.analysis.shared.probe import Probe
from sim.futures.experiment import Futures, replayed
from sim.futures.outcomes import Asked, asked
from sim.rules.status import OUT
from sim.statistics.crossing import Crossing, Scan, scan
from sim.statistics.estimates import Estimate

if TYPE_CHECKING:
    from pandas import DataFrame

QUANTITIES = ("trust.external", "trust.regime", "alignment", "pull")
STEPS = 5
"""Values that are tried first, beside the one of today."""
FINENESS = 256


def distances_found(
    probe: Probe, level: float
) -> tuple[dict[str, Any], dict[str, DataFrame], Futures]:
    """The distance of each member that is not out, in each quantity.

    Returns
    -------
    dict, dict of DataFrame, Futures
        Table ``distances`` (member, quantity, minimum, maximum, now, today, value, low, high,
        shift, told, open, best, best_at): ``today`` is the chance at now, ``value`` where it is
        the level; ``open`` where it comes near and these runs do not tell whether it crosses;
        ``best`` is the chance nearest to the level, and ``best_at`` where that is.
    """
    from pandas import DataFrame

    scenario = probe.scenario
    inside = [member for member in scenario.members if branch_status(scenario, member) != OUT]
    probe.expected = max(2, len(inside) * len(QUANTITIES) * (STEPS + 3))
    today = probe.play({}, asked("mean_exits", scenario).arms)
    rows = [_row(probe, member, name, level, today) for member in inside for name in QUANTITIES]
    columns = ["member", "quantity", "minimum", "maximum", "now", "today", "value", "low", "high"]
    table = DataFrame(rows, columns=[*columns, "shift", "told", "open", "best", "best_at"])
    numbers = {"members": {member: _of_member(rows, member) for member in inside}}
    return numbers, {"distances": table}, today


def _of_member(rows: list[dict[str, Any]], member: str) -> dict[str, Any]:
    return {row["quantity"]: row for row in rows if row["member"] == member}


def _row(probe: Probe, member: str, quantity: str, level: float, today: Futures) -> dict[str, Any]:
    scenario = probe.scenario
    path = f"present.members.{member}.{quantity}"
    setting = scenario.settable(path)
    now = replayed(scenario)[member, quantity] if setting.value is None else setting.value
    low, high = float(setting.minimum or 0.0), float(setting.maximum or 1.0)
    question = asked(f"p_ever_out.{member}", scenario)
    measure = _measured(probe, path, question, now, today)
    grid = sorted({*np.linspace(low, high, STEPS).tolist(), now})
    found = scan(measure, grid, level, fineness=FINENESS)
    nearest = _nearest(found, now)
    value = None if nearest is None else nearest.value
    best_at = min(found.grid, key=lambda at: (abs((found.at(at).value or 0.0) - level), at))
    return {
        "member": member,
        "quantity": quantity,
        "minimum": low,
        "maximum": high,
        "now": now,
        "today": found.at(now).value,
        "value": value,
        "low": None if nearest is None else nearest.low,
        "high": None if nearest is None else nearest.high,
        "shift": None if value is None else value - now,
        "told": nearest is not None and nearest.is_told,
        "open": nearest is None and bool(found.crossings),
        "best": found.at(best_at).value,
        "best_at": best_at,
    }


def _measured(probe: Probe, path: str, question: Asked, now: float, today: Futures) -> Any:
    """P(first exit by the end) by the value at now; that of today is known."""

    def measure(value: float) -> Estimate:
        return question.measure(today if value == now else probe.play({path: value}, question.arms))

    return measure


def _nearest(found: Scan, now: float) -> Crossing | None:
    """The crossing that is the smallest shift away."""
    crossings = [each for each in found.crossings if each.value is not None]
    return min(crossings, key=lambda each: abs((each.value or 0.0) - now), default=None)
