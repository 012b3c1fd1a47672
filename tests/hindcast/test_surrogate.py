import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.hindcast.surrogate import counts

hazards = st.lists(st.floats(0.0, 2.0), min_size=1, max_size=6).map(
    lambda values: np.array([sorted(values, reverse=True)])
)


def mean(chance):
    return (chance * np.arange(chance.shape[1])).sum()


@given(hazards, st.floats(0.0, 1.0))
def test_cohesion_moves_nobody_alone(hazard, cohesion):
    """Each member's own chance is that of its rate, whoever it moves with."""
    chance = counts(hazard, np.array([[cohesion]]))
    assert chance.sum() == pytest.approx(1.0)
    assert (chance >= -1e-12).all()
    assert mean(chance) == pytest.approx(-np.expm1(-hazard).sum())


def test_members_that_move_as_one_all_move_or_none_does():
    chance = counts(np.array([[0.5, 0.5, 0.5]]), np.array([[1.0]]))[0]
    assert chance == pytest.approx([np.exp(-0.5), 0.0, 0.0, 1 - np.exp(-0.5)])


def test_members_that_move_alone_are_binomial():
    p = -np.expm1(-0.5)
    chance = counts(np.array([[0.5, 0.5]]), np.array([[0.0]]))[0]
    assert chance == pytest.approx([(1 - p) ** 2, 2 * p * (1 - p), p**2])


def test_counts_agree_with_months_that_are_played():
    """The monthly coupling itself: with chance c all read one draw, else each its own."""
    monthly, cohesion, months, runs = np.array([0.02, 0.012, 0.004]), 0.6, 60, 20_000
    generator = np.random.default_rng(1)
    gone = np.zeros((runs, 3), dtype=bool)
    for _ in range(months):
        joint = generator.random((runs, 1)) < cohesion
        u = np.where(joint, generator.random((runs, 1)), generator.random((runs, 3)))
        gone |= u < monthly
    played = np.bincount(gone.sum(axis=1), minlength=4) / runs
    rate = -np.log1p(-monthly) * months
    assert counts(rate[None, :], np.array([[cohesion]]))[0] == pytest.approx(played, abs=0.015)
