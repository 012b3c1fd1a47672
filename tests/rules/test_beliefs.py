"""Trust as two Beta beliefs: what a case counts, and how it fades."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from sim.rules.beliefs import (
    EXTERNAL,
    KINDS,
    REGIME,
    broken_for_trust,
    count_for_trust,
    first_hand_evidence,
    mean_trust,
    observed_evidence,
    other_type,
    remembered,
    trust,
)
from sim.rules.elementary import monthly_factor
from tests.rules.inputs import counts, numbers, pairs, shares, strengths

trusts = numbers(0.001, 0.999)


def test_the_kinds_are_named_in_the_order_of_their_codes() -> None:
    assert (KINDS[EXTERNAL], KINDS[REGIME]) == ("external", "regime")


def test_one_refusal_lowers_a_trust_of_45_per_cent_to_28() -> None:
    kept, broken = count_for_trust(0.45, 5.0), broken_for_trust(0.45, 5.0)
    assert (kept, broken) == (pytest.approx(2.25), pytest.approx(2.75))
    assert trust(kept, broken + first_hand_evidence(1.0, 3.0)) == pytest.approx(2.25 / 8.0)


@given(counts, counts)
def test_trust_is_the_mean_of_the_beta_distribution(kept: float, broken: float) -> None:
    assert trust(kept, broken) == pytest.approx(float(beta(kept, broken).mean()), rel=1e-9)
    assert 0.0 < trust(kept, broken) < 1.0
    assert trust(kept, broken) + trust(broken, kept) == pytest.approx(1.0)


@given(counts, counts, numbers(0.01, 100.0))
def test_a_kept_pledge_raises_trust_and_a_broken_one_lowers_it(
    kept: float, broken: float, evidence: float
) -> None:
    assert trust(kept, broken + evidence) < trust(kept, broken) < trust(kept + evidence, broken)


@given(counts, counts, pairs(numbers(1.0, 50.0)))
def test_the_firmer_a_belief_the_less_a_case_moves_it(
    kept: float, broken: float, firmer: tuple[float, float]
) -> None:
    soft, hard = firmer
    fall = [trust(kept * f, broken * f) - trust(kept * f, broken * f + 1.0) for f in (soft, hard)]
    assert fall[1] <= fall[0] + 1e-12


@given(trusts, counts)
def test_pseudo_counts_give_the_trust_and_the_firmness_that_they_are_made_for(
    mean: float, strength: float
) -> None:
    kept, broken = count_for_trust(mean, strength), broken_for_trust(mean, strength)
    assert trust(kept, broken) == pytest.approx(mean)
    assert kept + broken == pytest.approx(strength)


def test_one_trust_from_two_weighs_each_by_what_there_is_to_fear() -> None:
    assert mean_trust(0.2, 0.8, 0.6, 0.2) == pytest.approx((0.12 + 0.16) / 0.8)
    assert mean_trust(0.2, 0.8, 0.0, 0.0) == 0.5
    for little in (0.7, 1e-4, 1e-12):
        assert mean_trust(0.2, 0.8, little, 0.0) == pytest.approx(0.2)
        assert mean_trust(0.2, 0.8, 0.0, little) == pytest.approx(0.8)


@given(shares, shares, shares, shares)
def test_one_trust_lies_between_the_two(
    external: float, regime: float, threat: float, risk: float
) -> None:
    mean = mean_trust(external, regime, threat, risk)
    assert min(external, regime) - 1e-15 <= mean <= max(external, regime) + 1e-15


@given(trusts, shares, shares)
def test_a_change_of_threat_alone_moves_no_trust_that_is_one_and_the_same(
    mean: float, threat: float, risk: float
) -> None:
    assert mean_trust(mean, mean, threat, risk) == pytest.approx(mean)


@given(trusts, trusts, shares, shares)
def test_the_types_of_trust_play_the_same_part(
    external: float, regime: float, threat: float, risk: float
) -> None:
    swapped = mean_trust(regime, external, risk, threat)
    assert mean_trust(external, regime, threat, risk) == pytest.approx(swapped)


@given(numbers(0.0, 100.0), numbers(0.0, 1000.0))
def test_a_case_counts_by_its_size(size: float, salience: float) -> None:
    assert first_hand_evidence(0.0, salience) == first_hand_evidence(size, 0.0) == 0.0
    assert first_hand_evidence(1.0, salience) == salience
    twice = first_hand_evidence(2.0 * size, salience)
    assert twice == pytest.approx(2.0 * first_hand_evidence(size, salience), abs=1e-300)


@given(numbers(0.0, 1000.0), shares)
def test_a_case_says_no_more_about_the_other_type_than_about_its_own(
    amount: float, cross_type: float
) -> None:
    assert 0.0 <= other_type(amount, cross_type) <= amount
    assert other_type(amount, 0.0) == 0.0
    assert other_type(amount, 1.0) == amount


def test_an_observer_learns_from_anothers_case_what_it_watches_and_heeds() -> None:
    assert other_type(3.0, 0.2) == pytest.approx(0.6)
    assert observed_evidence(3.0, 0.3, 0.5, 1.0) == pytest.approx(0.45)
    assert observed_evidence(3.0, 0.3, 0.5, 2.0) == pytest.approx(0.9)


@given(numbers(0.0, 1e300), shares, shares)
def test_without_reputation_anothers_case_is_no_evidence(
    amount: float, watch: float, influence: float
) -> None:
    assert observed_evidence(amount, watch, influence, 0.0) == 0.0


@given(numbers(0.0, 1000.0), shares, shares, strengths)
def test_who_does_not_watch_or_heed_learns_nothing(
    amount: float, watch: float, influence: float, reputation: float
) -> None:
    assert observed_evidence(amount, 0.0, influence, reputation) == 0.0
    assert observed_evidence(amount, watch, 0.0, reputation) == 0.0
    assert observed_evidence(0.0, watch, influence, reputation) == 0.0
    seen = observed_evidence(amount, watch, influence, 1.0)
    assert seen <= amount
    assert observed_evidence(amount, watch, influence, reputation) == pytest.approx(
        reputation * seen
    )


@given(counts, counts, shares)
def test_memory_fades_towards_the_first_belief_and_not_beyond(
    count: float, at_start: float, factor: float
) -> None:
    later = remembered(count, at_start, factor)
    slack = 1e-12 * max(count, at_start)
    assert min(count, at_start) - slack <= later <= max(count, at_start) + slack
    assert remembered(at_start, at_start, factor) == at_start
    assert remembered(count, at_start, 0.0) == at_start
    assert remembered(count, at_start, 1.0) == pytest.approx(count)


@given(st.integers(1, 240), counts, numbers(0.1, 100.0))
def test_after_the_half_life_of_memory_half_is_left(
    half_life: int, at_start: float, learnt: float
) -> None:
    count = at_start + learnt
    for _ in range(half_life):
        count = remembered(count, at_start, monthly_factor(float(half_life)))
    assert count - at_start == pytest.approx(learnt / 2.0, rel=1e-6, abs=1e-9)
