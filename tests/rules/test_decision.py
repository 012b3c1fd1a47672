"""The decision: its terms, its chances, and the ladder of statuses."""

from __future__ import annotations

import inspect
import math
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.decision import (
    DECISIONS,
    LOGIT,
    NO_BAR,
    QUANTAL,
    TERMS,
    THRESHOLD,
    absent_share,
    alignment_term,
    back_probability,
    club_term,
    fear_term,
    freezing_value,
    lowered_bar,
    outward_probability,
    precise_pressure,
    pressure,
    pressure_over,
    protection_term,
    pull_term,
    quantal_freeze_share,
    quantal_pressure,
    raised_bar,
    second_bar,
    status_from_active,
    status_from_frozen,
    status_from_notice,
    status_from_out,
    steps_back,
    threshold_of,
    ties_term,
    value_of_staying,
)
from sim.rules.status import ACTIVE, FROZEN, NOTICE, OUT
from tests.rules.inputs import (
    Group,
    alignments,
    codes,
    finite,
    floats,
    groups,
    logits,
    luck,
    months,
    noises,
    numbers,
    pairs,
    reordered_groups,
    shares,
    weights,
)

multipliers = numbers(0.0, 1000.0)
DRAWS = [k / 10_000 for k in range(10_000)]


def absent(group: Group) -> float:
    return absent_share(group.member, group.weight, group.status, group.joined)


# Terms


def test_threat_makes_a_trusted_protector_dear_and_a_distrusted_one_a_grievance() -> None:
    assert protection_term(2.0, 0.7, 0.8) == pytest.approx(0.84)
    assert protection_term(2.0, 0.7, 0.2) == pytest.approx(-0.84)
    assert protection_term(2.0, 0.7, 0.5) == 0.0


@given(weights, shares, pairs(shares))
def test_protection_is_worth_more_to_who_trusts_more_and_nothing_in_peace(
    weight: float, exposure: float, trusts: tuple[float, float]
) -> None:
    low, high = (protection_term(weight, exposure, trust) for trust in trusts)
    assert -weight <= low <= high <= weight
    assert protection_term(weight, 0.0, trusts[0]) == 0.0


@given(weights, pairs(shares))
def test_ties_hold_by_dependence(w_ties: float, dependences: tuple[float, float]) -> None:
    low, high = (ties_term(w_ties, dependence) for dependence in dependences)
    assert 0.0 <= low <= high <= w_ties
    assert ties_term(1.5, 0.6) == pytest.approx(0.9)


def test_fear_is_what_a_leaver_is_believed_to_suffer() -> None:
    assert fear_term(3.0, 0.5, 0.6, 0.4, 0.8) == pytest.approx(0.6)
    assert fear_term(3.0, 1.0, 1.0, 1.0, 1.0) == 3.0


@given(weights, shares, shares, shares, numbers(0.0, 6.0))
def test_without_expected_cost_hold_or_reach_there_is_no_fear(
    w_fear: float, m: float, dependence: float, presence: float, reach: float
) -> None:
    assert fear_term(w_fear, 0.0, dependence, presence, reach) == 0.0
    assert fear_term(w_fear, m, 0.0, 0.0, reach) == 0.0
    assert fear_term(w_fear, m, dependence, presence, 0.0) == 0.0
    assert fear_term(0.0, m, dependence, presence, reach) == 0.0


@given(weights, pairs(shares), pairs(shares), pairs(shares), pairs(numbers(0.0, 6.0)))
def test_fear_grows_with_each_of_its_causes(
    w_fear: float,
    costs: tuple[float, float],
    dependences: tuple[float, float],
    presences: tuple[float, float],
    reaches: tuple[float, float],
) -> None:
    causes = (costs, dependences, presences, reaches)
    low = [cause[0] for cause in causes]
    least = fear_term(w_fear, *low)
    for k, cause in enumerate(causes):
        assert fear_term(w_fear, *low[:k], cause[1], *low[k + 1 :]) >= least >= 0.0


@given(weights, shares, shares, shares, numbers(0.0, 6.0))
def test_troops_and_trade_are_alike_to_fear(
    w_fear: float, m: float, dependence: float, presence: float, reach: float
) -> None:
    one = fear_term(w_fear, m, dependence, presence, reach)
    assert fear_term(w_fear, m, presence, dependence, reach) == one


