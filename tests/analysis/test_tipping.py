"""Tipping: roots known in closed form, members out of reach, changes told from luck, bad input."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest
from scipy.optimize import brentq

from sim import domino_effect, store, words
from sim.analysis.tipping.tipping import tip
from sim.answer import Answer
from sim.plots import FIGURES, PHONE, WIDE
from sim.refusal import Refusal
from sim.scenario.document.parameters import Parameters
from sim.scenario.faults import ScenarioError
from sim.scenario.scenario import Scenario

RATE, HABIT, MONTHS = 0.2, 2.0, 24
QUIET = {name: 0 for name in Parameters.model_fields if name.startswith("w_")} | {
    "w_inertia": HABIT,
    "rate_out": RATE,
    "rate_back": 0,
    "rate_return": 0,
    "shock_sd": 0,
}


def member(**stated: object) -> dict[str, object]:
    level = {"threat": 0, "regime_risk": 0, "dependence": 0, "presence": 0, "pull": 0.2}
    trust = {"external": 0.5, "regime": 0.5}
    return {"alignment": 0, "trust": trust, "weight": 0.5, "expected_cost": 0.5, **level, **stated}


def made_up(*members: str, **parameters: object) -> Scenario:
    """Members that leave at once, at one rate a month, for no reason but those stated."""
    return Scenario.from_plain(
        {
            "title": "A made-up alliance",
            "start": "2020-01",
            "now": "2020-06",
            "end": "2022-06",
            "patron": {"name": "The patron", "capacity": 0.5, "coerce": 0, "concede": 0},
            "charter": {"notice_months": 0, "freeze_allowed": False},
            "members": {name: member() for name in members},
            "parameters": {**QUIET, **parameters},
        }
    )


ALONE = made_up("ash")
PULLED = made_up("ash", w_pull=4)
CLUB = made_up("ash", "birch", w_club=1)


def logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value))


def p_out(staying: float, rate: float = RATE) -> float:
    """P(a member has left after so many months, each with the same chance)."""
    return 1 - (1 - rate * logistic(-staying)) ** MONTHS


def root(function: Callable[[float], float], low: float, high: float) -> float:
    return float(brentq(function, low, high))


@cache
def asked(which: str) -> Answer:
    """Answers that several tests look at."""
    scenario, options = {
        "value": (ALONE, {"vary": ["parameters.w_inertia=0:6"], "outcome": "p_ever_out.ash"}),
        "never": (ALONE, {"vary": ["parameters.w_inertia=0:1"], "outcome": "p_ever_out.ash"}),
        "phases": (
            PULLED,
            {
                "vary": ["parameters.w_inertia=0:6:4", "members.ash.pull=0:1:5"],
                "outcome": "p_ever_out.ash",
            },
        ),
        "channels": (CLUB, {"of": "ash"}),
        "distances": (PULLED, {"distances": True}),
        "change": (ALONE, {"change": True, "outcome": "p_at_least.1"}),
    }[which]
    return tip(scenario, **options)  # type: ignore[arg-type]


WAYS = ("value", "never", "phases", "channels", "distances", "change")


def holds(found: Any, value: float) -> bool:
    return bool(found.low <= value <= found.high)


# --- roots in closed form -------------------------------------------------------------------------


def test_a_path_tips_where_the_formula_says() -> None:
    (crossing,) = asked("value").result.crossings
    expected = root(lambda w: p_out(w) - 0.5, 0, 6)
    assert holds(crossing, expected)
    assert crossing.value == pytest.approx(expected, abs=0.2)
    assert (crossing.rising, crossing.resolved) == (False, True)


def test_where_the_level_is_out_of_reach_nothing_is_found() -> None:
    result = asked("never").result
    assert result.crossings == []
    assert result.side == 1
    for end in result.ends:
        assert holds(end, p_out(end.at))
    assert "stays above 50%" in words.headline(asked("never"))


def test_the_club_must_be_as_strong_as_the_formula_says() -> None:
    found = asked("channels").result.channels
    expected = root(lambda c: p_out(HABIT - c) - p_out(HABIT) - 0.5, 0, 16)
    for name in ("club", "all"):
        (crossing,) = found[name].crossings
        assert holds(crossing, expected)
        assert crossing.rising
    for name in ("reputation", "alignment", "dilution", "precedent", "discipline"):
        assert found[name].crossings == []
        assert found[name].side == -1
    off = asked("channels").tables["strengths"]
    assert (off[(off["channel"] == "all") & (off["strength"] == 0)]["value"] == 0).all()


def test_a_channel_that_ends_it_is_told_as_such() -> None:
    stays = tip(CLUB, of="ash", outcome="p_active.birch", level=0.45)
    for name in ("club", "all"):
        assert [each.rising for each in stays.result.channels[name].crossings] == [False]
    assert "only up to" in words.headline(stays)
    assert "Whatever its strength: reputation" in words.lines(stays)[1]


def test_too_few_runs_are_told_as_such() -> None:
    few = tip(CLUB, of="ash", runs=8, up_to=4)
    assert few.result.channels["all"].crossings
    assert not any(each.resolved for each in few.result.channels["all"].crossings)
    assert words.headline(few).startswith("These runs do not tell whether an exit of ASH")


def test_a_member_is_as_far_from_tipping_as_the_formula_says() -> None:
    rows = asked("distances").result.members["ash"]
    expected = root(lambda pull: p_out(HABIT - 4 * pull) - 0.5, 0, 1)
    assert holds(rows["pull"], expected)
    assert rows["pull"].shift == pytest.approx(rows["pull"].value - 0.2)
    for name in ("alignment", "trust.external", "trust.regime"):  # these weigh nothing here
        assert (rows[name].value, rows[name].undecided) == (None, False)
        assert rows[name].best == rows[name].today


def test_a_diagram_knows_the_side_of_each_point() -> None:
    table = asked("phases").tables["data"]
    assert len(table) == 20
    for row in table.to_dict("records"):
        chance = p_out(row["parameters.w_inertia"] - 4 * row["members.ash.pull"])
        if abs(chance - 0.5) > 0.06:
            assert row["side"] == (1 if chance > 0.5 else -1)


# --- the single change ----------------------------------------------------------------------------


def between(value: float, low: float, high: float) -> dict[str, object]:
    why = {"source": "assumption", "note": "made up"}
    return {"value": value, "low": low, "high": high, **why}


STATED = made_up("ash", w_inertia=between(HABIT, 1, 2.2), rate_out=between(RATE, 0.15, 0.22))


def test_the_largest_change_is_the_one_that_the_formula_says() -> None:
    answer = tip(STATED, change=True, outcome="p_at_least.1")
    largest = answer.result.largest
    rows = answer.tables["changes"].set_index(["path", "end"])
    assert (largest.path, largest.end) == ("parameters.w_inertia", "low")
    assert largest.resolved
    assert holds(largest, p_out(1.0) - p_out(HABIT))
    assert holds(rows.loc[("parameters.rate_out", "low")], p_out(HABIT, 0.15) - p_out(HABIT))
    assert largest.value != rows.loc[("parameters.w_inertia", "low"), "value"]  # other luck


def test_a_change_can_be_asked_of_the_domino_effect_too() -> None:
    scenario = made_up("ash", "birch", w_club=between(1, 0, 2))
    answer = tip(scenario, change=True, outcome="effect.ash", runs=400)
    rows = answer.tables["changes"].set_index(["path", "end"])
    stated, higher = (
        domino_effect(each, "ash", runs=400).result.effect.value
        for each in (scenario, scenario.change({"parameters.w_club": 2}))
    )
    found = rows.loc[("parameters.w_club", "high"), "value"]
    assert found == pytest.approx(higher - stated)
    assert found > 0
    with pytest.raises(Refusal, match=r"no mean over runs.*p_at_least\.K.*effect\.ID"):
        tip(scenario, change=True, outcome="hazard_ratio.ash")


def test_a_range_that_bears_on_nothing_is_not_told() -> None:
    answer = tip(made_up("ash", rate_out=0), change=True, outcome="mean_exits", runs=50)
    assert answer.result.largest.resolved is False
    assert "No single change within the stated ranges is told" in words.headline(answer)


# --- what every answer holds ----------------------------------------------------------------------


@pytest.mark.parametrize("which", WAYS)
def test_an_answer_says_what_it_is_conditional_on(which: str) -> None:
    answer = asked(which)
    assert "conditional on the assumptions of “A made-up alliance”" in words.headline(answer)
    heads, rows = words.rows(answer)
    assert all(len(row) == len(heads) for row in rows)
    assert json.dumps(answer.numbers, allow_nan=False)


@pytest.mark.parametrize("which", WAYS)
def test_a_stored_answer_says_and_shows_the_same(which: str, tmp_path: Path) -> None:
    answer = asked(which)
    place = store.save(answer, tmp_path, command="", page="", seconds=0.0)
    again = store.load(place.name, tmp_path)
    assert words.lines(again) == words.lines(answer)
    assert words.rows(again) == words.rows(answer)
    for name in answer.figures:
        for theme, width in (("light", WIDE), ("dark", PHONE)):
            drawn = [FIGURES[name](each, theme=theme, width=width) for each in (answer, again)]
            go.Figure(drawn[0].to_dict())  # validates it
            assert drawn[0].to_json() == drawn[1].to_json()


def test_the_same_question_has_the_same_answer_with_any_number_of_threads() -> None:
    options = {"vary": ["parameters.w_inertia=0:6:3"], "outcome": "p_ever_out.ash", "runs": 600}
    one, two = (tip(ALONE, threads=threads, **options) for threads in (1, 2))  # type: ignore[arg-type]
    assert one.result == two.result
    assert one.tables["data"].equals(two.tables["data"])


def test_an_answer_can_be_asked_again_by_its_options() -> None:
    for which in ("value", "phases", "channels"):
        first = asked(which)
        scenario = Scenario.from_text(first.inputs.scenario_text, "made-up.yaml")
        again = tip(scenario, **first.inputs.options)
        assert again.result.ask == first.result.ask
        assert again.inputs.options == first.inputs.options


# --- bad input ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "vary, of, distances or change: one is asked; found none"),
        ({"of": "ash", "distances": True}, "one is asked; found 2 of them"),
        ({"of": "ahs"}, "did you mean ash?"),
        ({"of": "ash", "outcome": "effect.ash"}, "level: no level; found nothing"),
        ({"of": "ash", "up_to": 0}, "up_to: out of range; found 0"),
        ({"distances": True, "up_to": 4}, "up_to: only for the channels of an exit"),
        (
            {"distances": True, "outcome": "mean_exits"},
            "outcome: distances are those of p_",
        ),
        ({"distances": True, "level": 1}, "between 0 and 1"),
        ({"change": True, "level": 0.2}, "level: a change crosses none"),
        ({"change": True, "outcome": "hazard_ratio.ash"}, "is no mean over runs"),
        ({"vary": ["patron.capacity=0:1"], "outcome": "median_exit.ash"}, "as p_ever_out.ash"),
        ({"vary": ["patron.capacity=0:1"], "outcome": "p_ever_out.ahs"}, "p_ever_out.ash"),
        ({"vary": ["patron.capacity=0:1"] * 3}, "found 3 paths"),
    ],
)
def test_what_cannot_be_asked_is_told(options: dict[str, Any], message: str) -> None:
    with pytest.raises(Refusal, match=message.replace("?", r"\?")):
        tip(ALONE, **options, runs=10)


@pytest.mark.parametrize(
    "options",
    [
        {"vary": ["patron.capacity=0:1"], "outcome": "p_ever_out.ash", "level": 0.2},
        {"vary": ["patron.capacity=0:1"], "outcome": "hazard_ratio.ash", "level": 2},
        {"of": "birch", "outcome": "effect.ash", "level": 0.1},
        {"change": True, "outcome": "p_ever_out.ash"},
    ],
)
def test_who_is_out_already_is_not_asked_whether_it_leaves(options: dict[str, Any]) -> None:
    left = CLUB.change({"present.members.ash.status": "OUT"})
    with pytest.raises(Refusal, match=r"of ash, which is out already; .*allowed p_out\.ash"):
        tip(left, **options, runs=10)


@pytest.mark.parametrize(
    "vary",
    ["parameters.w_fears=0:1", "patron.capacity=1:0", "patron.capacity=0:2", "patron.capacity"],
)
def test_a_range_that_is_none_is_told(vary: str) -> None:
    with pytest.raises(ScenarioError):
        tip(ALONE, [vary], runs=10)


def test_whole_numbers_are_varied_as_such() -> None:
    found = tip(
        made_up("ash", w_inertia=0),
        {"charter.notice_months": (0, 24)},
        outcome="p_out.ash",
        runs=300,
    )
    (crossing,) = found.result.crossings
    assert crossing.value == int(crossing.value)
    assert crossing.rising is False


@pytest.mark.parametrize("which", ["channels", "distances"])
def test_several_intervals_are_said_to_hold_each_alone(which: str) -> None:
    assert "Each is of one crossing alone, not of all at once." in " ".join(
        words.lines(asked(which))
    )
