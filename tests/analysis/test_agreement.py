"""The answer to the held-still variant: numbers, words, picture."""

from __future__ import annotations

import json
from dataclasses import replace

import pandas as pd
import pytest

from sim import exact, report, words
from sim.analysis.exact.exact import expected_largest, is_allowed, largest_distance
from sim.analysis.exact.result import ExactAndRuns, ExactResult
from sim.answer import Answer
from sim.plots import FIGURES, PHONE, WIDE
from sim.scenario.loading import load
from sim.words.exact import exact as exact_words

NEVER = {"present.parameters.rate_out": 0.0, "present.parameters.rate_finish": 0.0}


@pytest.fixture(scope="module")
def answer() -> Answer[ExactResult]:
    return exact(load("armenia-2025"), runs=400)


def test_the_numbers_hold_both_answers_for_each_member_at_the_end(
    answer: Answer[ExactResult],
) -> None:
    table = answer.tables["exact"]
    for member, statuses in answer.result.members.items():
        rows = table[(table["month"] == "2035-08") & (table["member"] == member)]
        for _, row in rows.iterrows():
            both = getattr(statuses, f"p_{row['status'].lower()}")
            assert both == ExactAndRuns(*row[["exact", "value", "low", "high", "z"]])
    assert answer.result.agrees
    assert abs(answer.result.largest_z.value) == table["z"].abs().max()


def test_what_was_held_still_is_told_with_its_values(answer: Answer[ExactResult]) -> None:
    held = answer.result.held_still
    stated = exact(load("armenia-2025").change({"present.members.armenia.alignment": -0.5}), runs=5)
    assert held["armenia"]["alignment"] != -0.5
    assert stated.result.held_still["armenia"]["alignment"] == -0.5
    assert set(held) == {*answer.result.members, "patron"}
    said = " ".join(words.lines(answer))
    assert "Held still at their value of August 2025: alignment, trust" in said
    assert "This is not the forecast" in said


def test_events_to_come_are_left_out_and_counted() -> None:
    syunik = exact(load("syunik-attack"), runs=5)
    assert syunik.result.events_left_out
    assert "of the scenario left out" in " ".join(words.lines(syunik))


def test_two_answers_far_apart_do_not_agree(answer: Answer[ExactResult]) -> None:
    both = answer.tables["exact"].copy()
    both.loc[both.index[7], "z"] = -4.1
    largest = largest_distance(both)
    assert largest.value == -4.1
    assert not is_allowed(largest)
    wrong = replace(answer, result=replace(answer.result, largest_z=largest, agrees=False))
    assert "do not agree within 4" in exact_words.agreement(wrong)
    assert "do not agree" in words.sentence("exact", wrong)


def test_the_largest_of_many_distances_is_expected_to_be_large() -> None:
    assert expected_largest(1) == pytest.approx(0.674, abs=0.001)
    assert expected_largest(2400) == pytest.approx(3.63, abs=0.01)
    assert expected_largest(0) == 0


def test_the_sentence_has_both_answers(answer: Answer[ExactResult]) -> None:
    both = answer.result.members["armenia"].p_out
    said = words.headline(answer)
    assert said.startswith("Held still, Armenia is out in August 2035 with probability")
    assert f"{both.exact * 100:.1f}% exactly" in said
    assert f"{both.value * 100:.1f}% (" in said
    assert "conditional on" in said


@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_picture_is_one_that_plotly_takes(
    answer: Answer[ExactResult], width: int, theme: str
) -> None:
    import plotly.graph_objects as go

    made = json.loads(FIGURES["exact"](answer, theme=theme, width=width).to_json())
    go.Figure(made)
    lines = [trace for trace in made["data"] if trace["mode"] == "lines"]
    assert len(lines) == 10
    assert report.page([answer]).count("Held still") > 2


def test_where_nothing_moves_both_say_so() -> None:
    """Nobody is frozen, nobody leaves: one panel, and nothing to compare."""
    scenario = load("armenia-2025").change(
        {**NEVER, "present.members.armenia.status": "ACTIVE", "end": "2026-08"}
    )
    still = exact(scenario, runs=3)
    assert isinstance(still.tables["exact"], pd.DataFrame)
    assert still.result.comparisons == 0
    assert "Nothing is left to chance" in " ".join(words.lines(still))
    assert "yaxis2" not in FIGURES["exact"](still).to_dict()["layout"]
