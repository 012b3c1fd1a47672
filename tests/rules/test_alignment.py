"""Alignment: its target, what peers do to it, and its month."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.alignment import (
    alignment_target,
    next_alignment,
    peer_drift,
    peer_gain,
    shifted_alignment,
    stance,
    stance_shift,
)
from sim.rules.status import ACTIVE, FROZEN, NOTICE, OUT
from tests.rules.inputs import (
    Group,
    alignments,
    codes,
    finite,
    floats,
    groups,
    noises,
    numbers,
    pairs,
    reordered_groups,
    shares,
    statuses,
    strengths,
)

steepness = numbers(0.0, 20.0)


def drift(group: Group) -> float:
    seen = zip(group.alignment, group.baseline, group.status, strict=True)
    shifts = np.array([stance_shift(x, start, int(status)) for x, start, status in seen])
    return peer_drift(group.member, group.influence, shifts, group.joined)


def test_lost_trust_and_a_grown_offer_move_the_target_away() -> None:
    target = alignment_target(0.35, 1.5, 0.25, 0.45, 0.5, 0.6, 0.15, 0.2, 0.0)
    assert target == pytest.approx(0.35 - 0.3 - 0.225)
    moved = alignment_target(0.35, 1.5, 0.25, 0.45, 0.5, 0.6, 0.15, 0.2, -0.5)
    assert moved == pytest.approx(target - 0.1)


@given(alignments, steepness, shares, steepness, shares)
def test_what_has_not_changed_since_the_start_leaves_the_target_at_the_baseline(
    baseline: float, trust_pull: float, trust: float, pole_pull: float, pull: float
) -> None:
    still = alignment_target(baseline, trust_pull, trust, trust, pole_pull, pull, pull, 0.9, 0.0)
    assert still == baseline


gains = numbers(0.0, 0.99)


def test_the_gain_of_peers_by_hand() -> None:
    assert peer_gain(1.0, 0.17) == pytest.approx(0.17)
    assert peer_gain(2.0, 0.5) == pytest.approx(2 / 3)


@given(st.floats(0.0, 1e300), gains)
def test_the_gain_of_peers_is_below_1_at_any_strength(channel: float, share: float) -> None:
    assert 0.0 <= peer_gain(channel, share) <= 1.0
    assert peer_gain(min(channel, 1e6), share) < 1.0
    assert peer_gain(0.0, share) == 0.0
    assert peer_gain(channel, 0.0) == 0.0


@given(strengths, gains)
def test_a_lasting_push_is_amplified_in_proportion_to_the_strength(
    channel: float, share: float
) -> None:
    amplified = 1 / (1 - peer_gain(channel, share))
    assert amplified == pytest.approx(1 + channel * share / (1 - share))


@given(alignments, gains, pairs(noises))
def test_the_target_goes_where_peers_go(
    baseline: float, gain: float, drifts: tuple[float, float]
) -> None:
    low, high = (
        alignment_target(baseline, 1.0, 0.5, 0.5, 0.5, 0.2, 0.2, gain, moved) for moved in drifts
    )
    assert low <= high


@given(alignments, steepness, pairs(shares), shares, steepness, pairs(shares), shares)
def test_more_trust_draws_to_the_patron_and_more_pull_away(
    baseline: float,
    trust_pull: float,
    trusts: tuple[float, float],
    trust_start: float,
    pole_pull: float,
    pulls: tuple[float, float],
    pull_start: float,
) -> None:
    def target(trust: float, pull: float) -> float:
        return alignment_target(
            baseline, trust_pull, trust, trust_start, pole_pull, pull, pull_start, 0.0, 0.0
        )

    assert target(trusts[0], pulls[0]) <= target(trusts[1], pulls[0])
    assert target(trusts[0], pulls[1]) <= target(trusts[0], pulls[0])


@given(alignments, statuses, statuses)
def test_a_status_further_out_never_seems_closer_to_the_patron(
    x: float, before: int, after: int
) -> None:
    near, far = min(before, after), max(before, after)
    assert stance(x, far) <= stance(x, near) <= x


def test_a_stance_is_alignment_less_what_the_status_says() -> None:
    seen = [stance(0.3, status) for status in (ACTIVE, FROZEN, NOTICE, OUT)]
    assert seen == pytest.approx([0.3, 0.05, -0.2, -0.2])


def test_a_member_drifts_with_the_peers_that_it_heeds() -> None:
    group = Group(
        member=0,
        weight=floats(0.2, 0.3, 0.5),
        status=codes(ACTIVE, FROZEN, OUT),
        joined=codes(1, 1, 1),
        alignment=floats(0.1, 0.5, 0.9),
        baseline=floats(0.7, 0.4, 0.8),
        influence=np.array([[0.0, 0.5, 0.1], [0.2, 0.0, 0.3], [0.4, 0.6, 0.0]]),
    )
    # 0.5 (0.5 - 0.25 - 0.4) + 0.1 (0.9 - 0.5 - 0.8)
    assert drift(group) == pytest.approx(-0.115)
    assert drift(group.but(joined=codes(1, 1, 0))) == pytest.approx(-0.075)
    # 0.2 (0.1 - 0.7) + 0.3 (0.9 - 0.5 - 0.8)
    assert drift(group.but(member=1)) == pytest.approx(-0.24)
    # Influence of 2.4 in all is shared out: 4 times as much of each, over 2.4.
    assert drift(group.but(influence=4 * group.influence)) == pytest.approx(-0.115 * 4 / 2.4)


@given(groups())
def test_active_peers_at_their_baselines_draw_nobody(group: Group) -> None:
    still = group.but(alignment=group.baseline, status=np.zeros_like(group.status))
    assert drift(still) == 0.0


@given(groups())
def test_who_heeds_nobody_does_not_drift(group: Group) -> None:
    assert drift(group.but(influence=np.zeros_like(group.influence))) == 0.0


@given(groups())
def test_who_was_never_in_draws_nobody(group: Group) -> None:
    here = np.flatnonzero(group.joined)
    whole = group.influence[group.member][here].sum()
    by_hand = sum(
        group.influence[group.member, j]
        / max(1.0, whole)
        * (stance(group.alignment[j], int(group.status[j])) - group.baseline[j])
        for j in here
    )
    assert drift(group) == pytest.approx(by_hand, abs=1e-12)


@given(groups())
def test_a_member_does_not_drift_with_itself(group: Group) -> None:
    elsewhere = group.apart_from_member(group.alignment, -0.5)
    out = group.apart_from_member(group.status, OUT)
    assert drift(group.but(alignment=elsewhere, status=out)) == drift(group)


@given(groups())
def test_a_step_outwards_of_a_peer_never_draws_to_the_patron(group: Group) -> None:
    for j in range(len(group.status)):
        further = group.status.copy()
        further[j] = OUT
        assert drift(group.but(status=further)) <= drift(group) + 1e-12


@given(reordered_groups())
def test_the_order_of_members_does_not_matter_to_drift(two: tuple[Group, Group]) -> None:
    assert drift(two[0]) == pytest.approx(drift(two[1]), abs=1e-12)


def test_a_month_of_alignment() -> None:
    assert next_alignment(0.2, -0.3, 0.04, 0.03, 1.5) == pytest.approx(0.2 - 0.02 + 0.045)


@given(alignments, alignments, shares)
def test_alignment_goes_a_share_of_the_way_to_its_target(
    x: float, target: float, reversion: float
) -> None:
    later = next_alignment(x, target, reversion, 0.03, 0.0)
    assert min(x, target) - 1e-15 <= later <= max(x, target) + 1e-15
    assert next_alignment(x, target, 0.0, 0.03, 0.0) == x
    assert next_alignment(x, target, 1.0, 0.03, 0.0) == pytest.approx(target, abs=1e-15)


@given(alignments, numbers(-21.0, 21.0), shares, numbers(0.0, 1.0), noises)
def test_alignment_stays_between_the_poles(
    x: float, target: float, reversion: float, noise_sd: float, noise: float
) -> None:
    assert -1.0 <= next_alignment(x, target, reversion, noise_sd, noise) <= 1.0


@given(alignments, finite)
def test_without_the_channel_peers_draw_nobody(baseline: float, moved: float) -> None:
    off = peer_gain(0.0, 0.5)
    target = alignment_target(baseline, 1.0, 0.5, 0.5, 0.5, 0.2, 0.2, off, moved)
    assert target == baseline


@given(alignments, numbers(0.0, 1.0), pairs(noises))
def test_luck_moves_alignment_both_ways(
    x: float, noise_sd: float, two: tuple[float, float]
) -> None:
    low, high = (next_alignment(x, x, 0.04, noise_sd, noise) for noise in two)
    assert low <= high


@given(st.tuples(alignments, alignments, shares, numbers(0.0, 0.2), noises))
def test_alignment_has_the_same_bits_with_and_without_the_compiler(
    inputs: tuple[float, ...],
) -> None:
    assert getattr(next_alignment, "py_func", next_alignment)(*inputs) == next_alignment(*inputs)


def test_a_shock_ends_at_a_pole() -> None:
    assert shifted_alignment(0.3, -0.5) == pytest.approx(-0.2)
    assert shifted_alignment(0.3, 0.9) == 1.0
    assert shifted_alignment(-0.3, -2.0) == -1.0


@given(alignments, numbers(-2.0, 2.0))
def test_a_shock_leads_where_it_points(x: float, change: float) -> None:
    after = shifted_alignment(x, change)
    assert -1.0 <= after <= 1.0
    assert (after - x) * change >= 0.0
    assert shifted_alignment(x, 0.0) == x
