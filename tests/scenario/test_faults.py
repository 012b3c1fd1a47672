"""How faults are told: a line each, the first twenty, and as plain data."""

import pickle

from sim.refusal import shown
from sim.scenario.faults import Fault, Place, ScenarioError


def test_a_fault_is_one_line_with_place_field_found_and_allowed() -> None:
    fault = Fault("a.b", "out of bounds", "2", "a number from 0 to 1", Place("x.yaml", 3, 7), "c")
    line = "x.yaml:3:7: a.b: out of bounds; found 2; allowed a number from 0 to 1; did you mean c?"
    assert str(fault) == line


def test_what_a_fault_does_not_know_it_leaves_out() -> None:
    assert str(Fault("a", "unknown")) == "a: unknown"
    assert str(Fault("", "no such file", place=Place("x.yaml"))) == "x.yaml: no such file"


def test_twenty_faults_are_told_and_the_rest_is_counted() -> None:
    error = ScenarioError(Fault(f"f{number}", "wrong") for number in range(23))
    lines = str(error).splitlines()
    assert lines[0] == "f0: wrong"
    assert lines[19:] == ["f19: wrong", "and 3 more"]
    assert len(error.as_json()) == 23


def test_faults_as_plain_data_carry_each_part() -> None:
    error = ScenarioError([Fault("a", "wrong", "1", "2", Place("x.yaml", 3, 7), "b")])
    assert error.as_json() == [
        {
            "file": "x.yaml",
            "line": 3,
            "column": 7,
            "field": "a",
            "message": "wrong",
            "found": "1",
            "allowed": "2",
            "near": "b",
        }
    ]


def test_faults_come_through_from_another_process() -> None:
    error = ScenarioError([Fault("a", "wrong", place=Place("x.yaml", 3, 7))])
    assert pickle.loads(pickle.dumps(error)).faults == error.faults


def test_what_was_found_stays_short_and_on_one_line() -> None:
    assert shown("a\nb") == r'"a\nb"'
    assert len(shown("x" * 1000)) < 70
    assert len(shown(10**400)) < 70
    assert len(shown({"x" * 1000: 1})) < 70
    assert shown({"value": 1.0, "low": None}) == "{value: 1, low: nothing}"
    assert shown({}) == "an empty block"
    assert shown([1, 2]) == "a list of 2"