def test_the_absent_are_weighed_without_the_member_itself() -> None:
    group = Group(
        member=1,
        weight=floats(0.1, 0.9, 0.4, 0.5),
        status=codes(FROZEN, OUT, ACTIVE, NOTICE),
        joined=codes(1, 1, 1, 1),
        alignment=floats(0, 0, 0, 0),
        baseline=floats(0, 0, 0, 0),
        influence=np.zeros((4, 4)),
    )
    assert absent(group) == pytest.approx((0.1 * 0.25 + 0.5 * 0.5) / 1.0)
    assert absent(group.but(joined=codes(1, 0, 1, 0))) == pytest.approx(0.025 / 0.5)
    assert absent(group.but(member=0)) == pytest.approx((0.9 + 0.25) / 1.8)


@given(groups())
def test_the_absent_share_is_a_share_and_grows_with_each_exit(group: Group) -> None:
    before = absent(group)
    assert 0.0 <= before <= 1.0
    for j in range(len(group.status)):
        further = group.status.copy()
        further[j] = OUT
        assert absent(group.but(status=further)) >= before


@given(groups())
def test_nobody_is_absent_where_all_are_active_and_all_where_all_are_out(group: Group) -> None:
    everyone = np.ones_like(group.joined)
    some_weight = group.weight + 0.1
    active = group.but(joined=everyone, weight=some_weight, status=np.zeros_like(group.status))
    out = active.but(status=np.full_like(group.status, OUT))
    assert absent(active) == 0.0
    assert absent(out) == (1.0 if len(group.status) > 1 else 0.0)


@given(groups())
def test_a_member_is_not_absent_to_itself(group: Group) -> None:
    for status in (ACTIVE, OUT):
        own = group.apart_from_member(group.status, status)
        weight = group.apart_from_member(group.weight, 0.7)
        assert absent(group.but(status=own, weight=weight)) == absent(group)


@given(groups())
def test_who_was_never_in_is_not_missed(group: Group) -> None:
    gone = np.where(group.joined == 1, group.status, OUT).astype(np.uint8)
    heavy = np.where(group.joined == 1, group.weight, 1.0)
    assert absent(group.but(status=gone, weight=heavy)) == absent(group)


@given(reordered_groups())
def test_the_order_of_members_does_not_matter_to_absence(two: tuple[Group, Group]) -> None:
    assert absent(two[0]) == pytest.approx(absent(two[1]), abs=1e-12)


def test_where_nobody_else_has_weight_nobody_is_missed() -> None:
    assert absent_share(0, floats(0.5), codes(ACTIVE), codes(1)) == 0.0
    assert absent_share(0, floats(0.5, 0.0), codes(ACTIVE, OUT), codes(1, 1)) == 0.0
    assert absent_share(0, floats(0.5, 1e-9), codes(ACTIVE, OUT), codes(1, 1)) == 1.0


@given(numbers(0.0, 8.0), weights, pairs(shares))
def test_the_club_is_worth_less_with_fewer(
    channel: float, w_club: float, absences: tuple[float, float]
) -> None:
    assert club_term(1.0, 0.6, 0.5) == pytest.approx(-0.3)
    assert club_term(2.0, 0.6, 0.5) == pytest.approx(-0.6)
    assert club_term(channel, w_club, absences[1]) <= club_term(channel, w_club, absences[0]) <= 0.0


@given(finite, shares)
def test_without_the_channel_the_club_term_is_nothing(w_club: float, absence: float) -> None:
    assert club_term(0.0, w_club, absence) == 0.0


@given(weights, alignments)
def test_alignment_counts_for_staying_on_the_side_of_the_patron(
    w_alignment: float, x: float
) -> None:
    term = alignment_term(w_alignment, x)
    assert abs(term) <= w_alignment
    assert term * x >= 0.0
    assert alignment_term(w_alignment, -x) == -term
    assert alignment_term(1.5, -0.4) == pytest.approx(-0.6)


@given(weights, pairs(shares))
def test_pull_counts_against_staying(w_pull: float, pulls: tuple[float, float]) -> None:
    assert pull_term(w_pull, pulls[1]) <= pull_term(w_pull, pulls[0]) <= 0.0
    assert pull_term(1.5, 0.6) == pytest.approx(-0.9)


def test_the_value_of_staying_takes_the_terms_in_their_order() -> None:
    function = getattr(value_of_staying, "py_func", value_of_staying)
    assert tuple(inspect.signature(function).parameters) == TERMS


@given(st.lists(logits, min_size=len(TERMS), max_size=len(TERMS)))
def test_the_value_of_staying_is_the_sum_of_its_terms(terms: list[float]) -> None:
    assert value_of_staying(*terms) == pytest.approx(math.fsum(terms), abs=1e-12)
    for k in range(len(TERMS)):
        assert value_of_staying(*terms[:k], terms[k] + 1.0, *terms[k + 1 :]) > value_of_staying(
            *terms
        )


