"""Alignment between the patron (+1) and the outside poles (-1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.jit import rule
from sim.rules.elementary import clip
from sim.rules.status import departure

if TYPE_CHECKING:
    from sim.jit import Codes, Floats


@rule
def peer_gain(channel: float, peer_share: float) -> float:
    """How far a member's target follows its peers, in [0, 1).

        g = ch.alignment · s / (1 - s + ch.alignment · s),  s = peer_share

    ``channel`` >= 0 is the strength of the channel ``alignment``, ``peer_share`` in [0, 1).

    Assumption: s at strength 1, nothing at 0, and below 1 at any: peers who follow one another
    amplify a lasting push by 1/(1 - g ρ(w)), which never runs away.
    """
    return channel * peer_share / (1.0 - peer_share + channel * peer_share)


@rule
def alignment_target(
    baseline: float,
    trust_pull: float,
    trust: float,
    trust_start: float,
    pole_pull: float,
    pull: float,
    pull_start: float,
    gain: float,
    drift: float,
) -> float:
    """Where alignment tends to, also beyond its range: moved by trust, by offers and by peers.

        baseline + trust_to_alignment (trust - trust⁰) - pull_to_alignment (pull - pull⁰)
                 + g Σ_j w[i, j] (p_j - x_j⁰)

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
    gain : float in [0, 1)
        ``peer_gain``.
    drift : float
        ``peer_drift``.

    Assumption: linear in all. Dependence is not loyalty and does not enter: Armenia's trade with
    Russia rose from 27 to 41 per cent (2019-2024) while its alignment fell.
    """
    own = baseline + trust_pull * (trust - trust_start) - pole_pull * (pull - pull_start)
    return own + gain * drift


@rule
def stance(alignment: float, status: int) -> float:
    """What others see of a member: its alignment less what its status says against the patron.

        x - departure, in [-3/2, 1]

    Assumption: a signal and a status add up.
    """
    return alignment - departure(status)


@rule
def stance_shift(alignment: float, baseline: float, status: int) -> float:
    """How far what others see of a member has moved from its baseline, in [-5/2, 2].

        p - x⁰

    Parameters
    ----------
    alignment : float in [-1, 1]
        x, as seen.
    baseline : float in [-1, 1]
        x⁰, as seen.
    status : int
        Its status, as seen.

    Assumption: peers react to deviations, so that standing differences pull nobody.
    """
    return stance(alignment, status) - baseline


@rule
def peer_drift(member: int, influence: Floats, shifts: Floats, joined: Codes) -> float:
    """How far the others have moved, as this member heeds them.

        Σ_j w[i, j] (p_j - x_j⁰),  w[i, j] = W[i, j] / max(1, Σ_k W[i, k]),
        over members that are or were in

    Parameters
    ----------
    member : int
        Index of the one that heeds.
    influence : float array (members, members), in [0, 1]
        W[i, j]: how much i heeds j.
    shifts : float array (members,)
        ``stance_shift`` of each.
    joined : uint8 array (members,)
        1 for a member that is or was in, else 0.

    Source: a linear opinion pool (DeGroot 1974).
    """
    total = 0.0
    heeded = 0.0
    for j in range(len(joined)):
        if joined[j]:
            total += influence[member, j] * shifts[j]
            heeded += influence[member, j]
    return total / max(1.0, heeded)


@rule
def next_alignment(
    alignment: float, target: float, reversion: float, noise_sd: float, noise: float
) -> float:
    """Alignment a month later, in [-1, 1].

        x + reversion (target - x) + noise_sd ε

    Parameters
    ----------
    alignment : float in [-1, 1]
        x.
    target : float
        Where it tends to.
    reversion : float in [0, 1]
        Share of the way that it goes in a month.
    noise_sd : float >= 0
        Standard deviation of the monthly noise.
    noise : float
        Noise of mean 0 and variance 1.

    Assumption: partial adjustment, a share of the way each month, with independent noise.
    """
    return clip(alignment + reversion * (target - alignment) + noise_sd * noise, -1.0, 1.0)


@rule
def shifted_alignment(alignment: float, change: float) -> float:
    """Alignment after a shock, in [-1, 1].

        x + change

    Definition: what leads beyond a pole ends there.
    """
    return clip(alignment + change, -1.0, 1.0)
