"""Contagion or common cause: shares of cascades that go when nobody learns of the others."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.attribution.contagion import (
    ARMS,
    contagion_by_count,
    contagion_share,
    contagion_table,
    share_of,
)
from sim.futures.experiment import Futures, play
from sim.futures.measures import BASE, exit_counts
from sim.scenario.document.parameters import CHANNELS
from sim.scenario.loading import load
from sim.scenario.scenario import Scenario

BASELINE = load("armenia-2025")
OFF = {f"present.channels.{name}": 0 for name in CHANNELS}


def both(scenario: Scenario, runs: int = 500) -> Futures:
    return play(scenario, ARMS, runs=runs)


def happened(free_only: int, cut_only: int, both: int, neither: int = 0) -> tuple[Any, Any]:
    free = [True] * free_only + [False] * cut_only + [True] * both + [False] * neither
    cut = [False] * free_only + [True] * cut_only + [True] * both + [False] * neither
    return np.array(free), np.array(cut)


def test_with_all_channels_off_there_is_no_contagion() -> None:
    table = contagion_table(contagion_by_count(both(BASELINE.change(OFF))))
    assert (table["free"] == table["cut"]).all()
    there = table[table["free"] > 0]
    assert len(there) > 1
    assert (there["value"] == 0).all()
    assert (there["low"] <= 0).all()
    assert (there["high"] >= 0).all()


def test_the_share_is_what_goes_with_the_cut() -> None:
    played = both(load("channels-doubled").change({"present.parameters.w_inertia": 1.5}), 1_500)
    for row in contagion_table(contagion_by_count(played)).to_dict("records"):
        free, cut = ((exit_counts(played, arm) >= row["k"]).mean() for arm in (BASE, "cut"))
        assert (row["free"], row["cut"]) == (free, cut)
        if free:
            assert row["value"] == pytest.approx(1 - cut / free, abs=1e-12)
    assert (contagion_share(played, 2).low or 0) > 0


def test_two_exits_that_hang_on_a_condition_are_all_contagion() -> None:
    """A fall that only an exit sets off, and nobody would leave otherwise."""
    scenario = BASELINE.change(OFF).change(
        {
            "present.parameters.w_inertia": 40,
            "events.first": {
                "title": "One leaves",
                "month": "2026-01",
                "status": {"armenia": "OUT"},
            },
            "events.second": {
                "title": "Another follows",
                "when": {"exit_of": "armenia"},
                "status": {"belarus": "OUT"},
            },
        }
    )
    table = contagion_table(contagion_by_count(both(scenario, 50))).set_index("k")
    assert (table.loc[1, "free"], table.loc[1, "cut"], table.loc[1, "value"]) == (1, 1, 0)
    assert (table.loc[2, "free"], table.loc[2, "cut"], table.loc[2, "value"]) == (1, 0, 1)


def test_where_nobody_leaves_there_is_no_share() -> None:
    still = BASELINE.change({"present.parameters.rate_out": 0, "present.parameters.rate_finish": 0})
    played = both(still, 50)
    assert contagion_share(played, 1).value is None
    assert contagion_table(contagion_by_count(played))["value"].isna().all()


def test_channels_that_hold_back_have_a_negative_share() -> None:
    found = share_of(*happened(10, 100, 200, 700), seed=1)
    assert found.value == pytest.approx(1 - 300 / 210)
    assert found.high is not None
    assert found.high < 0


def test_a_single_cascade_tells_nothing() -> None:
    found = share_of(*happened(1, 0, 0, 4_999), seed=1)
    assert found.value == found.high == 1
    assert found.low is not None
    assert found.low < 0


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 400))
def test_the_interval_holds_the_share(free: int, cut: int, both: int, neither: int) -> None:
    found = share_of(*happened(free, cut, both, neither + 1), seed=3)
    if found.value is None:
        assert free + both == 0
    else:
        assert found.low is not None
        assert found.high is not None
        assert found.low <= found.value <= found.high <= 1


def test_the_interval_covers_as_often_as_it_says() -> None:
    random = np.random.default_rng(7)
    chances = np.array([0.86, 0.01, 0.05, 0.08])  # neither, cut alone, free alone, both
    truth, covered = (0.05 - 0.01) / 0.13, 0
    for seed in range(300):
        kinds = random.choice(4, size=600, p=chances)
        found = share_of(kinds >= 2, kinds % 2 == 1, seed)
        assert found.low is not None
        assert found.high is not None
        covered += found.low <= truth <= found.high
    assert 0.91 <= covered / 300 <= 0.985
