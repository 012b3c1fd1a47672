"""From a record to its windows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from sim.hindcast.panel import Panel, panel
from sim.record.record import Record
from sim.seeding.features import deeds_of
from sim.seeding.history import BELIEVED, bodies, of_day
from sim.seeding.lookup import Indicators

UNTIL = date(2026, 6, 30)
"""Last day that the record is held to cover: it was closed in June 2026."""


def panel_of(
    record: Record,
    *,
    believed: Collection[str] = BELIEVED,
    without: Collection[str] = (),
    until: date = UNTIL,
) -> Panel:
    """All windows of a record, each member seeded at the beginning of each.

    Parameters
    ----------
    believed : collection of str
        Grades of confidence at which a step counts.
    without : collection of str
        Indicators that are not read.
    """
    values = record.values[~record.values["indicator"].isin(list(without))]
    known = Indicators(replace(record, values=values))
    found = bodies(record, believed=believed)
    return panel(found, known, deeds_of(record.events), of_day(until))
