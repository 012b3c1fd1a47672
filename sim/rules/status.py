"""The four statuses of a member and what others see in them."""

from __future__ import annotations

from sim.jit import rule

ACTIVE, FROZEN, NOTICE, OUT = 0, 1, 2, 3
STATUSES = ("ACTIVE", "FROZEN", "NOTICE", "OUT")
"""Outwards from left to right. FROZEN: part in the organs suspended in practice."""

UNHELD, HOLD_TODAY = 9, 8
"""Codes of a hold: none; the status that the run had when the arms parted."""

_ABSENCE = (0.0, 0.25, 0.5, 1.0)
_DEPARTURE = (0.0, 0.25, 0.5, 0.5)
_DEFIANCE = (0.0, 0.5, 1.0, 0.5)


@rule
def absence(status):
    """How much of a member the club misses: 0, 1/4, 1/2, 1 by status. Assumption: linear steps."""
    return _ABSENCE[status]


@rule
def departure(status):
    """How far a status alone speaks against the patron: 0, 1/4, 1/2, 1/2, in units of alignment.

    A notice is the loudest signal there is; being out adds nothing to it. Assumption.
    """
    return _DEPARTURE[status]


@rule
def defiance(status):
    """How much of the patron's attention a status binds: 0, 1/2, 1, 1/2.

    A running notice binds most, an accomplished exit less. Assumption.
    """
    return _DEFIANCE[status]


@rule
def is_outward(before, after):
    """Whether a step leads outwards: a move that the patron answers."""
    return after > before


@rule
def held_status(hold, today):
    """The status that a held member is kept at: the given one, or that of the branch."""
    return today if hold == HOLD_TODAY else hold


@rule
def begun_notice(status, notice_months, renewal):
    """What a move to NOTICE becomes: OUT at once without a notice period or on a renewal date."""
    return OUT if status == NOTICE and (notice_months == 0 or renewal) else status
