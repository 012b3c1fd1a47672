"""The domino effect: its arms, its pairs, its refusals."""

from __future__ import annotations

import numpy as np
import pytest

from sim import domino_effect, domino_matrix, load, words

BASELINE = load("armenia-2025")
RUNS = 2_000


def test_the_matrix_holds_the_effects_of_each_exit() -> None:
    matrix = domino_matrix(BASELINE, runs=RUNS).numbers
    for i, leaver in enumerate(matrix["members"]):
        effect = domino_effect(BASELINE, leaver, runs=RUNS).numbers
        row = dict(zip(matrix["members"], matrix["matrix"][i], strict=True))
        assert row[leaver] is None
        assert {m: d for m, d in row.items() if m != leaver} == {
            m: found["value"] for m, found in effect["by_member"].items()
        }
        total = sum(found["value"] for found in effect["by_member"].values())
        assert effect["effect"]["value"] == pytest.approx(total, abs=1e-12)


def test_an_effect_names_the_record_beside_it() -> None:
    numbers = domino_effect(BASELINE, "armenia", runs=RUNS).numbers
    another = numbers["p_another_5y"]
    assert another["reference"] == [0.07, 0.15]
    assert another["exit"]["value"] >= another["stay"]["value"]
    assert numbers["at"] == "2025-09"
    assert numbers["against_active"] is not None  # Armenia is frozen at now


def test_pairs_in_which_it_has_already_left_are_left_out_and_counted() -> None:
    numbers = domino_effect(BASELINE, "armenia", at="2033-01", runs=RUNS).numbers
    assert numbers["left_out"] > 0
    assert numbers["pairs"] + numbers["left_out"] == RUNS


def test_an_exit_in_the_past_branches_before_it() -> None:
    numbers = domino_effect(BASELINE, "armenia", at="2022-03", runs=RUNS).numbers
    assert numbers["now"] == "2022-02"
    assert numbers["against_active"] is None  # it was not frozen then


def test_an_event_counts_the_members_that_it_does_not_name() -> None:
    numbers = domino_effect(BASELINE, "article4-2022", runs=RUNS).numbers
    assert "armenia" not in numbers["by_member"]
    assert numbers["kind"] == "event"
    assert set(numbers["p_another_5y"]) >= {"with", "without"}


@pytest.mark.parametrize(
    ("of", "at", "said"),
    [
        ("armena", None, "did you mean armenia"),
        ("armenia", "2040-01", "2025-09 to 2035-08"),
        ("armenia", "2017-01", "the record begins in 2018-01"),
        ("invasion-2022", None, "names every member"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(of: str, at: str | None, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        domino_effect(BASELINE, of, at=at, runs=10)


def test_the_hazard_ratio_lies_within_its_interval_and_follows_the_sign() -> None:
    numbers = domino_effect(BASELINE, "kazakhstan", runs=RUNS).numbers
    ratio = numbers["hazard_ratio"]
    assert 1 < ratio["low"] < ratio["value"] < ratio["high"]
    assert np.sign(numbers["effect"]["value"]) == 1


def test_the_sign_of_the_effect_of_armenia_is_told_at_20_000_pairs() -> None:
    effect = domino_effect(BASELINE, "armenia").numbers["effect"]
    assert effect["low"] > 0 or effect["high"] < 0


def test_who_is_out_already_is_toppled_by_nobody() -> None:
    gone = load("armenia-2025").change({"present.members.armenia.status": "OUT"})
    effect = domino_effect(gone, "belarus", runs=200)
    none = {"value": None, "low": None, "high": None}
    changes = dict(effect.numbers["by_member"])
    assert changes.pop("armenia") == none
    total = effect.numbers["effect"]["value"]
    assert sum(change["value"] for change in changes.values()) == pytest.approx(total)
    told = " ".join(words.lines(effect))
    assert "Already out when the futures part: Armenia." in told
    assert ["Armenia", "–", "–", "–"] in words.rows(effect)[1]
    matrix = domino_matrix(gone, runs=100)
    place = matrix.numbers["members"].index("armenia")
    for name in ("matrix", "low", "high"):
        assert {row[place] for row in matrix.numbers[name]} == {None}
        assert set(matrix.numbers[name][place]) == {None}
    assert any("its row and column are empty" in line for line in words.lines(matrix))


def test_no_interval_is_told_where_no_pair_differs() -> None:
    matrix = domino_matrix(load("channels-off"), runs=50)
    assert {cell for row in words.rows(matrix)[1] for cell in row[1:]} == {
        "",
        "0 ·\n(no pair differs)",
    }
