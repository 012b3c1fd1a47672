"""Editions of the model: what the first one left opens, and says that it is of the first."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from sim import compare, load, simulate, store, words
from sim.answer import Answer
from sim.edition import EDITION, FIRST, RETIRED, brought_forward, notice
from sim.scenario.document.schema import Document
from sim.scenario.faults import ScenarioError
from sim.scenario.scenario import Scenario
from sim.store import manifest as m
from tests.cli.conftest import Domino

SPEED = """  peer_speed:
    value: 0.02
    low: 0.0
    high: 0.03
    source: assumption
    note: judgement
"""


def of_the_first(text: str) -> str:
    """The text of a scenario as the first edition stored it."""
    lines, kept, inside = text.splitlines(keepends=True), [], False
    for line in lines:
        if inside and line.startswith("    "):
            continue
        inside = line.startswith("  peer_share:")
        kept.append(SPEED if inside else line)
    return "".join(kept)


@pytest.fixture
def now() -> Answer:
    return simulate(load("armenia-2025"), runs=50)


@pytest.fixture
def before(now: Answer) -> Answer:
    """An answer as the first edition gave it."""
    text = of_the_first(now.inputs.scenario_text)
    assert "peer_speed" in text
    given = replace(
        now.inputs, scenario_text=text, scenario_hash=m.sha256(text.encode()), edition=FIRST
    )
    return replace(now, inputs=given)


def stored_by_the_first(answer: Answer, root: Path) -> Path:
    """A result whose manifest knows of no editions."""
    place = store.save(answer, root, command="domino run armenia-2025")
    manifest = m.read_manifest(place)
    silent = manifest.model_copy(
        update={"inputs": manifest.inputs.model_copy(update={"edition": None})}
    )
    (place / m.MANIFEST).write_bytes(m.written(silent))
    assert "edition" not in json.loads((place / m.MANIFEST).read_text())["manifest"]["inputs"]
    return place


def test_what_left_is_refused_with_what_replaced_it() -> None:
    for name, words_for_it in RETIRED.items():
        for path in (f"parameters.{name}", f"present.parameters.{name}"):
            with pytest.raises(ScenarioError, match="peer_share") as refused:
                load("armenia-2025").change({path: 0.02})
            assert words_for_it in str(refused.value)
        with pytest.raises(
            ScenarioError, match=r"parameters\.peer_speed.*peer_share is peer_speed"
        ):
            Scenario.from_text(f"extends: csto.yaml\nparameters: {{{name}: 0.02}}\n")
        assert name not in Document.model_fields["parameters"].annotation.model_fields


def test_a_new_result_says_its_edition_and_reads_as_it_was(now: Answer, tmp_path: Path) -> None:
    place = store.save(now, tmp_path, command="")
    assert json.loads((place / m.MANIFEST).read_text())["manifest"]["inputs"]["edition"] == EDITION
    assert store.load(place.name, tmp_path).inputs == now.inputs
    assert store.inputs_of(place)["edition"] == EDITION
    assert notice(EDITION) == ""
    assert not any("edition" in line for line in words.lines(now))


def test_a_result_of_the_first_edition_opens_and_says_so(before: Answer, tmp_path: Path) -> None:
    place = stored_by_the_first(before, tmp_path)
    answer = store.load(place.name, tmp_path)
    assert answer.inputs == before.inputs
    assert answer.numbers == before.numbers
    assert notice(FIRST) in words.lines(answer)
    assert store.inputs_of(place)["edition"] == FIRST
    assert store.inputs_of(place)["scenario_hash"] == before.inputs.scenario_hash


def test_its_scenario_is_brought_forward_where_it_is_asked_again(before: Answer) -> None:
    again = Scenario.from_stored(before.inputs.scenario_text, "armenia-2025.yaml")
    found = again.parameters.peer_share
    assert (found.value, found.low, found.high) == (0.5, 0.0, 0.75)
    assert again.change({"parameters.peer_share": None}) == load("armenia-2025")


@pytest.mark.parametrize(
    ("stated", "share"),
    [
        ({"parameters": {"peer_speed": 0.01}}, 0.25),
        ({"parameters": {"peer_speed": 0.03, "reversion": {"value": 0.02}}}, 0.99),
        ({"parameters": {"peer_speed": 0.03, "reversion": 0.0}}, 0.0),
    ],
)
def test_a_speed_becomes_the_share_that_it_came_to(stated: dict, share: float) -> None:
    assert brought_forward(stated)["parameters"]["peer_share"] == pytest.approx(share)
    later = brought_forward({"parameters": {"reversion": 0.1}, "present": stated})
    stays = stated["parameters"].get("reversion", 0.1)
    assert "peer_speed" not in later["present"]["parameters"]
    if stays == 0.1:
        assert later["present"]["parameters"]["peer_share"] == pytest.approx(0.1)


def test_two_editions_are_told_apart_in_a_comparison(
    now: Answer, before: Answer, tmp_path: Path
) -> None:
    place = stored_by_the_first(before, tmp_path)
    both = compare(place.name, now, root=tmp_path)
    told = next(line for line in words.lines(both) if "Two editions of the model" in line)
    assert "A by edition 1 and B by edition 2" in told
    assert notice(FIRST) not in words.lines(both)
    assert not any("edition" in line for line in words.lines(compare(now, now)))


def test_reopening_says_what_has_changed(domino: Domino, before: Answer) -> None:
    stored_by_the_first(before, Path("results"))
    done = domino("reopen", "results", "--out", "again")
    assert done.code != 0  # a folder of results is no result
    (place,) = Path("results").iterdir()
    done = domino("reopen", str(place), "--out", "again")
    assert done.code == 0
    assert notice(FIRST) in done.err.replace("\n", " ")
