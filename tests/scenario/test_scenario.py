"""A scenario's own: its months and names, its paths, and changes by path."""

import math
import pickle

import numpy as np
import pytest

from sim.scenario.document.quantity import Quantity
from sim.scenario.faults import ScenarioError
from sim.scenario.scenario import Scenario


@pytest.fixture
def scenario(small: str) -> Scenario:
    return Scenario.from_text(small, "small.yaml")


def refusal(scenario: Scenario, changes: dict[str, object]) -> list[str]:
    with pytest.raises(ScenarioError) as refused:
        scenario.change(changes)
    return str(refused.value).splitlines()


def test_the_months_that_are_replayed_and_played(scenario: Scenario) -> None:
    assert (scenario.last_recorded, scenario.last_month) == ("2020-12", "2025-12")
    assert scenario.change({"branch_at": "2020-04"}).last_recorded == "2020-04"
    assert scenario.change({"end": None}).last_month == "2030-12"


def test_members_keep_their_order_and_have_names_for_people(scenario: Scenario) -> None:
    assert scenario.member_ids == ("ash", "birch")
    assert scenario.label("ash") == "Ashland"
    assert scenario.label("birch") == "BIRCH"
    assert scenario.label("patron") == "The patron"


def test_a_change_makes_another_scenario_and_leaves_this_one(scenario: Scenario) -> None:
    changed = scenario.change({"patron.capacity": 0.7})
    assert changed.patron.capacity.value == 0.7
    assert scenario.patron.capacity.value == 0.5
    assert changed != scenario
    assert changed.name == scenario.name == "small"


def test_a_number_replaces_value_range_and_source(scenario: Scenario) -> None:
    changed = scenario.change({"members.ash.alignment": 0.9})
    assert changed.members["ash"].alignment == Quantity(value=0.9)


def test_a_part_of_a_number_can_be_changed(scenario: Scenario) -> None:
    alignment = scenario.change({"members.ash.alignment.high": 0.6}).members["ash"].alignment
    assert (alignment.value, alignment.low, alignment.high) == (0.2, 0.0, 0.6)
    stated = {"members.ash.threat.low": 0.5, "members.ash.threat.high": 0.7}
    threat = scenario.change(stated).members["ash"].threat
    assert (threat.value, threat.low, threat.high) == (0.6, 0.5, 0.7)


def test_blocks_on_the_way_are_made(scenario: Scenario) -> None:
    changed = scenario.change({"present.members.birch.trust.external": 0.1})
    assert changed.present.members["birch"].trust.external == Quantity(value=0.1)
    assert changed.present.members["ash"].alignment == Quantity(value=0.1)


def test_null_removes_an_entry_and_gives_a_field_its_default(scenario: Scenario) -> None:
    changed = scenario.change(
        {"events.left": None, "parameters.w_fear": None, "present.members.ash.alignment": None}
    )
    assert "left" not in changed.events
    assert changed.parameters.w_fear == scenario.from_plain(small_plain(scenario)).parameters.w_fear
    assert "present.members.ash.alignment" not in changed.paths()
    assert "ash" not in changed.text().partition("present:")[2]


def small_plain(scenario: Scenario) -> dict[str, object]:
    """The plain data of the scenario with all parameters as the rules have them."""
    plain = scenario.model_dump(exclude_none=True)
    del plain["parameters"]
    return plain


def test_taking_away_what_is_not_stated_changes_nothing(scenario: Scenario) -> None:
    assert scenario.change({"present.members.birch.trust.regime": None}) == scenario


def test_an_entry_is_added_and_replaced_as_a_block(scenario: Scenario) -> None:
    event = {"title": "New", "month": "2021-05", "shocks": {"ash": {"threat": 0.1}}}
    changed = scenario.change({"events.new": event, "charter.decision_dates.2024-01": {}})
    assert list(changed.events)[-1] == "new"
    assert list(changed.charter.decision_dates) == ["2022-06", "2024-01"]


def test_numbers_of_other_libraries_are_numbers(scenario: Scenario) -> None:
    changed = scenario.change(
        {"patron.capacity": np.float32(0.5), "charter.notice_months": np.int64(3)}
    )
    assert changed.charter.notice_months.value == 3


def test_a_path_that_leads_nowhere_names_the_nearest(scenario: Scenario) -> None:
    for path, near in {
        "members.ahs.alignment": "members.ash.alignment",
        "member.ash.alignment": "members.ash.alignment",
        "patron.capasity": "patron.capacity",
        "parameters.w_faer": "parameters.w_fear",
        "present.parameters.w_faer": "present.parameters.w_fear",
        "present.members.brich.trust.external": "present.members.birch.trust.external",
        "events.refusd.weight": "events.refused.weight",
        "influence.ash.brich": "influence.ash.birch",
    }.items():
        (line,) = refusal(scenario, {path: 0.1})
        assert line.startswith(f"{path}: no such path; found ")
        assert line.endswith(f"; did you mean {near}?")


PATHS_TO_NOWHERE = """\
.
members
members..
members.ash.name.x
title.0
events.answer.when.quantities.7.above
members.ash.alignment.value.x
extends
present.channels
"""


