"""The split of a variance, against made-up outcomes whose parts are known."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.analysis.sensitivity.variance_split import RULES
from sim.statistics.variance import PARTS, Split, split, split_warnings

Array = NDArray[np.float64]
RUNS = 40
SHIFTS = np.array([-0.8, 0.0, 0.8])


def chances(points: int, slope: float, rule: float, both: float, seed: int) -> Array:
    """Chances of a logistic model: a parameter, a rule, and what both do together."""
    random = np.random.default_rng(seed)
    parameter, own = random.normal(size=(points, 1)), random.normal(size=(points, 3))
    return 1 / (1 + np.exp(1 - slope * parameter - rule * SHIFTS - both * own))


def played(p: Array, runs: int, seed: int) -> tuple[Array, Array]:
    """Means and variances within each cell, of outcomes that are 0 or 1."""
    means = np.random.default_rng(seed).binomial(runs, p) / runs
    return means, means * (1 - means) * runs / (runs - 1)


def parts_of(p: Array) -> Array:
    """The parts of the variance where chances are known: no luck is left in them."""
    middle = p.mean(axis=1)
    apart = p - middle[:, None]
    rule = (apart.mean(axis=0) ** 2).mean()
    return np.array([(p * (1 - p)).mean(), middle.var(), rule, apart.var(axis=0).mean()])


def found(*cells: Array, runs: int = RUNS) -> Split:
    made = split(*cells, runs)
    assert made is not None
    return made


MODELS = [(1.0, 1.0, 0.7), (1.0, 0.0, 0.0), (0.0, 0.6, 0.0), (0.3, 0.1, 0.1), (0.0, 0.0, 0.0)]


def test_there_are_three_rules_and_four_parts() -> None:
    assert RULES == ("logit", "threshold", "quantal")
    assert len(PARTS) == 4


@pytest.mark.parametrize("model", MODELS)
def test_every_part_is_estimated_without_bias_and_its_interval_covers(
    model: tuple[float, float, float],
) -> None:
    true = parts_of(chances(200_000, *model, seed=1))
    trials = 80
    splits = [found(*played(chances(60, *model, seed=10 + k), RUNS, seed=k)) for k in range(trials)]
    estimated = np.array([each.variance for each in splits])
    errors = estimated.std(axis=0, ddof=1) / np.sqrt(trials)
    assert (np.abs(estimated.mean(axis=0) - true) <= 3.5 * errors + 1e-6).all()
    share = true / true.sum()
    covered = np.mean([np.abs(each.share - share) <= each.half for each in splits], axis=0)
    assert (covered >= 0.8).all()


def test_the_parts_of_a_chance_sum_to_the_variance_of_a_zero_or_one() -> None:
    p = chances(200_000, 1.0, 1.0, 0.7, seed=2)
    assert parts_of(p).sum() == pytest.approx(p.mean() * (1 - p.mean()), abs=1e-9)
    made = found(*played(p[:2000], RUNS, seed=3))
    mean = p[:2000].mean()
    assert made.total == pytest.approx(mean * (1 - mean), rel=0.02)
    assert made.share.sum() == pytest.approx(1, abs=1e-12)


def test_where_nothing_but_luck_differs_luck_is_all() -> None:
    made = found(*played(np.full((300, 3), 0.3), RUNS, seed=4))
    assert made.share[0] == pytest.approx(1, abs=0.01)
    assert (np.abs(made.share[1:]) <= made.half[1:] + 1e-3).all()


def test_without_luck_the_parts_are_those_of_the_table() -> None:
    p = chances(50, 1.0, 1.0, 0.7, seed=5)
    made = found(p, np.zeros_like(p))
    assert made.variance[0] == 0
    assert made.variance[1] == pytest.approx(p.mean(axis=1).var(ddof=1))


def test_counts_are_split_as_zeros_and_ones_are() -> None:
    random = np.random.default_rng(6)
    rates = np.exp(random.normal(0, 0.5, (400, 1))) * np.array([1.0, 1.0, 2.0])
    drawn = random.poisson(rates[:, :, None], (400, 3, RUNS))
    made = found(drawn.mean(axis=2), drawn.var(axis=2, ddof=1))
    assert made.variance[0] == pytest.approx(rates.mean(), rel=0.05)
    assert made.total == pytest.approx(drawn.var(), rel=0.05)


def test_runs_that_are_all_the_same_have_nothing_to_split() -> None:
    assert split(np.zeros((20, 3)), np.zeros((20, 3)), RUNS) is None


def test_a_sample_that_is_too_small_is_told() -> None:
    few = found(*played(chances(10, 3.0, 1.0, 0.7, seed=7), RUNS, seed=8))
    (warned,) = split_warnings(few, 10)
    assert warned.value == few.half.max() > 0.1
    assert warned.needed is not None
    assert warned.needed >= 10 * (warned.value / 0.1) ** 2
    many = found(*played(chances(1000, 3.0, 1.0, 0.7, seed=7), RUNS, seed=8))
    assert split_warnings(many, 1000) == []
