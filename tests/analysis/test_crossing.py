"""Crossings: found where they are, held by their interval as often as it says, never made up."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from scipy.optimize import brentq

from sim.refusal import Refusal
from sim.statistics.crossing import scan
from sim.statistics.estimates import Estimate, share

RUNS = 400
NINE = np.linspace(0, 2, 9).tolist()


def shared_luck(
    chance: Callable[[float], float], seed: int = 1, runs: int = RUNS
) -> Callable[[float], Estimate]:
    """Runs in which something happens with a chance that a value sets, on the same luck."""
    luck = np.random.default_rng(seed).random(runs)
    return lambda value: share(int((luck < chance(value)).sum()), runs)


def exact(chance: Callable[[float], float], half: float = 0.0) -> Callable[[float], Estimate]:
    """The chance itself, with an interval of that half-width."""
    return lambda value: Estimate(chance(value), chance(value) - half, chance(value) + half)


def rising(value: float) -> float:
    return 1 - math.exp(-value)


def hill(value: float) -> float:
    return 3 * value * (1 - value)


def test_the_interval_holds_the_true_crossing_as_often_as_it_says() -> None:
    found = [scan(shared_luck(rising, seed), NINE, 0.5, fineness=64) for seed in range(400)]
    held = [
        crossing.low is not None
        and crossing.high is not None
        and crossing.low <= math.log(2) <= crossing.high
        for (crossing,) in (each.crossings for each in found)
    ]
    assert 0.92 <= np.mean(held) <= 0.985  # three standard errors around 95%, less at the top


def test_without_luck_the_crossing_is_the_root() -> None:
    (crossing,) = scan(exact(rising), NINE, 0.5, fineness=100_000).crossings
    assert crossing.value == pytest.approx(brentq(lambda v: rising(v) - 0.5, 0, 2), abs=2e-5)
    assert crossing.rising is True
    assert crossing.is_resolved


def test_the_ends_are_where_the_interval_lets_go_of_the_level() -> None:
    (crossing,) = scan(exact(rising, 0.1), NINE, 0.5, fineness=100_000).crossings
    assert crossing.low == pytest.approx(-math.log(0.6), abs=3e-5)
    assert crossing.high == pytest.approx(-math.log(0.4), abs=3e-5)


def test_a_fall_is_told_from_a_rise() -> None:
    (crossing,) = scan(exact(lambda v: 1 - rising(v), 0.05), NINE, 0.5).crossings
    assert crossing.rising is False


def test_each_crossing_is_named_where_there_are_several() -> None:
    found = scan(shared_luck(hill, runs=4_000), np.linspace(0, 1, 9).tolist(), 0.5)
    up, down = found.crossings
    root = brentq(lambda v: hill(v) - 0.5, 0, 0.5)
    assert (up.rising, down.rising) == (True, False)
    assert up.low is not None
    assert up.high is not None
    assert up.low < root < up.high
    assert not found.is_monotone
    assert found.side == 0


@pytest.mark.parametrize(("level", "side"), [(0.9, -1), (0.0001, 1)])
def test_no_crossing_is_made_up(level: float, side: int) -> None:
    found = scan(exact(lambda v: 0.2 + v / 10), NINE, level)
    assert found.crossings == ()
    assert found.side == side
    assert found.is_monotone


def test_where_it_only_touches_the_level_no_value_is_given() -> None:
    (near,) = scan(exact(hill, 0.03), np.linspace(0, 1, 9).tolist(), 0.76).crossings
    assert (near.value, near.rising, near.is_resolved) == (None, None, False)
    assert near.low is not None
    assert near.high is not None
    assert near.low < 0.5 < near.high


def test_an_interval_that_reaches_the_end_of_the_range_is_open() -> None:
    (late,) = scan(exact(rising, 0.1), NINE, rising(1.95)).crossings
    assert late.high is None
    assert late.low is not None
    assert not late.is_resolved
    (early,) = scan(exact(rising, 0.1), NINE, rising(0.05)).crossings
    assert early.low is None
    (nothing,) = scan(exact(rising, 1.0), NINE, 0.5).crossings
    assert (nothing.low, nothing.high) == (None, None)


def test_whole_numbers_alone_are_tried() -> None:
    tried: list[float] = []

    def measure(value: float) -> Estimate:
        tried.append(value)
        return exact(lambda v: v / 100, 0.05)(value)

    (crossing,) = scan(measure, [0, 25, 50, 75, 100], 0.333, whole=True).crossings
    assert crossing.value == 34  # the first one above the level
    assert crossing.low == 28  # the last one whose interval lies below it
    assert crossing.high == 39
    assert all(value == int(value) for value in tried)
    assert len(tried) == len(set(tried))


def test_an_outcome_without_an_interval_is_refused() -> None:
    with pytest.raises(Refusal, match="no interval at 0"):
        scan(lambda value: Estimate(value), NINE, 0.5)
    with pytest.raises(Refusal, match="no value at 0"):
        scan(lambda _: Estimate(None), NINE, 0.5)