@pytest.mark.parametrize("path", ["", "x" * 10_000, "9" * 10_000, *PATHS_TO_NOWHERE.split()])
def test_no_path_whatever_gives_a_traceback(scenario: Scenario, path: str) -> None:
    assert refusal(scenario, {path: 0.1})


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("patron.capacity", 2, "out of bounds; found 2; allowed a number from 0 to 1"),
        ("patron.capacity", math.nan, "not a finite number; found nan; allowed a number from 0"),
        ("patron.capacity", "high", 'not a number; found "high"; allowed a number from 0 to 1'),
        ("patron.capacity", None, "missing field; found nothing; allowed a number from 0 to 1"),
        ("patron.name", "a\u202eb", "a control or invisible character; found U+202E"),
        ("members.ash.status", "out", 'not one of the choices; found "out"; allowed ACTIVE'),
        ("present.channels.club", -1, "out of bounds; found -1; allowed a number of at least 0"),
        ("influence.ash.birch", 2, "out of bounds; found 2; allowed a number from 0 to 1"),
        ("now", "2026-01", "ends before a month is free"),
    ],
)
def test_a_change_is_held_to_the_same_rules_as_a_file(
    scenario: Scenario, path: str, value: object, told: str
) -> None:
    assert any(told in line for line in refusal(scenario, {path: value}))


def test_faults_of_all_changes_are_told_at_once(scenario: Scenario) -> None:
    lines = refusal(scenario, {"patron.capacity": 2, "members.ash.threat": "x"})
    assert len(lines) == 2
    lines = refusal(scenario, {"patron.capasity": 2, "members.ash.thread": "x"})
    assert len(lines) == 2


def test_two_changes_of_one_field_are_refused(scenario: Scenario) -> None:
    (line,) = refusal(scenario, {"members.ash.trust": {}, "members.ash.trust.external": 0.1})
    assert line.startswith("members.ash.trust.external: changed twice; found members.ash.trust too")


def test_paths_know_every_number_with_its_meaning_and_bounds(scenario: Scenario) -> None:
    paths = scenario.paths()
    alignment = paths["members.ash.alignment"]
    assert (alignment.value, alignment.low, alignment.high) == (0.2, 0.0, 0.5)
    assert (alignment.minimum, alignment.maximum, alignment.whole) == (-1, 1, False)
    assert (alignment.source, alignment.note) == ("assumption", "a guess")
    assert alignment.help == "+1 wholly with the patron, -1 wholly with an outside pole."
    notice = paths["charter.notice_months"]
    assert (notice.unit, notice.whole, notice.maximum) == ("months", True, 600)
    assert paths["channels.club"].maximum is None
    assert paths["influence.ash.birch"].maximum == 1
    expected = {
        "charter.decision_dates.2022-06.multiplier",
        "poles.east.exclusivity",
        "members.birch.offers.west",
        "members.ash.trust.external",
        "parameters.w_fear",
        "events.refused.weight",
        "events.refused.pledge.size",
        "events.refused.shocks.others.alignment",
        "events.troops.half_life",
        "events.hard.policy.coerce",
        "events.hard.punishment.fate",
        "events.offer.chance.each_month",
        "present.members.ash.alignment",
        "present.channels.reputation",
    }
    assert expected <= set(paths)
    assert all(setting.help for setting in paths.values())


def test_every_path_can_be_set_to_what_it_is(scenario: Scenario) -> None:
    for path, setting in scenario.paths().items():
        assert scenario.settable(path) == setting
        changed = scenario.change({path: setting.value})
        assert changed.paths()[path].value == setting.value


def test_a_number_that_is_not_stated_can_be_asked_for(scenario: Scenario) -> None:
    trust = scenario.settable("present.members.birch.trust.external")
    assert (trust.value, trust.minimum, trust.maximum) == (None, 0.001, 0.999)
    rate = scenario.settable("present.parameters.rate_out")
    assert (rate.value, rate.maximum, rate.unit) == (None, 1, "per month")
    assert rate.help == "Highest rate at which an active member moves outwards."
    assert scenario.settable("present.charter.notice_months").whole
    assert scenario.settable("charter.decision_dates.2023-01.multiplier").maximum == 1000
    for path in ("members.ash.name", "members.nobody.threat", "members.ash", "title"):
        with pytest.raises(ScenarioError):
            scenario.settable(path)


def test_a_scenario_goes_to_another_process_and_into_a_set(scenario: Scenario) -> None:
    copy = pickle.loads(pickle.dumps(scenario))
    assert copy == scenario
    assert copy.name == "small"
    assert {copy, scenario} == {scenario}


def test_what_is_known_of_a_scenario_is_not_taken_for_its_copy() -> None:
    known = Scenario.load("armenia-2025")
    before = known.hash, known.text()
    copied = known.model_copy(update={"title": "another one"})
    assert "another one" in copied.text()
    assert copied.hash != known.hash
    changed = known.change({"patron.capacity": 0.1, "events.velvet-2018": None})
    assert "velvet-2018" in known.plain()["events"]
    assert "velvet-2018" not in changed.plain()["events"]
    assert (known.hash, known.text()) == before
