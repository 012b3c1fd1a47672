"""What varies: shares of ranges become values, and outcomes are measured at points."""

from __future__ import annotations

import numpy as np
import pytest

from sim import load
from sim.analysis.sensitivity.parameter_space import (
    ParameterSpace,
    asked_space,
    outcomes_at,
    stated_space,
)
from sim.analysis.shared.prior import ranges
from sim.futures.experiment import play
from sim.futures.outcomes import asked
from sim.refusal import Refusal
from sim.scenario.compiling.interventions import Do
from sim.scenario.faults import ScenarioError
from sim.scenario.scenario import Scenario
from sim.sweeps.designs import Axis
from tests.sweeps.small import TEXT

BASELINE = load("armenia-2025")
SMALL = Scenario.from_text(TEXT)


def test_the_whole_box_has_every_stated_range_and_every_channel() -> None:
    space = stated_space(BASELINE)
    assert len(space.paths) == len(set(space.paths)) == len(ranges(BASELINE)) + 6
    for share, end in ((0.0, 0), (1.0, 1)):
        point = space.point([share] * len(space.paths))
        for path, ends in ranges(BASELINE).items():
            if not path.startswith(("channels.", "patron.co")):
                assert point[path] == ends[end]
        BASELINE.change(point)  # is a scenario at both corners


def test_channels_follow_the_prior_but_not_where_a_range_was_asked_for() -> None:
    space = stated_space(BASELINE).of(["channels.club"])
    assert [space.point([u])["channels.club"] for u in (0.0, 0.19, 1.0)] == [
        0,
        0,
        pytest.approx(2.8),
    ]
    uniform = asked_space(BASELINE, ["channels.club=0:2"])
    assert uniform.point([0.1]) == {"channels.club": pytest.approx(0.2)}


def test_whole_numbers_stay_whole_and_policies_leave_room_for_each_other() -> None:
    months = asked_space(SMALL, ["charter.notice_months=1:12"])
    assert {months.point([u])["charter.notice_months"] for u in np.linspace(0, 1, 200)} == set(
        range(1, 13)
    )
    axes = [Axis(f"patron.{share}", 0.2, 0.9, None, False) for share in ("coerce", "concede")]
    point = ParameterSpace(tuple(axes), has_prior=False).point([1, 1])
    assert sum(point.values()) == pytest.approx(1)


def test_what_cannot_vary_is_refused() -> None:
    with pytest.raises(ScenarioError, match="capacity"):
        asked_space(SMALL, ["patron.capacty=0.2:0.5"])


def test_points_share_their_luck_unless_they_are_given_runs_of_their_own() -> None:
    question = asked("p_at_least.1", SMALL)
    same = [{"patron.capacity": 0.5}] * 2
    shared = outcomes_at(SMALL, same, [question], runs=60, seed=1, threads=2)
    apart = outcomes_at(
        SMALL, same, [question], runs=60, seed=1, threads=2, first_run=lambda k: 60 * k
    )
    assert shared.values[0] == shared.values[1] == apart.values[0]
    together = play(SMALL.change(same[0]), {"base": Do()}, runs=120, seed=1)
    assert apart.values.mean() == pytest.approx(question.measure(together).value)
    assert apart.values[0] != apart.values[1]


def test_the_noise_of_an_outcome_is_the_variance_of_its_mean() -> None:
    names = ("p_at_least.1", "mean_exits")
    questions = [asked(name, SMALL) for name in names]
    runs = 80
    found = outcomes_at(
        SMALL, [{}] * 100, questions, runs=runs, seed=2, threads=2, first_run=lambda k: runs * k
    )
    seen = found.values.var(axis=0, ddof=1)
    assert found.noise.mean(axis=0) == pytest.approx(seen, rel=0.5)


def test_an_outcome_without_a_value_is_told() -> None:
    gone = SMALL.change({"members.ash.status": "OUT"})
    with pytest.raises(Refusal, match="no value"):
        outcomes_at(gone, [{}], [asked("effect.ash", gone)], runs=4, seed=1, threads=1)
