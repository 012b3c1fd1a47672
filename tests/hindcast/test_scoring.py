"""Forecasts of made-up and recorded windows: skill where it must be, and none elsewhere."""

import json

import numpy as np
import pytest

from sim.hindcast import baselines, comparing, front, goals
from sim.hindcast.comparing import compare, forecasts_of
from sim.hindcast.posterior import Posterior
from sim.hindcast.result import Hindcast
from sim.hindcast.scoring import LEFT_OUT, left_out, permuted_within
from sim.hindcast.yardsticks import Forecast
from sim.home import home
from sim.refusal import Refusal
from sim.words.hindcast import scores
from tests.hindcast.made_up import made_up_panel

POINT = np.array([[4.6, 1.0, 1.0, 1.0, 0.4]])


@pytest.fixture(scope="module")
def compared(panel):
    """Every body, with one point for all folds: none of the numbers was fitted."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(comparing, "REDRAWN", 100)
        return left_out(panel, Posterior({"all": POINT}))


def test_the_defaults_of_the_model_have_skill(compared):
    """Unfitted: the default weights, the base rate and own record as it stands."""
    assert compared.model.scores["log_skill"].value > 0.03
    assert compared.model.scores["auc_within"].low > 0.5


def test_wrong_models_have_none(compared):
    skills = {one.name: one.scores["log_skill"].value for one in compared.wrong}
    assert set(skills) == {"flipped", "permuted", "permuted_within"}
    assert max(skills["flipped"], skills["permuted"]) < 0.0
    assert skills["permuted_within"] < compared.model.scores["log_skill"].value - 0.03


def test_every_body_is_there_once_and_its_steps_add_up(compared, panel):
    assert [one.organisation for one in compared.by_body] == list(panel.organisations)
    assert sum(one.steps for one in compared.by_body) == compared.steps == panel.left.sum()
    assert sum(one.weight for one in compared.bins) == pytest.approx(len(panel.left) / 5)


def test_a_baseline_sees_nothing_of_the_body_that_it_is_asked_about():
    steady = made_up_panel(left=[[0] * 6, [0, 0, 1, 0], [1, 0, 0, 0]])
    turned = made_up_panel(left=[[1] * 6, [0, 0, 1, 0], [1, 0, 0, 0]])
    for baseline in baselines.BASELINES.values():
        here, there = (
            baseline(panel.only(panel.organisation != 0), panel.only(panel.organisation == 0))
            for panel in (steady, turned)
        )
        assert np.array_equal(here, there)


def test_the_model_does_not_beat_itself():
    panel = made_up_panel(left=[[1, 0, 0, 0], [0, 0, 0], [0, 1, 1, 0]])
    others = forecasts_of([(panel, panel)])
    model = Forecast(others["pooled"].chance, others["pooled"].counts)
    said = compare(LEFT_OUT, panel, model, others, {})
    assert said.model.scores["log_skill"].value == pytest.approx(0.0)
    pooled = next(one for one in said.baselines if one.name == "pooled")
    assert pooled.beyond.value == pytest.approx(0.0)
    assert "No skill can be told from luck" in scores.headline(said)


def test_dealing_out_within_a_window_keeps_what_the_window_has(panel):
    chance = np.random.default_rng(1).random(len(panel.left))
    dealt = permuted_within(panel, chance, np.random.default_rng(2))
    for low, high in zip(panel.first[:-1], panel.first[1:], strict=True):
        assert sorted(dealt[low:high]) == sorted(chance[low:high])
    assert not np.array_equal(dealt, chance)


def test_the_document_is_plain_json(compared):
    text = json.dumps(Hindcast("2026-06-30", (compared,)).document())
    assert json.loads(text)["comparisons"][0]["model"]["name"] == "model"


def test_aims_are_told_with_what_was_found(compared):
    found = {one.what: one for one in goals.goals(compared)}
    assert len(found) == 12
    assert found["log skill dealt out anew over all rows"].is_met
    for one in found.values():
        assert "(" in one.found


def test_even_ranks_are_uniform_and_uneven_ones_are_not():
    assert goals.fifths(range(100), 99) == [20] * 5
    assert goals.uniform([20] * 5) == pytest.approx(1.0)
    assert goals.uniform([40, 10, 10, 10, 30]) < 0.001


def test_a_body_that_was_fitted_is_no_unseen_one():
    with pytest.raises(Refusal, match="was fitted to it"):
        front.hindcast_of([home() / "scenarios" / "record"], Posterior({"all": POINT}))
