"""Named numbers and their intervals, against what is known from outside."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.futures.experiment import Do, Futures, play
from sim.futures.measures import exposure, hazard_ratio, yearly_rate
from sim.futures.outcomes import asked, names_for
from sim.futures.tables import cascade_table, exits_table, order_table, paths_table, status_table
from sim.refusal import Refusal
from sim.scenario.compiling.world import NOT_YET
from sim.scenario.loading import load
from sim.statistics.estimates import Estimate, mean, share, wilson

BASELINE = load("armenia-2025")
RUNS = 1_500


@pytest.fixture(scope="module")
def played() -> Futures:
    return play(BASELINE, {"base": Do()}, runs=RUNS, record=frozenset(["base"]))


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_wilson_is_scipys(runs: int, part: float) -> None:
    count = round(part * runs)
    low, high = stats.binomtest(count, runs).proportion_ci(method="wilson")
    found = share(count, runs)
    assert found.low == pytest.approx(low, abs=1e-9)
    assert found.high == pytest.approx(high, abs=1e-9)


@given(st.lists(st.integers(-3, 5), min_size=2, max_size=200))
def test_the_mean_of_differences_has_its_normal_interval(values: list[int]) -> None:
    found = mean(np.array(values))
    assert found.value == pytest.approx(np.mean(values), abs=1e-12)
    half = 1.959963984540054 * np.std(values, ddof=1) / len(values) ** 0.5
    assert found.high is not None
    assert found.high - np.mean(values) == pytest.approx(half, abs=1e-9)


@pytest.mark.parametrize("count", [1, 3, 10, 200])
def test_rates_have_the_interval_of_a_poisson_count(count: int) -> None:
    exited, months = np.array([count]), np.array([12_000])
    found = yearly_rate(exited, months)
    low, high = stats.chi2.ppf([0.025, 0.975], [2 * count, 2 * count + 2]) / 2
    assert found.value == pytest.approx(count / 1000)
    assert found.low == pytest.approx(low / 1000, rel=0.03, abs=1e-4)
    assert found.high == pytest.approx(high / 1000, rel=0.03)


def test_no_exit_still_has_an_upper_end() -> None:
    found = yearly_rate(np.array([0]), np.array([12_000]))
    assert (found.value, found.low) == (0, 0)
    assert found.high == pytest.approx(3.689 / 1000, rel=0.001)


def test_statuses_of_a_month_sum_to_one(played: Futures) -> None:
    table = status_table(played)
    sums = table.groupby(["month", "member"])["value"].sum()
    assert np.allclose(sums, 1)


def test_the_record_pins_the_statuses(played: Futures) -> None:
    table = status_table(played).set_index(["month", "member", "status"])["value"]
    assert table["2024-01", "armenia", "ACTIVE"] == 1
    assert table["2024-02", "armenia", "FROZEN"] == 1
    assert table["2025-08", "armenia", "FROZEN"] == 1
    assert table["2025-08", "belarus", "ACTIVE"] == 1


def test_first_exits_add_up_and_never_fall(played: Futures) -> None:
    table = exits_table(played).pivot_table(index="month", columns="member", values="value")
    assert (table.diff().dropna() >= 0).all().all()
    for member in played.members:
        ever = asked(f"p_ever_out.{member}", BASELINE).measure(played).value
        assert table[member].iloc[-1] == pytest.approx(ever)


LEFT = BASELINE.change({"present.members.armenia.status": "OUT"})


def test_who_is_out_already_is_not_asked_whether_it_leaves() -> None:
    played = play(LEFT, {"base": Do()}, runs=RUNS, record=frozenset(["base"]))
    for name in ("p_ever_out.armenia", "median_exit.armenia"):
        assert asked(name, LEFT).measure(played) == Estimate(None)
    of_another = asked("p_ever_out.kazakhstan", LEFT).measure(played)
    assert of_another.value is not None
    for table in (exits_table(played), order_table(played)):
        armenias = table["member"] == "armenia"
        assert table.loc[armenias, ["value", "low", "high"]].isna().all(axis=None)
        assert table.loc[~armenias, ["value", "low", "high"]].notna().all(axis=None)
    exits = exits_table(played).set_index(["member", "month"])["value"]
    assert exits["kazakhstan", "2035-08"] == of_another.value


def test_the_chance_to_leave_is_a_share_of_the_runs_in_which_it_can() -> None:
    """Of futures that part later some runs have seen the exit before."""
    later = play(BASELINE, {"base": Do()}, runs=RUNS, at="2030-09")
    first = later.arms["base"].first_exit[:, 0]
    can = (first == NOT_YET) | (first >= later.at)
    assert 0 < can.sum() < RUNS
    found = asked("p_ever_out.armenia", BASELINE).measure(later)
    assert found == share((first >= later.at).sum(), int(can.sum()))


def test_cascades_and_order_tell_of_the_same_exits(played: Futures) -> None:
    at_least = cascade_table(played)["value"]
    assert at_least[0] == 1
    assert (at_least.diff().dropna() <= 0).all()
    exits_in_all = (played.arms["base"].first_exit >= 0).sum() / RUNS
    assert at_least[1:].sum() == pytest.approx(exits_in_all)
    assert order_table(played)["value"].sum() == pytest.approx(exits_in_all)


def test_quantiles_are_ordered_and_in_range(played: Futures) -> None:
    table = paths_table(played)
    quantiles = table[["q05", "q25", "q50", "q75", "q95"]].to_numpy()
    assert (np.diff(quantiles, axis=1) >= 0).all()
    trust = table[table["quantity"] == "trust"]
    assert trust["q05"].min() >= 0
    assert trust["q95"].max() <= 1


def test_quantiles_of_a_histogram_are_those_of_the_runs(played: Futures) -> None:
    """Trust and alignment at the end, kept run by run, against the streamed histogram."""
    from sim import ensemble
    from sim.scenario.compiling.compile import compile_scenario
    from sim.scenario.compiling.present import shift_of

    compiled = compile_scenario(BASELINE)
    state = ensemble.start(compiled.record, 1, np.arange(RUNS))
    work, silent = ensemble.new_work(5), ensemble.new_tally(0, 5)
    calendar = compiled.record.calendar
    ensemble.advance(compiled.record, state, work, silent, 0, calendar.last_recorded)
    ensemble.enter(state, compiled.future, shift_of(compiled, played.members, {}))
    first = calendar.last_recorded + 1
    ensemble.advance(compiled.future, state, work, silent, first, calendar.last)
    table = paths_table(played)
    last = table[(table["month"] == "2035-08") & (table["quantity"] == "alignment")]
    for q in (5, 50, 95):
        exact = np.quantile(state.alignment, q / 100, axis=0)
        assert np.allclose(last[f"q{q:02d}"], exact, atol=2 / 256 + 0.02)


def test_a_hazard_ratio_of_an_arm_with_itself_is_one(played: Futures) -> None:
    everyone, rows = np.arange(5), np.arange(RUNS)
    found = hazard_ratio(played, "base", "base", everyone, rows)
    assert (found.value, found.low, found.high) == (1, 1, 1)


def test_months_at_risk_end_with_the_exit(played: Futures) -> None:
    exited, months = exposure(played, "base")
    first = played.arms["base"].first_exit
    assert months[exited == 0].min() == months.max() == 120
    assert np.array_equal(months[exited == 1], first[first >= 0] - played.last_recorded)


def test_an_unknown_outcome_names_the_nearest() -> None:
    with pytest.raises(Refusal, match=r"did you mean p_out\.armenia"):
        asked("p_out.armena", BASELINE)


def test_every_registered_outcome_can_be_measured() -> None:
    for name in names_for(BASELINE):
        question = asked(name, BASELINE)
        played = play(BASELINE, question.arms, runs=50)
        found = question.measure(played)
        if found.value is not None and found.low is not None and found.high is not None:
            assert found.low <= found.value <= found.high


def test_wilson_of_arrays_is_wilson_of_each() -> None:
    value, low, high = wilson(np.array([0, 3, 10]), 10)
    assert low[0] == 0
    assert high[2] == 1
    assert value[1] == 0.3