# Chances


def test_pressure_is_one_half_where_staying_is_worth_nothing() -> None:
    assert pressure(0.0) == 0.5
    assert pressure(math.log(9.0)) == pytest.approx(0.1)


@given(pairs(finite))
def test_the_more_staying_is_worth_the_less_pressure(values: tuple[float, float]) -> None:
    assert 0.0 < pressure(values[1]) <= pressure(values[0]) * (1.0 + 1e-15) <= 1.0 + 1e-15


@given(shares, multipliers, pairs(shares))
def test_outward_steps_come_with_pressure_and_decision_dates(
    rate: float, multiplier: float, pressures: tuple[float, float]
) -> None:
    low, high = (outward_probability(rate, multiplier, h) for h in pressures)
    assert 0.0 <= low <= high <= 1.0
    assert outward_probability(rate, 1.0, 1.0) == rate
    assert outward_probability(rate, 0.0, pressures[1]) == 0.0
    assert outward_probability(rate, multiplier, 0.0) == 0.0


def test_an_outward_chance_by_hand() -> None:
    assert outward_probability(0.05, 4.0, 0.3) == pytest.approx(0.06)
    assert outward_probability(0.05, 1000.0, 0.3) == 1.0


@given(shares, pairs(shares))
def test_pressure_keeps_a_member_from_coming_back(
    rate: float, pressures: tuple[float, float]
) -> None:
    weak, strong = (back_probability(rate, h) for h in pressures)
    assert 0.0 <= strong <= weak <= rate
    assert back_probability(rate, 0.0) == rate
    assert back_probability(rate, 1.0) == 0.0
    assert back_probability(0.1, 0.3) == pytest.approx(0.07)
    assert back_probability(3.0, 0.3) == 1.0


# The ladder


@given(luck, pairs(shares))
def test_who_steps_back_at_a_chance_does_at_a_greater_one(
    u: float, chances: tuple[float, float]
) -> None:
    assert not steps_back(0.0, u)
    assert steps_back(1.0, u)
    assert steps_back(chances[1], u) or not steps_back(chances[0], u)


def test_a_step_back_takes_the_upper_end_of_the_draw() -> None:
    assert [steps_back(0.25, u) for u in (0.0, 0.74, 0.75, 0.99)] == [False, False, True, True]


@pytest.mark.parametrize(
    ("u", "chosen"),
    [
        (0.0, NOTICE),
        (0.09, NOTICE),
        (0.1, FROZEN),
        (0.39, FROZEN),
        (0.4, ACTIVE),
        (0.99, ACTIVE),
    ],
)
def test_the_ladder_from_active(u: float, chosen: int) -> None:
    assert status_from_active(u, 0.4, 0.75) == chosen


@pytest.mark.parametrize(
    ("u", "outwards", "back", "chosen"),
    [
        (0.1, 0.2, 0.3, NOTICE),
        (0.2, 0.2, 0.3, FROZEN),
        (0.69, 0.2, 0.3, FROZEN),
        (0.7, 0.2, 0.3, ACTIVE),
        (0.7, 0.8, 0.3, NOTICE),  # outwards is tried first
    ],
)
def test_the_ladder_from_frozen(u: float, outwards: float, back: float, chosen: int) -> None:
    assert status_from_frozen(u, outwards, back) == chosen


@pytest.mark.parametrize(
    ("u", "month", "chosen"),
    [
        (0.1, 9, NOTICE),
        (0.1, 10, OUT),
        (0.1, 11, OUT),
        (0.7, 9, ACTIVE),
        (0.7, 10, ACTIVE),  # back is tried first
    ],
)
def test_the_ladder_from_notice(u: float, month: int, chosen: int) -> None:
    assert status_from_notice(u, 0.3, month, 10) == chosen


def test_the_ladder_from_out() -> None:
    assert [status_from_out(u, 0.3) for u in (0.0, 0.69, 0.7)] == [OUT, OUT, ACTIVE]


@given(shares, shares)
def test_each_choice_of_an_active_member_has_its_chance(outwards: float, freeze: float) -> None:
    chosen = Counter(status_from_active(u, outwards, freeze) for u in DRAWS)
    assert chosen[NOTICE] == pytest.approx(1e4 * outwards * (1.0 - freeze), abs=1.0)
    assert chosen[FROZEN] == pytest.approx(1e4 * outwards * freeze, abs=2.0)


