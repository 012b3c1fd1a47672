"""The patron: how far its punishment reaches, whom it answers, and what others learn from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.jit import rule
from sim.rules.alignment import shifted_alignment
from sim.rules.elementary import share
from sim.rules.influence import attention_share
from sim.rules.status import ACTIVE, FROZEN, NOTICE, defiance

if TYPE_CHECKING:
    from sim.jit import Codes, Floats

COERCE, CONCEDE, WAIT = 0, 1, 2
REACTIONS = ("coerce", "concede", "wait")


@rule
def others_defiance(member: int, status: Codes, joined: Codes) -> float:
    """How much defiance beside this member's binds the patron, from 0 to the number of others.

        d = Σ_{j≠i} defiance_j, over members that are or were in

    Parameters
    ----------
    member : int
        Index of the one that is left out.
    status : uint8 array (members,)
        Statuses, as seen.
    joined : uint8 array (members,)
        1 for a member that is or was in, else 0.

    Assumption: each counts alike, whatever its weight.
    """
    total = 0.0
    for j in range(len(status)):
        if j != member and joined[j]:
            total += defiance(status[j])
    return total


@rule
def loyal_share(
    member: int, weight: Floats, status: Codes, alignment: Floats, joined: Codes
) -> float:
    """Weight of the active others, each by its alignment, in all the others' weight, in [0, 1].

        Σ_{j≠i, ACTIVE} weight_j (1 + x_j)/2 / Σ_{j≠i} weight_j, over members that are or were in

    Parameters
    ----------
    member : int
        Index of the one that is left out.
    weight : float array (members,), >= 0
        Shares in the club.
    status : uint8 array (members,)
        Statuses, as seen.
    alignment : float array (members,), in [-1, 1]
        Alignments, as seen.
    joined : uint8 array (members,)
        1 for a member that is or was in, else 0.

    Definition: 0 where the others have no weight.
    """
    loyal = 0.0
    total = 0.0
    for j in range(len(status)):
        if j != member and joined[j]:
            if status[j] == ACTIVE:
                loyal += weight[j] * (1.0 + alignment[j]) / 2.0
            total += weight[j]
    return loyal / total if total > 0.0 else 0.0


@rule
def spread(amount: float, dilution: float, defiance_of_others: float) -> float:
    """What is left of an effort that the others' defiance thins out.

        amount / (1 + dilution · d)

    Parameters
    ----------
    amount : float >= 0
        The whole effort.
    dilution : float >= 0
        Strength of the channel.
    defiance_of_others : float >= 0
        d, the others' defiance.

    Assumption: the patron divides its effort evenly among those who defy it.
    """
    return amount / (1.0 + dilution * defiance_of_others)


@rule
def reach(
    cheap: float,
    costly: float,
    capacity: float,
    dilution: float,
    defiance_of_others: float,
    discipline: float,
    backing: float,
    loyal: float,
) -> float:
    """How hard a leaver would be hit, >= 0.

        cheap + costly · c / (1 + dilution · d) + discipline · backing · loyal

    All but ``capacity`` and ``loyal`` may exceed 1; ``dilution`` and ``discipline`` are strengths
    of channels.

    Parameters
    ----------
    cheap : float >= 0
        Punishment that needs no capacity.
    costly : float >= 0
        Punishment at full capacity.
    capacity : float in [0, 1]
        The patron's capacity c.
    dilution : float >= 0
        Strength of the channel.
    defiance_of_others : float >= 0
        d, the others' defiance.
    discipline : float >= 0
        Strength of the channel.
    backing : float >= 0
        What wholly loyal peers add.
    loyal : float in [0, 1]
        ``loyal_share``.

    Assumption: a war drains troops, not sanitary bans, so that ``cheap`` does not depend on
    capacity. Peers who join the warning (the EAEU statement of 29 May 2026) add ``backing``.
    """
    return (
        cheap
        + spread(costly * capacity, dilution, defiance_of_others)
        + discipline * backing * loyal
    )


@rule
def reaction_probability(
    moved: int, status: int, attention: float, dilution: float, defiance_of_others: float
) -> float:
    """Chance that the patron answers: 1 to a move, ``attention`` to a standing affront; thinned.

        (1 if moved, attention if FROZEN or NOTICE, else 0) / (1 + dilution · d)

    Parameters
    ----------
    moved : int
        1 after a step outwards this month, else 0.
    status : int
        Status of the member.
    attention : float in [0, 1]
        Chance in a quiet month of FROZEN or NOTICE.
    dilution : float >= 0
        Strength of the channel.
    defiance_of_others : float >= 0
        d, the others' defiance.

    Assumption: a move is never overlooked by a patron with nothing else to do.
    """
    if moved:
        return spread(1.0, dilution, defiance_of_others)
    watched = status in (FROZEN, NOTICE)
    return spread(attention if watched else 0.0, dilution, defiance_of_others)


@rule
def reaction(u: float, coerce: float, concede: float) -> int:
    """What the patron does: coerce, concede, or wait, by the shares of its policy.

    Parameters
    ----------
    u : float in [0, 1)
        Draw.
    coerce : float in [0, 1]
        Share of coercion.
    concede : float in [0, 1]
        Share of concessions.

    Definition: a draw ``u`` in [0, 1) below coerce coerces, else below coerce + concede concedes.
    """
    if u < coerce:
        return COERCE
    return CONCEDE if u < coerce + concede else WAIT


@rule
def fate(kind: int, reach_of_punishment: float, wait_fate: float) -> float:
    """How a leaver fares, in [0, 1]: as hard as the patron reaches, not at all, or let be.

    Parameters
    ----------
    kind : int
        ``COERCE``, ``CONCEDE`` or ``WAIT``.
    reach_of_punishment : float >= 0
        ``reach``.
    wait_fate : float in [0, 1]
        How a leaver fares that is let be.

    Assumption: a concession leaves no scar, and what lies beyond 1 is felt as 1.
    """
    if kind == COERCE:
        return share(reach_of_punishment)
    return 0.0 if kind == CONCEDE else wait_fate


@rule
def embittered(alignment: float, backlash: float) -> float:
    """Alignment of a member after coercion, in [-1, 1].

        x - backlash

    Assumption: ``backlash`` >= 0 in units of alignment, the same for every member.
    """
    return shifted_alignment(alignment, -backlash)


@rule
def warmed(alignment: float, warmth: float) -> float:
    """Alignment of a member after a concession, in [-1, 1].

        x + warmth

    Assumption: ``warmth`` >= 0 in units of alignment, the same for every member.
    """
    return shifted_alignment(alignment, warmth)


@rule
def eroded(lasting: float, erosion: float, dependence: float) -> float:
    """Lasting dependence after coercion: substitution takes a share of what is felt.

        lasting - erosion · dependence

    Parameters
    ----------
    lasting : float in [0, 1]
        Lasting part of dependence.
    erosion : float in [0, 1]
        Share that one act of coercion wears out.
    dependence : float in [0, 1]
        Economic ties to the patron, as felt.

    Assumption: coercion wears out its own lever; Georgia found other markets after 2006.
    """
    return share(lasting - erosion * dependence)


@rule
def spent(capacity: float, dilution: float, cost: float) -> float:
    """Capacity after one act of coercion.

        c - dilution · cost

    Parameters
    ----------
    capacity : float in [0, 1]
        The patron's capacity c.
    dilution : float >= 0
        Strength of the channel.
    cost : float in [0, 1]
        Capacity that one act uses up.

    Assumption: each act costs the same.
    """
    return share(capacity - dilution * cost)


@rule
def conceded(kept: float, concession: float) -> float:
    """Pseudo-counts of kept pledges after a concession.

        kept + concession

    Assumption: ``concession`` >= 0 counts for both types of pledge alike.
    """
    return kept + concession


@rule
def attention_to(
    observer: int, leaver: int, influence: Floats, joined: Codes, precedent: float
) -> float:
    """How much of a leaver's fate a member takes to heart, >= 0: all of its own.

        1 for its own, else precedent · w[observer, leaver]

    Parameters
    ----------
    observer : int
        Index of the one that learns.
    leaver : int
        Index of the one that moved.
    influence : float array (members, members), in [0, 1]
        W[i, j]: how much i heeds j.
    joined : uint8 array (members,)
        1 for a member that is or was in, else 0.
    precedent : float >= 0
        Strength of the channel.

    Assumption: linear in influence.
    """
    if observer == leaver:
        return 1.0
    return precedent * attention_share(observer, leaver, influence, joined)


@rule
def lesson(attention: float, fate_of_leaver: float, expected_cost: float) -> float:
    """What one leaver's fate teaches: towards it from what was expected; any number.

        attention · (fate - m)

    Parameters
    ----------
    attention : float >= 0
        ``attention_to``.
    fate_of_leaver : float in [0, 1]
        ``fate``.
    expected_cost : float in [0, 1]
        m, the punishment that it expects for leaving.

    Assumption: learning from the error of a forecast, alike in both directions.
    """
    return attention * (fate_of_leaver - expected_cost)


@rule
def lessons(
    observer: int,
    expected_cost: float,
    fates: Floats,
    answered: Codes,
    influence: Floats,
    joined: Codes,
    precedent: float,
) -> float:
    """What this month's answered moves teach; any number.

        Σ_i k[j, i] (fate_i - m_j), with the old m_j

    Parameters
    ----------
    observer : int
        Index of the one that learns.
    expected_cost : float in [0, 1]
        m, the punishment that it expects for leaving.
    fates : float array (members,), in [0, 1]
        How each fared.
    answered : uint8 array (members,)
        1 where a move was answered this month.
    influence : float array (members, members), in [0, 1]
        W[i, j]: how much i heeds j.
    joined : uint8 array (members,)
        1 for a member that is or was in, else 0.
    precedent : float >= 0
        Strength of the channel.

    Assumption: a fate is learnt only where a move was answered; several in a month add up.
    """
    total = 0.0
    for i in range(len(fates)):
        if answered[i]:
            attention = attention_to(observer, i, influence, joined, precedent)
            total += lesson(attention, fates[i], expected_cost)
    return total


@rule
def learnt_cost(expected_cost: float, learning: float, lessons_learnt: float) -> float:
    """Expected punishment after this month's lessons, in [0, 1].

        m + learning Σ k (fate - m)

    Parameters
    ----------
    expected_cost : float in [0, 1]
        m, the punishment that it expects for leaving.
    learning : float in [0, 1]
        Speed of learning.
    lessons_learnt : float
        ``lessons``.

    Source: an unpunished leaver invites, a punished one deters (Walter 2021 on Brexit finds both
    encouragement and deterrence). Assumption: one speed for both.
    """
    return share(expected_cost + learning * lessons_learnt)
