"""What a status means to others, and what becomes of a move."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.status import (
    ACTIVE,
    FROZEN,
    HOLD_FROM_EXIT,
    HOLD_TODAY,
    NOTICE,
    OUT,
    STATUSES,
    UNHELD,
    absence,
    begun_notice,
    defiance,
    departure,
    held_status,
    is_free,
    is_outward,
    is_stopped,
)
from tests.rules.inputs import statuses

ALL = (ACTIVE, FROZEN, NOTICE, OUT)


def test_statuses_are_named_in_the_order_of_their_codes() -> None:
    assert [STATUSES[code] for code in ALL] == ["ACTIVE", "FROZEN", "NOTICE", "OUT"]


def test_the_club_misses_more_of_a_member_the_further_out_it_is() -> None:
    assert [absence(status) for status in ALL] == [0.0, 0.25, 0.5, 1.0]


def test_a_notice_speaks_loudest_and_an_exit_adds_nothing_to_it() -> None:
    assert [departure(status) for status in ALL] == [0.0, 0.25, 0.5, 0.5]


def test_a_running_notice_binds_the_patron_most() -> None:
    assert [defiance(status) for status in ALL] == [0.0, 0.5, 1.0, 0.5]


@given(statuses, statuses)
def test_a_step_leads_outwards_or_back_or_is_none(before: int, after: int) -> None:
    assert is_outward(before, after) + is_outward(after, before) == (before != after)
    assert is_outward(ACTIVE, after) == (after != ACTIVE)
    assert not is_outward(OUT, after)


@given(statuses, statuses)
def test_a_member_is_held_at_the_status_given_or_at_that_of_the_branch(
    hold: int, today: int
) -> None:
    assert held_status(hold, today) == hold
    assert held_status(HOLD_TODAY, today) == today


def test_the_codes_of_holds_are_no_statuses() -> None:
    assert len({HOLD_TODAY, HOLD_FROM_EXIT, UNHELD, *ALL}) == 7


@pytest.mark.parametrize("hold", [*ALL, HOLD_TODAY, HOLD_FROM_EXIT, UNHELD])
@pytest.mark.parametrize("stopped", [0, 1])
def test_a_member_is_free_unless_it_is_held_or_was_stopped(hold: int, stopped: int) -> None:
    free = {(UNHELD, 0), (UNHELD, 1), (HOLD_FROM_EXIT, 0)}
    assert is_free(hold, stopped) == ((hold, stopped) in free)


@pytest.mark.parametrize("hold", [*ALL, HOLD_TODAY, HOLD_FROM_EXIT, UNHELD])
@given(before=statuses, after=statuses)
def test_a_hold_from_the_exit_on_stops_the_exit_and_no_other_step(
    hold: int, before: int, after: int
) -> None:
    exits = before != OUT and after == OUT
    assert is_stopped(hold, before, after) == (hold == HOLD_FROM_EXIT and exits)


@pytest.mark.parametrize(
    ("notice_months", "renewal", "becomes"),
    [(6, 0, NOTICE), (1, 0, NOTICE), (0, 0, OUT), (6, 1, OUT), (0, 1, OUT)],
)
def test_a_notice_is_an_exit_where_it_does_not_run_or_on_a_renewal_date(
    notice_months: int, renewal: int, becomes: int
) -> None:
    assert begun_notice(NOTICE, notice_months, renewal) == becomes


@given(st.sampled_from((ACTIVE, FROZEN, OUT)), st.integers(0, 600), st.integers(0, 1))
def test_other_moves_know_no_notice(status: int, notice_months: int, renewal: int) -> None:
    assert begun_notice(status, notice_months, renewal) == status
