"""What ``present:`` does: every run is shifted alike, so that the spread between runs stays."""

from __future__ import annotations

from sim.jit import rule
from sim.rules.elementary import clip, share

TRUST_LOW, TRUST_HIGH = 0.001, 0.999
"""A stated trust keeps both pseudo-counts above 0."""


@rule
def shift_to(stated, replayed):
    """How far a stated value lies from the noise-free replay."""
    return stated - replayed


@rule
def moved_share(value, shift):
    """A quantity in [0, 1] after the shift."""
    return share(value + shift)


@rule
def moved_trust(kept, broken, shift):
    """Trust after the shift; its firmness, kept + broken, stays."""
    return clip(kept / (kept + broken) + shift, TRUST_LOW, TRUST_HIGH)


@rule
def firmness(kept, broken):
    """How firm a belief is: kept + broken."""
    return kept + broken
