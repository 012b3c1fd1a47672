"""The patron: its reach, its answers, and what they teach."""

from __future__ import annotations

from collections import Counter
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.patron import (
    COERCE,
    CONCEDE,
    REACTIONS,
    WAIT,
    attention_to,
    conceded,
    embittered,
    eroded,
    fate,
    learnt_cost,
    lesson,
    lessons,
    loyal_share,
    others_defiance,
    reach,
    reaction,
    reaction_probability,
    spent,
    spread,
    warmed,
)
from sim.rules.status import ACTIVE, FROZEN, NOTICE, OUT, defiance
from tests.rules.inputs import (
    Group,
    alignments,
    codes,
    counts,
    finite,
    floats,
    groups,
    numbers,
    pairs,
    reordered_groups,
    shares,
    statuses,
    strengths,
)

defiances = numbers(0.0, 12.0)
punishments = numbers(0.0, 3.0)


def bound(group: Group) -> float:
    return others_defiance(group.member, group.status, group.joined)


def loyal(group: Group) -> float:
    return loyal_share(group.member, group.weight, group.status, group.alignment, group.joined)


FOUR = Group(
    member=1,
    weight=floats(0.1, 0.9, 0.4, 0.5),
    status=codes(FROZEN, ACTIVE, ACTIVE, NOTICE),
    joined=codes(1, 1, 1, 1),
    alignment=floats(0.2, 0.8, 0.5, 0.6),
    baseline=floats(0, 0, 0, 0),
    influence=np.array(
        [
            [0.0, 0.1, 0.2, 0.3],
            [0.4, 0.0, 0.5, 0.6],
            [0.7, 0.8, 0.0, 0.9],
            [0.15, 0.25, 0.35, 0.0],
        ]
    ),
)
ALL = FOUR.joined


# Reach


def test_the_others_bind_the_patron() -> None:
    assert bound(FOUR) == 1.5
    assert bound(FOUR.but(status=codes(OUT, NOTICE, FROZEN, NOTICE))) == 2.0
    assert bound(FOUR.but(joined=codes(1, 1, 1, 0))) == 0.5


@given(groups())
def test_defiance_is_that_of_each_other_who_is_or_was_in(group: Group) -> None:
    others = [j for j in range(len(group.status)) if j != group.member and group.joined[j]]
    assert bound(group) == sum(defiance(int(group.status[j])) for j in others)
    assert bound(group) <= len(others)
    own = group.apart_from_member(group.status, NOTICE)
    assert bound(group.but(status=own)) == bound(group)


@given(reordered_groups())
def test_the_order_of_members_does_not_matter_to_defiance(two: tuple[Group, Group]) -> None:
    assert bound(two[0]) == bound(two[1])


def test_the_loyal_are_the_active_others_by_weight_and_alignment() -> None:
    assert loyal(FOUR) == pytest.approx(0.4 * 0.75 / 1.0)
    assert loyal(FOUR.but(member=0)) == pytest.approx((0.9 * 0.9 + 0.4 * 0.75) / 1.8)
    assert loyal(FOUR.but(joined=codes(1, 1, 1, 0))) == pytest.approx(0.3 / 0.5)
    assert loyal_share(0, floats(0.5), codes(ACTIVE), floats(1.0), codes(1)) == 0.0
    light = floats(0.5, 1e-9), codes(ACTIVE, ACTIVE), floats(0.0, 1.0), codes(1, 1)
    assert loyal_share(0, *light) == 1.0


@given(groups())
def test_the_loyal_share_is_a_share_and_shrinks_with_each_step_outwards(group: Group) -> None:
    before = loyal(group)
    assert 0.0 <= before <= 1.0
    for j in range(len(group.status)):
        further = group.status.copy()
        further[j] = FROZEN
        assert loyal(group.but(status=further)) <= before


@given(groups())
def test_all_are_loyal_at_the_pole_of_the_patron_and_none_at_the_other(group: Group) -> None:
    active = group.but(
        joined=np.ones_like(group.joined),
        status=np.zeros_like(group.status),
        weight=group.weight + 0.1,
    )
    whole = 1.0 if len(group.status) > 1 else 0.0
    assert loyal(active.but(alignment=np.ones_like(group.alignment))) == whole
    assert loyal(active.but(alignment=-np.ones_like(group.alignment))) == 0.0


