"""Sentences about a domino effect and the matrix of who topples whom."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sim import words
from sim.statistics.estimates import Estimate
from sim.words.domino.effect import CANNOT_TELL, reference
from sim.words.domino.matrix import cell_text
from tests.answers import NOTHING, change, effect_answer, matrix_answer


@pytest.mark.parametrize(
    ("effect", "told"),
    [
        (change(0.02, 0.005), "0.020 more other members leave on average"),
        (change(-0.2, 0.05), "0.20 fewer other members leave on average"),
        (change(0.001, 0.01), CANNOT_TELL),
        (change(0.0, 0.0), "Exactly as many other members leave"),
    ],
)
def test_an_effect_tells_its_sign_or_that_it_cannot(effect: Estimate, told: str) -> None:
    headline = words.headline(effect_answer(effect=effect))
    assert told in headline
    assert "conditional on the assumptions of “A made-up alliance”" in headline


def test_the_reference_stands_beside_another_exit_within_five_years() -> None:
    told = " ".join(words.effect(effect_answer()))
    assert "Within five years another member is out in 8% (7 to 10)" in told
    assert "the record suggests 7% after an exit, and up to 47%" in told


@pytest.mark.parametrize("answer", [effect_answer(within=24), effect_answer(kind="event")])
def test_the_reference_is_left_out_where_it_does_not_apply(answer: Any) -> None:
    assert reference(answer) is None
    assert not any("the record suggests" in line for line in words.effect(answer))


def test_a_hazard_ratio_is_told_or_said_to_be_missing() -> None:
    ratio = Estimate(1.14, 0.98, 1.3)
    told = " ".join(words.effect(effect_answer(ratio=ratio)))
    assert "1.14 times the rate (hazard ratio, 0.98 to 1.30; the interval contains 1)" in told
    assert "There is no hazard ratio" in " ".join(words.effect(effect_answer(ratio=None)))


def test_what_the_interval_leaves_out_is_said() -> None:
    assert "assumptions is wider than this interval" in words.effect(effect_answer())[-1]


def test_pairs_that_are_left_out_are_counted() -> None:
    assert any("3 of 10,000 pairs" in line for line in words.effect(effect_answer(left_out=3)))


def test_without_pairs_there_is_no_effect_to_tell() -> None:
    assert words.headline(effect_answer(effect=NOTHING)).startswith("No pair of runs is left")


def test_an_event_is_named_by_its_title() -> None:
    assert words.headline(effect_answer(kind="event", of="storm")).startswith("With “A storm” in")


def test_an_event_says_whom_it_does_not_count() -> None:
    told = words.lines(effect_answer(kind="event", of="storm"))
    assert "Aland is not counted: the event itself concerns it." in told
    assert not any("not counted" in line for line in words.lines(effect_answer()))


def test_a_matrix_says_whose_row_is_empty() -> None:
    answer = matrix_answer()
    alone = replace(
        answer,
        tables={
            **answer.tables,
            "matrix": answer.tables["matrix"].query("leaver != 'aland'"),
        },
    )
    empty = "Out already in December 2022: Aland; its row and column are empty."
    assert empty in words.lines(alone)
    assert empty not in words.lines(answer)


# --- matrix ---------------------------------------------------------------------------------------


def test_the_matrix_names_its_strongest_link() -> None:
    assert "6.0 percentage points more likely" in words.headline(matrix_answer())
    assert "30 percentage points less likely" in words.headline(matrix_answer(scale=-5.0))


def test_a_matrix_of_nothing_tells_no_sign() -> None:
    assert words.headline(matrix_answer(scale=0.0)).startswith("For no pair of members")
    assert words.lines(matrix_answer(1))


def test_cells_that_are_not_resolved_carry_a_dot() -> None:
    assert cell_text(change(0.001, 0.01).known()) == "+0.1 ·"
    assert cell_text(change(0.03, 0.01).known()) == "+3.0"


def test_the_diagonal_of_the_table_is_empty() -> None:
    _, rows = words.rows(matrix_answer())
    assert [row[place + 1] for place, row in enumerate(rows)] == [""] * 5
