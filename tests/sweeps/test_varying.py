"""What cannot be varied is told, all of it at once, before anything is computed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.refusal import Refusal
from sim.scenario.faults import ScenarioError
from sim.scenario.scenario import Scenario
from sim.sweeps import planned
from sim.sweeps.designs import Design
from sim.sweeps.varying import design_of

CAPACITY = "patron.capacity=0.2:0.8"


def design(scenario: Scenario, *vary: str, **stated: Any) -> Design:
    asked = {"kind": "grid", "points": None, "runs": 100, "seed": 1, **stated}
    return design_of(scenario, vary, **asked)


@pytest.mark.parametrize(
    ("vary", "told"),
    [
        (
            ["patron.capacty=0:1:3"],
            'no such path; found "capacty"; allowed .*did you mean patron.c',
        ),
        (["members.oak.threat=0:1:3"], 'members.oak.threat: no such path; found "oak"'),
        (["patron.name=0:1:3"], "patron.name: not the path of a number"),
        (["members.ash=0:1:3"], "members.ash: not the path of a number"),
        (["title.x=0:1:3"], "title.x: no such path"),
        (["patron.capacity"], "not a path and its range; found .*; allowed PATH=LOW:HIGH:N"),
        (["=0:1:3"], "not a path and its range"),
        (["patron.capacity=0:1:3:4"], "not a path and its range"),
        (["patron.capacity=0.5"], "not a path and its range"),
        (["patron.capacity=low:1:3"], 'not the end of a range; found "low"; allowed a number'),
        (["patron.capacity=0:.inf:3"], "not the end of a range"),
        (["patron.capacity=0:1e999:3"], "not the end of a range"),
        (["patron.capacity=:1:3"], "not the end of a range; found nothing"),
        (["patron.capacity=true:1:3"], "not the end of a range; found true"),
        (["patron.capacity=0.5:0.5:3"], "an empty range; found 0.5 to 0.5"),
        (["patron.capacity=0.7:0.5:3"], "a reversed range; found 0.7 to 0.5; .*mean 0.5:0.7?"),
        (
            ["patron.capacity=0:1.5:3"],
            "out of bounds; found 0 to 1.5; allowed a number from 0 to 1",
        ),
        (["members.ash.alignment=-2:0:3"], "out of bounds; found -2 to 0; allowed .*from -1 to 1"),
        (["present.members.ash.threat=0:9:3"], "present.members.ash.threat: a range out of bounds"),
        (
            ["patron.capacity=0:1:1"],
            "too few values; found 1; allowed a whole number of at least 2",
        ),
        (["patron.capacity=0:1:0"], "too few values"),
        (["patron.capacity=0:1:-3"], "too few values"),
        (["patron.capacity=0:1:2.5"], "too few values; found 2.5"),
        (["patron.capacity=0:1:many"], "too few values"),
        (["patron.capacity=0:1"], "no number of values; found a range alone; allowed LOW:HIGH:N"),
        (["charter.notice_months=1.5:6:3"], "a range of whole numbers; found 1.5 to 6"),
        (["charter.notice_months=1:6:9"], "more values than whole numbers; .*allowed at most 6"),
        (["patron.capacity=0:1:3"] * 2, "patron.capacity: varied twice"),
        ([], "nothing is varied"),
        (
            ["patron.capacity=0:1:1000001"],
            "too many points; found 1,000,001; allowed at most 1,000",
        ),
        (
            ["patron.capacity=0:1:1001", "patron.coerce=0:0.5:1000"],
            "too many points; found 1,001,0",
        ),
    ],
)
def test_what_is_no_grid_is_told(scenario: Scenario, vary: list[str], told: str) -> None:
    with pytest.raises(ScenarioError, match=told):
        design(scenario, *vary)


@pytest.mark.parametrize(
    ("vary", "stated", "told"),
    [
        (CAPACITY, {"kind": "lhz", "points": 9}, 'no such design; found "lhz"; .*mean lhs?'),
        (CAPACITY, {"kind": "lhs"}, "no number of points; .*for lhs"),
        (CAPACITY, {"kind": "sobol", "points": 1}, "too few points; found 1; allowed at least 2"),
        (CAPACITY, {"kind": "sobol", "points": -4}, "too few points"),
        (CAPACITY, {"kind": "lhs", "points": 1_000_001}, "too many points"),
        (CAPACITY + ":7", {"kind": "lhs", "points": 9}, "no number of values in a lhs; found 7"),
        (CAPACITY + ":7", {"points": 9}, "a number of points; found 9; allowed none on a grid"),
        (
            CAPACITY + ":1000",
            {"runs": 10_000_001},
            "too many runs; found 1,000 points of 10,000,001",
        ),
    ],
)
def test_what_is_no_design_is_told(
    scenario: Scenario, vary: str, stated: dict[str, Any], told: str
) -> None:
    with pytest.raises(Refusal, match=told):
        design(scenario, vary, **stated)


def test_everything_that_is_wrong_is_told_at_once(scenario: Scenario) -> None:
    with pytest.raises(ScenarioError) as error:
        design(scenario, "patron.capacty=0:1:3", "patron.capacity=1:0:1", "nonsense")
    messages = [fault.message for fault in error.value.faults]
    assert messages == [
        "not a path and its range",
        "no such path",
        "a reversed range",
        "too few values",
    ]


def test_a_corner_that_is_no_scenario_is_told(scenario: Scenario) -> None:
    told = "patron.coerce=1, patron.concede=0.5: no scenario at this corner; .*more than the whole"
    with pytest.raises(ScenarioError, match=told):
        design(scenario, "patron.coerce=0:1:3", "patron.concede=0:0.5:3")


def test_a_corner_of_very_many_is_told_too(scenario: Scenario) -> None:
    others = [f"channels.{name}=0:2" for name in ("reputation", "precedent", "club", "dilution")]
    others += ["parameters.w_fear=0:4", "parameters.w_club=0:4"]
    vary = ["patron.coerce=0:0.9", *others, "patron.concede=0:0.9"]
    with pytest.raises(ScenarioError, match=r"coerce 0\.9 \+ concede 0\.9"):
        design(scenario, *vary, kind="lhs", points=10)
    design(scenario, "patron.coerce=0:0.5", *others, "patron.concede=0:0.5", kind="lhs", points=9)


def test_a_number_that_the_scenario_does_not_state_can_vary(scenario: Scenario) -> None:
    axes = design(scenario, "present.members.ash.alignment=-0.5:0.5:3").axes
    assert [(axis.low, axis.high, axis.count) for axis in axes] == [(-0.5, 0.5, 3)]


def test_texts_and_a_mapping_say_the_same(scenario: Scenario) -> None:
    stated = {"patron.capacity": (np.float64(0.2), 0.8, np.int64(7))}
    mapped = design_of(scenario, stated, kind="grid", points=None, runs=1, seed=1)
    assert mapped == design(scenario, CAPACITY + ":7")


def test_a_whole_number_varies_in_whole_numbers(scenario: Scenario) -> None:
    found = design(scenario, "charter.notice_months=1:12", kind="lhs", points=60)
    values = {found.point(k)[0] for k in range(60)}
    assert values == set(range(1, 13))


def test_an_unknown_outcome_names_the_nearest(scenario: Scenario, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"no such outcome; .*did you mean p_out\.ash\?"):
        planned(scenario, [CAPACITY + ":3"], ["p_oot.ash"], root=tmp_path)
