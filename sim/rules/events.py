"""What an event does to a quantity, how it fades, and how it counts where there is no chance."""

from __future__ import annotations

from sim.jit import rule
from sim.rules.elementary import share


@rule
def shocked(lasting: float, size: float) -> float:
    """The lasting part of a quantity after a shock, in [0, 1].

        lasting + size

    Definition: ``size`` in [-1, 1]; what leads beyond the range ends at its edge.
    """
    return share(lasting + size)


@rule
def faded(fading: float, factor: float) -> float:
    """The fading part of a quantity a month later; any number.

        fading · factor

    Assumption: exponential, with the half-life that the event states.
    """
    return fading * factor


@rule
def level(lasting: float, fading: float) -> float:
    """A quantity as it is felt: its lasting and its fading parts, in [0, 1].

        lasting + Σ fading

    Definition: the sum of the fading parts may be any number.
    """
    return share(lasting + fading)


@rule
def weighted(size: float, weight: float) -> float:
    """The size of a contested event: as claimed, times the weight of the claim; any number.

        size · weight

    Assumption: half a claim does half of what the whole one would.
    """
    return size * weight


@rule
def remaining(times: float, happened: float) -> float:
    """How often an event may still happen this month: at most once.

        min(1, max(0, times - happened))

    Definition: ``times`` >= 1 is the most in a run, ``happened`` >= 0 so far.
    """
    return min(1.0, max(0.0, times - happened))


@rule
def expected_amount(probability: float, times: float, happened: float) -> float:
    """How much of an event happens where chance is replaced by its mean.

        probability · min(1, max(0, times - happened))

    Parameters
    ----------
    probability : float in [0, 1]
        Chance that it happens this month.
    times : float >= 1
        The most in a run.
    happened : float >= 0
        How often so far.

    Assumption: for an event that happens at most once this is exactly the chance that it happens
    this month; for others an approximation.
    """
    return probability * remaining(times, happened)


@rule
def policy_after(share_before: float, share_stated: float, amount: float) -> float:
    """A share of the patron's policy after an event sets it (half-way where half happens).

        before + amount (stated - before)

    Parameters
    ----------
    share_before : float in [0, 1]
        The share until now.
    share_stated : float in [0, 1]
        What the event sets.
    amount : float in [0, 1]
        How much of the event happens.

    Definition: ``amount`` 1 sets it, 0 leaves it.
    """
    return share_before + amount * (share_stated - share_before)
