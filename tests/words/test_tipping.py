"""Words of tipping: what is nearest, what is undecided, what moves most."""

from __future__ import annotations

from dataclasses import replace

from sim import words
from sim.words.tipping import distances
from tests.tipping_answers import change_answer, distances_answer


def test_the_shift_that_tips_comes_first_and_says_how_far() -> None:
    answer = distances_answer()
    first = distances.nearest_first(answer)[0]
    assert (first.member, first.quantity) == ("aland", "pull")
    assert "0.3 higher at now: 0.8 (0.75 to 0.85) in place of 0.5" in words.headline(answer)


def test_who_comes_near_is_named_apart_from_whom_nothing_brings_there() -> None:
    said = " ".join(words.lines(distances_answer()))
    assert "These runs do not tell for alignment of Borea (49% at 1)." in said
    assert "Nothing moved alone" not in said


def test_the_table_has_every_shift_and_says_where() -> None:
    _, rows = words.rows(distances_answer())
    assert [row[3] for row in rows].count("nowhere") == 6
    assert [row[3] for row in rows].count("not told") == 1


def test_the_largest_change_is_told_with_its_second_measurement() -> None:
    said = words.headline(change_answer())
    assert "strength of club from 1 to 2 moves it by +9.0 (+7.0 to +11)" in said
    assert "5% becomes 14%" in said


def test_a_largest_change_that_is_unresolved_is_said_to_be() -> None:
    said = words.headline(change_answer(is_resolved=False))
    assert said.startswith("No single change within the stated ranges is told to move")


def test_nothing_moves_where_no_range_is_stated() -> None:
    answer = change_answer()
    still = replace(answer, result=replace(answer.result, largest=None, changes=0))
    assert "states no range" in words.headline(still)
