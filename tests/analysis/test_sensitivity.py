"""Sensitivity: of a scenario, in numbers, words and pictures."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import plotly.graph_objects as go
import pytest

from sim import words
from sim.analysis.sensitivity.options import POINTS, SCREENING, checked, evaluations
from sim.analysis.sensitivity.parameter_space import stated_space
from sim.analysis.sensitivity.sensitivity import sensitivity
from sim.analysis.sensitivity.variance_split import RULES
from sim.answer import Answer
from sim.futures import outcomes
from sim.futures.experiment import play
from sim.plots import FIGURES, PHONE, WIDE
from sim.refusal import Refusal
from sim.scenario.compiling.interventions import Do
from sim.scenario.faults import ScenarioError
from sim.scenario.scenario import Scenario
from sim.statistics.estimates import Estimate
from sim.statistics.variance import PARTS
from sim.words.sensitivity import numbers as sensitivity_numbers
from tests.sweeps.small import TEXT

SMALL = Scenario.from_text(TEXT).change({"parameters.rate_out": 0.3})
"""Exits are common, so that a few runs tell."""
UNPEERED = SMALL.change({"channels.alignment": 0})
"""Without the channel, how fast peers draw along does nothing."""
DEAD, ALIVE = "parameters.peer_share", "parameters.w_inertia"
VARY = (f"{DEAD}=0:0.05", f"{ALIVE}=-2:2")
RANGED = SMALL.change(
    {
        path: {"value": value, "low": value - 0.1, "high": value + 0.1}
        for path, value in (
            ("members.ash.threat", 0.6),
            ("members.birch.alignment", 0.2),
            ("patron.capacity", 0.5),
        )
    }
)
PATHS = len(stated_space(RANGED).paths)
STEPS: list[tuple[int, int]] = []
"""Progress of the analysis that screens."""
FEW: dict[str, Any] = {"runs": 30, "threads": 2}


@cache
def asked(which: str) -> Answer:
    """Answers that several tests look at."""
    match which:
        case "sobol":
            return sensitivity(UNPEERED, vary=VARY, points=64, **FEW)
        case "morris":
            return sensitivity(UNPEERED, method="morris", vary=VARY, points=8, **FEW)
        case "split":
            return sensitivity(UNPEERED, method="split", vary=VARY, points=80, **FEW)
        case "dead split":
            return sensitivity(UNPEERED, method="split", vary=VARY[:1], points=60, **FEW)
        case "screened":
            told = {"progress": lambda *step: STEPS.append(step), "runs": 10, "threads": 2}
            return sensitivity(RANGED, keep=2, points=16, outcomes="mean_exits", **told)
        case "still":
            vary = ["charter.notice_months=1:2"]
            return sensitivity(STILL, vary=vary, points=16, outcomes=["p_out.ash"], **FEW)
    return sensitivity(STILL, method=which.removeprefix("still "), vary=VARY, points=16, **FEW)


STILL = SMALL.change({"parameters.rate_out": 0, "parameters.rate_finish": 0})
WAYS = (
    "sobol",
    "morris",
    "split",
    "dead split",
    "screened",
    "still",
    "still morris",
    "still split",
)


def test_an_assumption_that_does_nothing_has_a_share_of_exactly_nothing() -> None:
    for name in ("p_at_least.1", "p_at_least.2"):
        indices = asked("sobol").result.outcomes[name].indices
        assert indices[DEAD].first.value == indices[DEAD].total.value == 0
        assert indices[ALIVE].total.value == pytest.approx(1, abs=0.1)
        effects = asked("morris").result.outcomes[name].effects
        assert effects[DEAD].mu_star.value == effects[DEAD].sigma == 0
        assert effects[ALIVE].mu_star.value == pytest.approx(-effects[ALIVE].mu)
        assert effects[ALIVE].mu_star.low > 0.1


def test_where_no_parameter_does_anything_their_share_is_within_its_interval_of_0() -> None:
    for split in asked("dead split").result.outcomes.values():
        part = split.parts["parameters"]
        assert part.low <= 0 <= part.high < 0.05
        assert split.parts["luck"].value > 0.8
    alive = asked("split").result.outcomes["p_at_least.1"].parts["parameters"]
    assert alive.low > 0


def test_the_parts_of_a_split_sum_to_one_and_every_rule_has_a_mean() -> None:
    for split in asked("split").result.outcomes.values():
        assert set(split.parts) == set(PARTS)
        assert sum(part.value for part in split.parts.values()) == pytest.approx(1)
        assert set(split.rules) == set(RULES)
        mean = sum(rule.value for rule in split.rules.values()) / 3
        assert split.variance == pytest.approx(mean * (1 - mean), rel=0.1)


def test_the_means_of_a_split_are_those_of_each_rule() -> None:
    question = outcomes.asked("p_at_least.1", UNPEERED)
    found = asked("dead split").result.outcomes["p_at_least.1"].rules
    true = {}
    for rule in RULES:
        played = play(UNPEERED.change({"decision": rule}), {"base": Do()}, runs=2000, seed=9)
        true[rule] = question.measure(played).value
        assert found[rule].value == pytest.approx(true[rule], abs=0.05)
    assert max(true.values()) - min(true.values()) > 0.1


def test_a_screening_says_what_went_on() -> None:
    answer = asked("screened")
    result = answer.result
    effects = answer.tables["effects"].sort_values("value", ascending=False, kind="stable")
    largest = list(effects["path"].head(2))
    assert list(result.outcomes["mean_exits"].indices) == largest
    assert result.paths == len(effects) == PATHS
    assert result.evaluations == SCREENING * (PATHS + 1) + 16 * (2 + 2)
    assert answer.figures == ("sensitivity_indices", "sensitivity_effects")
    assert "went on" in " ".join(words.quiet(answer))


@pytest.mark.parametrize("which", WAYS)
def test_answers_are_told_drawn_and_written(which: str) -> None:
    answer = asked(which)
    assert json.dumps(answer.numbers, allow_nan=False)
    told = words.lines(answer)
    assert "conditional on the assumptions of" in told[0]
    assert all(line and "nan" not in line for line in told)
    heads, rows = words.rows(answer)
    assert all(len(row) == len(heads) for row in rows)
    for figure in answer.figures:
        assert words.sentence(figure, answer).endswith(".")
        for width in (WIDE, PHONE):
            made = FIGURES[figure](answer, theme="dark", width=width)
            go.Figure(json.loads(made.to_json()))


def test_what_does_not_move_is_said_not_to() -> None:
    assert "is the same at every point" in words.headline(asked("still"))
    assert asked("still").result.outcomes["p_out.ash"].indices == {}
    assert "is the same at every point" in words.headline(asked("still morris"))
    assert "no run that was played differs" in words.headline(asked("still split"))


def test_a_sample_that_is_too_small_is_told_in_words() -> None:
    answer = sensitivity(SMALL, vary=["patron.capacity=0.2:0.8", VARY[1]], points=16, **FEW)
    told = " ".join(words.quiet(answer))
    wide = answer.result.outcomes["p_at_least.1"].warnings[0]
    assert f"about {wide.needed:,} would be needed" in told
    assert "Too few points for P(at least 1 exit): with 16 base points" in told


def test_small_shares_carry_their_sign() -> None:
    assert sensitivity_numbers.share(-0.02) == "−2%"
    assert sensitivity_numbers.share(-0.001) == "0%"
    estimate = Estimate(0.43, -0.01, 0.9).known()
    assert sensitivity_numbers.share_and_interval(estimate) == "43% (−1 to 90)"


def test_the_same_question_has_the_same_answer_with_any_number_of_threads() -> None:
    few: dict[str, Any] = {"vary": VARY, "points": 16, "runs": 20}
    one, two = (sensitivity(UNPEERED, threads=threads, **few) for threads in (1, 2))
    assert one.result == two.result
    assert sensitivity(UNPEERED, seed=2, **few).result.outcomes != one.result.outcomes


def test_the_options_of_an_answer_ask_the_same_again() -> None:
    options = asked("sobol").inputs.options
    assert options["vary"] == [[DEAD, 0.0, 0.05], [ALIVE, -2.0, 2.0]]
    again = checked(UNPEERED, **{"keep": None, **options})
    assert {name: value for name, value in again.items() if value is not None} == options
    mapped = checked(UNPEERED, "sobol", {DEAD: (0, 0.05), ALIVE: (-2, 2)}, (), 64, None)
    assert mapped == again


def test_progress_counts_every_point_of_both_stages_once() -> None:
    total = asked("screened").result.evaluations
    assert [(k + 1, total) for k in range(total)] == STEPS


def test_each_method_says_how_much_it_will_play() -> None:
    assert evaluations(checked(RANGED, "morris", None, (), None, None), 9) == POINTS["morris"] * 10
    assert evaluations(checked(RANGED, "split", None, (), None, None), 9) == POINTS["split"] * 3


@pytest.mark.parametrize(
    ("stated", "message"),
    [
        ({"method": "soboll"}, "did you mean sobol"),
        ({"points": 100}, "allowed a power of two for sobol, as 64 or 128"),
        ({"points": 8}, "allowed 16 or more"),
        ({"method": "split", "points": 100_000}, "300,000 points"),
        ({"method": "split", "runs": 1}, "allowed 2 or more"),
        ({"method": "split", "outcomes": "effect.ash"}, "no number of a single run"),
        ({"outcomes": "median_exit.ash"}, "has no value where nobody leaves"),
        ({"outcomes": "p_out.ahs"}, "did you mean p_out.ash"),
        ({"keep": 99}, f"keep: out of range; found 99; allowed 1 to {PATHS}"),
        ({"vary": VARY, "keep": 1}, "keep: only sobol screens"),
    ],
)
def test_what_cannot_be_asked_is_told_before_anything_is_played(
    stated: dict[str, Any], message: str
) -> None:
    def never(*_: int) -> None:
        raise AssertionError("something was played")

    with pytest.raises(Refusal, match=message):
        sensitivity(RANGED, progress=never, **stated)


def test_who_is_out_already_is_not_asked_whether_it_leaves() -> None:
    left = RANGED.change({"present.members.ash.status": "OUT"})
    with pytest.raises(Refusal, match=r"of ash, which is out already; .*allowed p_out\.ash"):
        sensitivity(left, outcomes="p_ever_out.ash")


def test_a_range_that_cannot_be_is_refused() -> None:
    with pytest.raises(ScenarioError, match="capacity"):
        sensitivity(SMALL, vary=["patron.capacity=0.8:2"])
