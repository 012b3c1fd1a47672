import math

import pytest

from sim.hindcast.windows import windows
from sim.seeding.history import Body, Span

LED = (("LED", -math.inf, math.inf),)


def body(*spans, dissolved=math.inf, leaders=LED):
    return Body("X", "regional", 1990.4, dissolved, leaders, spans)


def test_windows_begin_each_year_after_the_founding_and_need_half_their_length():
    found = list(windows(body(Span("AAA", 1990.5, math.inf)), 2000.0))
    assert [w.year for w in found] == list(range(1991, 1998))  # 1998 would see 2 of 5 years
    assert {w.phase for w in found} == {0, 1, 2, 3, 4}


def test_a_window_cut_by_the_end_of_the_body_counts_what_was_watched():
    last = list(windows(body(Span("AAA", 1990.5, math.inf), dissolved=1994.0), 2026.0))[-1]
    assert last.year == 1991
    assert last.rows[0].years == pytest.approx(3.0)


def test_a_step_inside_the_window_counts_and_one_after_it_does_not():
    found = {w.year: w for w in windows(body(Span("AAA", 1990.5, 1997.2, step=1997.2)), 2026.0)}
    assert not found[1992].rows[0].left
    assert found[1993].rows[0].left
    assert found[1993].rows[0].at == pytest.approx(4.2)
    assert 1998 not in found


def test_who_is_made_to_go_early_is_left_out_and_else_stayed_as_long_as_it_could():
    thrown = Span("AAA", 1990.5, 1996.0, gone=1996.0)
    found = {w.year: w for w in windows(body(thrown, Span("BBB", 1990.5, math.inf)), 2026.0)}
    assert [row.iso3 for row in found[1995].rows] == ["BBB"]
    assert found[1992].rows[0].years == pytest.approx(4.0)
    assert not found[1992].rows[0].left


def test_a_body_without_a_leading_power_has_no_windows():
    assert not list(windows(body(Span("AAA", 1990.5, math.inf), leaders=()), 2026.0))