@given(shares, shares)
def test_each_choice_of_a_frozen_member_has_its_chance(outwards: float, back: float) -> None:
    chosen = Counter(status_from_frozen(u, outwards, back) for u in DRAWS)
    assert chosen[NOTICE] == pytest.approx(1e4 * outwards, abs=1.0)
    assert chosen[ACTIVE] == pytest.approx(1e4 * min(back, 1.0 - outwards), abs=2.0)


@given(luck, shares, multipliers, shares, pairs(shares))
def test_pressure_never_makes_the_same_draw_of_an_active_member_shallower(
    u: float, rate: float, multiplier: float, freeze: float, pressures: tuple[float, float]
) -> None:
    low, high = (
        status_from_active(u, outward_probability(rate, multiplier, h), freeze) for h in pressures
    )
    assert low <= high


@given(luck, shares, multipliers, shares, pairs(shares))
def test_pressure_never_makes_the_same_draw_of_a_frozen_member_shallower(
    u: float, rate: float, multiplier: float, rate_back: float, pressures: tuple[float, float]
) -> None:
    low, high = (
        status_from_frozen(
            u, outward_probability(rate, multiplier, h), back_probability(rate_back, h)
        )
        for h in pressures
    )
    assert low <= high


@given(luck, shares, months, months, pairs(shares))
def test_pressure_never_helps_a_step_back_from_notice_or_from_outside(
    u: float, rate_back: float, month: int, exit_due: int, pressures: tuple[float, float]
) -> None:
    chances = [back_probability(rate_back, h) for h in pressures]
    low, high = (status_from_notice(u, back, month, exit_due) for back in chances)
    assert low <= high
    low, high = (status_from_out(u, back) for back in chances)
    assert low <= high


@given(shares, shares, shares)
def test_a_greater_draw_never_leads_further_out(
    outwards: float, freeze: float, back: float
) -> None:
    for ladder in (
        [status_from_active(u, outwards, freeze) for u in DRAWS[::50]],
        [status_from_frozen(u, outwards, back) for u in DRAWS[::50]],
        [status_from_notice(u, back, 3, 3) for u in DRAWS[::50]],
        [status_from_out(u, back) for u in DRAWS[::50]],
    ):
        assert all(before >= after for before, after in pairwise(ladder))


# Other rules of decision


def test_the_rules_of_decision_are_named_in_the_order_of_their_codes() -> None:
    named = (DECISIONS[LOGIT], DECISIONS[THRESHOLD], DECISIONS[QUANTAL])
    assert named == ("logit", "threshold", "quantal")


@given(logits, numbers(0.0, 10.0), pairs(noises))
def test_thresholds_differ_by_luck(mean: float, sd: float, luck: tuple[float, float]) -> None:
    assert threshold_of(mean, sd, 0.0) == threshold_of(mean, 0.0, luck[1]) == mean
    assert threshold_of(mean, sd, luck[0]) <= threshold_of(mean, sd, luck[1])
    assert threshold_of(-1.15, 1.8, 2.0) == pytest.approx(2.45)


@given(logits, numbers(0.0, 10.0), logits)
def test_the_second_bar_is_no_lower_than_the_first_or_than_the_record_demands(
    threshold: float, gap: float, recorded: float
) -> None:
    bar = second_bar(threshold, gap, recorded)
    assert bar >= max(threshold, recorded)
    assert second_bar(threshold, gap, NO_BAR) == threshold + gap
    assert second_bar(0.5, 1.0, 1.2) == 1.5
    assert second_bar(0.5, 1.0, 1.7) == 1.7


@pytest.mark.parametrize(
    ("bar", "value", "h"),
    [(0.5, -0.6, 1.0), (0.5, -0.5, 0.0), (0.5, -0.4, 0.0), (-2.0, 1.9, 1.0), (-2.0, 2.0, 0.0)],
)
def test_a_member_moves_where_leaving_is_worth_more_than_its_bar(
    bar: float, value: float, h: float
) -> None:
    assert pressure_over(bar, value) == h


@given(pairs(logits), pairs(logits))
def test_a_higher_bar_and_a_dearer_alliance_hold(
    bars: tuple[float, float], values: tuple[float, float]
) -> None:
    assert pressure_over(bars[1], values[0]) <= pressure_over(bars[0], values[0])
    assert pressure_over(bars[0], values[1]) <= pressure_over(bars[0], values[0])
    assert pressure_over(NO_BAR, values[1]) == 1.0


