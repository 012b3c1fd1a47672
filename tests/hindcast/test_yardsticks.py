"""Each yardstick against a case that can be worked out by hand."""

import math

import numpy as np
import pytest

from sim.hindcast import yardsticks
from tests.hindcast.made_up import made_up_panel

ONCE = np.ones(2)


@pytest.fixture
def panel():
    """Two bodies, one window each: (step, stay, stay) and (stay, step)."""
    return made_up_panel(left=[[1, 0, 0], [0, 1]])


def test_a_perfect_forecast_has_full_skill_and_the_reference_none(panel):
    half = np.full(5, 0.4)
    perfect = np.where(panel.left, 1.0, 0.0)
    assert yardsticks.log_skill(panel, perfect, half)(ONCE) == pytest.approx(1.0, abs=1e-5)
    assert yardsticks.log_skill(panel, half, half)(ONCE) == 0.0
    assert yardsticks.brier_skill(panel, perfect, half)(ONCE) == 1.0


def test_log_skill_by_hand(panel):
    said = np.array([0.5, 0.25, 0.25, 0.25, 0.5])
    base = np.full(5, 0.4)
    loss = -2 * math.log(0.5) - 3 * math.log(0.75)
    reference = -2 * math.log(0.4) - 3 * math.log(0.6)
    skill = yardsticks.log_skill(panel, said, base)(ONCE)
    assert skill == pytest.approx(1 - loss / reference)


def test_a_body_that_is_not_redrawn_does_not_count(panel):
    said = np.array([0.9, 0.1, 0.1, 0.9, 0.1])  # right of the first, wrong of the second
    base = np.full(5, 0.4)
    skill = yardsticks.log_skill(panel, said, base)
    assert skill(np.array([1.0, 0.0])) > 0 > skill(np.array([0.0, 1.0]))


def test_auc_by_hand(panel):
    said = np.array([0.5, 0.1, 0.6, 0.2, 0.2])
    assert yardsticks.auc(panel, said)(ONCE) == pytest.approx((2 / 3 + 1.5 / 3) / 2)
    assert yardsticks.auc_within(panel, said)(ONCE) == pytest.approx((0.5 + 0.5) / 2)


def test_auc_within_does_not_see_differences_between_bodies(panel):
    said = np.array([0.9, 0.8, 0.8, 0.01, 0.02])
    assert yardsticks.auc_within(panel, said)(ONCE) == 1.0
    assert yardsticks.auc(panel, said)(ONCE) < 1.0


def test_who_leaves_by_hand(panel):
    said = np.array([0.5, 0.2, 0.2, 0.2, 0.2])
    loss = math.log(1.0 + 0.25 + 0.25) + math.log(2.0)
    even = math.log(3.0) + math.log(2.0)
    assert yardsticks.who_skill(panel, said)(ONCE) == pytest.approx(1 - loss / even)


def test_reliable_chances_have_slope_one_and_timid_ones_more():
    generator = np.random.default_rng(1)
    true = generator.uniform(0.05, 0.6, 20_000)
    panel = made_up_panel(left=[(generator.random(20_000) < true).astype(int).tolist()])
    odds = np.log(true / (1 - true))
    timid = 1 / (1 + np.exp(-(odds / 2 - 1)))
    once = np.ones(1)
    assert yardsticks.slope(panel, true)(once) == pytest.approx(1.0, abs=0.06)
    assert yardsticks.slope(panel, timid)(once) == pytest.approx(2.0, abs=0.12)


def test_crps_of_a_sure_forecast_is_its_distance(panel):
    sure_of_none = [np.array([1.0, 0.0, 0.0, 0.0]), np.array([1.0, 0.0, 0.0])]
    assert yardsticks.crps(panel, sure_of_none) == pytest.approx([1.0, 1.0])
