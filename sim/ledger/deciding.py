"""What became of a forecast: each member left or not, once the record covers the day."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sim.ledger.entry import Entry
from sim.record.dates import latest
from sim.record.record import Record

LEAST_CHANCE = 1e-4
"""Chances are moved into [this, 1 - this] before a logarithm is taken: no run can tell less."""


@dataclass(frozen=True)
class Decided:
    """An entry and what became of it.

    Attributes
    ----------
    left : dict of bool, or None
        By member; None while the record does not cover the day.
    log_loss, brier : float or None
        Mean over members; smaller is better.
    """

    entry: Entry
    left: dict[str, bool] | None
    log_loss: float | None
    brier: float | None


def decide(entry: Entry, record: Record, until: date) -> Decided:
    """What became of an entry by its rule.

    Parameters
    ----------
    until : date
        Last day that the record covers.
    """
    day = date.fromisoformat(entry.decided)
    if until < day:
        return Decided(entry, None, None, None)
    steps = record.steps
    exits = steps[(steps["organisation"] == entry.body) & (steps["step"] == "exit")]
    begun = entry.now + "-31"
    gone = {
        str(iso3)
        for iso3, when in zip(exits["iso3"], exits["date"], strict=True)
        if latest(str(when)) <= day and latest(str(when)).isoformat() > begun
    }
    left = {member: iso3 in gone for member, iso3 in entry.members.items()}
    said = [(entry.chances[member], out) for member, out in left.items()]
    return Decided(entry, left, mean(map(log_loss, said)), mean((p - out) ** 2 for p, out in said))


def log_loss(said: tuple[float, bool]) -> float:
    """Minus the log of the chance given to what happened."""
    p = min(max(said[0], LEAST_CHANCE), 1.0 - LEAST_CHANCE)
    return -math.log(p if said[1] else 1.0 - p)


def mean(values: Iterable[float]) -> float:
    """The mean of some numbers."""
    found = list(values)
    return math.fsum(found) / len(found)