@given(groups())
def test_a_member_is_no_peer_of_its_own_nor_is_who_was_never_in(group: Group) -> None:
    seen = group.but(
        status=group.apart_from_member(group.status, ACTIVE),
        weight=group.apart_from_member(group.weight, 0.7),
        alignment=group.apart_from_member(group.alignment, 0.4),
    )
    assert loyal(seen) == loyal(group)
    never = group.joined == 0
    strangers = group.but(
        status=np.where(never, ACTIVE, group.status).astype(np.uint8),
        weight=np.where(never, 1.0, group.weight),
    )
    assert loyal(strangers) == loyal(group)


@given(reordered_groups())
def test_the_order_of_members_does_not_matter_to_loyalty(two: tuple[Group, Group]) -> None:
    assert loyal(two[0]) == pytest.approx(loyal(two[1]), abs=1e-12)


def test_one_other_notice_halves_an_effort() -> None:
    assert spread(0.6, 1.0, 1.0) == 0.3
    assert spread(0.6, 2.0, 1.0) == pytest.approx(0.2)


@given(finite, defiances)
def test_without_dilution_an_effort_is_not_spread(amount: float, d: float) -> None:
    assert spread(amount, 0.0, d) == amount
    assert spread(amount, 3.0, 0.0) == amount


@given(punishments, pairs(strengths), pairs(defiances))
def test_more_defiance_and_more_dilution_leave_less(
    amount: float, dilutions: tuple[float, float], defied: tuple[float, float]
) -> None:
    least = spread(amount, dilutions[1], defied[1])
    assert 0.0 <= least <= spread(amount, dilutions[0], defied[1]) <= amount
    assert least <= spread(amount, dilutions[1], defied[0]) <= amount


def test_reach_by_hand() -> None:
    # 0.5 + 0.5 · 0.45 / (1 + 0.5) + 0.3 · 0.4
    assert reach(0.5, 0.5, 0.45, 1.0, 0.5, 1.0, 0.3, 0.4) == pytest.approx(0.77)
    assert reach(0.5, 0.5, 0.45, 1.0, 0.5, 2.0, 0.3, 0.4) == pytest.approx(0.89)
    assert reach(0.5, 0.5, 0.0, 1.0, 0.5, 0.0, 0.3, 0.4) == 0.5


@given(punishments, punishments, shares, strengths, defiances, finite, shares)
def test_without_discipline_peers_add_nothing_to_reach(
    cheap: float,
    costly: float,
    capacity: float,
    dilution: float,
    d: float,
    backing: float,
    loyalty: float,
) -> None:
    alone = reach(cheap, costly, capacity, dilution, d, 1.0, 0.0, 0.0)
    assert reach(cheap, costly, capacity, dilution, d, 0.0, backing, loyalty) == alone
    assert alone == cheap + spread(costly * capacity, dilution, d)


@given(punishments, punishments, shares, finite, strengths, punishments, shares)
def test_without_dilution_the_others_do_not_shorten_reach(
    cheap: float,
    costly: float,
    capacity: float,
    d: float,
    discipline: float,
    backing: float,
    loyalty: float,
) -> None:
    alone = reach(cheap, costly, capacity, 0.0, 0.0, discipline, backing, loyalty)
    assert reach(cheap, costly, capacity, 0.0, d, discipline, backing, loyalty) == alone


@given(
    punishments,
    punishments,
    pairs(shares),
    strengths,
    pairs(defiances),
    strengths,
    punishments,
    pairs(shares),
)
def test_capacity_and_loyal_peers_lengthen_reach_and_defiance_shortens_it(
    cheap: float,
    costly: float,
    capacities: tuple[float, float],
    dilution: float,
    defied: tuple[float, float],
    discipline: float,
    backing: float,
    loyalties: tuple[float, float],
) -> None:
    def far(capacity: float, d: float, loyalty: float) -> float:
        return reach(cheap, costly, capacity, dilution, d, discipline, backing, loyalty)

    shortest = far(capacities[0], defied[1], loyalties[0])
    assert 0.0 <= shortest <= far(capacities[1], defied[1], loyalties[0])
    assert shortest <= far(capacities[0], defied[0], loyalties[0])
    assert shortest <= far(capacities[0], defied[1], loyalties[1])


# Answers


