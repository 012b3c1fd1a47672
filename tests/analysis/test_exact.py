"""The exact chain against the Monte Carlo, and against itself."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.exact import MOST_MEMBERS, beside_monte_carlo, chain_of, exact_statuses
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
        "present.channels.dilution": 2.0,
        "charter.decision_dates": {"2027-11": {"multiplier": 3}, "2029-04": {"renewal": True}},
    }
)


@pytest.mark.parametrize("scenario", [BASELINE, LIVELY], ids=["baseline", "lively"])
def test_the_monte_carlo_agrees_with_the_exact_chain(scenario: Scenario) -> None:
    both = beside_monte_carlo(scenario, runs=40_000)
    likely = both[both["exact"].between(1e-3, 1 - 1e-3)]
    assert len(likely) > 200
    assert likely["z"].abs().max() < 4.5
    rare = both[~both["exact"].between(1e-3, 1 - 1e-3)]
    assert (rare["value"] - rare["exact"]).abs().max() < 2e-3


def test_the_chain_is_a_chain() -> None:
    chain, _ = chain_of(LIVELY)
    matrix = chain.transition(chain.pressures(), 3.0, True)
    assert np.allclose(matrix.sum(axis=1), 1)
    assert matrix.min() >= 0


def test_statuses_sum_to_one_in_every_month() -> None:
    table = exact_statuses(BASELINE)
    assert np.allclose(table.groupby(["month", "member"])["value"].sum(), 1)


def test_a_rule_that_is_no_chain_is_refused() -> None:
    with pytest.raises(ValueError, match="logit"):
        chain_of(BASELINE.change({"decision": "threshold"}))
    assert len(BASELINE.members) <= MOST_MEMBERS
