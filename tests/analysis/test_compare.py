"""Comparison: intervals against other programs, pairs that are pairs, and verdicts that hold."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import optimize, stats

from sim import compare, store, words
from sim.analysis.comparison.input_differences import bearing, differences
from sim.analysis.comparison.result import ComparisonResult, Dropped, SideComparison
from sim.analysis.comparison.sides import Side, sides_in
from sim.analysis.domino.effect import domino_effect
from sim.analysis.domino.matrix import domino_matrix
from sim.analysis.forecast.forecast import simulate
from sim.answer import Answer
from sim.futures.experiment import do_exit, do_stay, play
from sim.futures.outcomes import asked
from sim.plots import FIGURES, PHONE, WIDE
from sim.refusal import Refusal
from sim.report import page
from sim.scenario.loading import load
from sim.scenario.scenario import Scenario
from sim.statistics import contrasts
from sim.statistics.estimates import Z95, influences
from sim.words.comparison import contrast, side_by_side

RUNS = 300


@pytest.fixture(scope="module")
def base() -> Scenario:
    return load("armenia-2025")


@pytest.fixture(scope="module")
def poorer(base: Scenario) -> Scenario:
    """The same with a little less capacity."""
    return base.change({"patron.capacity": 0.95 * base.patron.capacity.value})


@pytest.fixture(scope="module")
def forecast(base: Scenario) -> Answer:
    return simulate(base, runs=RUNS)


@pytest.fixture(scope="module")
def doubled() -> Answer:
    return simulate(load("channels-doubled"), runs=RUNS)


@pytest.fixture(scope="module")
def told(forecast: Answer, doubled: Answer) -> Answer:
    """A comparison of two that differ much."""
    return compare(forecast, doubled)


def only(answer: Answer[ComparisonResult]) -> SideComparison:
    """The one comparison of an answer with two sides."""
    (comparison,) = answer.result.comparisons
    return comparison


# --- intervals against other programs -------------------------------------------------------------


def score_statistic(only_b: int, only_a: int, pairs: int, delta: float) -> float:
    """Of a paired difference: the nuisance share found by maximising the likelihood."""

    def minus_log_likelihood(share: float) -> float:
        chances = [share + delta, share, 1 - delta - 2 * share]
        counts = [only_b, only_a, pairs - only_b - only_a]
        return -float(stats.multinomial.logpmf(counts, pairs, chances))

    low, high = max(0.0, -delta) + 1e-12, (1 - delta) / 2 - 1e-12
    found = optimize.minimize_scalar(
        minus_log_likelihood, bounds=(low, high), method="bounded", options={"xatol": 1e-12}
    )
    variance = 2 * found.x + delta * (1 - delta)
    return float((only_b - only_a - pairs * delta) / np.sqrt(pairs * variance))


@pytest.mark.parametrize(("only_b", "only_a", "pairs"), [(7, 1, 21), (30, 20, 500), (0, 5, 100)])
def test_the_paired_interval_ends_where_the_likelihood_says(
    only_b: int, only_a: int, pairs: int
) -> None:
    low, high = contrasts.tango(np.array([only_b]), np.array([only_a]), pairs)
    assert score_statistic(only_b, only_a, pairs, float(low[0])) == pytest.approx(Z95, abs=1e-4)
    assert score_statistic(only_b, only_a, pairs, float(high[0])) == pytest.approx(-Z95, abs=1e-4)


def test_without_discordant_pairs_the_interval_has_a_known_width() -> None:
    low, high = contrasts.tango(np.array([0]), np.array([0]), 1000)
    assert high[0] == pytest.approx(Z95**2 / (1000 + Z95**2))
    assert low[0] == -high[0]


def test_the_unpaired_interval_is_built_from_those_of_another_program() -> None:
    ends = {
        (k, n): stats.binomtest(k, n).proportion_ci(method="wilson")
        for k, n in ((56, 70), (48, 80))
    }
    a, b = 48 / 80, 56 / 70
    low_a, high_a = ends[48, 80]
    low_b, high_b = ends[56, 70]
    found = contrasts.unpaired_shares(48, 80, 56, 70)
    assert found.value == pytest.approx(0.2)
    assert found.low == pytest.approx(b - a - np.hypot(b - low_b, high_a - a))
    assert found.high == pytest.approx(b - a + np.hypot(high_b - b, a - low_a))


def test_means_agree_with_another_program() -> None:
    random = np.random.default_rng(1)
    a = random.poisson(0.5, 400)
    b = a + (random.random(400) < 0.1)
    paired, apart = contrasts.paired_means(a, b), contrasts.unpaired_means(a, b[:300])
    low, high = stats.norm.interval(0.95, loc=(b - a).mean(), scale=stats.sem(b - a))
    assert (paired.low, paired.high) == pytest.approx((low, high))
    tested = stats.ttest_ind(b[:300], a, equal_var=False)
    assert apart.z == pytest.approx(tested.statistic)
    assert paired.high - paired.low < apart.high - apart.low


def test_means_of_runs_of_which_some_do_not_count_have_the_error_that_resampling_gives() -> None:
    random = np.random.default_rng(5)
    a = random.poisson(1.0, 800).astype(float)
    b = a + (random.random(800) < 0.3)
    a[random.random(800) < 0.2] = np.nan
    b[random.random(800) < 0.5] = np.nan
    found = contrasts.paired_means(a, b)
    drawn = random.integers(0, 800, (2000, 800))
    resampled = np.nanmean(b[drawn], axis=1) - np.nanmean(a[drawn], axis=1)
    assert found.value == pytest.approx(np.nanmean(b) - np.nanmean(a))
    assert (found.high - found.low) / (2 * Z95) == pytest.approx(resampled.std(), rel=0.08)


def test_a_ratio_has_the_error_that_resampling_gives() -> None:
    random = np.random.default_rng(2)
    exits = random.binomial(3, 0.2, 500)
    months = 100 - 15 * exits + random.integers(0, 20, 500)
    rate = influences(exits, months)
    assert rate.mean() == pytest.approx(exits.sum() / months.sum())
    drawn = random.integers(0, 500, (2000, 500))
    resampled = exits[drawn].sum(axis=1) / months[drawn].sum(axis=1)
    assert stats.sem(rate) == pytest.approx(resampled.std(), rel=0.1)


counts = st.integers(1, 300).flatmap(
    lambda n: st.tuples(st.just(n), st.integers(0, n)).flatmap(
        lambda pair: st.tuples(
            st.just(pair[0]), st.just(pair[1]), st.integers(0, pair[0] - pair[1])
        )
    )
)


@given(counts)
def test_a_paired_interval_holds_its_value_and_turns_around(drawn: tuple[int, int, int]) -> None:
    pairs, only_b, only_a = drawn
    in_b = np.arange(pairs) < only_b
    in_a = np.arange(pairs) >= pairs - only_a
    found, turned = contrasts.paired_shares(in_a, in_b), contrasts.paired_shares(in_b, in_a)
    assert -1 <= found.low <= found.value <= found.high <= 1
    assert (turned.low, turned.high) == pytest.approx((-found.high, -found.low))
    assert found.is_resolved == (found.low > 1e-9 or found.high < -1e-9)  # McNemar's test


@given(st.integers(1, 200), st.integers(1, 200), st.data())
def test_an_unpaired_p_value_is_where_the_interval_touches_0(
    runs_a: int, runs_b: int, data: st.DataObject
) -> None:
    a, b = data.draw(st.integers(0, runs_a)), data.draw(st.integers(0, runs_b))
    found = contrasts.unpaired_shares(a, runs_a, b, runs_b)
    assert found.low <= found.value <= found.high
    ends = contrasts.newcombe(np.array([a]), runs_a, np.array([b]), runs_b, abs(found.z))
    if found.value:
        assert min(abs(ends[0][0]), abs(ends[1][0])) == pytest.approx(0, abs=1e-9)
    assert found.is_resolved == (found.low > 1e-9 or found.high < -1e-9)


def test_a_difference_of_intervals_is_that_of_the_shares_that_they_belong_to() -> None:
    shares = [contrasts.score_interval(np.array([k]), 500, Z95) for k in (60, 90)]
    known = [[float(part[0]) for part in each] for each in shares]
    found = contrasts.from_intervals(known[0], known[1], 500)
    direct = contrasts.unpaired_shares(60, 500, 90, 500)
    assert (found.low, found.high) == pytest.approx((direct.low, direct.high))
    assert found.z == pytest.approx(direct.z, rel=0.02)


def test_p_values_are_corrected_as_in_holms_procedure() -> None:
    # In order 0.005 · 4, 0.01 · 3, 0.03 · 2, and 0.04 not below the one before it.
    assert contrasts.holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert contrasts.holm([]) == []
    assert contrasts.holm([0.9, 0.8]) == [1.0, 1.0]


def test_so_many_runs_find_the_smallest_detectable_difference_four_times_in_five() -> None:
    seen = contrasts.paired_shares(np.arange(2000) >= 1920, np.arange(2000) < 140)
    size = seen.detectable
    assert size is not None
    chances = [80 / 2000 + size, 80 / 2000]
    drawn = np.random.default_rng(3).multinomial(2000, [*chances, 1 - sum(chances)], size=4000)
    low, high = contrasts.tango(drawn[:, 0], drawn[:, 1], 2000)
    assert ((low > 0) | (high < 0)).mean() == pytest.approx(0.8, abs=0.04)


@pytest.mark.parametrize("level", [0.05, 0.05 / 20])
def test_with_the_runs_named_nine_in_ten_of_those_that_could_not_tell_do(level: float) -> None:
    random = np.random.default_rng(4)
    runs, told, asked = 400, 0, 0
    limit = stats.norm.isf(level / 2)
    for true in random.uniform(-1, 1, 3000):  # wide beside what 400 runs of variance 4 can tell
        first = random.normal(true, 2 / np.sqrt(runs))
        seen = contrasts.Contrast(first, 0, 0, first / 0.1, 4, runs, "paired")
        if abs(seen.z) > limit:
            continue
        needed = seen.runs_needed(level)
        assert needed is not None
        more = needed - runs
        rest = random.normal(true, 2 / np.sqrt(more))  # the first runs are gone on with
        mean = (runs * first + more * rest) / needed
        told, asked = told + (abs(mean) > limit * 2 / np.sqrt(needed)), asked + 1
    assert asked > 300
    assert told / asked == pytest.approx(0.9, abs=0.04)


def test_where_nothing_was_seen_no_number_of_runs_is_named() -> None:
    nothing = np.zeros(100, bool)
    assert contrasts.paired_shares(nothing, nothing).runs_needed() is None
    assert contrasts.paired_shares(nothing, nothing).detectable is None


# --- verdicts -------------------------------------------------------------------------------------


def test_two_that_differ_in_nothing_say_so(base: Scenario, forecast: Answer) -> None:
    changed = base.change(
        {
            "title": "Another title",
            "patron.capacity": {
                "value": base.patron.capacity.value,
                "low": 0.0,
                "high": 1.0,
                "source": "assumption",
                "note": "another reason",
            },
        }
    )
    answer = compare(forecast, simulate(changed, runs=RUNS))
    comparison = only(answer)
    assert answer.result.verdict == comparison.verdict == "no difference"
    assert {each.path for each in comparison.inputs} == {"title", "patron.capacity"}
    assert all(outcome.difference.value == 0 for outcome in comparison.outcomes.values())
    assert all(outcome.verdict == "no difference" for outcome in comparison.outcomes.values())
    assert "differ in nothing" in words.headline(answer)
    assert "every number is the same" in words.headline(answer)


def test_the_same_under_another_name_is_the_same() -> None:
    answer = compare("armenia-2025", "csto", runs=20)
    assert answer.result.verdict == "no difference"


def test_with_another_seed_the_same_scenario_differs_by_luck_alone(
    base: Scenario, forecast: Answer
) -> None:
    answer = compare(forecast, simulate(base, runs=RUNS, seed=2))
    outcomes = only(answer).outcomes.values()
    assert any(outcome.difference.value != 0 for outcome in outcomes)
    assert answer.result.verdict == "no difference"
    assert "is luck" in words.headline(answer)


def test_too_few_runs_cannot_tell_and_the_runs_that_they_name_can(base: Scenario) -> None:
    heavier = base.change({"parameters.w_ties": 1.55})
    few = compare(base, heavier, runs=500, seed=2)
    comparison = only(few)
    assert few.result.verdict == "cannot tell"
    assert comparison.resolved == []
    needed = comparison.runs_needed
    assert 500 < needed < 10_000
    assert "cannot tell" in words.headline(few)
    assert contrast.needed(comparison.runs_needed, beyond=comparison.beyond) in words.headline(few)
    for seed in (2, 3):  # gone on with, and on other luck
        enough = compare(base, heavier, runs=needed, seed=seed)
        assert enough.result.verdict == "differs"


def test_a_number_of_runs_that_nobody_asks_for_is_not_named() -> None:
    assert contrast.needed(None, beyond=True) == "more than 10,000,000 runs"
    assert contrast.needed(None, beyond=False) == ""
    assert contrast.needed(15_154, beyond=False) == "about 16,000 runs"


def test_a_verdict_agrees_with_its_interval(told: Answer) -> None:
    for outcome in only(told).outcomes.values():
        difference = outcome.difference
        excludes = difference.low > 0 or difference.high < 0
        assert outcome.verdict == ("differs" if excludes else "cannot tell")
        assert outcome.p_corrected >= outcome.p


# --- pairs ----------------------------------------------------------------------------------------


def test_the_same_luck_is_known_and_so_is_other_luck(
    base: Scenario, forecast: Answer, doubled: Answer, told: Answer
) -> None:
    assert only(told).not_paired == []
    assert {outcome.method for outcome in only(told).outcomes.values()} == {"paired"}
    for other, reasons in (
        (simulate(base, runs=RUNS, seed=2), ["seed"]),
        (simulate(base, runs=RUNS + 1), ["runs"]),
        (Side(doubled, "another program"), ["program"]),
        (_begun_earlier(doubled), ["start"]),
    ):
        comparison = only(compare(forecast, other))
        assert comparison.not_paired == reasons
        assert comparison.method == "unpaired"
        assert {outcome.method for outcome in comparison.outcomes.values()} == {"unpaired"}


def _begun_earlier(answer: Answer) -> Answer:
    """The same answer, as if its record began a year before."""
    return replace(answer, inputs=replace(answer.inputs, start="2017-01"))


def test_pairs_tell_more_than_independent_runs(forecast: Answer, doubled: Answer) -> None:
    paired = only(compare(forecast, doubled)).outcomes
    apart = only(compare(forecast, Side(doubled, "another program"))).outcomes
    for name in ("p_ever_out.kazakhstan", "mean_exits", "implied_rate"):
        narrow, wide = (each[name].difference for each in (paired, apart))
        assert narrow.value == pytest.approx(wide.value)
        assert narrow.high - narrow.low < wide.high - wide.low


def test_either_value_is_that_of_its_own_result(
    forecast: Answer, doubled: Answer, told: Answer
) -> None:
    outcomes = only(told).outcomes
    for side, answer in (("a", forecast), ("b", doubled)):
        for member, numbers in answer.numbers["members"].items():
            for name in ("p_ever_out", "p_out", "p_frozen"):
                found = getattr(outcomes[f"{name}.{member}"], side)
                assert asdict(found) == pytest.approx(numbers[name])
        for k, value in enumerate(answer.numbers["exits"]["at_least"][1:], 1):
            assert getattr(outcomes[f"p_at_least.{k}"], side).value == value
        exits = asdict(getattr(outcomes["mean_exits"], side))
        assert exits == pytest.approx(answer.numbers["exits"]["mean"])
        implied = answer.numbers["base_rate"]["implied"]["value"]
        assert getattr(outcomes["implied_rate"], side).value == pytest.approx(implied)


def test_the_difference_of_each_month_is_counted_run_by_run(
    forecast: Answer, doubled: Answer, told: Answer
) -> None:
    table = told.tables["over_time"].set_index(["member", "month"])
    curves = told.tables["exits"].set_index(["side", "member", "month"])
    start = 92  # months from January 2018 to September 2025
    for member in ("armenia", "kazakhstan"):
        first_a, first_b = (
            answer.tables["runs"][f"first_exit {member}"].to_numpy()
            for answer in (forecast, doubled)
        )
        for after, month in ((0, "2025-09"), (40, "2029-01"), (119, "2035-08")):
            left_a, left_b = (
                (first >= 0) & (first <= start + after) for first in (first_a, first_b)
            )
            expected = contrasts.paired_shares(left_a, left_b)
            found = table.loc[member, month]
            ends = (expected.value, expected.low, expected.high)
            assert (found["value"], found["low"], found["high"]) == pytest.approx(ends)
            assert curves.loc[("B", member, month), "value"] == pytest.approx(left_b.mean())


# --- common axes ----------------------------------------------------------------------------------


def test_months_that_only_one_has_are_dropped_and_named(base: Scenario, forecast: Answer) -> None:
    sooner = simulate(base.change({"end": "2030-06"}), runs=RUNS)
    answer = compare(forecast, sooner)
    assert answer.result.months == ["2025-09", "2030-06"]
    assert answer.result.dropped == [Dropped("A", "months", ["2030-07", "2035-08"])]
    assert any("July 2030 to August 2035" in line for line in words.lines(answer))
    outcomes = only(answer).outcomes
    # Up to the common end the runs are the same; the status then is known by its share alone.
    assert outcomes["p_ever_out.armenia"].difference.value == 0
    assert outcomes["p_frozen.armenia"].difference.value == 0
    assert outcomes["p_ever_out.armenia"].method == "paired"
    assert outcomes["p_frozen.armenia"].method == "unpaired"
    assert answer.tables["exits"]["month"].max() == "2030-06"


def test_a_longer_record_leaves_the_months_that_are_free_in_both(forecast: Answer) -> None:
    later = simulate(load("armenia-2026"), runs=RUNS)
    answer = compare(forecast, later)
    assert answer.result.months == ["2026-07", "2035-08"]
    assert [each.items for each in answer.result.dropped] == [
        ["2025-09", "2026-06"],
        ["2035-09", "2036-06"],
    ]
    assert only(answer).method == "paired"
    ever = only(answer).outcomes["p_ever_out.armenia"].a
    assert asdict(ever) == pytest.approx(forecast.numbers["members"]["armenia"]["p_ever_out"])


def test_members_that_only_one_has_are_dropped_and_named(forecast: Answer) -> None:
    joined = simulate(load("uzbekistan-joins-and-leaves"), runs=RUNS)
    for answer, side in ((compare(forecast, joined), "B"), (compare(joined, forecast), "A")):
        assert answer.result.dropped == [Dropped(side, "members", ["uzbekistan"])]
        assert "uzbekistan" not in answer.result.members
        assert "p_at_least.6" not in only(answer).outcomes
        assert any("uzbekistan" in line for line in words.lines(answer))
        assert not any("uzbekistan" in name for name in only(answer).outcomes)


# --- what was asked differently -------------------------------------------------------------------


def test_what_was_asked_differently_has_values_and_sources(base: Scenario) -> None:
    collapse = load("capacity-collapse")
    changed = collapse.change({"channels.club": 0.5})
    found = {each.path: each for each in differences(base, changed)}
    event = found["events.collapse-2027"]
    assert (event.a, event.source_a, event.source_b) == (None, None, "assumption")
    assert "2027-01" in event.b
    assert event.bears
    club = found["channels.club"]
    assert (club.group, club.a, club.b, club.bears) == ("channels", 1.0, 0.5, True)
    assert not found["title"].bears
    assert event.within is None


def test_a_new_member_or_event_is_resolved_field_by_field_with_sources(base: Scenario) -> None:
    other = load("uzbekistan-joins-and-leaves")
    found = {each.path: each for each in differences(base, other)}
    entry = found["members.uzbekistan"]
    assert (entry.group, entry.a, entry.b, entry.within) == ("members", None, "Uzbekistan", None)
    own = other.members["uzbekistan"].dependence
    field = found["members.uzbekistan.dependence"]
    assert (field.a, field.b, field.source_b) == (None, own.value, own.source)
    assert (field.bears, field.within) == (True, "members.uzbekistan")
    within = [each.path.split(".", 2)[2] for each in found.values() if each.within]
    assert {"title", "month", "shocks.uzbekistan.threat", "status.uzbekistan"} <= set(within)
    assert not {"keep", "lasting", "source"} & set(within)  # a default, or the entry's own
    back = {each.path: each for each in differences(other, base)}
    assert back.keys() == found.keys()
    assert all((found[p].a, found[p].source_a) == (b.b, b.source_b) for p, b in back.items())


def test_fields_of_a_new_entry_stand_beneath_it_and_count_as_one_difference(
    base: Scenario,
) -> None:
    answer = compare(base, load("uzbekistan-joins-and-leaves"), runs=20)
    _, rows = side_by_side.change_rows(answer, bears=True)
    _, whole = side_by_side.change_rows(answer, bears=True, whole=True)
    first = rows.index(["members", "uzbekistan", "not set → Uzbekistan", ""])
    part, field, stated, source = rows[first + 1 + 6]
    assert (part, field.strip(), stated, source) == ("", "dependence", "0.45", "trend-2024-trade")
    assert side_by_side.number_of_changes(answer, bears=True) == len(whole) < len(rows)
    assert f"and {len(whole) - 3} more." in " ".join(words.lines(answer))
    text = page([answer], command="domino compare a b", digest="ab")
    assert f"What bears on the outcomes: {len(whole)}<" in text
    assert "trend-2024-trade" in text


def test_a_part_of_an_event_has_the_events_source(base: Scenario) -> None:
    name, event = next(
        (name, event) for name, event in base.events.items() if event.pledge and event.source
    )
    path = f"events.{name}.pledge.kept"
    (change,) = differences(base, base.change({path: not event.pledge.kept}))
    assert (change.path, change.a, change.b) == (path, event.pledge.kept, not event.pledge.kept)
    assert change.source_a == change.source_b == event.source


def test_scenarios_that_come_to_different_models_are_not_the_same(base: Scenario) -> None:
    same = base.change({"members.armenia.name": "Hayastan", "note": "another note"})
    assert bearing(same) == bearing(base)
    assert not any(each.bears for each in differences(base, same))
    for path, value in (
        ("patron.capacity", 0.44),
        ("members.armenia.alignment", 0.0),
        ("now", "2025-07"),
        ("end", "2035-07"),
        ("decision", "threshold"),
        ("present.channels.club", 0.5),
        ("present.members.armenia.pull", 0.3),
        ("charter.return_allowed", False),
    ):
        other = base.change({path: value})
        assert bearing(other) != bearing(base), path
        assert [each.path for each in differences(base, other) if each.bears] == [path]


# --- more than two, other questions ---------------------------------------------------------------


def test_each_is_held_against_the_first_and_all_are_corrected_together(
    base: Scenario, forecast: Answer, doubled: Answer
) -> None:
    answer = compare(forecast, doubled, simulate(base, runs=RUNS, seed=2), forecast)
    sides = [comparison.side for comparison in answer.result.comparisons]
    verdicts = [comparison.verdict for comparison in answer.result.comparisons]
    assert sides == ["B", "C", "D"]
    assert verdicts == ["differs", "no difference", "no difference"]
    assert answer.result.tested == len(answer.result.comparisons[0].outcomes)
    assert answer.result.verdict == "differs"
    assert words.headline(answer).startswith("From armenia-2025 (A) differ: channels-doubled (B)")


def test_effects_on_the_same_luck_are_paired(base: Scenario) -> None:
    twice = load("channels-doubled")
    effects = [domino_effect(each, "kazakhstan", runs=400) for each in (base, twice)]
    answer = compare(*effects)
    comparison = only(answer)
    assert (comparison.method, comparison.not_paired) == ("paired", [])
    of_pairs = [further_exits(each, "kazakhstan", 400) for each in (base, twice)]
    expected = contrasts.paired_means(*of_pairs)
    found = comparison.outcomes["effect"].difference
    assert found.value == pytest.approx((of_pairs[1] - of_pairs[0]).mean())
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))
    assert answer.figures == ("compare_differences",)
    assert "Kazakhstan" in words.headline(answer)
    assert any("Paired" in line for line in words.lines(answer))
    other = domino_effect(base, "armenia", runs=20)
    with pytest.raises(Refusal, match=r"whose exit.*A kazakhstan, B armenia"):
        compare(effects[0], other)


def further_exits(scenario: Scenario, of: str, runs: int) -> NDArray[np.int64]:
    """Pair by pair, counted here."""
    arms = {"exit": do_exit(of), "stay": do_stay(of)}
    played = play(scenario, arms, runs=runs)
    counted = [i for i, member in enumerate(played.members) if member != of]
    left = {arm: (played.arms[arm].first_exit[:, counted] >= played.at).sum(axis=1) for arm in arms}
    return left["exit"] - left["stay"]


def test_an_effect_that_did_not_keep_its_runs_is_compared_from_its_interval(base: Scenario) -> None:
    weaker = base.change({"channels.club": 0.8})
    effects = [domino_effect(each, "kazakhstan", runs=400) for each in (base, weaker)]
    without = {name: table for name, table in effects[1].tables.items() if name != "runs"}
    answers = compare(*effects), compare(effects[0], replace(effects[1], tables=without))
    paired, apart = (only(each) for each in answers)
    assert apart.not_paired == ["kept"]
    for name, outcome in apart.outcomes.items():
        narrow, wide = paired.outcomes[name].difference, outcome.difference
        assert outcome.method == "unpaired"
        assert narrow.value == pytest.approx(wide.value)
    narrow, wide = (each.outcomes["effect"].difference for each in (paired, apart))
    assert narrow.high - narrow.low < wide.high - wide.low


def test_pairs_that_a_side_leaves_out_count_on_the_other(base: Scenario) -> None:
    effects = [
        domino_effect(each, "armenia", at="2030-01", runs=400)
        for each in (base, load("channels-doubled"))
    ]
    numbers = [each.numbers for each in effects]
    assert all(0 < each["left_out"] < 400 for each in numbers)
    assert numbers[0]["left_out"] != numbers[1]["left_out"]
    outcomes = only(compare(*effects)).outcomes
    for name in ("effect", "hazard_ratio", "reproduction_number"):
        values = [each[name]["value"] for each in numbers]
        found = outcomes[name]
        assert found.method == "paired"
        assert found.difference.value == pytest.approx(values[1] - values[0], rel=1e-5)
        assert found.difference.low < found.difference.value


def test_the_same_effect_twice_differs_by_exactly_nothing(base: Scenario) -> None:
    found = only(compare(*[domino_effect(base, "armenia", runs=100)] * 2))
    assert found.verdict == "no difference"
    assert {each.difference.value for each in found.outcomes.values()} == {0}


def test_matrices_on_the_same_luck_are_paired(base: Scenario) -> None:
    weaker = base.change({"channels.club": 0.5})
    answer = compare(*[domino_matrix(each, runs=300) for each in (base, weaker)])
    comparison = only(answer)
    assert comparison.method == "paired"
    expected = contrasts.paired_means(
        *[further_exits(each, "armenia", 300) for each in (base, weaker)]
    )
    row = [
        each.difference.value
        for name, each in comparison.outcomes.items()
        if name.startswith("matrix.armenia.")
    ]
    assert len(row) == 4
    assert sum(row) == pytest.approx(expected.value)


@pytest.mark.parametrize("name", ["effect.armenia", "hazard_ratio.armenia", "implied_rate"])
def test_what_runs_add_has_the_mean_and_the_error_of_the_number(base: Scenario, name: str) -> None:
    question = asked(name, base)
    played = play(base, question.arms, runs=2000)
    each, whole = question.each(played), question.measure(played)
    assert each is not None
    assert each.of_all(2000).mean(dtype=float) == pytest.approx(whole.value, rel=1e-5)
    assert whole.low is not None
    assert whole.high is not None
    if name != "implied_rate":  # whose interval is that of a Poisson count
        width = 2 * Z95 * stats.sem(each.values)
        assert width == pytest.approx(whole.high - whole.low, rel=0.1)


def test_sweeps_are_compared_point_by_point_and_only_of_one_design(
    base: Scenario, tmp_path: Path
) -> None:
    from sim.sweeps import run_sweep

    def swept(scenario: Scenario, points: int) -> Answer:
        asked = {"patron.capacity": (0.2, 0.6, points)}
        outcomes = ["p_at_least.1", "implied_rate"]
        return run_sweep(scenario, asked, outcomes, runs=30, root=tmp_path).answer

    sweeps = [swept(each, 2) for each in (base, load("channels-doubled"))]
    answer = compare(*sweeps)
    assert list(only(answer).outcomes) == [
        "p_at_least.1@0",
        "implied_rate@0",
        "p_at_least.1@1",
        "implied_rate@1",
    ]
    assert set(answer.tables["outcomes"]["at"]) == {"patron.capacity 0.2", "patron.capacity 0.6"}
    assert set(answer.tables["outcomes"]["method"]) == {"paired"}
    poor, rich = (
        each.change({"patron.capacity": 0.6}) for each in (base, load("channels-doubled"))
    )
    expected = only(compare(poor, rich, runs=30)).outcomes["p_at_least.1"].difference
    found = only(answer).outcomes["p_at_least.1@1"].difference
    assert found == pytest.approx(expected)
    assert words.lines(answer)
    assert answer.figures == ("compare_sweep_curves",)
    assert "at capacity of the patron 0.2" in words.headline(answer)
    with pytest.raises(Refusal, match=r"different designs.*grid of 2 points.*grid of 3 points"):
        compare(sweeps[0], swept(base, 3))


@pytest.fixture(scope="module")
def swept(base: Scenario, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Answer]:
    """Comparisons of sweeps over one path, over two on a grid and by chance, and over three."""
    from sim.sweeps import run_sweep

    root = tmp_path_factory.mktemp("sweeps")
    shakier = load("channels-doubled").change({"present.parameters.w_inertia": 1.0})
    box = {"patron.capacity": (0.2, 0.6), "parameters.w_club": (0.0, 1.5), "channels.club": (0, 4)}
    found = {}
    for kind, number in (("grid", 1), ("grid", 2), ("lhs", 2), ("lhs", 3)):
        vary = {
            path: (*ends, 4) if kind == "grid" else ends
            for path, ends in list(box.items())[:number]
        }
        points = None if kind == "grid" else 8
        sides = [
            run_sweep(
                each,
                vary,
                ["p_at_least.2", "effect.armenia"],
                design=kind,
                points=points,
                runs=60,
                root=root,
            ).answer
            for each in (base, shakier, load("eu-candidacy"))
        ]
        found[f"{kind} {number}"] = compare(*sides[:2])
        found[f"{kind} {number}, three sides"] = compare(*sides)
    return found


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_sweeps_are_drawn_over_each_other(swept: dict[str, Answer], width: int) -> None:
    import plotly.graph_objects as go

    drawn = {"grid 1": "curves", "grid 2": "maps", "lhs 2": "maps"}
    for name, answer in swept.items():
        kind = drawn.get(name.partition(",")[0])
        assert answer.figures == (f"compare_sweep_{kind}" if kind else "compare_differences",)
        (figure,) = answer.figures
        made = FIGURES[figure](answer, width=width)
        go.Figure(json.loads(made.to_json()))  # validated, unlike the one that was made
        assert words.sentence(figure, answer).endswith(".")
        assert words.reading(figure, answer).endswith(".")
        told = sum(len(comparison.resolved) for comparison in answer.result.comparisons)
        assert told
        assert words.sentence(figure, answer).startswith(f"{told} of ")


def test_what_is_resolved_of_one_side_is_not_counted_for_another(swept: dict[str, Answer]) -> None:
    answer = swept["grid 1, three sides"]
    first, second = answer.result.comparisons
    assert first.resolved
    assert not second.resolved
    alone = answer.tables["outcomes"].assign(verdict="differs")  # each, where taken alone
    other = replace(answer, tables=answer.tables | {"outcomes": alone})
    told = len(first.resolved)
    assert words.sentence("compare_sweep_curves", other).startswith(f"{told} of ")


def test_the_overlaid_curves_are_those_of_the_sweeps_and_their_difference(
    swept: dict[str, Answer],
) -> None:
    answer = swept["grid 1"]
    lines = [trace for trace in FIGURES["compare_sweep_curves"](answer).data if trace.text]
    outcomes = only(answer).outcomes
    for place, name in enumerate(["p_at_least.2", "effect.armenia"]):
        a, b, difference = lines[3 * place : 3 * place + 3]
        for trace, of in ((a, "a"), (b, "b"), (difference, "difference")):
            expected = [getattr(outcomes[f"{name}@{k}"], of).value for k in range(4)]
            assert list(trace.y) == pytest.approx(expected)
            assert list(trace.x) == pytest.approx([0.2, 1 / 3, 0.2 + 0.8 / 3, 0.6])


def test_a_map_of_differences_writes_the_sign_where_it_is_resolved(
    swept: dict[str, Answer],
) -> None:
    answer = swept["grid 2"]
    traces = FIGURES["compare_sweep_maps"](answer).data
    outcomes = only(answer).outcomes
    heat = next(trace for trace in traces if trace.type == "heatmap")
    signs = next(t for t in traces if t.type == "scatter" and t.mode == "text")
    for k in range(16):
        found = outcomes[f"p_at_least.2@{k}"]
        row, column = divmod(k, 4)
        assert heat.z[row][column] == pytest.approx(found.difference.value)
        written = [
            sign
            for sign, x, y in zip(signs.text, signs.x, signs.y, strict=True)
            if (x, y) == (heat.x[column], heat.y[row])
        ]
        expected = "+" if found.difference.value > 0 else "−"
        assert written == ([expected] if found.verdict == "differs" else [])


def test_of_very_many_outcomes_the_table_tells_the_clearest(
    swept: dict[str, Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = swept["grid 2"]
    for module in ("contrast", "comparison"):
        monkeypatch.setattr(f"sim.words.comparison.{module}.MOST_ROWS", 7)
    table = answer.tables["outcomes"]
    clearest = table.loc[table["z"].abs().nlargest(7).index].sort_index()
    _, rows = words.rows(answer)
    assert [row[3] for row in rows] == [
        contrast.difference(row, bare=True)
        for row in contrast.rows_of(answer)
        if row["name"] in set(clearest["name"])
    ]
    assert words.lines(answer)[-2] == "In the table: the 7 clearest of 32; in the CSV file: all."


# --- bad input ------------------------------------------------------------------------------------


def test_what_cannot_be_compared_is_refused_with_a_reason(
    base: Scenario, forecast: Answer, tmp_path: Path
) -> None:
    with pytest.raises(Refusal, match="two to 6"):
        compare(forecast)
    with pytest.raises(Refusal, match="two to 6"):
        compare(*[forecast] * 7)
    with pytest.raises(Refusal, match=r"no scenario, no file and no result.*mean armenia-2025"):
        compare("armenia-205", forecast, root=tmp_path)
    with pytest.raises(Refusal, match=r"A \(.*\) answers run, B \(.*\) answers effect"):
        compare(forecast, domino_effect(base, "armenia", runs=20))
    without = {name: table for name, table in forecast.tables.items() if name != "runs"}
    with pytest.raises(Refusal, match="no single runs"):
        compare(forecast, replace(forecast, tables=without))
    later = replace(forecast, inputs=replace(forecast.inputs, now="2036-01", end="2037-01"))
    with pytest.raises(Refusal, match=r"no month after the record is common.*B: 2036-02"):
        compare(forecast, later)
    strangers = forecast.tables["members"].assign(member=["a", "b", "c", "d", "e"])
    others = replace(forecast, tables=forecast.tables | {"members": strangers})
    with pytest.raises(Refusal, match="no member is common"):
        compare(forecast, others)


# --- words, pictures, pages, store ----------------------------------------------------------------


@pytest.fixture(scope="module")
def answers(base: Scenario, poorer: Scenario, forecast: Answer, told: Answer) -> list[Answer]:
    """Comparisons of every kind."""
    other = simulate(base, runs=RUNS, seed=2)
    joined = simulate(load("uzbekistan-joins-and-leaves"), runs=RUNS)
    return [
        told,
        compare(forecast, forecast),
        compare(base, poorer, runs=100),
        compare(forecast, other, joined),
        compare(joined, simulate(load("armenia-2026"), runs=RUNS)),
    ]


@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_figure_builds_and_is_one_that_plotly_takes(
    answers: list[Answer], width: int, theme: str
) -> None:
    import plotly.graph_objects as go

    for answer in answers:
        for figure in answer.figures:
            made = FIGURES[figure](answer, theme=theme, width=width)
            go.Figure(json.loads(made.to_json()))  # validated, unlike the one that was made


def test_sides_differ_by_stroke_and_letter_and_members_by_hue(answers: list[Answer]) -> None:
    figure = FIGURES["compare_curves"](answers[3])
    lines = [trace for trace in figure.data if trace.line.width == 2]
    members = len(answers[3].numbers["members"])
    assert len(lines) == 3 * members
    assert len({trace.line.dash for trace in lines}) == 3
    assert len({trace.line.color for trace in lines}) == members
    texts = " ".join(note.text for note in figure.layout.annotations)
    assert all(f"{label} " in texts for label in "ABC")


def test_words_begin_with_the_verdict_and_name_every_side(answers: list[Answer]) -> None:
    for answer in answers:
        lines = words.lines(answer)
        assert lines[0].startswith(words.headline(answer))
        assert all(line.endswith(".") for line in lines[:-1])
        for side in answer.result.sides:
            assert f"{side.label}: {side.scenario}" in lines[-1]
        heads, rows = words.rows(answer)
        assert all(len(row) == len(heads) for row in rows)
        for figure in answer.figures:
            assert words.sentence(figure, answer).endswith(".")
            assert words.reading(figure, answer).endswith(".")


def test_a_title_stays_text_in_pictures_and_pages(base: Scenario, forecast: Answer) -> None:
    hostile = base.change({"title": "<script>alert(1)</script>", "patron.capacity": 0.2})
    answer = compare(forecast, simulate(hostile, runs=20))
    assert "<script>alert" not in page([answer])
    for figure in answer.figures:
        drawn = FIGURES[figure](answer)
        assert not any("<script" in (note.text or "") for note in drawn.layout.annotations)


def test_a_page_says_what_was_asked_differently_and_carries_both_scenarios(
    base: Scenario, poorer: Scenario
) -> None:
    answer = compare(base, poorer, runs=100)
    text = page([answer], command="domino compare a b", digest="ab")
    assert "What was asked differently" in text
    assert "0.45 → 0.4275" in text
    carried = json.loads(text.partition('id="domino-inputs">')[2].partition("</script>")[0])
    assert carried["question"] == "compare"
    assert [each["scenario_text"] for each in carried["others"]] == [base.text(), poorer.text()]
    heads, rows = side_by_side.change_rows(answer, bears=True)
    assert rows == [["patron", "capacity", "0.45 → 0.4275", "assumption → none named"]]
    assert len(heads) == len(rows[0])


def test_a_comparison_is_stored_and_comes_back_whole(answers: list[Answer], tmp_path: Path) -> None:
    for answer in answers:
        place = store.save(answer, tmp_path, command="domino compare a b")
        again = store.load(place.name, tmp_path)
        assert words.lines(again) == words.lines(answer)
        assert words.rows(again) == words.rows(answer)
        assert again.numbers == json.loads(store.canonical(answer.numbers))
        known = [side.answer.inputs for side in sides_in(again)]
        assert [each.scenario_text for each in known] == list(again.tables["sides"].scenario_text)


def test_who_is_out_already_on_one_side_has_no_first_exit_to_compare(base: Scenario) -> None:
    gone = base.change({"present.members.armenia.status": "OUT"})
    found = compare(simulate(base, runs=RUNS), simulate(gone, runs=RUNS))
    names = set(found.tables["outcomes"]["name"])
    assert "p_ever_out.armenia" not in names
    assert {"p_out.armenia", "p_ever_out.kazakhstan"} <= names
    assert found.result.dropped == [Dropped("B", "out", ["armenia"])]
    assert any(line.startswith("Out already in B: Armenia") for line in words.lines(found))
    curves = found.tables["exits"].groupby("side")["member"].unique()
    assert "armenia" in curves["A"]
    assert "armenia" not in curves["B"]
    assert "armenia" not in set(found.tables["over_time"]["member"])
    again = compare(simulate(gone, runs=RUNS), simulate(gone, runs=RUNS, seed=2))
    assert not again.result.dropped
    for answer in (found, again):
        for figure in answer.figures:
            json.loads(FIGURES[figure](answer).to_json())
            assert words.sentence(figure, answer)
