"""Ignorance apart from luck: the points of the hypercube and the spread over them."""

from __future__ import annotations

import numpy as np
import pytest

from sim import load, simulate
from sim.analysis.shared.prior import channel_strength, feasible, points, ranges
from sim.scenario.document.parameters import CHANNELS

BASELINE = load("armenia-2025")


def test_every_point_lies_in_the_stated_ranges() -> None:
    stated = ranges(BASELINE)
    assert len(stated) > 40
    for point in points(BASELINE, 16, seed=3):
        for path, (low, high) in stated.items():
            if not path.startswith("channels."):
                assert low <= point[path] <= high


def test_the_hypercube_covers_each_range_evenly() -> None:
    count = 40
    drawn = np.array([p["parameters.w_inertia"] for p in points(BASELINE, count, seed=1)])
    low, high = ranges(BASELINE)["parameters.w_inertia"]
    strata = np.floor((drawn - low) / (high - low) * count)
    assert sorted(strata) == list(range(count))


def test_a_channel_is_off_in_a_fifth_of_the_points_else_log_uniform() -> None:
    strength = channel_strength(np.linspace(0, 1, 10_001)[:-1])
    assert (strength == 0).mean() == pytest.approx(0.2, abs=1e-3)
    on = np.log(strength[strength > 0])
    assert np.exp(on.min()) == pytest.approx(0.35, rel=1e-3)
    assert np.exp(on.max()) == pytest.approx(2.8, rel=1e-3)
    assert np.median(on) == pytest.approx((np.log(0.35) + np.log(2.8)) / 2, abs=1e-3)


def test_points_are_the_same_for_the_same_seed_and_no_others() -> None:
    assert points(BASELINE, 4, seed=1) == points(BASELINE, 4, seed=1)
    assert points(BASELINE, 4, seed=1) != points(BASELINE, 4, seed=2)


def test_shares_of_a_policy_never_exceed_one_together() -> None:
    point = feasible({"patron.coerce": 0.9, "patron.concede": 0.6})
    assert sum(point.values()) == pytest.approx(1)
    assert point["patron.coerce"] / point["patron.concede"] == pytest.approx(1.5)


def test_the_spread_stands_beside_the_interval_and_is_wider() -> None:
    answer = simulate(BASELINE, runs=400, uncertain=20)
    assert answer.result.uncertain is not None
    spread = answer.result.uncertain.outcomes["p_ever_out.armenia"]
    interval = answer.result.members["armenia"].p_ever_out.known()
    assert spread.low is not None
    assert spread.high is not None
    assert spread.high - spread.low > interval.high - interval.low
    table = answer.tables["spread"]
    assert set(table["points"]) == {20}
    assert {f"channels.{c}" for c in CHANNELS} <= set(points(BASELINE, 1, seed=1)[0])
