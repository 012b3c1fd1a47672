"""Pictures of a domino effect and the matrix show what their tables say."""

from __future__ import annotations

from sim.plots import drawing
from sim.plots.shared import palette as p
from tests.answers import change, effect_answer, matrix_answer
from tests.plots.drawn import bands


def test_the_records_band_is_drawn_only_where_it_applies() -> None:
    assert bands(effect_answer(), "effect_cascade") == [(0.07, 0.47)]
    assert bands(effect_answer(within=24), "effect_cascade") == []
    assert bands(effect_answer(kind="event"), "effect_cascade") == []


def test_the_two_futures_differ_by_pattern() -> None:
    filled, hatched = drawing("effect_cascade", effect_answer())["data"]
    assert "pattern" not in filled["marker"]
    assert hatched["marker"]["pattern"]["shape"] == "/"


def test_a_dot_is_hollow_where_the_sign_is_not_told() -> None:
    drawn = drawing("effect", effect_answer([change(0.05), change(0.001)]))["data"]
    hollow = [trace["marker"]["color"] == p.THEMES["light"].ground for trace in drawn]
    assert hollow == [False, True]


def test_the_diagonal_of_the_matrix_is_empty_and_the_others_carry_numbers() -> None:
    ground, written = drawing("matrix", matrix_answer())["data"]
    assert [bool(row[k] != row[k]) for k, row in enumerate(ground["z"])] == [True] * 5
    assert len(written["text"]) == 20
    assert ground["zmin"] == -ground["zmax"]
