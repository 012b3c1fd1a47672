"""Elementary arithmetic against the mathematical functions that it stands for."""

from __future__ import annotations

import math
from decimal import Context, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit

from sim.rules.elementary import (
    clip,
    exp,
    log,
    logistic,
    monthly_factor,
    occurs,
    share,
    sinh_ratio,
)
from tests.rules.inputs import finite, luck, numbers, pairs, shares

DIGITS = Context(prec=40)
wide = numbers(-700.0, 700.0)


def ulps_off(x: float) -> Decimal:
    """How far exp(x) is from the true value, in units of the last place."""
    true = DIGITS.exp(Decimal(x))
    return abs(Decimal(exp(x)) - true) / Decimal(math.ulp(float(true)))


@pytest.mark.parametrize(
    ("value", "inside"), [(-3.0, -1.0), (-1.0, -1.0), (0.3, 0.3), (2.0, 2.0), (7.0, 2.0)]
)
def test_clip_moves_a_number_to_the_nearest_of_the_range(value: float, inside: float) -> None:
    assert clip(value, -1.0, 2.0) == inside


@given(finite, pairs(finite))
def test_clip_leaves_what_is_inside_and_nothing_outside(
    value: float, edges: tuple[float, float]
) -> None:
    low, high = edges
    moved = clip(value, low, high)
    assert low <= moved <= high
    assert moved == value or not low <= value <= high
    assert clip(moved, low, high) == moved


@given(finite)
def test_a_share_is_a_number_clipped_to_0_and_1(value: float) -> None:
    assert share(value) == clip(value, 0.0, 1.0)


@given(luck)
def test_the_impossible_never_occurs_and_the_certain_always_does(u: float) -> None:
    assert not occurs(0.0, u)
    assert occurs(1.0, u)


@given(luck, pairs(shares))
def test_what_occurs_at_a_chance_occurs_at_a_greater_one(
    u: float, chances: tuple[float, float]
) -> None:
    small, great = chances
    assert occurs(great, u) or not occurs(small, u)


def test_a_chance_is_the_share_of_draws_in_which_it_occurs() -> None:
    draws = [k / 1000 for k in range(1000)]
    assert sum(occurs(0.237, u) for u in draws) == 237


@given(wide)
def test_exp_is_within_2_ulp_of_the_library(x: float) -> None:
    assert abs(exp(x) - math.exp(x)) <= 2 * math.ulp(math.exp(x))


@given(wide)
def test_exp_is_within_1_ulp_of_the_true_value(x: float) -> None:
    assert ulps_off(x) < 1


def test_exp_is_within_1_ulp_over_its_whole_range() -> None:
    evenly = np.linspace(-700.0, 700.0, 4001)
    beside_zero = np.geomspace(1e-300, 1.0, 301)
    halfway = (np.arange(-1009, 1009) + 0.5) * math.log(2.0)  # where the reduced range ends
    for x in (*evenly, *beside_zero, *-beside_zero, *halfway):
        assert ulps_off(float(x)) < 1, x


@pytest.mark.parametrize(
    ("x", "value"),
    [
        (0.0, 1.0),
        (-0.0, 1.0),
        (5e-324, 1.0),
        (1e-17, 1.0),
        (1.0, math.e),
        (700.0, 1.0142320547350045e304),
        (-700.0, 9.859676543759770e-305),
        (800.0, 1.0142320547350045e304),
        (-800.0, 9.859676543759770e-305),
        (1.7976931348623157e308, 1.0142320547350045e304),
        (-1.7976931348623157e308, 9.859676543759770e-305),
        (math.inf, 1.0142320547350045e304),
        (-math.inf, 9.859676543759770e-305),
    ],
)
def test_exp_at_its_edges(x: float, value: float) -> None:
    assert exp(x) == pytest.approx(value, rel=4e-16, abs=0.0)


