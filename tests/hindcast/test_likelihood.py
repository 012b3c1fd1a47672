"""The likelihood against the same numbers written out, and against histories that were played."""

import itertools
import math

import numpy as np
import pytest

from sim.hindcast.likelihood import ACT_MONTHS, Likelihood, log_elementary, monthly_rate
from sim.hindcast.prior import Prior
from tests.hindcast.made_up import made_up_panel

THETA = np.array([4.0, 1.0, 1.0, 0.0, 0.4])


def rate(worth):
    return float(monthly_rate(np.array([math.exp(-worth)]), 0.0)[0])


def test_a_window_without_a_step_by_hand():
    panel = made_up_panel(left=[[0, 0]], worth=[-0.5, 0.5], record=[0.3])
    rates = [rate(4.0 - 0.3 + w) for w in (-0.5, 0.5)]
    expected = -60.0 * (0.6 * sum(rates) + 0.4 * max(rates))
    assert Likelihood(panel, 1.0).of(THETA)[0] == pytest.approx(expected)


def test_one_step_alone_by_hand():
    panel = made_up_panel(left=[[0, 1]], worth=[-0.5, 0.5])
    high, low = rate(3.5), rate(4.5)
    exposure = 0.6 * (60.0 * high + 30.0 * low) + 0.4 * 60.0 * high
    alone = 0.6 * (high + low) + 0.4 * (high - low)
    expected = -exposure + math.log(alone)
    expected += -0.5 - math.log(math.exp(0.5) + math.exp(-0.5))
    assert Likelihood(panel, 1.0).of(THETA)[0] == pytest.approx(expected)


def test_a_joint_step_is_one_act():
    joint = made_up_panel(left=[[1, 1, 0]], act=[0, 0, -1])
    apart = made_up_panel(left=[[1, 1, 0]], act=[0, 1, -1], at=[1.0, 3.0, 5.0])
    together, alone = THETA.copy(), THETA.copy()
    together[4], alone[4] = 0.9, 0.05
    for panel, better, worse in ((joint, together, alone), (apart, alone, together)):
        likelihood = Likelihood(panel)
        assert likelihood.total(better) > likelihood.total(worse)


def test_two_steps_together_by_hand():
    """Either at once, or one after the other within half a year; no exposure in that half year."""
    panel = made_up_panel(left=[[1, 1]], worth=[-0.5, 0.5], act=[0, 0], at=[2.0, 2.0])
    high, low = rate(3.5), rate(4.5)
    exposure = 0.6 * 24.0 * (high + low) + 0.4 * 24.0 * high
    alone = 0.6 * (high + low) + 0.4 * (high - low)
    joint = 0.4 * low
    kept = math.exp(-ACT_MONTHS * (alone + joint))
    expected = -exposure + math.log((joint + alone * (1.0 - kept)) / kept)
    assert Likelihood(panel, 1.0).of(THETA)[0] == pytest.approx(expected)


def test_the_exposure_shared_is_that_of_whoever_is_likeliest_at_the_time():
    panel = made_up_panel(left=[[1, 0]], worth=[-1.0, 1.0], at=[2.0, 5.0])
    shared = THETA.copy()
    shared[4] = 1.0
    high, low = rate(3.0), rate(5.0)
    expected = -12.0 * (2.0 * high + 3.0 * low) + math.log(high - low)
    expected += 1.0 - math.log(math.exp(1.0) + math.exp(-1.0))
    assert Likelihood(panel, 1.0).of(shared)[0] == pytest.approx(expected)


def test_elementary_polynomials_are_sums_over_choices():
    numbers = np.array([0.2, 1.5, 0.7, 3.0])
    for size in range(5):
        direct = sum(math.prod(c) for c in itertools.combinations(numbers, size))
        assert log_elementary(np.log(numbers), size) == pytest.approx(math.log(direct))


def test_bodies_add_up_and_scale_beyond_the_table_goes_on_straight(panel):
    likelihood = Likelihood(panel)
    assert likelihood.total(THETA) == pytest.approx(likelihood.of(THETA).sum())
    values = []
    for scale in (5.9, 6.0, 6.1, 6.2):
        theta = THETA.copy()
        theta[2] = scale
        values.append(likelihood.total(theta))
    steps = np.diff(values)
    assert steps == pytest.approx(steps.mean(), rel=0.1)


def test_the_prior_ends_at_its_bounds():
    prior = Prior()
    for place, value in ((1, -0.1), (1, 2.1), (2, 0.0), (3, 1.9), (4, 1.1)):
        theta = THETA.copy()
        theta[place] = value
        assert prior.log_density(theta) == -math.inf
    drawn = prior.draw(np.random.default_rng(1), 200)
    assert all(math.isfinite(prior.log_density(theta)) for theta in drawn)
