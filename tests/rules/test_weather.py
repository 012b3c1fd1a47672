"""What strikes all alike: capacity and the shared disturbance."""

from __future__ import annotations

import math

import pytest
from hypothesis import given

from sim.rules.elementary import monthly_factor
from sim.rules.weather import innovation_sd, next_capacity, next_weather
from tests.rules.inputs import logits, noises, numbers, pairs, shares

persistences = numbers(0.0, 0.999)
spreads = numbers(0.0, 20.0)


def test_capacity_goes_a_share_of_the_way_and_luck_adds_to_it() -> None:
    assert next_capacity(0.45, 0.3, 0.05, 0.02, 1.5) == pytest.approx(0.45 - 0.0075 + 0.03)


@given(shares, shares, shares)
def test_capacity_goes_to_its_target_and_not_beyond(
    capacity: float, target: float, reversion: float
) -> None:
    later = next_capacity(capacity, target, reversion, 0.02, 0.0)
    assert min(capacity, target) - 1e-15 <= later <= max(capacity, target) + 1e-15
    assert next_capacity(capacity, target, 0.0, 0.02, 0.0) == capacity
    assert next_capacity(capacity, target, 1.0, 0.02, 0.0) == pytest.approx(target, abs=1e-15)
    assert next_capacity(target, target, reversion, 0.0, 2.0) == target


@given(shares, shares, shares, shares, pairs(noises))
def test_capacity_is_a_share_and_rises_with_luck(
    capacity: float, target: float, reversion: float, sd: float, luck: tuple[float, float]
) -> None:
    low, high = (next_capacity(capacity, target, reversion, sd, noise) for noise in luck)
    assert 0.0 <= low <= high <= 1.0


def test_the_disturbance_by_hand() -> None:
    assert next_weather(0.4, 0.9, 0.1, -1.5) == pytest.approx(0.21)
    assert innovation_sd(0.5, 0.6) == pytest.approx(0.4)


@given(logits, persistences)
def test_without_luck_the_disturbance_calms(weather: float, persistence: float) -> None:
    assert abs(next_weather(weather, persistence, 0.3, 0.0)) <= abs(weather)
    assert next_weather(0.0, persistence, 0.0, 1.0) == 0.0
    assert next_weather(weather, 1.0, 0.0, 1.0) == weather


@given(persistences, spreads)
def test_the_disturbance_keeps_its_variance(persistence: float, sd: float) -> None:
    innovation = innovation_sd(sd, persistence)
    inherited = next_weather(sd, persistence, innovation, 0.0)
    new = next_weather(0.0, persistence, innovation, 1.0)
    assert math.hypot(inherited, new) == pytest.approx(sd)
    assert 0.0 <= innovation <= sd


@given(spreads)
def test_without_memory_the_disturbance_is_all_innovation(sd: float) -> None:
    assert innovation_sd(sd, 0.0) == sd
    assert innovation_sd(sd, 1.0) == 0.0


@given(numbers(0.1, 120.0), numbers(0.1, 5.0))
def test_half_of_a_disturbance_is_left_after_its_half_life(half_life: float, start: float) -> None:
    persistence = monthly_factor(half_life)
    months = 0
    weather = start
    while months < half_life:
        weather = next_weather(weather, persistence, 0.0, 0.0)
        months += 1
    assert weather == pytest.approx(start * 0.5 ** (months / half_life), rel=1e-9)
