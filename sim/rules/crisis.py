"""Crises: who is struck, who asks, and whether the patron honours its pledge."""

from __future__ import annotations

from sim.jit import rule
from sim.rules.elementary import logistic, share


@rule
def crisis_probability(rate_per_month, exposure):
    """Chance of a crisis this month: rate · exposure (threat, or regime_risk)."""
    return share(rate_per_month * exposure)


@rule
def ask_probability(reluctance, trust):
    """Chance that a member in crisis asks for help.

        1 - reluctance (1 - trust)

    Who does not trust seldom asks, and so learns little: in the border crisis of late 2025
    Tajikistan denied needing help.
    """
    return share(1.0 - reluctance * (1.0 - trust))


@rule
def competing_requests(own, everyone, cut):
    """Requests of this month beside the one that is answered.

    With dilution cut, the patron no longer sees the others' requests, only the member's own.
    """
    return (own if cut else everyone) - 1


@rule
def honour_probability(base, w_capacity, capacity, w_alignment, alignment, dilution, competing):
    """Chance that the patron honours a request.

        E(base + w_capacity (capacity - 1/2) + w_alignment alignment - dilution · competing)

    Record: 0 of 3 external, 1 of 2 domestic requests in the CSTO; defence pacts after 1945
    honoured in 22 to 41 per cent (Berkemeier & Fuhrmann 2018).
    """
    return logistic(
        base + w_capacity * (capacity - 0.5) + w_alignment * alignment - dilution * competing
    )