@given(logits, logits)
def test_a_bar_after_the_record_explains_the_record(bar: float, value: float) -> None:
    stayed, moved = raised_bar(bar, value), lowered_bar(bar, value)
    assert pressure_over(stayed, value) == 0.0
    assert pressure_over(moved, value - 1e-9) == 1.0
    assert moved <= bar <= stayed
    assert stayed in (bar, -value)
    assert moved in (bar, -value)
    assert raised_bar(NO_BAR, value) == -value


def test_a_freeze_is_worth_half_of_all_but_habit() -> None:
    assert freezing_value(1.1, 2.5) == pytest.approx(-1.8)  # -(2.5 - 0.7)
    assert freezing_value(2.5, 2.5) == -2.5


@given(logits, logits)
def test_a_freeze_lies_between_leaving_and_the_loss_of_habit(value: float, inertia: float) -> None:
    ends = sorted((-value, -inertia))
    assert ends[0] - 1e-12 <= freezing_value(value, inertia) <= ends[1] + 1e-12


def test_a_quantal_response_by_hand() -> None:
    # U = ln 4 and w_inertia = ln 2: leaving is worth -2 ln 2, freezing -3/2 ln 2
    value, inertia = math.log(4.0), math.log(2.0)
    leaving, freezing = 0.25, math.exp(-1.5 * math.log(2.0))
    moving = leaving + freezing
    assert quantal_pressure(1.0, value, inertia, 1) == pytest.approx(moving / (1.0 + moving))
    assert quantal_freeze_share(1.0, value, inertia, 1) == pytest.approx(freezing / moving)
    leaving, freezing = leaving**2, freezing**2
    moving = leaving + freezing
    assert quantal_pressure(2.0, value, inertia, 1) == pytest.approx(moving / (1.0 + moving))
    assert quantal_freeze_share(2.0, value, inertia, 1) == pytest.approx(freezing / moving)


def test_the_better_of_two_ways_out_is_taken_however_far_both_beat_staying() -> None:
    # U = w_inertia = -60: leaving and freezing are both worth 60, and stay so by any precision
    assert quantal_freeze_share(30.0, -60.0, -60.0, 1) == 0.5
    # U = -60, w_inertia = 0: leaving is worth 60, freezing 30
    assert quantal_freeze_share(30.0, -60.0, 0.0, 1) < 1e-300
    # U = -60, w_inertia = -62: leaving is worth 60, freezing 61
    assert quantal_freeze_share(30.0, -60.0, -62.0, 1) == pytest.approx(1.0)


@given(numbers(0.0, 5.0), logits, logits)
def test_without_freezes_a_quantal_response_is_logistic(
    precision: float, value: float, inertia: float
) -> None:
    plain = precise_pressure(precision, value)
    assert quantal_pressure(precision, value, inertia, 0) == pytest.approx(plain, abs=1e-15)
    assert quantal_freeze_share(precision, value, inertia, 0) == 0.0


@given(numbers(0.0, 5.0), pairs(logits), logits, st.integers(0, 1))
def test_the_more_staying_is_worth_the_less_a_quantal_response_moves(
    precision: float, values: tuple[float, float], inertia: float, freezes: int
) -> None:
    high, low = (quantal_pressure(precision, value, inertia, freezes) for value in values)
    assert 0.0 <= low <= high + 1e-15 <= 1.0 + 1e-15
    assert 0.0 <= quantal_freeze_share(precision, values[0], inertia, freezes) <= 1.0


@given(logits, logits)
def test_without_precision_all_options_are_alike(value: float, inertia: float) -> None:
    assert quantal_pressure(0.0, value, inertia, 1) == pytest.approx(2.0 / 3.0)
    assert quantal_pressure(0.0, value, inertia, 0) == 0.5
    assert quantal_freeze_share(0.0, value, inertia, 1) == 0.5
    assert precise_pressure(0.0, value) == 0.5


@given(finite)
def test_precision_1_is_the_logistic_rule_beyond_active(value: float) -> None:
    assert precise_pressure(1.0, value) == pressure(value)
    assert precise_pressure(2.0, math.log(2.0)) == pytest.approx(0.2)


@given(numbers(1.0, 5.0), numbers(-1e6, 1e6), logits)
def test_a_quantal_response_stays_a_number_far_out(
    precision: float, value: float, inertia: float
) -> None:
    assert 0.0 <= quantal_pressure(precision, value, inertia, 1) <= 1.0
    assert 0.0 <= quantal_freeze_share(precision, value, inertia, 1) <= 1.0
