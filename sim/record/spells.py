"""How long freezes last and how they end, and how long leavers stay out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from sim.record.dates import earliest, middle, years_between
from sim.record.record import Record

KEY = ["organisation", "iso3", "spell"]

FURTHER, RETURN, OPEN = "further", "return", "open"


def freezes(record: Record, until: date, *, recalled: bool = True) -> pd.DataFrame:
    """Freezes by the member's own decision, and how each ended.

    Parameters
    ----------
    record : Record
        The record.
    until : date
        Last day that the record is held to cover.
    recalled : bool
        Whether steps count that are recalled and have been looked up nowhere. A step that does not
        count, and every disputed one, ends what is known on the first day it can have been taken.

    Returns
    -------
    DataFrame
        ``organisation, iso3, spell, start, stop, years, ended_by, left_after``. ``ended_by`` is
        ``further`` (notice or exit by the member's own decision), ``return`` or ``open`` (still
        frozen at ``stop``, or not known beyond). ``left_after`` is the number of years from the
        start to the exit, missing where there was none.
    """
    ends = _ends(record)
    rows = []
    for named, steps in record.steps.groupby(KEY, sort=True):
        key: Any = named
        ordered = steps.assign(day=steps["date"].map(middle))
        for freeze in ordered[(ordered["step"] == "freeze") & ordered["free"]].itertuples():
            start: Any = freeze.day
            later = ordered[(ordered["day"] >= start) & (ordered["step"] != "freeze")]
            stop, ended_by = _end(later, ends[key[0]], until, recalled)
            exits = list(later.loc[(later["step"] == "exit") & later["free"], "day"])
            left = years_between(start, exits[0]) if exits else None
            rows.append((*key, start, stop, years_between(start, stop), ended_by, left))
    names = [*KEY, "start", "stop", "years", "ended_by", "left_after"]
    return pd.DataFrame(rows, columns=names)


def absences(record: Record, until: date, *, recalled: bool = True) -> pd.DataFrame:
    """Times that leavers spent outside, from an exit by their own decision to a return.

    Parameters
    ----------
    record, until, recalled
        As for `freezes`.

    Returns
    -------
    DataFrame
        ``organisation, iso3, spell, start, stop, years, ended_by``; ``spell`` is the membership
        that ended. ``ended_by`` is ``return`` or ``open`` (still out at ``stop``, end of the body,
        or not known beyond). Disputed exits are left out.
    """
    ends = _ends(record)
    joined = {(row.organisation, row.iso3, row.spell): row for row in record.spells.itertuples()}
    left = record.steps[(record.steps["step"] == "exit") & record.steps["free"]]
    rows = []
    for step in left[left["confidence"] != "disputed"].itertuples():
        key: Any = (step.organisation, step.iso3, step.spell)
        start, stop, ended_by = middle(str(step.date)), until, OPEN
        if isinstance(dissolved := ends[key[0]], str):
            stop = min(stop, middle(dissolved))
        again = joined.get((*key[:2], key[2] + 1))
        if again is not None and again.confidence == "recalled" and not recalled:
            stop = min(stop, earliest(str(again.joined)))
        elif again is not None and middle(str(again.joined)) <= stop:
            stop, ended_by = middle(str(again.joined)), RETURN
        if start < stop:
            rows.append((*key, start, stop, years_between(start, stop), ended_by))
    return pd.DataFrame(rows, columns=[*KEY, "start", "stop", "years", "ended_by"])


def _ends(record: Record) -> dict[str, Any]:
    bodies = record.organisations
    return dict(zip(bodies["organisation"], bodies["dissolved"], strict=True))


def _end(later: pd.DataFrame, dissolved: Any, until: date, recalled: bool) -> tuple[date, str]:
    ends = [(until, OPEN)]
    if isinstance(dissolved, str):
        ends.append((middle(dissolved), OPEN))
    for step in later.itertuples():
        day: Any = step.day
        if step.confidence == "disputed" or (step.confidence == "recalled" and not recalled):
            ends.append((earliest(str(step.date)), OPEN))
        elif not step.free:
            ends.append((day, OPEN))
        else:
            ends.append((day, RETURN if step.step == "return" else FURTHER))
    return min(ends, key=lambda end: end[0])
