"""Frailty: its draw, and the mean that it leaves as it is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from sim.rules.decision import pressure
from sim.rules.elementary import exp
from sim.rules.frailty import HALF_WIDTH, frailty, frailty_centre
from tests.rules.inputs import noises, numbers, pairs

pytestmark = pytest.mark.rules

spreads = numbers(0.0, 10.0)

EVEN = (np.arange(16) + 0.5) / 16 * 2 - 1
"""Even points of one part of a noise, between -1 and 1."""


def mean_over_noise(function: np.ufunc) -> float:
    """The mean over a noise of four even parts of half width √3/2, on a grid."""
    two = np.add.outer(EVEN, EVEN).ravel()
    four = HALF_WIDTH * np.add.outer(two, two).ravel()
    return float(np.mean(function(four)))


def test_the_half_width_gives_the_noise_variance_1() -> None:
    assert pytest.approx(1.0) == 4 * HALF_WIDTH**2 / 3


def test_the_centre_by_hand() -> None:
    assert frailty_centre(0.0) == 0.0
    y = HALF_WIDTH * 1.2
    assert frailty_centre(1.2) == pytest.approx(4 * np.log(np.sinh(y) / y))
    assert frailty_centre(0.01) == pytest.approx(0.01**2 / 2, rel=1e-4)  # as of a normal noise


@given(pairs(spreads))
def test_the_more_alliances_differ_the_higher_the_centre(sds: tuple[float, float]) -> None:
    assert 0.0 <= frailty_centre(sds[0]) <= frailty_centre(sds[1]) + 1e-15


@pytest.mark.parametrize("sd", [0.3, 1.0, 1.8])
def test_small_chances_keep_their_mean_and_large_ones_shrink(sd: float) -> None:
    centre = frailty_centre(sd)
    kept = mean_over_noise(lambda e: np.exp(-(sd * e + centre)))
    assert kept == pytest.approx(1.0, rel=1e-2)  # of the grid
    chance = np.frompyfunc(lambda e: pressure(6.0 + frailty(sd, centre, e)), 1, 1)
    assert mean_over_noise(chance) == pytest.approx(pressure(6.0), rel=0.05)
    likely = np.frompyfunc(lambda e: pressure(frailty(sd, centre, e)), 1, 1)
    assert mean_over_noise(likely) < pressure(0.0)


@given(spreads, pairs(noises))
def test_a_higher_draw_is_a_firmer_alliance(sd: float, two: tuple[float, float]) -> None:
    centre = frailty_centre(sd)
    assert frailty(sd, centre, two[0]) <= frailty(sd, centre, two[1])
    assert frailty(0.0, frailty_centre(0.0), two[0]) == 0.0
    assert exp(-centre) <= 1.0
