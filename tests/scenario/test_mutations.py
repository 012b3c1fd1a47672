"""Broken scenarios of any kind: told as faults, never a traceback, never a hang."""

import copy
import math
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.scenario.faults import ScenarioError
from sim.scenario.reading import yaml_text as reading
from sim.scenario.reading.yaml_text import read_text
from sim.scenario.scenario import Scenario

TOKENS = [
    *b"|\t|\n|:|: |- |{|}|[|]|,|#|'|!|!!int |<<: |%|---\n|...\n|? |~|.nan".split(b"|"),
    *b"-1|1e9|1e999|null|true|extends: x\n|2020-13|value: |ash|patron|others".split(b"|"),
    *b'" |"|>\n|&a |*a|\x00|\xff|\xe2\x80\xae|\xef\xbb\xbf|\\U0011FFFF'.split(b"|"),
]
POSITIONS = st.floats(0, 1, exclude_max=True)
KINDS = st.sampled_from(["delete", "insert", "swap"])
INSERTED = st.one_of(st.sampled_from(TOKENS), st.binary(max_size=4))
EDITS = st.lists(st.tuples(KINDS, POSITIONS, POSITIONS, INSERTED), min_size=1, max_size=6)
VALUES: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from([None, True, 0, -1, 0.5, 1e300, 10**400, math.nan, math.inf]),
    st.sampled_from(["", "x", "ash", "OUT", "2020-01", "2020-13"]),
    st.sampled_from([[], {}, [1], [[]], {"value": 1}, {"value": {}}]),
    st.dictionaries(st.sampled_from(["value", "low", "title", "ash", "member", "1"]), st.just("x")),
)


def mutated(text: bytes, edits: list[tuple[str, float, float, bytes]]) -> bytes:
    for kind, first, second, token in edits:
        start = int(first * len(text))
        end = min(len(text), start + int(second * 30))
        if kind == "delete":
            text = text[:start] + text[end:]
        elif kind == "insert":
            text = text[:start] + token + text[start:]
        else:
            other = max(end, int(second * len(text)))
            moved = text[other : other + end - start]
            text = (
                text[:start]
                + moved
                + text[end:other]
                + text[start:end]
                + text[other + len(moved) :]
            )
    return text


@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(edits=EDITS)
def test_a_broken_text_is_told_as_faults(
    small: str, loader: str, edits: list[tuple[str, float, float, bytes]]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "LOADER", getattr(yaml, loader))
        fits_or_is_told(lambda: Scenario.from_text(mutated(small.encode(), edits), "small.yaml"))


def fits_or_is_told(make: Callable[[], Scenario], *, in_a_file: bool = True) -> None:
    """Either a scenario that its text gives again, or faults with all that a reader needs."""
    refused = None
    try:
        scenario = make()
    except ScenarioError as error:
        refused = error
    if refused is None:
        assert Scenario.from_text(scenario.text()) == scenario
        return
    assert refused.faults
    assert all(fault.message for fault in refused.faults)
    assert all(fault.place is not None for fault in refused.faults) or not in_a_file
    assert all(len(line) < 1000 for line in str(refused).splitlines())


def paths_of(plain: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if not isinstance(plain, (dict, list)):
        return [path]
    entries = plain.items() if isinstance(plain, dict) else enumerate(plain)
    return [path, *(p for key, inner in entries for p in paths_of(inner, (*path, key)))]


@settings(max_examples=150, deadline=None)
@given(choices=st.data())
def test_wrong_values_anywhere_are_told_as_faults(small: str, choices: st.DataObject) -> None:
    plain = read_text(small)[0]
    for _ in range(choices.draw(st.integers(1, 4))):
        path = choices.draw(st.sampled_from(paths_of(plain)[1:]))
        block: Any = plain
        for key in path[:-1]:
            block = block[key]
        block[path[-1]] = copy.deepcopy(choices.draw(VALUES))
    fits_or_is_told(lambda: Scenario.from_plain(plain), in_a_file=False)


@settings(max_examples=100, deadline=None)
@given(choices=st.data())
def test_wrong_changes_are_told_as_faults(small: str, choices: st.DataObject) -> None:
    scenario = Scenario.from_text(small)
    paths = st.sampled_from(
        [".".join(map(str, path)) for path in paths_of(read_text(small)[0])[1:]]
    )
    broken = st.tuples(paths, st.sampled_from([".x", ".0", ".value", "", "."])).map("".join)
    changes = choices.draw(st.dictionaries(broken, VALUES, min_size=1, max_size=3))
    fits_or_is_told(lambda: scenario.change(changes), in_a_file=False)
