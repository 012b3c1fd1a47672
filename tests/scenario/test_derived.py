"""Numbers of the CSTO that data give: the file states what the rules give, and no more."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from sim.analysis.evidence.evidence import DERIVED, grade
from sim.scenario.document.paths import Setting
from sim.scenario.scenario import Scenario

DOCS = Path(__file__).parents[2] / "docs"
COUNTED_BY_HAND = {"counted-pledges"}


@pytest.fixture
def derive(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(DOCS))
    import derive

    return derive


@pytest.fixture
def stated() -> dict[str, Setting]:
    return Scenario.load("csto").paths()


def test_what_is_graded_as_derived_is_what_the_rule_gives(
    derive: ModuleType, stated: dict[str, Setting]
) -> None:
    found = {one.path: one for one in derive.of_members(Scenario.load("csto"))}
    at_this_pressure = {one.path: one for one in derive.of_the_ladder(0.13)}
    for path, there in stated.items():
        if grade(there) != DERIVED or there.rule in COUNTED_BY_HAND:
            continue
        one = (found | at_this_pressure)[path]
        assert one.rule == there.rule, path
        if path in found:
            assert there.value == pytest.approx(one.value, abs=0.00501), path
        else:
            assert there.value == pytest.approx(one.value, rel=0.25), path


def test_judgement_stands_only_where_the_rule_leaves_its_range(
    derive: ModuleType, stated: dict[str, Setting]
) -> None:
    for one in derive.of_members(Scenario.load("csto")):
        there = stated[one.path]
        assert there.low is not None
        assert there.high is not None
        within = there.low <= round(one.value, 2) <= there.high
        assert (grade(there) == DERIVED) == within, one.path


def test_a_rate_of_the_ladder_goes_by_the_pressure(derive: ModuleType) -> None:
    firm, shaky = ({o.path: o for o in derive.of_the_ladder(h)} for h in (0.1, 0.2))
    finish, back = "parameters.rate_finish", "parameters.rate_back"
    assert firm[finish].value == pytest.approx(2 * shaky[finish].value)
    assert firm[back].value == pytest.approx(shaky[back].value * 0.8 / 0.9)
    assert firm[finish].low < firm[finish].value < firm[finish].high
