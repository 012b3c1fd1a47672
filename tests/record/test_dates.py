"""Dates known to the year, the month or the day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.record.dates import earliest, latest, middle, years_between


@given(st.dates(date(1800, 1, 1), date(2100, 12, 31)))
def test_less_exact_dates_hold_the_exact_one(day: date) -> None:
    for length in (4, 7, 10):
        text = day.isoformat()[:length]
        assert earliest(text) <= day <= latest(text)
        assert earliest(text) <= middle(text) <= latest(text)


def test_a_day_means_itself() -> None:
    assert earliest("1999-04-02") == latest("1999-04-02") == middle("1999-04-02")


def test_a_month_ends_on_its_last_day() -> None:
    assert latest("2024-02") == date(2024, 2, 29)
    assert latest("1999-12") == date(1999, 12, 31)


@pytest.mark.parametrize(
    "text", ["", "99", "1999-4", "1999-02-30", "1999-01-01-01", "19x9", "١٩٩٩"]
)
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        earliest(text)


def test_years_are_counted_in_days() -> None:
    assert years_between(date(2000, 1, 1), date(2004, 1, 1)) == 4.0
