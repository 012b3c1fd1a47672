import numpy as np
import pytest

from sim.draws import noise, run_key
from sim.hindcast.frailty import frailty, quadrature


def test_the_rule_has_the_moments_of_the_noise():
    nodes, weights = quadrature()
    assert weights.sum() == pytest.approx(1.0)
    assert weights @ nodes**2 == pytest.approx(1.0, abs=1e-5)
    assert weights @ nodes**4 == pytest.approx(2.7, abs=1e-4)  # Irwin-Hall of four: 3 - 6/5/4


def test_the_rule_agrees_with_the_draws_of_the_model():
    drawn = np.array([noise(run_key(1, run), 0, 1) for run in range(20_000)])
    nodes, weights = quadrature()
    for power in (1, 2, 4):
        assert weights @ nodes**power == pytest.approx((drawn**power).mean(), abs=0.1)


@pytest.mark.parametrize("sd", [0.0, 0.3, 1.0, 1.8])
def test_the_mean_of_small_chances_does_not_move(sd):
    assert quadrature()[1] @ np.exp(-frailty(sd)) == pytest.approx(1.0, abs=1e-6)


def test_without_frailty_there_is_none():
    assert (frailty(0.0) == 0.0).all()
