"""Sentences about results: edge numbers, signs, base rates, and the story of a run."""

from __future__ import annotations

from dataclasses import replace
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
from sim.words.domino import domino
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
    estimate = change(0.02, 0.004)
    assert amounts.signed(estimate["value"], amounts.decimals(estimate)) == "+0.020"
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


# --- forecast -------------------------------------------------------------------------------------


def test_the_forecast_begins_with_the_likeliest_leaver_and_its_assumptions() -> None:
    assert words.headline(run_answer()) == (
        "Aland has left by December 2032 in 25% of runs (24 to 26), conditional on the "
        "assumptions of “A made-up alliance”."
    )


def test_where_nobody_leaves_the_forecast_says_so() -> None:
    answer = run_answer((0.0, 0.0, 0.0))
    assert words.headline(answer).startswith("No member leaves by December 2032 in any of 10,000")
    assert not any(line.startswith("The others") for line in words.lines(answer))
    assert words.sentence("order", answer) == "Nobody leaves by December 2032 in any run."


def test_certain_exits_are_told_as_over_99_per_cent() -> None:
    assert "in over 99% of runs" in words.headline(run_answer((1.0, 0.1)))


def test_a_member_that_is_out_is_not_at_risk() -> None:
    answer = run_answer((0.9, 0.2), statuses={"aland": "OUT"})
    assert words.headline(answer).startswith("Borea has left")
    _, rows = words.rows(answer)
    assert rows[0][1] == "already out"
    told = [line for line in words.forecast(answer) if line.startswith("Out already")]
    assert told == ["Out already in December 2022, and out in December 2032: Aland 81%."]


def test_an_alliance_that_is_gone_has_no_leaver() -> None:
    answer = run_answer((0.3,), statuses={"aland": "OUT"})
    assert words.headline(answer).startswith("Every member is already out")
    assert words.lines(answer)


def test_the_base_rate_stands_beside_the_references() -> None:
    told = " ".join(words.base_rate(run_answer()))
    assert "1.1% (this forecast, all members)" in told
    assert "0.04% (slow clubs), 0.2 to 0.8% (pacts) and 2% (fast clubs; 1 to 4%)" in told
    assert "stress case" not in told


def test_a_stress_case_is_called_one() -> None:
    assert "stress case" in words.base_rate(run_answer(stress=True))[-1]


def test_the_spread_over_uncertain_points_is_told_apart_from_chance() -> None:
    told = [line for line in words.forecast(run_answer(uncertain=True)) if "40 draws" in line]
    assert told == [
        "Over 40 draws from the stated ranges, Aland has left in 25% of runs at the median; nine "
        "draws in ten lie within 6 to 50%."
    ]
    assert "alone" in words.limits(run_answer())[0]
    assert "alone" not in words.limits(run_answer(uncertain=True))[0]


def test_the_source_line_names_scenario_seed_runs_and_dates() -> None:
    line = words.source_line(run_answer())
    for part in ("made-up", "seed 1", "10,000 runs", "December 2022", "February 2023"):
        assert part in line
    assert "10,000 pairs of runs" in words.source_line(effect_answer())


def test_the_recorded_rates_imply_a_chance_of_at_least_one_exit() -> None:
    from sim.words.forecast.figures import recorded_span

    span = recorded_span(run_answer())
    assert span is not None
    assert span == pytest.approx((1 - 0.9996**50, 1 - 0.98**50))


# --- effect ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("effect", "told"),
    [
        (change(0.02, 0.005), "0.020 more other members leave on average"),
        (change(-0.2, 0.05), "0.20 fewer other members leave on average"),
        (change(0.001, 0.01), domino.CANNOT_TELL),
        (change(0.0, 0.0), "Exactly as many other members leave"),
    ],
)
def test_an_effect_tells_its_sign_or_that_it_cannot(effect: dict[str, float], told: str) -> None:
    headline = words.headline(effect_answer(effect=effect))
    assert told in headline
    assert "conditional on the assumptions of “A made-up alliance”" in headline


def test_the_reference_stands_beside_another_exit_within_five_years() -> None:
    told = " ".join(words.effect(effect_answer()))
    assert "Within five years another member is out in 8% (7 to 10)" in told
    assert "the record suggests 7 to 15% after an exit" in told


@pytest.mark.parametrize("answer", [effect_answer(within=24), effect_answer(kind="event")])
def test_the_reference_is_left_out_where_it_does_not_apply(answer: Any) -> None:
    assert domino.reference(answer) is None
    assert not any("the record suggests" in line for line in words.effect(answer))


def test_a_hazard_ratio_is_told_or_said_to_be_missing() -> None:
    ratio = {"value": 1.14, "low": 0.98, "high": 1.3}
    told = " ".join(words.effect(effect_answer(ratio=ratio)))
    assert "1.14 times the rate (hazard ratio, 0.98 to 1.30; the interval contains 1)" in told
    assert "There is no hazard ratio" in " ".join(words.effect(effect_answer(ratio=None)))


def test_what_the_interval_leaves_out_is_said() -> None:
    assert "assumptions is wider than this interval" in words.effect(effect_answer())[-1]


def test_pairs_that_are_left_out_are_counted() -> None:
    assert any("3 of 10,000 pairs" in line for line in words.effect(effect_answer(left_out=3)))


def test_without_pairs_there_is_no_effect_to_tell() -> None:
    nothing = {"value": None, "low": None, "high": None}
    assert words.headline(effect_answer(effect=nothing)).startswith("No pair of runs is left")


def test_an_event_is_named_by_its_title() -> None:
    assert words.headline(effect_answer(kind="event", of="storm")).startswith("With “A storm” in")


def test_an_event_says_whom_it_does_not_count() -> None:
    told = words.lines(effect_answer(kind="event", of="storm"))
    assert "Aland is not counted: the event itself concerns it." in told
    assert not any("not counted" in line for line in words.lines(effect_answer()))


def test_a_matrix_says_whose_row_is_empty() -> None:
    answer = matrix_answer()
    alone = replace(
        answer,
        tables={
            **answer.tables,
            "matrix": answer.tables["matrix"].query("leaver != 'aland'"),
        },
    )
    empty = "Out already in December 2022: Aland; its row and column are empty."
    assert empty in words.lines(alone)
    assert empty not in words.lines(answer)


# --- matrix ---------------------------------------------------------------------------------------


def test_the_matrix_names_its_strongest_link() -> None:
    assert "6.0 percentage points more likely" in words.headline(matrix_answer())
    assert "30 percentage points less likely" in words.headline(matrix_answer(scale=-5.0))


def test_a_matrix_of_nothing_tells_no_sign() -> None:
    assert words.headline(matrix_answer(scale=0.0)).startswith("For no pair of members")
    assert words.lines(matrix_answer(1))


def test_cells_without_a_told_sign_carry_a_dot() -> None:
    assert domino.cell_text(change(0.001, 0.01)) == "+0.1 ·"
    assert domino.cell_text(change(0.03, 0.01)) == "+3.0"
    assert domino.cell_text(None) == ""


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
