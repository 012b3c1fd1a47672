"""Dates that are known to the day, the month or the year alone."""

from __future__ import annotations

from datetime import date, timedelta

DAYS_A_YEAR = 365.25


def earliest(text: str) -> date:
    """The first day that a date such as ``1967``, ``1967-03`` or ``1967-03-01`` can mean.

    Raises
    ------
    ValueError
        Where the text is no such date, or names a day that no calendar has.
    """
    parts = text.split("-")
    if not (len(parts) <= 3 and [len(part) for part in parts] == [4, 2, 2][: len(parts)]):
        raise ValueError("a date is YYYY, YYYY-MM or YYYY-MM-DD")
    if not all(part.isascii() and part.isdigit() for part in parts):
        raise ValueError("a date is YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (*(int(part) for part in parts), 1, 1)[:3]
    return date(year, month, day)


def latest(text: str) -> date:
    """The last day that such a date can mean."""
    first = earliest(text)
    if len(text) == 4:
        return first.replace(month=12, day=31)
    if len(text) == 7:
        following = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
        return following - timedelta(days=1)
    return first


def middle(text: str) -> date:
    """The day in the middle of those that such a date can mean."""
    first = earliest(text)
    return first + (latest(text) - first) // 2


def years_between(start: date, stop: date) -> float:
    """Years of 365.25 days from one day to another; negative where ``stop`` comes first."""
    return (stop - start).days / DAYS_A_YEAR
