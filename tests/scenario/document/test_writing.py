"""The text of a scenario: it reads back as the same scenario, and names it by its hash."""

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.scenario.document.paths import Setting
from sim.scenario.document.writing import yaml_of
from sim.scenario.reading.invisible import text_fault
from sim.scenario.reading.yaml_text import read_text
from sim.scenario.scenario import Scenario

TEXTS = st.text(max_size=30).filter(lambda text: text_fault("", text) is None)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
PLAIN = st.recursive(
    st.one_of(st.booleans(), st.integers(), NUMBERS, TEXTS, st.just([]), st.just({})),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(TEXTS.filter(lambda key: key not in ("", "<<")), inner, max_size=4),
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.from_regex(r"[a-z]{1,5}", fullmatch=True), PLAIN, max_size=4))
def test_plain_data_read_back_as_they_were(data: dict[str, Any]) -> None:
    assert read_text(yaml_of({"first": 1, **data}))[0] == {"first": 1, **data}


@pytest.mark.parametrize(
    "text",
    ["no", "NO", "null", "true", "12", "1e5", "2024-02", "a: b", "- a", "# a", "a\nb", "'", ""],
)
def test_texts_that_look_like_something_else_stay_texts_for_every_reader(text: str) -> None:
    written = yaml_of({"field": text})
    assert read_text(written)[0] == {"field": text}
    assert yaml.safe_load(written) == {"field": text}


@pytest.mark.parametrize("number", [0.1, -0.0, 1e-7, 1e22, 5e-324, 1.0, 123456789.123])
def test_numbers_stay_numbers_for_every_reader(number: float) -> None:
    written = yaml_of({"field": number})
    assert read_text(written)[0]["field"] == yaml.safe_load(written)["field"] == number


def numbers_for(setting: Setting, most: float) -> st.SearchStrategy[Any]:
    low = -5.0 if setting.minimum is None else setting.minimum
    high = min(most, 5.0 if setting.maximum is None else setting.maximum)
    if setting.whole:
        return st.integers(int(low), int(high))
    three = st.tuples(*[st.floats(low, high)] * 3).map(sorted)
    ranged = st.builds(
        lambda ends, note: {"low": ends[0], "value": ends[1], "high": ends[2], "note": note},
        three,
        TEXTS,
    )
    return st.one_of(st.floats(low, high), ranged)


@settings(max_examples=60, deadline=None)
@given(chosen=st.data())
def test_the_text_of_any_scenario_loads_to_an_equal_one(small: str, chosen: st.DataObject) -> None:
    scenario = Scenario.from_text(small)
    changes: dict[str, Any] = {}
    for path, setting in scenario.paths().items():
        if path.endswith(".weight") and path.startswith("events."):
            continue  # not free where an event has no size
        is_share = path.endswith((".coerce", ".concede"))
        if chosen.draw(st.integers(0, 9)) == 0:
            changes[path] = chosen.draw(numbers_for(setting, 0.3 if is_share else 1000))
    for path in ("title", "note", "events.refused.title", "members.birch.name"):
        changes[path] = chosen.draw(TEXTS)
    changed = scenario.change(changes)
    again = Scenario.from_text(changed.text())
    assert again.model_dump(exclude={"present"}) == changed.model_dump(exclude={"present"})
    assert again == changed
    assert again.hash == changed.hash


def test_the_text_keeps_the_order_of_members_and_events(small: str) -> None:
    scenario = Scenario.from_text(small)
    again = Scenario.from_text(scenario.text())
    assert list(again.events) == list(scenario.events)
    assert again.member_ids == scenario.member_ids
    assert list(again.events["troops"].shocks) == ["birch", "patron"]


def test_what_is_said_otherwise_but_means_the_same_has_the_same_hash(small: str) -> None:
    scenario = Scenario.from_text(small)
    otherwise = small.replace("threat: 0.6", "threat: {value: 6.0e-1}").replace(
        "club: 0", "club: -0.0"
    )
    other = Scenario.from_text("# a comment\n" + otherwise + "as_of: null\n", "other.yaml")
    assert other.hash == scenario.hash
    assert other == scenario
    assert len(scenario.short_hash) == 16
    assert scenario.hash.startswith(scenario.short_hash)


def test_what_means_something_else_has_another_hash(small: str) -> None:
    scenario = Scenario.from_text(small)
    swapped = small.replace("  ash: {birch: 0.5}", "  ash: {birch: 0.6}")
    assert Scenario.from_text(swapped).hash != scenario.hash
    assert scenario.change({"title": "Another"}).hash != scenario.hash
