"""From a record to its windows."""

from __future__ import annotations

from datetime import date

from sim.hindcast.history import bodies, of_day
from sim.hindcast.panel import Panel, panel
from sim.record.record import Record
from sim.seeding.features import deeds_of
from sim.seeding.lookup import Indicators

UNTIL = date(2026, 6, 30)
"""Last day that the record is held to cover: it was closed in June 2026."""


def panel_of(record: Record, *, recalled: bool = True, until: date = UNTIL) -> Panel:
    """All windows of a record, each member seeded at the beginning of each.

    Parameters
    ----------
    recalled : bool
        Whether steps count that nobody has looked up.
    """
    found = bodies(record, recalled=recalled)
    return panel(found, Indicators(record), deeds_of(record.events), of_day(until))
