"""The rules of decision side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from sim import domino_effect, load, report, simulate, words
from sim.answer import Answer

BASELINE = load("armenia-2025").change({"end": "2030-08"})
RUNS = 300


@pytest.fixture(scope="module")
def forecast() -> Answer:
    return simulate(BASELINE, runs=RUNS, rules=True)


@pytest.fixture(scope="module")
def effect() -> Answer:
    return domino_effect(BASELINE, "armenia", runs=RUNS, rules=True)


@pytest.mark.parametrize("rule", ["logit", "threshold", "quantal"])
def test_each_rule_says_what_the_scenario_with_that_rule_says(
    forecast: Answer, effect: Answer, rule: str
) -> None:
    scenario = BASELINE.change({"decision": rule})
    alone = simulate(scenario, runs=RUNS).result
    beside = forecast.result.rules.by_rule[rule]
    for member, found in alone.members.items():
        assert beside[f"p_ever_out.{member}"] == found.p_ever_out
    assert beside["p_at_least.2"].value == alone.exits.at_least[2]
    assert beside["mean_exits"] == alone.exits.mean
    caused = domino_effect(scenario, "armenia", runs=RUNS).result
    beside = effect.result.rules.by_rule[rule]
    assert beside["effect"] == caused.effect
    assert beside["difference.kazakhstan"] == caused.by_member["kazakhstan"]


def test_the_answer_stays_that_of_the_own_rule(forecast: Answer) -> None:
    plain = simulate(BASELINE, runs=RUNS)
    assert replace(forecast.result, rules=None) == plain.result
    assert plain.inputs.options == {}
    assert forecast.inputs.options == {"rules": True}
    quantal = simulate(BASELINE.change({"decision": "quantal"}), runs=20, rules=True)
    assert list(dict.fromkeys(quantal.tables["rules"]["rule"])) == ["quantal", "logit", "threshold"]


def test_the_other_rules_are_told_right_after_the_headline(
    forecast: Answer, effect: Answer
) -> None:
    for answer in (forecast, effect):
        beside = words.quiet(answer)[0]
        assert beside.startswith("By the other rules of decision: threshold ")
        assert "threshold_mean, threshold_sd and threshold_gap) and quantal (precision)" in beside
        heads, rows = words.rows_by_rule(answer)
        assert heads[1:] == ["logit (the scenario's)", "threshold", "quantal"]
        assert all(len(row) == 4 for row in rows)
        assert "The same by each rule of decision" in report.page([answer])
    assert "By the other rules" not in " ".join(words.lines(simulate(BASELINE, runs=5)))


@pytest.mark.parametrize(("threshold", "told"), [(0.33, "less"), (0.40, "more")])
def test_a_rule_matters_more_where_it_moves_more_than_the_interval_is_wide(
    forecast: Answer, threshold: float, told: str
) -> None:
    table = forecast.tables["rules"].copy()
    values = {"logit": (0.30, 0.28, 0.33), "threshold": (threshold, 0, 1), "quantal": (0.31, 0, 1)}
    for rule, estimate in values.items():
        of = (table["rule"] == rule) & (table["member"] == "armenia")
        table.loc[of, ["value", "low", "high"]] = estimate
    made_up = replace(forecast, tables={**forecast.tables, "rules": table})
    assert f"the rule matters {told} than the luck of 300 runs" in words.quiet(made_up)[0]


def test_an_event_has_an_effect_by_each_rule_too() -> None:
    answer = domino_effect(load("syunik-attack"), "syunik-2027", runs=40, rules=True)
    assert set(answer.tables["rules"]["rule"]) == {"logit", "threshold", "quantal"}
    assert answer.inputs.options == {"of": "syunik-2027", "rules": True}


@pytest.mark.parametrize(
    "ask",
    [
        lambda told: simulate(BASELINE, runs=600, uncertain=2, rules=True, progress=told),
        lambda told: domino_effect(BASELINE, "armenia", runs=600, rules=True, progress=told),
    ],
    ids=["forecast", "effect"],
)
def test_progress_counts_all_rules(ask: Callable[[Callable[[int, int], None]], Answer]) -> None:
    told: list[tuple[int, int]] = []
    ask(lambda done, total: told.append((done, total)))
    done = [one for one, _ in told]
    assert done == sorted(done)
    assert len({total for _, total in told}) == 1
    assert told[-1][0] == told[-1][1]
