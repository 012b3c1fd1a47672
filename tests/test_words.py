"""Sentences about results: edge numbers, signs, base rates, and the story of a run."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import words
from sim.analysis.story.result import (
    CrisisDetail,
    EventDetail,
    MoveDetail,
    ReactionDetail,
    RequestDetail,
    StoryEntry,
)
from sim.rules.decision import TERMS
from sim.scenario.loading import load
from sim.words.shared import amounts, subject
from sim.words.story.story import STEPS, causes
from tests.answers import change, effect_answer, matrix_answer, run_answer


@pytest.mark.parametrize(
    ("probability", "told"),
    [
        (0.0, "under 1%"),
        (0.0004, "under 1%"),
        (0.0099, "under 1%"),
        (0.01, "1%"),
        (0.245, "25%"),
        (0.2549, "25%"),
        (0.985, "99%"),
        (0.99, "99%"),
        (0.9901, "over 99%"),
        (1.0, "over 99%"),
    ],
)
def test_a_per_cent_has_no_decimals_and_never_claims_certainty(
    probability: float, told: str
) -> None:
    assert words.percent(probability) == told


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (0.241, 0.259, "(24 to 26)"),
        (0.24, 0.26, "(24 to 26)"),
        (0.0, 0.004, "(under 1)"),
        (0.0, 0.021, "(under 1 to 3)"),
        (0.97, 1.0, "(97 to over 99)"),
        (0.992, 1.0, "(over 99)"),
    ],
)
def test_an_interval_is_rounded_outwards(low: float, high: float, told: str) -> None:
    assert words.interval(low, high) == told


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_a_told_interval_holds_the_one_that_was_found(one: float, other: float) -> None:
    low, high = sorted((one, other))
    first, last = words.interval(low, high).strip("()").split(" to ")
    assert float(first) / 100 <= low + 1e-8
    assert float(last) / 100 >= high - 1e-8


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (0.0004, "0.04%"),
        (0.024, "2.4%"),
        (0.01, "1%"),
        (0.0, "0%"),
        (1e-6, "under 0.01%"),
        (0.31, "31%"),
    ],
)
def test_a_rate_keeps_the_digits_that_count(value: float, told: str) -> None:
    assert words.rate(value) == told


@pytest.mark.parametrize(
    ("difference", "told"),
    [(0.0, "0"), (0.0002, "0"), (0.005, "+0.5"), (-0.0123, "−1.2"), (0.12, "+12"), (-1.0, "−100")],
)
def test_points_carry_their_sign_and_nothing_has_none(difference: float, told: str) -> None:
    assert words.points(difference) == told


def test_a_difference_has_as_many_decimals_as_tell_its_interval_apart() -> None:
    estimate = change(0.02, 0.004).known()
    assert amounts.signed(0.02, amounts.decimals(estimate)) == "+0.020"
    assert amounts.signed_interval(estimate) == "(+0.016 to +0.024)"
    assert amounts.signed(-0.2) == "−0.20"
    assert amounts.signed(0.001) == "0.00"


def test_months_and_lists_read_as_english() -> None:
    assert words.month("2035-08") == "August 2035"
    assert amounts.listing(["a", "b", "c"]) == "a, b and c"
    assert amounts.listing(["a"]) == "a"
    assert amounts.listing([]) == ""


def test_a_long_title_is_shortened() -> None:
    answer = run_answer(title="word " * 4_000)
    assert len(words.headline(answer)) < 300


def test_the_source_line_names_scenario_seed_runs_and_dates() -> None:
    line = words.source_line(run_answer())
    for part in ("made-up", "seed 1", "10,000 runs", "December 2022", "February 2023"):
        assert part in line
    assert "10,000 pairs of runs" in words.source_line(effect_answer())


# --- all figures ----------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", [run_answer(), effect_answer(), matrix_answer()])
def test_every_figure_has_a_sentence_and_a_line_on_reading_it(answer: Any) -> None:
    for figure in answer.figures:
        for text in (words.sentence(figure, answer), words.reading(figure, answer)):
            assert text[0].isupper() or text[0].isdigit()
            assert text.endswith((".", "%."))


# --- story ----------------------------------------------------------------------------------------


WEIGHED = dict.fromkeys(TERMS, 0.0) | {"inertia": 2.5, "pull": -0.9, "security": -1.2, "ties": 0.8}


def test_a_story_tells_each_month_once_and_why_a_member_moved() -> None:
    record = [
        StoryEntry("2026-01", "request", "armenia", RequestDetail("external", kept=False)),
        StoryEntry("2026-01", "crisis unasked", "belarus", CrisisDetail("regime")),
        StoryEntry("2026-02", "move", "armenia", MoveDetail("FROZEN", "NOTICE", 0.2, WEIGHED)),
        StoryEntry("2026-02", "coerce", "armenia", ReactionDetail(0.5)),
        StoryEntry("2026-03", "concede", "armenia", ReactionDetail(None)),
        StoryEntry("2026-04", "wait", "armenia", ReactionDetail(None)),
    ]
    assert words.story(record, load("armenia-2025")) == [
        "January 2026: Armenia comes under attack and asks for help; Russia does not help. "
        "Belarus is in a crisis at home and does not ask for help.",
        "February 2026: Armenia gives notice that it will leave. Weighed for leaving: a threat "
        "against which it does not trust Russia (−1.2) and the pull of outside offers (−0.9); for "
        "staying: the habit of membership (+2.5) and economic ties to Russia (+0.8); +1.2 in all. "
        "Russia puts pressure on Armenia.",
        "March 2026: Russia makes a concession to Armenia.",
        "April 2026: Russia waits and leaves Armenia alone.",
    ]


def test_an_event_is_told_by_its_title() -> None:
    scenario = load("armenia-2025")
    name = next(iter(scenario.events))
    told = words.story([StoryEntry("2018-05", "event", name, EventDetail(1.0))], scenario)
    assert scenario.events[name].title in told[0]


def test_every_step_of_the_ladder_has_words() -> None:
    from sim.rules.status import STATUSES

    outwards = {(a, b) for i, a in enumerate(STATUSES) for b in STATUSES[i + 1 :]}
    back = {("FROZEN", "ACTIVE"), ("NOTICE", "ACTIVE"), ("OUT", "ACTIVE")}
    assert outwards | back <= set(STEPS)


def test_every_term_has_words_on_both_sides() -> None:
    for sign in (1.0, -1.0):
        told = causes(dict.fromkeys(TERMS, sign), "Russia")
        assert ("staying" if sign > 0 else "leaving") in told
        for term in TERMS:
            assert causes({term: sign}, "Russia").count("(") == 1


def test_a_run_ends_with_who_stands_where() -> None:
    scenario = load("armenia-2025")
    statuses = dict.fromkeys(scenario.member_ids, "ACTIVE") | {"armenia": "OUT"}
    assert words.end_of_story(statuses, scenario) == (
        "Belarus, Kazakhstan, Kyrgyzstan and Tajikistan active; Armenia out."
    )


def test_a_received_text_whose_aliases_grow_without_bound_states_nothing() -> None:
    grown = "a: &a0 [x, x]\n"
    grown += "".join(f"b{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 12))
    assert subject.stated(f"{grown}asks: *a11\n") == {}
    assert subject.stated("asks: why\n") == {"asks": "why"}
