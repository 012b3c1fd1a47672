"""``domino effect`` and ``domino matrix``."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from sim import load
from sim.words.shared.amounts import points
from tests.cli.conftest import Domino

FEW = ("--runs", "200")
MEMBERS = ["armenia", "belarus", "kazakhstan", "kyrgyzstan", "tajikistan"]


def test_the_json_of_an_effect_has_every_number(domino: Domino) -> None:
    found = domino("effect", "armenia-2025", "--of", "kazakhstan", *FEW, "--json").document
    assert (found["of"], found["kind"], found["at"]) == ("kazakhstan", "member", "2025-09")
    assert found["effect"]["low"] <= found["effect"]["value"] <= found["effect"]["high"]
    assert {"exit", "stay"} <= set(found["p_another_5y"])
    assert found["p_another_5y"]["reference"] == [0.07, 0.47]
    assert sorted(found["by_member"]) == [member for member in MEMBERS if member != "kazakhstan"]
    assert found["against_active"] is None
    assert found["runs"] == found["pairs"] + found["left_out"] == 200
    assert "hazard_ratio" in found
    assert "reproduction_number" in found
    assert found["result"].startswith("effect-armenia-2025-")


def test_a_frozen_member_is_also_held_against_an_active_one(domino: Domino) -> None:
    found = domino("effect", "armenia-2025", "--of", "armenia", *FEW, "--json").document
    assert set(found["against_active"]) == {"value", "low", "high"}


def test_an_effect_is_the_same_with_any_number_of_threads(domino: Domino) -> None:
    asked = ("effect", "armenia-2025", "--of", "armenia", "--runs", "1100", "--json")
    one = domino(*asked, "--threads", "1", "--out", "one")
    two = domino(*asked, "--threads", "2", "--out", "two")
    assert one.code == 0
    assert one.out == two.out


def test_an_exit_can_come_later_or_in_the_record(domino: Domino) -> None:
    asked = ("effect", "armenia-2025", "--of", "armenia", *FEW, "--json", "--at")
    assert domino(*asked, "2030-01").document["at"] == "2030-01"
    assert domino(*asked, "2024-06").document["at"] == "2024-06"


def test_the_effect_of_an_event_counts_those_that_it_does_not_name(domino: Domino) -> None:
    asked = ("effect", "kazakhstan-freezes", "--of", "kazakhstan-freeze-2027", *FEW)
    found = domino(*asked, "--json").document
    assert found["kind"] == "event"
    assert "kazakhstan" not in found["by_member"]
    assert domino(*asked).out.strip()


def test_the_matrix_has_a_row_and_a_column_for_each_member(domino: Domino) -> None:
    found = domino("matrix", "armenia-2025", *FEW, "--json").document
    assert found["members"] == MEMBERS
    for i, j in product(range(len(MEMBERS)), repeat=2):
        low, value, high = (found[name][i][j] for name in ("low", "matrix", "high"))
        if i == j:
            assert (low, value, high) == (None, None, None)
        else:
            assert low <= value <= high
    table = domino("matrix", "armenia-2025", *FEW).out
    row = MEMBERS.index("kazakhstan"), MEMBERS.index("armenia")
    low, high = (found[name][row[0]][row[1]] for name in ("low", "high"))
    assert f"({points(low)} to {points(high)})" in table


@pytest.mark.parametrize(
    "asked", [("matrix", "armenia-2025"), ("effect", "armenia-2025", "--of", "armenia")]
)
def test_an_answer_is_told_in_words_and_stored_with_its_page(
    domino: Domino, asked: tuple[str, ...]
) -> None:
    told = domino(*asked, *FEW)
    assert "conditional on" in told.out.splitlines()[0]
    assert "index.html in a browser" in told.out
    assert "answered before" in domino(*asked, *FEW).err


def test_who_is_out_already_topples_nobody(domino: Domino) -> None:
    asked = ("effect", "uzbekistan-joins-and-leaves", "--of", "uzbekistan", "--runs", "20")
    done = domino(*asked)
    assert (done.code, done.out) == (2, "")
    assert "uzbekistan is already out" in done.err
    assert domino(*asked, "--at", "2028-01").code == 0


def test_the_effect_of_an_event_is_of_the_scenario_that_was_asked(domino: Domino) -> None:
    asked = ("effect", "armenia-2025", "--of", "article4-2022", "--runs", "20", "--json")
    done = domino(*asked)
    assert done.document["scenario_hash"] == load("armenia-2025").hash
    assert "answered before" in domino(*asked).err


def test_an_event_by_chance_has_no_month(domino: Domino) -> None:
    told = domino("effect", "gyumri-coercion", "--of", "gyumri-incident", "--runs", "20").out
    assert "possible from September 2025 on" in told.splitlines()[0]


def test_several_exits_at_once_are_a_question_of_their_own(domino: Domino) -> None:
    asked = ("effect", "armenia-2025", "--of", "armenia", "--of", "kazakhstan", *FEW)
    found = domino(*asked, "--json").document
    assert found["of"] == ["armenia", "kazakhstan"]
    assert set(found["alone"]) == {"armenia", "kazakhstan"}
    assert found["result"].startswith("joint-armenia-2025-")
    shown = domino("results", "show", found["result"])
    assert "both leave" in shown.out
    again = domino("reopen", f"results/{found['result']}", "--json").document
    assert again == found


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--of", "armenia"), "named twice"),
        (("--of", "belarus", "--rules"), "one exit at a time"),
        (("--of", "belarus", "--at", "2100-01"), "--at"),
    ],
)
def test_several_exits_that_cannot_be_asked_are_refused(
    domino: Domino, more: tuple[str, ...], said: str
) -> None:
    done = domino("effect", "armenia-2025", "--of", "armenia", *more)
    assert done.code == 2
    assert said in done.err


def test_a_matrix_of_an_alliance_that_everybody_left_says_so(domino: Domino) -> None:
    lines = [f"  {member}: {{status: OUT}}" for member in load("armenia-2025").members]
    Path("out.yaml").write_text(
        "extends: armenia-2025\npresent:\n members:\n" + "\n".join(lines) + "\n"
    )
    done = domino("matrix", "out.yaml", "--runs", 20)
    assert done.code == 2
    assert done.err.splitlines() == ["every member is already out: no exit changes anything"]
