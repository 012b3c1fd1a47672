"""What ``present:`` does: every run is shifted alike, so that the spread between runs stays."""

from __future__ import annotations

from sim.jit import rule
from sim.rules.elementary import clip, share

TRUST_LOW, TRUST_HIGH = 0.001, 0.999
"""A stated trust keeps both pseudo-counts above 0."""


@rule
def shift_to(stated: float, replayed: float) -> float:
    """How far a stated value lies from the noise-free replay; any number.

    Definition: stated - replayed.
    """
    return stated - replayed


@rule
def moved_share(value: float, shift: float) -> float:
    """A quantity in [0, 1] after the shift.

        value + shift

    Assumption: every run moves alike, up to the edges of the range.
    """
    return share(value + shift)


@rule
def moved_trust(kept: float, broken: float, shift: float) -> float:
    """Trust after the shift, in [0.001, 0.999]; its firmness, kept + broken, stays.

        kept / (kept + broken) + shift

    Parameters
    ----------
    kept : float > 0
        Pseudo-counts of kept pledges.
    broken : float > 0
        Pseudo-counts of broken pledges.
    shift : float in [-1, 1]
        ``shift_to``.

    Assumption: a stated trust is held as firmly as the replayed one.
    """
    return clip(kept / (kept + broken) + shift, TRUST_LOW, TRUST_HIGH)


@rule
def firmness(kept: float, broken: float) -> float:
    """How firm a belief is, in pseudo-counts > 0.

    Definition: kept + broken.
    """
    return kept + broken
