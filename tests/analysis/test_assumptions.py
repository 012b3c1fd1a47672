"""What can be assumed: a slider for each number, on a path that moves something."""

from __future__ import annotations

from sim import load
from sim.analysis.evidence.assumptions import AT_START, by_path, groups
from sim.scenario.document.parameters import Parameters

BASELINE = load("armenia-2025")


def test_what_acts_at_the_start_alone_is_moved_there_and_all_else_at_now() -> None:
    known = by_path(BASELINE)
    for name in Parameters.model_fields:
        at_start, at_now = f"parameters.{name}", f"present.parameters.{name}"
        assert (at_start in known) == (name in AT_START)
        assert (at_now in known) == (name not in AT_START)


def test_a_bloc_has_a_slider_for_its_cohesion() -> None:
    assert "blocs" not in [group.name for group in groups(BASELINE)]
    bloc = {"members": ["armenia", "belarus"], "cohesion": {"value": 0.3, "low": 0.1, "high": 0.5}}
    found = by_path(BASELINE.change({"blocs.west": bloc}))["blocs.west.cohesion"]
    assert (found.default, found.minimum, found.maximum) == (0.3, 0.0, 1.0)
    assert (found.low, found.high) == (0.1, 0.5)
