"""The exact chain against the Monte Carlo, and against itself."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom, norm

from sim.analysis.exact.chain import MOST_MEMBERS, chain_of, exact_statuses
from sim.analysis.exact.monte_carlo import MOST_ERRORS, beside_monte_carlo, standard_errors
from sim.refusal import Refusal
from sim.scenario.loading import load
from sim.scenario.scenario import Scenario

BASELINE = load("armenia-2025")
LIVELY = BASELINE.change(
    {
        "end": "2030-08",
        "present.parameters.rate_out": 0.3,
        "present.parameters.rate_finish": 0.2,
        "present.parameters.rate_back": 0.05,
        "present.parameters.rate_return": 0.05,
        "present.parameters.w_club": 4.0,
        "present.parameters.w_fear": 6.0,
        "present.patron.capacity": 1.0,
        "present.channels.dilution": 4.0,
        "charter.decision_dates": {"2027-11": {"multiplier": 3}, "2029-04": {"renewal": True}},
    }
)
STATED = LIVELY.change(
    {
        "present.charter.freeze_allowed": False,
        "present.charter.notice_months": 9,
        "present.members.armenia.status": "NOTICE",
        "present.members.armenia.alignment": -0.8,
        "present.members.belarus.status": "OUT",
        "present.members.kazakhstan.threat": 0.9,
        "present.patron.capacity": 0.3,
    }
)
SIX = load("uzbekistan-joins-and-leaves").change(
    {"end": "2028-08", "events.uzbekistan-leaves-2032.month": "2028-06"}
)


def test_the_runs_agree_with_the_exact_chain_in_every_probability() -> None:
    both = beside_monte_carlo(BASELINE, runs=200_000)
    assert len(both) == 5 * 4 * 120
    assert both["z"].abs().max() < 4


@pytest.mark.parametrize("scenario", [LIVELY, STATED, SIX], ids=["lively", "stated", "six members"])
def test_the_monte_carlo_agrees_with_the_exact_chain(scenario: Scenario) -> None:
    both = beside_monte_carlo(scenario, runs=5_000)
    assert (both["exact"] > 1e-3).sum() > 200
    assert both["z"].abs().max() < 4


def test_a_member_that_came_and_went_before_now_is_missed_by_the_club() -> None:
    """It stands beside the others from its entry on, as it does for the engines."""
    left = {
        "title": "It leaves again",
        "month": "2024-09",
        "source": "assumption",
        "note": "made up",
        "keep": True,
        "status": {"uzbekistan": "OUT"},
    }
    scenario = SIX.change(
        {
            "parameters.w_club": 4.0,
            "events.uzbekistan-joins-2027.month": "2024-01",
            "events.uzbekistan-joins-2027.keep": True,
            "events.uzbekistan-leaves-2032": left,
        }
    )
    chain, first = chain_of(scenario)
    assert first[-1] == 3
    assert chain.joined.all()
    assert beside_monte_carlo(scenario, runs=5_000)["z"].abs().max() < 4


def test_the_chain_is_a_chain() -> None:
    chain, _ = chain_of(LIVELY)
    matrix = chain.transition(chain.pressures(), 3.0, True)
    assert np.allclose(matrix.sum(axis=1), 1)
    assert matrix.min() >= 0


def test_statuses_sum_to_one_in_every_month() -> None:
    table = exact_statuses(BASELINE)
    assert np.allclose(table.groupby(["month", "member"])["value"].sum(), 1)


def test_where_many_runs_are_expected_the_distance_is_that_of_a_normal_share() -> None:
    shares, runs = np.array([0.301, 0.3, 0.2965]), 1_000_000
    plain = (shares - 0.3) / np.sqrt(0.3 * 0.7 / runs)
    assert standard_errors(shares, np.full(3, 0.3), runs) == pytest.approx(plain, abs=0.02)


def test_the_distance_of_a_rare_share_is_that_of_its_tail() -> None:
    """One run in 1,000 where 0.01 are expected happens in 1% of all cases: no 9.9 errors."""
    z = standard_errors(np.array([0.001]), np.array([1e-5]), 1000)[0]
    assert norm.sf(z) == pytest.approx(binom.sf(0, 1000, 1e-5))


def test_what_cannot_be_is_as_far_off_as_can_be_told() -> None:
    shares, probabilities = np.array([0.0, 1.0, 0.5, 0.5]), np.array([0.0, 1.0, 0.0, 1.0])
    found = standard_errors(shares, probabilities, 10)
    assert list(found) == [0.0, 0.0, MOST_ERRORS, -MOST_ERRORS]


def test_what_is_no_such_chain_is_refused() -> None:
    with pytest.raises(Refusal, match=r"rule of decision .*decision=threshold"):
        chain_of(BASELINE.change({"decision": "threshold"}))
    armenia = BASELINE.members["armenia"]
    many = {f"state{k}": armenia for k in range(MOST_MEMBERS)}
    crowd = BASELINE.model_copy(update={"members": {**BASELINE.members, **many}})
    with pytest.raises(Refusal, match="found 11 members"):
        exact_statuses(crowd)


def test_a_bloc_that_acts_as_one_is_refused_and_one_that_never_does_is_not() -> None:
    def with_bloc(cohesion: float) -> Scenario:
        bloc = {"members": ["armenia", "belarus"], "cohesion": cohesion}
        return load("armenia-2025").change({"blocs.west": bloc, "end": "2025-12"})

    with pytest.raises(Refusal, match="may act as one"):
        exact_statuses(with_bloc(0.1))
    assert len(exact_statuses(with_bloc(0.0))) == 4 * 5 * 4


def test_frailty_is_held_at_none() -> None:
    plain = load("armenia-2025").change({"end": "2026-12"})
    shaky = plain.change({"parameters.frailty_sd": 1.8})
    assert exact_statuses(plain).equals(exact_statuses(shaky))
    assert agrees_at_the_end(shaky)


def agrees_at_the_end(scenario: Scenario) -> bool:
    both = beside_monte_carlo(scenario, runs=4_000)
    return bool(both["z"].abs().max() < 4.5)
