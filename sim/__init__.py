"""Domino: could one exit from an alliance set off others? Scenarios, forecasts, counterfactuals.

Names are imported when first used, so that ``import sim`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from sim.questions import QUESTIONS

_HOMES = {
    "Scenario": "sim.scenario.scenario",
    "Refusal": "sim.refusal",
    "ScenarioError": "sim.scenario.faults",
    "load": "sim.scenario.loading",
    "AllianceModel": "sim.model",
    "Do": "sim.scenario.compiling.interventions",
    "play": "sim.futures.experiment",
    "event_effect": "sim.analysis.domino.effect",
} | {
    name: home
    for question in QUESTIONS.values()
    for home, _, name in [question.answer.partition(":")]
}

__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
