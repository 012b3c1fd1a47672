"""Alignment between the patron (+1) and the outside poles (-1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.jit import rule
from sim.rules.elementary import clip
from sim.rules.status import departure

if TYPE_CHECKING:
    from sim.jit import Codes, Floats


@rule
def alignment_target(
    baseline: float,
    trust_pull: float,
    trust: float,
    trust_start: float,
    pole_pull: float,
    pull: float,
    pull_start: float,
) -> float:
    """Where alignment tends to, also beyond its range: its baseline, moved by trust and by offers.

        baseline + trust_to_alignment (trust - trust⁰) - pull_to_alignment (pull - pull⁰)

    Parameters
    ----------
    baseline : float in [-1, 1]
        x⁰: alignment at the start, with what has moved it for good.
    trust_pull : float >= 0
        trust_to_alignment.
    trust : float in (0, 1)
        Trust, one from two.
    trust_start : float in (0, 1)
        trust⁰: the start trusts with the same weights.
    pole_pull : float >= 0
        pull_to_alignment.
    pull : float in [0, 1]
        The strongest outside offer.
    pull_start : float in [0, 1]
        pull⁰: that at the start.

    Assumption: linear in both. Dependence is not loyalty and does not enter: Armenia's trade with
    Russia rose from 27 to 41 per cent (2019-2024) while its alignment fell.
    """
    return baseline + trust_pull * (trust - trust_start) - pole_pull * (pull - pull_start)


@rule
def stance(alignment: float, status: int) -> float:
    """What others see of a member: its alignment less what its status says against the patron.

        x - departure, in [-3/2, 1]

    Assumption: a signal and a status add up.
    """
    return alignment - departure(status)


@rule
def peer_drift(
    member: int,
    influence: Floats,
    alignment: Floats,
    baseline: Floats,
    status: Codes,
    joined: Codes,
) -> float:
    """How far the others' stances have moved from their baselines, as this member heeds them.

        Σ_j W[i, j] (p_j - x_j⁰), over members that are or were in

    Any number: the influences on one member need not add up to 1.

    Parameters
    ----------
    member : int
        Index of the one that heeds.
    influence : float array (members, members), in [0, 1]
        W[i, j]: how much i heeds j.
    alignment : float array (members,), in [-1, 1]
        Alignments, as seen.
    baseline : float array (members,), in [-1, 1]
        Their x⁰.
    status : uint8 array (members,)
        Statuses, as seen.
    joined : uint8 array (members,)
        1 for a member that is or was in, else 0.

    Source: a linear opinion pool (DeGroot 1974). Assumption: on deviations, so that standing
    differences pull nobody.
    """
    total = 0.0
    for j in range(len(status)):
        if joined[j]:
            total += influence[member, j] * (stance(alignment[j], status[j]) - baseline[j])
    return total


@rule
def next_alignment(
    alignment: float,
    target: float,
    reversion: float,
    channel: float,
    peer_speed: float,
    drift: float,
    noise_sd: float,
    noise: float,
) -> float:
    """Alignment a month later, in [-1, 1].

        x + reversion (target - x) + channel · peer_speed · drift + noise_sd ε

    Parameters
    ----------
    alignment : float in [-1, 1]
        x.
    target : float
        Where it tends to.
    reversion : float in [0, 1]
        Share of the way that it goes in a month.
    channel : float >= 0
        Strength of the channel ``alignment``.
    peer_speed : float in [0, 1]
        Share of the drift that it follows in a month.
    drift : float
        ``peer_drift``.
    noise_sd : float >= 0
        Standard deviation of the monthly noise.
    noise : float
        Noise of mean 0 and variance 1.

    Assumption: partial adjustment, a share of the way each month, with independent noise.
    """
    moved = alignment + reversion * (target - alignment) + channel * peer_speed * drift
    return clip(moved + noise_sd * noise, -1.0, 1.0)


@rule
def shifted_alignment(alignment: float, change: float) -> float:
    """Alignment after a shock, in [-1, 1].

        x + change

    Definition: what leads beyond a pole ends there.
    """
    return clip(alignment + change, -1.0, 1.0)
