"""The domino effect: its arms, its pairs, its refusals."""

from __future__ import annotations

import pytest

from sim import domino_effect, domino_matrix, load, words
from sim.refusal import Refusal
from sim.statistics.estimates import Estimate, is_known, sign

BASELINE = load("armenia-2025")
RUNS = 2_000
NOTHING = Estimate(None)


def test_the_matrix_holds_the_effects_of_each_exit() -> None:
    matrix = domino_matrix(BASELINE, runs=RUNS).result
    for leaver in matrix.members:
        effect = domino_effect(BASELINE, leaver, runs=RUNS).result
        assert matrix.change(leaver, leaver) == NOTHING
        others = [member for member in matrix.members if member != leaver]
        assert {other: matrix.change(leaver, other) for other in others} == effect.by_member
        total = sum(change.known().value for change in effect.by_member.values())
        assert effect.effect.value == pytest.approx(total, abs=1e-12)


def test_an_effect_names_the_record_beside_it() -> None:
    result = domino_effect(BASELINE, "armenia", runs=RUNS).result
    soon = result.p_another_5y.by_arm()
    assert result.p_another_5y.reference == [0.07, 0.47]
    assert set(soon) == {"exit", "stay"}
    assert soon["exit"].known().value >= soon["stay"].known().value
    assert result.at == "2025-09"
    assert result.against_active is not None  # Armenia is frozen at now


def test_pairs_in_which_it_has_already_left_are_left_out_and_counted() -> None:
    result = domino_effect(BASELINE, "armenia", at="2033-01", runs=RUNS).result
    assert result.left_out > 0
    assert result.pairs + result.left_out == RUNS


def test_an_exit_in_the_past_branches_before_it() -> None:
    result = domino_effect(BASELINE, "armenia", at="2022-03", runs=RUNS).result
    assert result.now == "2022-02"
    assert result.against_active is None  # it was not frozen then


def test_an_event_counts_the_members_that_it_does_not_name() -> None:
    answer = domino_effect(BASELINE, "article4-2022", runs=RUNS)
    assert "armenia" not in answer.result.by_member
    assert answer.result.kind == "event"
    assert set(answer.result.p_another_5y.by_arm()) == {"with", "without"}
    document = answer.numbers["p_another_5y"]
    assert set(document) == {"with", "without", "reference", "months"}


@pytest.mark.parametrize(
    ("of", "at", "said"),
    [
        ("armena", None, "did you mean armenia"),
        ("armenia", "2040-01", "2018-02 to 2035-08"),
        ("armenia", "2017-01", "2018-02 to 2035-08"),
        ("invasion-2022", None, "names every member"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(of: str, at: str | None, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        domino_effect(BASELINE, of, at=at, runs=10)


def test_the_hazard_ratio_lies_within_its_interval_and_follows_the_sign() -> None:
    result = domino_effect(BASELINE, "kazakhstan", runs=RUNS).result
    assert is_known(result.hazard_ratio)
    ratio = result.hazard_ratio
    assert 1 < ratio.low < ratio.value < ratio.high
    assert sign(result.effect.known()) == 1


def test_the_effect_of_armenia_is_resolved_at_20_000_pairs() -> None:
    assert sign(domino_effect(BASELINE, "armenia").result.effect.known())


def test_who_is_out_already_is_toppled_by_nobody() -> None:
    gone = load("armenia-2025").change({"present.members.armenia.status": "OUT"})
    effect = domino_effect(gone, "belarus", runs=200)
    changes = dict(effect.result.by_member)
    assert changes.pop("armenia") == NOTHING
    total = effect.result.effect.value
    assert sum(change.known().value for change in changes.values()) == pytest.approx(total)
    told = " ".join(words.lines(effect))
    assert "Already out when the futures part: Armenia." in told
    assert ["Armenia", "–", "–", "–"] in words.rows(effect)[1]
    matrix = domino_matrix(gone, runs=100)
    for member in gone.members:
        assert matrix.result.change("armenia", member) == NOTHING
        assert matrix.result.change(member, "armenia") == NOTHING
    assert any("its row and column are empty" in line for line in words.lines(matrix))


def test_no_interval_is_told_where_no_pair_differs() -> None:
    matrix = domino_matrix(load("channels-off"), runs=50)
    assert {cell for row in words.rows(matrix)[1] for cell in row[1:]} == {
        "",
        "0 ·\n(no pair differs)",
    }
