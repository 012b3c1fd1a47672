"""Pictures of tipping show what their answers say, each thing once."""

from __future__ import annotations

from sim.plots import drawing
from sim.plots.shared import palette as p
from tests.tipping_answers import change_answer, distances_answer


def test_each_change_is_one_dot_hollow_where_its_interval_contains_0() -> None:
    dots = drawing("tip_change", change_answer())["data"]
    assert [dot["x"][0] for dot in dots] == [0.1, -0.06, 0.01]
    hollow = [dot["marker"]["color"] == p.THEMES["light"].ground for dot in dots]
    assert hollow == [False, False, True]


def test_a_distance_has_one_dot_where_it_tips_and_none_where_it_does_not() -> None:
    (dot,) = drawing("tip_distances", distances_answer())["data"]
    assert dot["x"][0] == 0.8


def test_beside_each_shift_stands_where_it_tips_or_how_near_it_comes() -> None:
    drawn = drawing("tip_distances", distances_answer())["layout"]["annotations"]
    texts = [note["text"] for note in drawn]
    assert sum(text.startswith("at 0.8") for text in texts) == 1
    assert sum(text.startswith("not told (49% at 1)") for text in texts) == 1
    assert sum(text.startswith("never; 30% at 1") for text in texts) == 6
