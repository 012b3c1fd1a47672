"""What an event does to a quantity, how it fades, and how it counts where there is no chance."""

from __future__ import annotations

from sim.jit import rule
from sim.rules.elementary import share


@rule
def shocked(lasting, size):
    """The lasting part of a quantity after a shock, in [0, 1]."""
    return share(lasting + size)


@rule
def faded(fading, factor):
    """The fading part of a quantity a month later."""
    return fading * factor


@rule
def level(lasting, fading):
    """A quantity as it is felt: its lasting and its fading parts, in [0, 1]."""
    return share(lasting + fading)


@rule
def weighted(size, weight):
    """The size of a contested event: as claimed, times the weight of the claim."""
    return size * weight


@rule
def remaining(times, happened):
    """How often an event may still happen: at most once a month."""
    return min(1.0, max(0.0, times - happened))


@rule
def expected_amount(probability, times, happened):
    """How much of an event happens where chance is replaced by its mean.

    For an event that happens once this is exactly the chance that it happens this month.
    """
    return probability * remaining(times, happened)


@rule
def policy_after(share_before, share_stated, amount):
    """A share of the patron's policy after an event sets it (half-way where half happens)."""
    return share_before + amount * (share_stated - share_before)
