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
from sim.analysis.tipping.asked import asked_of
from sim.analysis.tipping.findings import TippingDistance
from sim.analysis.tipping.result import TippingDistances
from sim.documents import document_of
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
) -> tuple[TippingDistances, dict[str, DataFrame], Futures]:
    """The distance of each member that is not out, in each quantity.

    Parameters
    ----------
    probe : Probe
        Plays the scenario.
    level : float in (0, 1)
        Share of runs in which a member is to leave.

    Returns
    -------
    TippingDistances, dict of DataFrame, Futures
        Table ``distances``: a row for each member and quantity, with the columns of the documents
        of ``TippingDistance``.
    """
    from pandas import DataFrame

    scenario = probe.scenario
    inside = [member for member in scenario.members if branch_status(scenario, member) != OUT]
    probe.expected = max(2, len(inside) * len(QUANTITIES) * (STEPS + 3))
    today = probe.play({}, asked("mean_exits", scenario).arms)
    members = {
        member: {name: _distance(probe, member, name, level, today) for name in QUANTITIES}
        for member in inside
    }
    rows = [document_of(each) for found in members.values() for each in found.values()]
    columns = ["member", "quantity", "minimum", "maximum", "now", "today", "value", "low", "high"]
    table = DataFrame(rows, columns=[*columns, "shift", "told", "open", "best", "best_at"])
    result = TippingDistances(
        **asked_of(probe), ask="distances", outcome=None, level=level, members=members
    )
    return result, {"distances": table}, today


def _distance(
    probe: Probe, member: str, quantity: str, level: float, today: Futures
) -> TippingDistance:
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
    return TippingDistance(
        member=member,
        quantity=quantity,
        minimum=low,
        maximum=high,
        now=now,
        today=found.at(now).known().value,
        value=value,
        low=None if nearest is None else nearest.low,
        high=None if nearest is None else nearest.high,
        shift=None if value is None else value - now,
        resolved=nearest is not None and nearest.is_resolved,
        undecided=nearest is None and bool(found.crossings),
        best=found.at(best_at).known().value,
        best_at=best_at,
    )


def _measured(probe: Probe, path: str, question: Asked, now: float, today: Futures) -> Any:
    """P(first exit by the end) by the value at now; that of today is known."""

    def measure(value: float) -> Estimate:
        return question.measure(today if value == now else probe.play({path: value}, question.arms))

    return measure


def _nearest(found: Scan, now: float) -> Crossing | None:
    """The crossing that is the smallest shift away."""
    crossings = [each for each in found.crossings if each.value is not None]
    return min(crossings, key=lambda each: abs((each.value or 0.0) - now), default=None)
