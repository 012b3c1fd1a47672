"""What an event does to a quantity."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.elementary import monthly_factor
from sim.rules.events import (
    expected_amount,
    faded,
    level,
    policy_after,
    remaining,
    shocked,
    weighted,
)
from tests.rules.inputs import luck, numbers, pairs, shares

sizes = numbers(-1.0, 1.0)


def test_a_shock_adds_to_what_lasts_and_stops_at_the_edges() -> None:
    assert shocked(0.3, 0.2) == pytest.approx(0.5)
    assert shocked(0.3, -0.4) == 0.0
    assert shocked(0.9, 0.4) == 1.0


@given(shares, pairs(sizes))
def test_a_greater_shock_leads_higher(lasting: float, two: tuple[float, float]) -> None:
    low, high = (shocked(lasting, size) for size in two)
    assert 0.0 <= low <= high <= 1.0
    assert shocked(lasting, 0.0) == lasting


@given(st.integers(1, 240), numbers(-3.0, 3.0))
def test_after_its_half_life_half_of_what_fades_is_left(half_life: int, size: float) -> None:
    left = size
    for _ in range(half_life):
        left = faded(left, monthly_factor(float(half_life)))
    assert left == pytest.approx(size / 2.0, rel=1e-9)
    assert faded(size, 0.0) == 0.0
    assert faded(size, 1.0) == size


def test_the_lasting_and_the_fading_part_are_felt_together() -> None:
    assert level(0.3, 0.25) == pytest.approx(0.55)
    assert level(0.9, 0.25) == 1.0
    assert level(0.1, -0.25) == 0.0


@given(shares, pairs(numbers(-3.0, 3.0)))
def test_a_quantity_is_felt_between_0_and_1_and_more_with_more(
    lasting: float, fading: tuple[float, float]
) -> None:
    low, high = (level(lasting, part) for part in fading)
    assert 0.0 <= low <= high <= 1.0
    assert level(lasting, 0.0) == lasting


@given(numbers(-3.0, 3.0), shares)
def test_a_contested_claim_does_what_its_weight_leaves_of_it(size: float, weight: float) -> None:
    assert weighted(size, 1.0) == size
    assert weighted(size, 0.0) == 0.0
    assert abs(weighted(size, weight)) <= abs(size)
    assert weighted(0.4, 0.3) == pytest.approx(0.12)


@pytest.mark.parametrize(
    ("times", "happened", "left"),
    [(1.0, 0.0, 1.0), (1.0, 1.0, 0.0), (3.0, 2.0, 1.0), (3.0, 0.0, 1.0), (2.0, 1.75, 0.25)],
)
def test_an_event_happens_once_a_month_and_not_more_often_than_stated(
    times: float, happened: float, left: float
) -> None:
    assert remaining(times, happened) == left


@given(numbers(1.0, 600.0), pairs(numbers(0.0, 700.0)))
def test_what_has_happened_is_not_left(times: float, happened: tuple[float, float]) -> None:
    assert 0.0 <= remaining(times, happened[1]) <= remaining(times, happened[0]) <= 1.0
    assert remaining(times, times) == 0.0


@given(numbers(0.0, 1.0), st.integers(1, 60))
def test_the_mean_of_an_event_that_happens_once_is_its_chance_by_then(
    p: float, months: int
) -> None:
    happened = 0.0
    for _ in range(months):
        happened += expected_amount(p, 1.0, happened)
    assert happened == pytest.approx(1.0 - (1.0 - p) ** months, abs=1e-12)


@given(luck, numbers(1.0, 600.0), numbers(0.0, 700.0))
def test_the_mean_of_an_event_is_no_more_than_the_event(
    p: float, times: float, happened: float
) -> None:
    assert 0.0 <= expected_amount(p, times, happened) <= remaining(times, happened)
    assert expected_amount(1.0, times, happened) == remaining(times, happened)
    assert expected_amount(p, 2.0, 0.5) == p


@given(shares, shares, shares)
def test_a_policy_lies_between_the_one_before_and_the_one_stated(
    before: float, stated: float, amount: float
) -> None:
    after = policy_after(before, stated, amount)
    assert min(before, stated) - 1e-15 <= after <= max(before, stated) + 1e-15
    assert policy_after(before, stated, 0.0) == before
    assert policy_after(before, stated, 1.0) == pytest.approx(stated, abs=1e-15)
    assert policy_after(0.5, 0.1, 0.25) == pytest.approx(0.4)
