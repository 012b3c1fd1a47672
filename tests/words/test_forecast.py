"""Sentences about a forecast: who leaves, how sure that is, and what the record says."""

from __future__ import annotations

import pytest

from sim import words
from sim.words.forecast.figures import recorded_span
from tests.answers import run_answer


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


def test_the_recorded_rates_imply_a_chance_of_at_least_one_exit() -> None:
    span = recorded_span(run_answer())
    assert span is not None
    assert span == pytest.approx((1 - 0.9996**50, 1 - 0.98**50))