@pytest.mark.parametrize(
    ("moved", "status", "chance"),
    [
        (1, FROZEN, 1.0),
        (1, NOTICE, 1.0),
        (1, OUT, 1.0),
        (0, ACTIVE, 0.0),
        (0, FROZEN, 0.08),
        (0, NOTICE, 0.08),
        (0, OUT, 0.0),
    ],
)
def test_the_patron_answers_moves_and_sometimes_a_standing_affront(
    moved: int, status: int, chance: float
) -> None:
    assert reaction_probability(moved, status, 0.08, 1.0, 0.0) == chance
    assert reaction_probability(moved, status, 0.08, 2.0, 0.5) == pytest.approx(chance / 2.0)
    assert reaction_probability(moved, status, 0.08, 0.0, 5.0) == chance


@given(st.integers(0, 1), statuses, shares, strengths, pairs(defiances))
def test_the_more_defiance_elsewhere_the_fewer_answers(
    moved: int, status: int, attention: float, dilution: float, defied: tuple[float, float]
) -> None:
    few, many = (reaction_probability(moved, status, attention, dilution, d) for d in defied[::-1])
    assert 0.0 <= few <= many <= 1.0


def test_the_reactions_are_named_in_the_order_of_their_codes() -> None:
    named = (REACTIONS[COERCE], REACTIONS[CONCEDE], REACTIONS[WAIT])
    assert named == ("coerce", "concede", "wait")


@pytest.mark.parametrize(
    ("u", "kind"),
    [(0.0, COERCE), (0.49, COERCE), (0.5, CONCEDE), (0.74, CONCEDE), (0.75, WAIT), (0.99, WAIT)],
)
def test_the_patron_follows_its_policy(u: float, kind: int) -> None:
    assert reaction(u, 0.5, 0.25) == kind


@given(shares, shares)
def test_each_reaction_has_its_share(coerce: float, half: float) -> None:
    concede = (1.0 - coerce) * half
    found = Counter(reaction(k / 10_000, coerce, concede) for k in range(10_000))
    assert found[COERCE] == pytest.approx(1e4 * coerce, abs=1.0)
    assert found[CONCEDE] == pytest.approx(1e4 * concede, abs=2.0)


@given(punishments, shares)
def test_the_coerced_fare_as_far_as_the_patron_reaches(far: float, wait_fate: float) -> None:
    assert fate(COERCE, far, wait_fate) == min(far, 1.0)
    assert fate(CONCEDE, far, wait_fate) == 0.0
    assert fate(WAIT, far, wait_fate) == wait_fate


@given(alignments, numbers(0.0, 2.0))
def test_coercion_embitters_and_concession_warms(x: float, size: float) -> None:
    assert -1.0 <= embittered(x, size) <= x <= warmed(x, size) <= 1.0
    assert embittered(x, 0.0) == warmed(x, 0.0) == x
    assert embittered(0.3, 0.1) == pytest.approx(0.2)
    assert warmed(0.3, 0.08) == pytest.approx(0.38)


@given(shares, shares, shares)
def test_coercion_wears_out_its_lever(lasting: float, erosion: float, felt: float) -> None:
    assert 0.0 <= eroded(lasting, erosion, felt) <= lasting
    assert eroded(lasting, 0.0, felt) == lasting
    assert eroded(lasting, 1.0, lasting) == 0.0
    assert eroded(lasting, erosion, lasting) == pytest.approx(lasting * (1.0 - erosion), abs=1e-15)
    assert eroded(0.6, 0.1, 0.4) == pytest.approx(0.56)


@given(shares, pairs(strengths), shares)
def test_coercion_costs_capacity(
    capacity: float, dilutions: tuple[float, float], cost: float
) -> None:
    less, least = (spent(capacity, dilution, cost) for dilution in dilutions)
    assert 0.0 <= least <= less <= capacity
    assert spent(0.45, 2.0, 0.05) == pytest.approx(0.35)


@given(shares, finite)
def test_without_dilution_coercion_costs_no_capacity(capacity: float, cost: float) -> None:
    assert spent(capacity, 0.0, cost) == capacity


@given(counts, numbers(0.0, 100.0))
def test_a_concession_counts_as_pledges_kept(kept: float, concession: float) -> None:
    assert conceded(kept, 0.0) == kept <= conceded(kept, concession)
    assert conceded(2.25, 1.5) == 3.75


