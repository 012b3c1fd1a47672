"""Alignment between the patron (+1) and the outside poles (-1)."""

from __future__ import annotations

from sim.jit import rule
from sim.rules.elementary import clip
from sim.rules.status import departure


@rule
def alignment_target(baseline, trust_pull, trust, trust_start, pole_pull, pull, pull_start):
    """Where alignment tends to: its baseline, moved by lost trust and by grown offers.

        baseline + trust_to_alignment (trust - trust⁰) - pull_to_alignment (pull - pull⁰)

    Dependence is not loyalty and does not enter: Armenia's trade with Russia rose from 27 to 41
    per cent (2019-2024) while its alignment fell.
    """
    return baseline + trust_pull * (trust - trust_start) - pole_pull * (pull - pull_start)


@rule
def stance(alignment, status):
    """What others see of a member: its alignment less what its status says against the patron."""
    return alignment - departure(status)


@rule
def peer_drift(member, influence, alignment, baseline, status, joined):
    """How far the others' stances have moved from their baselines, as this member heeds them.

        Σ_j W[i, j] (p_j - x_j⁰), over members that are or were in

    A linear opinion pool (DeGroot 1974) on deviations: standing differences pull nobody.
    """
    total = 0.0
    for j in range(len(status)):
        if joined[j]:
            total += influence[member, j] * (stance(alignment[j], status[j]) - baseline[j])
    return total


@rule
def next_alignment(alignment, target, reversion, channel, peer_speed, drift, noise_sd, noise):
    """Alignment a month later, in [-1, 1].

        x + reversion (target - x) + channel · peer_speed · drift + noise_sd ε
    """
    moved = alignment + reversion * (target - alignment) + channel * peer_speed * drift
    return clip(moved + noise_sd * noise, -1.0, 1.0)


@rule
def shifted_alignment(alignment, change):
    """Alignment after a shock, in [-1, 1]."""
    return clip(alignment + change, -1.0, 1.0)
