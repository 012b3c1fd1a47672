"""Variants: what merges, what replaces, what removes, and whose place is told."""

from typing import Any

import pytest

from sim.scenario.faults import Place
from sim.scenario.reading.merging import merged
from sim.scenario.reading.source_map import SourceMap
from sim.scenario.reading.yaml_text import read_text


def laid(base: str, over: str) -> tuple[dict[str, Any], SourceMap]:
    return merged(read_text(base, "base"), read_text(over, "over"))


@pytest.mark.parametrize(
    ("base", "over", "outcome"),
    [
        ("a: {b: 1, c: 2}", "a: {c: 3, d: 4}", {"a": {"b": 1, "c": 3, "d": 4}}),
        ("a: 1", "a: 2", {"a": 2}),
        ("a: [1, 2]", "a: [3]", {"a": [3]}),
        ("a: {b: 1}", "a: 2", {"a": 2}),
        ("a: 2", "a: {b: 1}", {"a": {"b": 1}}),
        ("a: {value: 1, low: 0, high: 2}", "a: {value: 3}", {"a": {"value": 3}}),
        ("a: {value: 1, low: 0, high: 2}", "a: 3", {"a": 3}),
        ("a: {value: 1, low: 0}", "a: {low: -1}", {"a": {"value": 1, "low": -1}}),
        ("a: {value: {b: 1}}", "a: {value: {c: 2}}", {"a": {"value": {"b": 1, "c": 2}}}),
        ("a: 1\nb: 2", "a: null", {"b": 2}),
        ("a: {b: 1, c: 2}", "a: {b: }", {"a": {"c": 2}}),
        ("a: 1", "b: {c: null}", {"a": 1, "b": {"c": None}}),
    ],
)
def test_blocks_merge_numbers_replace_and_null_removes(
    base: str, over: str, outcome: dict[str, Any]
) -> None:
    assert laid(base, over)[0] == outcome


def test_what_is_new_comes_last_and_what_was_there_keeps_its_turn() -> None:
    plain, _ = laid("events: {a: 1, b: 2}", "events: {c: 3, a: 4}")
    assert list(plain["events"]) == ["a", "b", "c"]


def test_neither_text_is_changed_by_the_other() -> None:
    base, over = read_text("a: {b: 1}"), read_text("a: {c: 2}")
    merged(base, over)
    assert base[0] == {"a": {"b": 1}}
    assert ("a", "c") not in base[1].values


def test_a_place_is_that_of_the_file_that_stated_the_value_last() -> None:
    _, source_map = laid("a:\n  b: 1\n  c: {value: 2, low: 1}\n", "\n\na:\n  c: 3\n")
    assert source_map.of(("a", "b")) == Place("base", 2, 6)
    assert source_map.of(("a", "c")) == Place("over", 4, 6)
    assert source_map.of(("a", "c", "low")) == Place("over", 4, 6)


def test_removing_what_is_not_there_is_a_fault_with_the_nearest_name() -> None:
    plain, source_map = laid("a: {belarus: 1, armenia: 2}", "a:\n  armena: null\nb: ~\n")
    assert plain == {"a": {"belarus": 1, "armenia": 2}}
    first, second = map(str, source_map.faults)
    assert first == (
        "over:2:3: a.armena: nothing to remove; found armena; allowed belarus, armenia; "
        "did you mean armenia?"
    )
    assert second == "over:3:1: b: nothing to remove; found b; allowed a"
