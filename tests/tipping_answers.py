"""Made-up answers about tipping: how far two members are from it, and what moves an outcome."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from sim.analysis.tipping.findings import LargestChange, RangeChange, TippingDistance
from sim.analysis.tipping.result import TippingChange, TippingDistances
from sim.answer import Answer
from sim.documents import document_of
from tests.answers import END, MEMBERS, NOW, default_labels, estimate, inputs, members_table

ASKED: dict[str, Any] = {
    "scenario": "made-up",
    "scenario_hash": "",
    "runs": 2_000,
    "seed": 1,
    "now": NOW,
    "end": END,
}
QUANTITIES = ("trust.external", "trust.regime", "alignment", "pull")


def _distance(member: str, quantity: str) -> TippingDistance:
    """A quantity that does not bring its member anywhere near."""
    return TippingDistance(
        member=member,
        quantity=quantity,
        minimum=0.0,
        maximum=1.0,
        now=0.5,
        today=0.2,
        value=None,
        low=None,
        high=None,
        shift=None,
        resolved=False,
        undecided=False,
        best=0.3,
        best_at=1.0,
    )


def distances_answer() -> Answer[TippingDistances]:
    """Of eight shifts one tips, by 0.3 (0.75 to 0.85), and one is undecided."""
    members = {m: {q: _distance(m, q) for q in QUANTITIES} for m in MEMBERS[:2]}
    pull = members["aland"]["pull"]
    tips = replace(pull, value=0.8, low=0.75, high=0.85, shift=0.3, resolved=True, best=0.5)
    members["aland"]["pull"] = tips
    near = members["borea"]["alignment"]
    members["borea"]["alignment"] = replace(near, undecided=True, best=0.49)
    rows = [document_of(each) for found in members.values() for each in found.values()]
    result = TippingDistances(**ASKED, ask="distances", outcome=None, level=0.5, members=members)
    tables = {
        "distances": pd.DataFrame(rows),
        "members": members_table(default_labels(2), {}),
    }
    return Answer("tip", inputs(), result, tables, ("tip_distances",))


def change_answer(*, is_resolved: bool = True) -> Answer[TippingChange]:
    """Three changes of P(at least 2): up, down, and one whose interval contains 0."""
    changes = [
        RangeChange("channels.club", "assumed", 1.0, "high", 2.0, 0.1, 0.08, 0.12),
        RangeChange("patron.capacity", "assumed", 0.5, "high", 0.9, -0.06, -0.08, -0.04),
        RangeChange("members.aland.threat", "sourced", 0.2, "low", 0.1, 0.01, -0.01, 0.03),
    ]
    again = replace(changes[0], value=0.09, low=0.07 if is_resolved else -0.01, high=0.11)
    largest = LargestChange(**vars(again), stated_outcome=0.05, becomes=0.14, resolved=is_resolved)
    result = TippingChange(
        **ASKED,
        ask="change",
        outcome="p_at_least.2",
        level=None,
        now_at=estimate(0.05),
        changes=len(changes),
        largest=largest,
    )
    tables = {
        "changes": pd.DataFrame([document_of(each) for each in changes]),
        "members": members_table(default_labels(2), {}),
    }
    return Answer("tip", inputs(), result, tables, ("tip_change",))