@given(numbers(-690.0, 690.0), numbers(1e-9, 10.0))
def test_exp_rises(x: float, step: float) -> None:
    assert exp(x + step) > exp(x)


@given(numbers(-340.0, 340.0), numbers(-340.0, 340.0))
def test_exp_makes_products_of_sums(x: float, y: float) -> None:
    assert exp(x) * exp(y) == pytest.approx(exp(x + y), rel=1e-12)


@given(finite)
def test_exp_has_the_same_bits_with_and_without_the_compiler(x: float) -> None:
    assert getattr(exp, "py_func", exp)(x) == exp(x)


@given(numbers(1e-300, 1e300))
def test_log_is_that_of_the_library(x: float) -> None:
    assert log(x) == pytest.approx(math.log(x), rel=1e-15, abs=1e-15)


@given(numbers(-690.0, 690.0))
def test_log_undoes_exp(x: float) -> None:
    assert log(exp(x)) == pytest.approx(x, rel=1e-14, abs=1e-14)


def test_log_is_exactly_0_at_1() -> None:
    assert log(1.0) == 0.0


@given(numbers(0.0, 300.0))
def test_sinh_over_its_argument_is_that_of_the_library(y: float) -> None:
    true = DIGITS.divide(Decimal(math.sinh(y)), Decimal(y)) if y > 1e-9 else Decimal(1)
    assert sinh_ratio(y) == pytest.approx(float(true), rel=1e-14)


def test_sinh_over_its_argument_is_exactly_1_at_0_and_without_a_step_at_1() -> None:
    assert sinh_ratio(0.0) == 1.0
    assert sinh_ratio(1.0 - 1e-12) == pytest.approx(sinh_ratio(1.0), rel=1e-11)


@given(numbers(1e-300, 1e300), numbers(0.0, 300.0))
def test_log_and_sinh_have_the_same_bits_with_and_without_the_compiler(x: float, y: float) -> None:
    assert getattr(log, "py_func", log)(x) == log(x)
    assert getattr(sinh_ratio, "py_func", sinh_ratio)(y) == sinh_ratio(y)


@given(numbers(-700.0, 700.0))
def test_the_logistic_function_is_that_of_the_library(x: float) -> None:
    assert logistic(x) == pytest.approx(float(expit(x)), rel=1e-14, abs=0.0)


@given(finite)
def test_the_logistic_function_is_bounded_and_symmetric(x: float) -> None:
    assert 0.0 < logistic(x) <= 1.0
    assert logistic(x) + logistic(-x) == pytest.approx(1.0, abs=2.0**-52)


@given(pairs(finite))
def test_the_logistic_function_does_not_fall(two: tuple[float, float]) -> None:
    assert logistic(two[0]) <= logistic(two[1]) * (1.0 + 1e-15)


def test_the_logistic_function_is_one_half_at_0_and_ends_at_its_limits() -> None:
    assert logistic(0.0) == 0.5
    assert logistic(math.log(3.0)) == pytest.approx(0.75)
    assert logistic(1e300) == 1.0
    assert logistic(-1e300) < 1e-300


@given(numbers(0.1, 1200.0))
def test_as_many_monthly_factors_as_the_half_life_leave_one_half(months: float) -> None:
    assert monthly_factor(months) ** months == pytest.approx(0.5, rel=1e-12)


def test_a_half_life_of_one_month_halves_and_an_endless_one_keeps() -> None:
    assert monthly_factor(1.0) == pytest.approx(0.5, rel=1e-15)
    assert monthly_factor(0.5) == pytest.approx(0.25, rel=1e-15)
    assert monthly_factor(1e300) == 1.0


@given(pairs(st.floats(0.1, 1e6)))
def test_a_longer_half_life_keeps_more(two: tuple[float, float]) -> None:
    assert 0.0 < monthly_factor(two[0]) <= monthly_factor(two[1]) * (1.0 + 1e-15) <= 1.0 + 1e-15
