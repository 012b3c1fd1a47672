"""Crises, requests, and whether they are honoured."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.crisis import (
    ask_probability,
    competing_requests,
    crisis_probability,
    honour_probability,
)
from tests.rules.inputs import (
    alignments,
    finite,
    logits,
    numbers,
    pairs,
    shares,
    strengths,
    weights,
)

requests = st.integers(0, 24)


def test_a_crisis_comes_with_exposure() -> None:
    assert crisis_probability(0.012, 0.7) == pytest.approx(0.0084)


@given(shares, pairs(shares))
def test_more_exposure_means_more_crises(rate: float, exposures: tuple[float, float]) -> None:
    assert crisis_probability(rate, 0.0) == crisis_probability(0.0, exposures[1]) == 0.0
    assert crisis_probability(rate, 1.0) == rate
    low, high = (crisis_probability(rate, exposure) for exposure in exposures)
    assert 0.0 <= low <= high <= rate


def test_a_member_of_little_trust_asks_in_half_of_its_crises() -> None:
    assert ask_probability(0.7, 0.3) == pytest.approx(0.51)


@given(shares, pairs(shares))
def test_who_trusts_more_asks_more(reluctance: float, trusts: tuple[float, float]) -> None:
    low, high = (ask_probability(reluctance, trust) for trust in trusts)
    assert 0.0 <= low <= high <= 1.0
    assert ask_probability(reluctance, 1.0) == 1.0
    assert ask_probability(0.0, trusts[0]) == 1.0
    assert ask_probability(1.0, 0.0) == 0.0


@given(pairs(shares), shares)
def test_the_more_reluctant_asks_less(reluctances: tuple[float, float], trust: float) -> None:
    assert ask_probability(reluctances[1], trust) <= ask_probability(reluctances[0], trust)


@given(numbers(0.0, 5.0), shares)
def test_a_chance_stays_a_chance_beyond_what_a_scenario_may_state(rate: float, x: float) -> None:
    assert crisis_probability(rate, x) == min(rate * x, 1.0)
    assert 0.0 <= ask_probability(rate, x) <= 1.0


@given(st.integers(1, 2), requests)
def test_the_request_that_is_answered_does_not_compete_with_itself(own: int, others: int) -> None:
    assert competing_requests(own, own + others, 0) == own + others - 1
    assert competing_requests(own, own + others, 1) == own - 1


def test_the_chance_that_a_request_is_honoured() -> None:
    chance = honour_probability(-1.5, 2.0, 0.45, 1.0, 0.35, 1.0, 0)  # E(-1.25)
    assert chance == pytest.approx(0.22270013882530884)
    chance = honour_probability(-1.5, 3.0, 0.45, 2.0, 0.35, 0.5, 3)  # E(-2.45)
    assert chance == pytest.approx(1.0 / (1.0 + math.exp(2.45)))
    assert honour_probability(0.0, 2.0, 0.5, 1.0, 0.0, 1.0, 0) == 0.5


@given(logits, weights, pairs(shares), weights, pairs(alignments), strengths, requests)
def test_capacity_and_alignment_help_a_request(
    base: float,
    w_capacity: float,
    capacities: tuple[float, float],
    w_alignment: float,
    leanings: tuple[float, float],
    dilution: float,
    competing: int,
) -> None:
    (weak, strong), (cool, warm) = capacities, leanings

    def chance(capacity: float, x: float) -> float:
        return honour_probability(base, w_capacity, capacity, w_alignment, x, dilution, competing)

    slack = 1.0 + 1e-9
    assert 0.0 < chance(weak, cool) <= 1.0
    assert chance(weak, cool) <= chance(strong, cool) * slack
    assert chance(weak, cool) <= chance(weak, warm) * slack


@given(logits, weights, shares, weights, alignments, strengths, requests, requests)
def test_each_competing_request_makes_help_less_likely(
    base: float,
    w_capacity: float,
    capacity: float,
    w_alignment: float,
    x: float,
    dilution: float,
    few: int,
    more: int,
) -> None:
    def chance(competing: int) -> float:
        return honour_probability(base, w_capacity, capacity, w_alignment, x, dilution, competing)

    assert chance(few + more) <= chance(few) * (1.0 + 1e-9)


@given(finite, shares, alignments, requests)
def test_without_dilution_other_requests_do_not_compete(
    base: float, capacity: float, x: float, competing: int
) -> None:
    alone = honour_probability(base, 2.0, capacity, 1.0, x, 0.0, 0)
    assert honour_probability(base, 2.0, capacity, 1.0, x, 0.0, competing) == alone
