"""The patron: how far its punishment reaches, whom it answers, and what others learn from it."""

from __future__ import annotations

from sim.jit import rule
from sim.rules.alignment import shifted_alignment
from sim.rules.elementary import share
from sim.rules.status import ACTIVE, FROZEN, NOTICE, defiance

COERCE, CONCEDE, WAIT = 0, 1, 2
REACTIONS = ("coerce", "concede", "wait")


@rule
def others_defiance(member, status, joined):
    """How much defiance beside this member's binds the patron: Σ_{j≠i} defiance_j."""
    total = 0.0
    for j in range(len(status)):
        if j != member and joined[j]:
            total += defiance(status[j])
    return total


@rule
def loyal_share(member, weight, status, alignment, joined):
    """Weight of the active others, each by its alignment, in all the others' weight, in [0, 1].

        Σ_{j≠i, ACTIVE} weight_j (1 + x_j)/2 / Σ_{j≠i} weight_j
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
def spread(amount, dilution, defiance_of_others):
    """What is left of an effort that the others' defiance thins out: amount / (1 + ch · d)."""
    return amount / (1.0 + dilution * defiance_of_others)


@rule
def reach(cheap, costly, capacity, dilution, defiance_of_others, discipline, backing, loyal):
    """How hard a leaver would be hit.

        cheap + costly · c / (1 + dilution · d) + discipline · backing · loyal

    A war drains troops, not sanitary bans: ``cheap`` does not depend on capacity. Peers who join
    the warning (the EAEU statement of 29 May 2026) add ``backing``.
    """
    return (
        cheap
        + spread(costly * capacity, dilution, defiance_of_others)
        + discipline * backing * loyal
    )


@rule
def reaction_probability(moved, status, attention, dilution, defiance_of_others):
    """Chance that the patron answers: 1 to a move, ``attention`` to a standing affront; thinned."""
    if moved:
        return spread(1.0, dilution, defiance_of_others)
    watched = status == FROZEN or status == NOTICE
    return spread(attention if watched else 0.0, dilution, defiance_of_others)


@rule
def reaction(u, coerce, concede):
    """What the patron does: coerce, concede, or wait, by the shares of its policy."""
    if u < coerce:
        return COERCE
    return CONCEDE if u < coerce + concede else WAIT


@rule
def fate(kind, reach_of_punishment, wait_fate):
    """How a leaver fares, in [0, 1]: as hard as the patron reaches, not at all, or let be."""
    if kind == COERCE:
        return share(reach_of_punishment)
    return 0.0 if kind == CONCEDE else wait_fate


@rule
def embittered(alignment, backlash):
    """Alignment of a member after coercion."""
    return shifted_alignment(alignment, -backlash)


@rule
def warmed(alignment, warmth):
    """Alignment of a member after a concession."""
    return shifted_alignment(alignment, warmth)


@rule
def eroded(lasting, erosion, dependence):
    """Lasting dependence after coercion: substitution takes ``erosion`` of what is felt."""
    return share(lasting - erosion * dependence)


@rule
def spent(capacity, dilution, cost):
    """Capacity after one act of coercion."""
    return share(capacity - dilution * cost)


@rule
def conceded(kept, concession):
    """Pseudo-counts of kept pledges after a concession."""
    return kept + concession


@rule
def attention_to(observer, leaver, influence, precedent):
    """How much of a leaver's fate a member takes to heart: all of its own, else ch · W[j, i]."""
    return 1.0 if observer == leaver else precedent * influence[observer, leaver]


@rule
def lesson(attention, fate_of_leaver, expected_cost):
    """What one leaver's fate teaches: attention · (fate - m)."""
    return attention * (fate_of_leaver - expected_cost)


@rule
def lessons(observer, expected_cost, fates, answered, influence, precedent):
    """What this month's answered moves teach: Σ_i k[j, i] (fate_i - m_j), with the old m."""
    total = 0.0
    for i in range(len(fates)):
        if answered[i]:
            attention = attention_to(observer, i, influence, precedent)
            total += lesson(attention, fates[i], expected_cost)
    return total


@rule
def learnt_cost(expected_cost, learning, lessons_learnt):
    """Expected punishment after this month's lessons, in [0, 1]: m + learning Σ k (fate - m).

    Both ways: an unpunished leaver invites, a punished one deters (Walter 2021 on Brexit finds
    both encouragement and deterrence).
    """
    return share(expected_cost + learning * lessons_learnt)
