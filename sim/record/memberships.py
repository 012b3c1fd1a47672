"""Memberships as stretches of time: until when a member was at risk, and what ended that."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from sim.record.dates import earliest, middle
from sim.record.record import Record

KEY = ["organisation", "iso3", "spell"]

STEP = "step"
IMPOSED = "imposed"
DISSOLVED = "dissolved"
UNVERIFIED = "unverified"
OPEN = "open"

ACTIVE, FROZEN, NOTICE = "active", "frozen", "notice"
_AFTER = {"freeze": FROZEN, "notice": NOTICE, "return": ACTIVE}


def memberships(record: Record, until: date, *, recalled: bool = True) -> pd.DataFrame:
    """Each membership from joining to its first free step, or to what ended it before.

    A step of which nobody knows whether it was taken ends what is known of that member: the stretch
    stops on the first day on which it can have been taken, and that is no step. So a leaver is
    never counted as one who stayed. Disputed steps are such, and without ``recalled`` those that
    nobody has looked up.

    Parameters
    ----------
    record : Record
        The record.
    until : date
        Last day that the record is held to cover.
    recalled : bool
        Whether steps count that are recalled and have been looked up nowhere.

    Returns
    -------
    DataFrame
        ``organisation, iso3, spell, start, stop, ended_by, act``. ``start`` and ``stop`` are days
        (datetime64); dates known to the month or year alone stand at its middle. ``ended_by`` is
        ``step`` (the first free step outwards, on the day ``stop``), ``imposed`` (an exit that
        was not the member's decision), ``dissolved`` (end of the body), ``unverified``, or
        ``open`` (``stop`` is ``until``). ``act`` names the joint act of a step, else blank.
        Memberships that begin after ``until`` are left out.
    """
    steps = dict(list(record.steps.groupby(KEY, sort=False)))
    bodies = record.organisations
    ends = dict(zip(bodies["organisation"], bodies["dissolved"], strict=True))
    rows = []
    for spell in record.spells.itertuples():
        start = middle(str(spell.joined))
        if start > until:
            continue
        key = (spell.organisation, spell.iso3, spell.spell)
        found = _ends(steps.get(key), ends[spell.organisation], recalled)
        stop, ended_by, act = min([*found, (until, OPEN, "")], key=lambda end: end[0])
        rows.append((*key, start, max(start, stop), ended_by, act))
    frame = pd.DataFrame(rows, columns=[*KEY, "start", "stop", "ended_by", "act"])
    return frame.astype({"start": "datetime64[s]", "stop": "datetime64[s]"})


def _ends(
    steps: pd.DataFrame | None, dissolved: str | None, recalled: bool
) -> list[tuple[date, str, str]]:
    """What can end a stretch, and when; what comes first in the list wins a tie."""
    whole = isinstance(dissolved, str)
    found = [(middle(str(dissolved)), DISSOLVED, "")] if whole else []
    for step in () if steps is None else steps.itertuples():
        text = str(step.date)
        unsure = step.confidence == "disputed" or (step.confidence == "recalled" and not recalled)
        if step.first_free and not unsure:
            found.append((middle(text), STEP, str(step.act)))
        elif step.first_free:
            found.append((earliest(text), UNVERIFIED, ""))
        elif step.step == "exit" and not step.free:
            found.append((middle(text), IMPOSED, ""))
    return found


def standings(record: Record, organisation: str, day: date) -> pd.DataFrame:
    """Who belongs to a body on a day, and how each stands.

    Parameters
    ----------
    record : Record
        The record; all steps count, recalled ones too.
    organisation : str
        Id of the body.
    day : date
        The day; what happened on it has happened.

    Returns
    -------
    DataFrame
        ``iso3, spell, standing``, the last one ``active``, ``frozen`` or ``notice``; without a
        row where the body does not exist on that day.

    Raises
    ------
    KeyError
        Where the record has no such body.
    """
    body = record.organisations.set_index("organisation").loc[organisation]
    dissolved = body["dissolved"]
    over = isinstance(dissolved, str) and middle(dissolved) <= day
    members: dict[str, tuple[int, str]] = {}
    for when, what in () if over else _history(record, organisation):
        if when > day:
            break
        if what.step == "exit":
            members.pop(what.iso3, None)
        else:
            members[what.iso3] = (what.spell, _AFTER.get(what.step, ACTIVE))
    rows = [(iso3, *members[iso3]) for iso3 in sorted(members)]
    return pd.DataFrame(rows, columns=["iso3", "spell", "standing"])


def _history(record: Record, organisation: str) -> list[tuple[date, Any]]:
    """All joinings and steps of a body in their order; on one day joining comes first."""
    joined = record.spells[record.spells["organisation"] == organisation]
    steps = record.steps[record.steps["organisation"] == organisation]
    rows = [(middle(str(row.joined)), row) for row in joined.assign(step="join").itertuples()]
    rows += [(middle(str(row.date)), row) for row in steps.itertuples()]
    return sorted(rows, key=lambda found: found[0])
