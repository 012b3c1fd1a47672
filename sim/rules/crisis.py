"""Crises: who is struck, who asks, and whether the patron honours its pledge."""

from __future__ import annotations

from sim.jit import rule
from sim.rules.elementary import logistic, share


@rule
def crisis_probability(rate_per_month: float, exposure: float) -> float:
    """Chance of a crisis this month.

        rate · exposure

    ``exposure`` is threat, or regime_risk.

    Assumption: linear in exposure, and no crisis makes the next one likelier.
    """
    return share(rate_per_month * exposure)


@rule
def ask_probability(reluctance: float, trust: float) -> float:
    """Chance that a member in crisis asks for help.

        1 - reluctance (1 - trust)

    Assumption: who does not trust seldom asks, and so learns little: in the border crisis of late
    2025 Tajikistan denied needing help.
    """
    return share(1.0 - reluctance * (1.0 - trust))


@rule
def competing_requests(own: int, everyone: int, cut: int) -> int:
    """Requests of this month beside the one that is answered, a count.

    Parameters
    ----------
    own : int from 0 to 2
        Requests of the member itself this month.
    everyone : int >= 0
        Requests of all members this month.
    cut : int
        1 where dilution is cut, else 0.

    Definition: of all members; where dilution is cut (``cut`` 1), the patron sees the member's own
    alone.
    """
    return (own if cut else everyone) - 1


@rule
def honour_probability(
    base: float,
    w_capacity: float,
    capacity: float,
    w_alignment: float,
    alignment: float,
    dilution: float,
    competing: int,
) -> float:
    """Chance that the patron honours a request.

        E(base + w_capacity (capacity - 1/2) + w_alignment alignment - dilution · competing)

    Parameters
    ----------
    base : float
        Readiness to honour this type, in logit units.
    w_capacity : float
        Weight of capacity, in logit units.
    capacity : float in [0, 1]
        The patron's capacity c.
    w_alignment : float
        Weight of the asker's alignment, in logit units.
    alignment : float in [-1, 1]
        The asker's alignment.
    dilution : float >= 0
        Strength of the channel.
    competing : int >= 0
        Other requests of this month.

    Source for ``base``: 0 of 3 external, 1 of 2 domestic requests in the CSTO; for comparison, 41
    per cent of defence pacts, and 22 of all alliances after 1945, were honoured (Berkemeier &
    Fuhrmann 2018). Assumption: the form.
    """
    return logistic(
        base + w_capacity * (capacity - 0.5) + w_alignment * alignment - dilution * competing
    )
