"""What every answer about tipping states of itself."""

from __future__ import annotations

from typing import Any

from sim.analysis.shared.probe import Probe


def asked_of(probe: Probe) -> dict[str, Any]:
    """The fields of ``TippingAsked``: of what it was asked."""
    scenario = probe.scenario
    return {
        "scenario": scenario.name,
        "scenario_hash": scenario.hash,
        "runs": probe.runs,
        "seed": probe.seed,
        "now": scenario.last_recorded,
        "end": scenario.last_month,
    }
