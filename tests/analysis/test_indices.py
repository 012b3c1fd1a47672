"""Elementary effects and Sobol indices, against functions whose indices are known exactly."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.statistics.indices import (
    NOISE,
    ORDER,
    SUM,
    WIDE,
    WIDEST,
    Effects,
    Indices,
    enough,
    morris_design,
    morris_effects,
    morris_warnings,
    noise_share,
    noise_warnings,
    sobol_design,
    sobol_indices,
    sobol_warnings,
)

Array = NDArray[np.float64]
A, B = 7.0, 0.1
SLOPES = np.array([4.0, -2.0, 1.0, 0.0])
EVEN = np.array([0.1, 0.1])


def ishigami(unit: Array) -> Array:
    """The function of Ishigami and Homma (1990) on [-π, π]³."""
    x = -np.pi + 2 * np.pi * unit
    value: Array = np.sin(x[:, 0]) + A * np.sin(x[:, 1]) ** 2 + B * x[:, 2] ** 4 * np.sin(x[:, 0])
    return value


def ishigami_indices() -> tuple[Array, Array]:
    """First-order and total indices, by integration."""
    alone = np.array([0.5 * (1 + B * np.pi**4 / 5) ** 2, A**2 / 8, 0.0])
    both = B**2 * np.pi**8 * 8 / 225
    variance = alone.sum() + both
    return alone / variance, (alone + np.array([both, 0.0, both])) / variance


def test_the_indices_of_ishigami_lie_in_their_intervals() -> None:
    first, total = ishigami_indices()
    assert first == pytest.approx([0.3139, 0.4424, 0], abs=1e-4)
    assert total == pytest.approx([0.5576, 0.4424, 0.2437], abs=1e-4)
    found = sobol_indices(3, ishigami(sobol_design(3, 1024, seed=1)))
    assert found is not None
    assert (np.abs(found.first - first) <= found.first_half).all()
    assert (np.abs(found.total - total) <= found.total_half).all()
    assert max(found.first_half.max(), found.total_half.max()) < 0.1
    assert sobol_warnings(found, 1024) == []


def test_a_linear_model_has_squares_of_its_slopes_and_no_interaction() -> None:
    found = sobol_indices(4, sobol_design(4, 512, seed=2) @ SLOPES)
    assert found is not None
    shares = SLOPES**2 / (SLOPES**2).sum()
    assert found.first == pytest.approx(shares, abs=0.02)
    assert found.total == pytest.approx(shares, abs=0.02)
    assert found.total[3] == 0


def test_elementary_effects_of_a_linear_model_are_its_slopes() -> None:
    unit = morris_design(4, 6, seed=3)
    assert unit.shape == (6 * 5, 4)
    found = morris_effects(unit, unit @ SLOPES)
    assert found.mu_star == pytest.approx(np.abs(SLOPES), abs=1e-12)
    assert found.mu == pytest.approx(SLOPES, abs=1e-12)
    assert found.sigma == pytest.approx(0, abs=1e-12)
    assert morris_warnings(found, 6) == []


def test_an_interaction_shows_in_the_spread_of_elementary_effects() -> None:
    unit = morris_design(3, 40, seed=4)
    found = morris_effects(unit, unit[:, 0] * unit[:, 1] + unit[:, 2])
    assert found.sigma[:2].min() > 0.2
    assert found.sigma[2] == pytest.approx(0, abs=1e-12)
    assert found.mu == pytest.approx([0.5, 0.5, 1.0], abs=0.2)


@pytest.mark.parametrize("seed", [0, 1])
def test_the_same_seed_has_the_same_points_and_the_same_intervals(seed: int) -> None:
    for design in (sobol_design, morris_design):
        assert np.array_equal(design(3, 8, seed), design(3, 8, seed))
        assert not np.array_equal(design(3, 8, seed), design(3, 8, seed + 1))
    values = ishigami(sobol_design(3, 64, seed))
    one, two = sobol_indices(3, values), sobol_indices(3, values)
    assert one is not None
    assert two is not None
    assert np.array_equal(one.first_half, two.first_half)


def test_half_the_intervals_need_four_times_the_points() -> None:
    assert enough(100, 0.2, 0.1) == 400
    small, large = (
        sobol_indices(3, ishigami(sobol_design(3, points, seed=5))) for points in (128, 2048)
    )
    assert small is not None
    assert large is not None
    shrunk = small.total_half.max() / large.total_half.max()
    assert shrunk == pytest.approx(4, rel=0.4)


def test_too_few_points_are_told_with_the_number_that_would_do() -> None:
    found = sobol_indices(3, ishigami(sobol_design(3, 16, seed=1)))
    assert found is not None
    wide = next(each for each in sobol_warnings(found, 16) if each.kind == WIDE)
    assert wide.value == max(found.first_half.max(), found.total_half.max()) > WIDEST
    assert wide.needed is not None
    assert wide.needed >= 16 * (wide.value / WIDEST) ** 2
    assert wide.needed & (wide.needed - 1) == 0


def test_indices_that_cannot_be_are_told_only_beyond_their_noise() -> None:
    tight, loose = np.array([0.05, 0.05]), np.array([0.4, 0.4])
    sums = Indices(np.array([0.7, 0.6]), tight, np.array([0.75, 0.65]), tight)
    assert [each.kind for each in sobol_warnings(sums, 64)] == [SUM]
    order = Indices(np.array([0.6, 0.1]), tight, np.array([0.3, 0.2]), tight)
    assert [each.kind for each in sobol_warnings(order, 64)] == [ORDER]
    assert sobol_warnings(order, 64)[0].value == pytest.approx(0.3)
    noisy = Indices(np.array([0.7, 0.5]), loose, np.array([0.5, 0.5]), loose)
    assert [each.kind for each in sobol_warnings(noisy, 64)] == [WIDE]


def test_effects_that_are_known_too_loosely_are_told() -> None:
    effects = Effects(np.array([1.0, 0.5]), np.array([0.5, 0.1]), EVEN, EVEN)
    (warned,) = morris_warnings(effects, 10)
    assert (warned.kind, warned.value, warned.needed) == (WIDE, 0.5, 40)
    still = Effects(np.zeros(2), np.zeros(2), np.zeros(2), np.zeros(2))
    assert morris_warnings(still, 10) == []


def test_what_never_changes_has_no_indices() -> None:
    assert sobol_indices(3, np.full(5 * 8, 0.25)) is None


def test_the_luck_of_the_runs_is_at_most_the_noise_that_is_named() -> None:
    random = np.random.default_rng(6)
    runs, p = 50, random.uniform(0.2, 0.4, 20_000)
    values = random.binomial(runs, p) / runs
    noise = values * (1 - values) / (runs - 1)
    true = 1 - p.var() / values.var()  # with independent luck the bound is reached
    assert noise_share(values, noise) == pytest.approx(true, abs=0.02)
    (warned,) = noise_warnings(noise_share(values, noise), runs)
    assert warned.kind == NOISE
    assert warned.needed is not None
    assert warned.needed > runs
    assert noise_warnings(0.1, runs) == ()
    assert noise_share(np.zeros(4), np.zeros(4)) == 0
