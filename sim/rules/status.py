"""The four statuses of a member and what others see in them."""

from __future__ import annotations

from sim.jit import rule

ACTIVE, FROZEN, NOTICE, OUT = 0, 1, 2, 3
STATUSES = ("ACTIVE", "FROZEN", "NOTICE", "OUT")
"""Outwards from left to right. FROZEN: part in the organs suspended in practice."""

UNHELD, HOLD_TODAY, HOLD_FROM_EXIT = 9, 8, 7
"""Codes of a hold: none; the status that the run had when the arms parted; from the month of an
exit on the status before it."""

_ABSENCE = (0.0, 0.25, 0.5, 1.0)
_DEPARTURE = (0.0, 0.25, 0.5, 0.5)
_DEFIANCE = (0.0, 0.5, 1.0, 0.5)


@rule
def absence(status: int) -> float:
    """How much of a member the club misses.

        0, 1/4, 1/2, 1 for ACTIVE, FROZEN, NOTICE, OUT

    Assumption: the more of its part a member has given up, the more is missed, in these steps.
    """
    return _ABSENCE[status]


@rule
def departure(status: int) -> float:
    """How far a status alone speaks against the patron, in units of alignment.

        0, 1/4, 1/2, 1/2 for ACTIVE, FROZEN, NOTICE, OUT

    Assumption: a notice is the loudest signal there is, being out adds nothing to it; the steps.
    """
    return _DEPARTURE[status]


@rule
def defiance(status: int) -> float:
    """How much of the patron's attention a status binds.

        0, 1/2, 1, 1/2 for ACTIVE, FROZEN, NOTICE, OUT

    Assumption: a running notice binds most, an accomplished exit less; the steps.
    """
    return _DEFIANCE[status]


@rule
def is_outward(before: int, after: int) -> bool:
    """Whether a step leads outwards: a move that the patron answers.

    Definition: statuses are ordered ACTIVE, FROZEN, NOTICE, OUT.
    """
    return after > before


@rule
def held_status(hold: int, today: int) -> int:
    """The status that a held member is kept at: the given one, or that of the branch.

    Definition: ``hold`` is a status or ``HOLD_TODAY``, ``today`` the status at the branch.
    """
    return today if hold == HOLD_TODAY else hold


@rule
def is_free(hold: int, stopped: int) -> bool:
    """Whether a member takes its own steps.

    Definition: it is not held, or only from an exit on that has not come; ``stopped`` is 1 once it
    has.
    """
    return hold == UNHELD or (hold == HOLD_FROM_EXIT and not stopped)


@rule
def is_stopped(hold: int, before: int, after: int) -> bool:
    """Whether a step is the exit that a hold does not let happen.

    Parameters
    ----------
    hold : int
        A status, ``HOLD_TODAY``, ``HOLD_FROM_EXIT`` or ``UNHELD``.
    before : int
        Status before the step.
    after : int
        Status that it leads to.

    Definition: under ``HOLD_FROM_EXIT`` the step from any other status to OUT.
    """
    return hold == HOLD_FROM_EXIT and after == OUT and before != OUT


@rule
def begun_notice(status: int, notice_months: int, renewal: int) -> int:
    """What a move to NOTICE becomes: OUT at once without a notice period or on a renewal date.

    Parameters
    ----------
    status : int
        Status that is moved to.
    notice_months : int >= 0
        Length of the notice.
    renewal : int
        1 in the month of a renewal date, else 0.

    Source: the Charter of the CSTO asks for six months' notice (Article 19); in April 1999
    Azerbaijan, Georgia and Uzbekistan did not prolong the treaty of 1992 and were out.
    """
    return OUT if status == NOTICE and (notice_months == 0 or renewal) else status
