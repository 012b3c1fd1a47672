"""Fits of a few windows, with few draws: the same digits again, and on after an interruption."""

import numpy as np
import pytest

from sim.hindcast import calibration
from sim.hindcast.calibration import calibrate
from sim.hindcast.folds import folds
from sim.hindcast.posterior import Posterior
from sim.hindcast.prior import Prior
from sim.hindcast.sampling import Sampling, split_rhat
from sim.hindcast.simulation import made_up, one_phase
from sim.hindcast.surrogate import chances

FEW = Sampling(walkers=10, burn=5, steps=10, keep=10)


@pytest.fixture(scope="module")
def small(panel):
    """Windows of two bodies."""
    wanted = [panel.organisations.index(name) for name in ("EFTA", "WARSAW_PACT")]
    return panel.only(np.isin(panel.organisation, wanted) & (panel.year % 5 == 0))


def fit(small, folder, told=lambda done, total: None):
    return calibrate(small, folder, first=FEW, each=FEW, told=told)


def test_a_calibration_is_the_same_to_the_digit(small, tmp_path, monkeypatch):
    monkeypatch.setattr(calibration, "folds", lambda panel: folds(panel)[:2])
    one, other = fit(small, tmp_path / "a"), fit(small, tmp_path / "b")
    assert one.posterior.table().equals(other.posterior.table())
    assert one.diagnoses.equals(other.diagnoses)
    assert set(one.posterior.draws) == set(folds(small)[:2])


def test_an_interrupted_calibration_goes_on_and_ends_the_same(small, tmp_path, monkeypatch):
    monkeypatch.setattr(calibration, "folds", lambda panel: folds(panel)[:2])
    whole = fit(small, tmp_path / "whole")

    def interrupted(done, total):
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fit(small, tmp_path / "cut", interrupted)
    asked = []
    sample = calibration.sample
    monkeypatch.setattr(
        calibration, "sample", lambda *a, **k: asked.append(a[-1]) or sample(*a, **k)
    )
    assert fit(small, tmp_path / "cut").posterior.table().equals(whole.posterior.table())
    assert asked == [folds(small)[1]]


def test_a_posterior_is_read_as_it_was_written(tmp_path):
    draws = {"all": np.random.default_rng(1).random((4, 5)).round(6), "without X": np.ones((2, 5))}
    file = tmp_path / "posterior.parquet"
    Posterior(draws).table().to_parquet(file)
    read = Posterior.read(file)
    assert list(read.draws) == list(draws)
    assert all(np.array_equal(read.draws[fold], draws[fold]) for fold in draws)
    assert np.array_equal(read.of("without a body nobody left out"), draws["all"])


def test_split_rhat_sees_walkers_that_disagree():
    generator = np.random.default_rng(1)
    alike = generator.normal(size=(400, 8))
    assert split_rhat(alike) == pytest.approx(1.0, abs=0.03)
    assert split_rhat(alike + np.arange(8)) > 1.5


def test_made_up_histories_bring_as_many_steps_as_their_numbers_say(panel):
    windows = one_phase(panel)
    theta = np.array([4.0, 1.0, 1.0, 0.8, 0.4])
    generator = np.random.default_rng(1)
    steps = [made_up(windows, theta, generator).left.sum() for _ in range(60)]
    expected = chances(windows, theta[None]).sum()
    assert np.mean(steps) == pytest.approx(expected, abs=4 * np.std(steps) / np.sqrt(60))


def test_cohesion_makes_acts_of_several(panel):
    windows = one_phase(panel)

    def acts_per_step(cohesion):
        history = made_up(
            windows, np.array([3.5, 1.0, 1.0, 0.0, cohesion]), np.random.default_rng(1)
        )
        window = history.window[history.left]
        return len(set(zip(window, history.act[history.left], strict=True))) / history.left.sum()

    assert acts_per_step(0.9) < acts_per_step(0.0) - 0.1


def test_the_prior_covers_the_rate_of_all_bodies():
    rate = 12 * 0.05 / (1 + np.exp(Prior().w0_mean))
    assert rate == pytest.approx(0.0045)