# Lessons


def test_a_member_heeds_its_own_fate_wholly_and_anothers_by_influence() -> None:
    whole = FOUR.influence.sum(axis=1)
    assert attention_to(2, 2, FOUR.influence, ALL, 1.0) == 1.0
    assert attention_to(2, 3, FOUR.influence, ALL, 1.0) == pytest.approx(0.9 / whole[2])
    assert attention_to(3, 2, FOUR.influence, ALL, 2.0) == 0.7
    assert attention_to(3, 3, FOUR.influence, ALL, 2.0) == 1.0


@given(groups(), st.floats(0.0, 1e300))
def test_without_precedent_nobody_heeds_anothers_fate(group: Group, scale: float) -> None:
    n = len(group.status)
    for observer, leaver in product(range(n), range(n)):
        attention = attention_to(observer, leaver, group.influence * scale, group.joined, 0.0)
        assert attention == (1.0 if observer == leaver else 0.0)


@given(shares, shares, shares)
def test_a_lesson_is_what_was_not_expected(attention: float, suffered: float, m: float) -> None:
    assert lesson(attention, m, m) == 0.0
    assert lesson(0.0, suffered, m) == 0.0
    assert lesson(1.0, suffered, m) == suffered - m
    assert lesson(attention, suffered, m) * (suffered - m) >= 0.0
    assert lesson(0.5, 0.9, 0.3) == pytest.approx(0.3)


def test_the_lessons_of_a_month_by_hand() -> None:
    fates, answered = floats(0.9, 0.0, 0.5, 0.1), codes(1, 0, 0, 1)
    # (0.7 (0.9 - 0.5) + 0.9 (0.1 - 0.5)) over all that it heeds
    assert lessons(2, 0.5, fates, answered, FOUR.influence, ALL, 1.0) == pytest.approx(
        -0.08 / FOUR.influence[2].sum()
    )
    # 0.3 - its own: 1 (0.9 - 0.5); of 3: 2 · 0.3 (0.1 - 0.5)
    assert lessons(0, 0.5, fates, answered, FOUR.influence, ALL, 2.0) == pytest.approx(0.16)


@given(groups(), shares, st.data())
def test_lessons_are_those_of_the_answered_moves(
    group: Group, m: float, data: st.DataObject
) -> None:
    n = len(group.status)
    fates = floats(*data.draw(st.lists(shares, min_size=n, max_size=n)))
    learnt = lessons(group.member, m, fates, group.joined, group.influence, group.joined, 1.0)
    by_hand = sum(
        lesson(attention_to(group.member, i, group.influence, group.joined, 1.0), fates[i], m)
        for i in np.flatnonzero(group.joined)
    )
    assert learnt == pytest.approx(by_hand, abs=1e-12)
    assert (
        lessons(group.member, m, fates, group.joined * 0, group.influence, group.joined, 1.0) == 0.0
    )


@given(groups(), shares, st.data())
def test_without_precedent_a_member_learns_from_its_own_fate_alone(
    group: Group, m: float, data: st.DataObject
) -> None:
    n = len(group.status)
    fates = floats(*data.draw(st.lists(shares, min_size=n, max_size=n)))
    learnt = lessons(group.member, m, fates, group.joined, group.influence, group.joined, 0.0)
    own = fates[group.member] - m if group.joined[group.member] else 0.0
    assert learnt == own


@given(shares, shares, shares, shares)
def test_a_fate_draws_the_expected_cost_towards_it_and_not_beyond(
    m: float, learning: float, attention: float, suffered: float
) -> None:
    after = learnt_cost(m, learning, lesson(attention, suffered, m))
    assert min(m, suffered) - 1e-15 <= after <= max(m, suffered) + 1e-15
    assert learnt_cost(m, 0.0, suffered - m) == m
    assert learnt_cost(m, 1.0, lesson(1.0, suffered, m)) == pytest.approx(suffered, abs=1e-15)


@given(shares, shares, numbers(-12.0, 12.0))
def test_the_expected_cost_is_a_share_whatever_is_learnt(
    m: float, learning: float, learnt: float
) -> None:
    after = learnt_cost(m, learning, learnt)
    assert 0.0 <= after <= 1.0
    assert (after - m) * learnt >= 0.0
    assert learnt_cost(0.5, 0.4, -0.25) == pytest.approx(0.4)
