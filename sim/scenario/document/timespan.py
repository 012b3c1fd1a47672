"""The months of a scenario: how long it is replayed, and how long it is played."""

from __future__ import annotations

from sim.scenario.document.months import later
from sim.scenario.document.schema import Document

DEFAULT_MONTHS = 120
"""Months after ``now`` that are played where no end is stated."""


def last_recorded(document: Document) -> str:
    """The last month that is replayed."""
    return document.branch_at or document.now


def last_month(document: Document) -> str:
    """The last month that is played."""
    return document.end or later(document.now, DEFAULT_MONTHS)
