"""Who toppled whom: edges from exits that are held back, run by run, and the hold they rest on."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.analysis.attribution.tree import edge, held_arm, toppled_edges, tree_arms, tree_table
from sim.futures.experiment import Futures, play
from sim.futures.measures import BASE
from sim.rules.status import HOLD_FROM_EXIT, NOTICE, OUT, is_free, is_stopped
from sim.scenario.compiling.interventions import Do
from sim.scenario.document.parameters import CHANNELS
from sim.scenario.loading import load
from sim.scenario.scenario import Scenario
from tests.traces import ensemble_trace, mesa_trace

BASELINE = load("armenia-2025")
MEMBERS = BASELINE.member_ids
OFF = {f"present.channels.{name}": 0 for name in CHANNELS}
LIVELY = {
    "parameters.rate_out": 0.3,
    "parameters.rate_finish": 0.3,
    "parameters.rate_return": 0.05,
    "end": "2029-08",
}
CHAIN: dict[str, Any] = {
    "present.parameters.w_inertia": 40,
    "events.first": {"title": "One leaves", "month": "2026-01", "status": {"armenia": "OUT"}},
    "events.second": {
        "title": "Another follows",
        "when": {"exit_of": "armenia"},
        "status": {"belarus": "OUT"},
    },
}


@cache
def lively() -> Futures:
    told = LIVELY | {"present.parameters.w_inertia": 1.0, "present.parameters.w_club": 4.0}
    return play(load("channels-doubled").change(told), tree_arms(MEMBERS), runs=400)


def table_of(futures: Futures) -> pd.DataFrame:
    return tree_table(toppled_edges(futures))


def played(scenario: Scenario, runs: int = 300) -> Futures:
    return play(scenario, tree_arms(MEMBERS), runs=runs)


def test_with_all_channels_off_no_exit_decides_another() -> None:
    table = table_of(played(BASELINE.change(OFF)))
    assert len(table) == 20
    assert (table["left"] > 0).any()
    assert (table[["value", "kept"]] == 0).all(axis=None)


def test_an_edge_counts_what_the_definition_says() -> None:
    """Run by run, without arrays."""
    tree = lively()
    table = table_of(tree).set_index(["leaver", "other"])
    for leaver in MEMBERS:
        i = tree.index(leaver)
        for other in MEMBERS:
            if other == leaver:
                continue
            j, toppled, kept = tree.index(other), 0, 0
            for run in range(tree.runs):
                free = tree.arms[BASE].first_exit[run]
                held = tree.arms[held_arm(leaver)].first_exit[run]
                if free[i] < tree.at:
                    continue
                toppled += int(free[j] > free[i] and held[j] < 0)
                kept += int(free[j] < 0 and held[j] > free[i])
            row = table.loc[(leaver, other)]
            assert row["value"] == toppled / tree.runs
            assert row["kept"] == kept / tree.runs
    assert (table["value"] > 0).any()


def test_the_change_is_what_toppled_less_what_was_kept() -> None:
    for row in table_of(lively()).to_dict("records"):
        assert row["left"] > 0
        assert row["change"] == pytest.approx(row["with"] - row["without"], abs=1e-12)
        net = (row["value"] - row["kept"]) * 400 / row["left"]
        assert row["change"] == pytest.approx(net, abs=1e-12)
        assert row["change_low"] <= row["change"] <= row["change_high"]


def test_a_chain_by_condition_is_an_edge_in_every_run_and_one_way_only() -> None:
    table = table_of(played(BASELINE.change({**OFF, **CHAIN}), 50)).set_index(["leaver", "other"])
    assert table.loc[("armenia", "belarus"), "value"] == 1
    assert table.loc[("armenia", "belarus"), "with"] == 1
    assert table.loc[("armenia", "belarus"), "without"] == 0
    assert table.drop(index=("armenia", "belarus"))["value"].sum() == 0


def test_an_exit_that_keeps_another_in_is_an_edge_with_the_other_sign() -> None:
    """Belarus leaves in March unless Armenia is out by then."""
    stays: dict[str, Any] = {
        "title": "Belarus leaves where Armenia is still in",
        "month": "2026-03",
        "when": {"status_of": {"armenia": "FROZEN"}},
        "status": {"belarus": "OUT"},
    }
    change = OFF | CHAIN | {"events.second": stays, "present.parameters.rate_back": 0}
    table = table_of(played(BASELINE.change(change), 50)).set_index(["leaver", "other"])
    row = table.loc[("armenia", "belarus")]
    assert (row["value"], row["kept"], row["change"]) == (0, 1, -1)


def test_until_its_exit_a_held_member_and_all_others_go_the_same_way() -> None:
    tree = lively()
    for leaver in MEMBERS:
        i = tree.index(leaver)
        free, held = tree.arms[BASE].first_exit, tree.arms[held_arm(leaver)].first_exit
        left = free[:, i] >= 0
        assert left.any()
        assert (held[:, i] == -1).all()
        assert np.array_equal(free[~left], held[~left])
        earlier = (free >= 0) & left[:, None] & (free < free[:, [i]])
        assert np.array_equal(free[earlier], held[earlier])


def test_a_member_without_an_exit_has_no_edge() -> None:
    none = edge(
        played(
            BASELINE.change(
                {"present.parameters.rate_out": 0, "present.parameters.rate_finish": 0}
            ),
            20,
        ),
        "armenia",
        "belarus",
    )
    assert none.leaves == 0
    assert none.where_left(none.followed).value is None
    assert none.change.value is None


def test_exits_of_one_month_topple_nobody() -> None:
    pact = {"members": list(MEMBERS), "cohesion": 1.0}
    still = BASELINE.change(OFF).change({"blocs.pact": pact, "present.parameters.w_inertia": 0})
    tree = played(still)
    first = np.sort(tree.arms[BASE].first_exit, axis=1)
    assert ((first[:, 1:] == first[:, :-1]) & (first[:, 1:] >= 0)).any()
    for leaver in MEMBERS[:2]:
        found = edge(tree, leaver, MEMBERS[2])
        together = tree.arms[BASE].first_exit[:, [tree.index(leaver), 2]]
        assert not found.followed[together[:, 0] == together[:, 1]].any()


# --- the hold -------------------------------------------------------------------------------------


@pytest.mark.parametrize("notice", [0, 3])
@pytest.mark.parametrize("decision", ["logit", "threshold"])
def test_both_engines_hold_from_the_exit_on_at_the_status_before_it(
    notice: int, decision: str
) -> None:
    change = LIVELY | {"end": "2027-08", "present.charter.notice_months": notice}
    change |= {"parameters.w_inertia": 0.5}
    scenario = load("channels-doubled").change(change | {"decision": decision})
    do, runs, i = Do(hold={"armenia": HOLD_FROM_EXIT}), list(range(20)), MEMBERS.index("armenia")
    free = ensemble_trace(scenario, 3, runs)
    held, agents = ensemble_trace(scenario, 3, runs, do), mesa_trace(scenario, 3, runs, do)
    for name, states in held.states.items():
        assert np.array_equal(states, agents.states[name]), name
    exits = free.first_exit[:, -1, i]
    assert (exits >= 0).any()
    for run, month in enumerate(exits):
        if month < 0:
            assert np.array_equal(held.status[run], free.status[run])
        else:
            assert np.array_equal(held.status[run, :month], free.status[run, :month])
            assert (held.status[run, month:, i] == free.status[run, month - 1, i]).all()


def test_an_exit_by_an_event_is_held_back_too() -> None:
    scenario = BASELINE.change({**OFF, **CHAIN, "end": "2026-06"})
    do, i = Do(hold={"armenia": HOLD_FROM_EXIT}), MEMBERS.index("armenia")
    held = ensemble_trace(scenario, 1, [0, 1], do)
    agents = mesa_trace(scenario, 1, [0, 1], do)
    assert np.array_equal(held.status, agents.status)
    assert (held.status[:, :, i] != OUT).all()
    assert (held.first_exit[:, -1] < 0).all()  # nor does the one follow that waits for it


def test_only_the_step_out_is_stopped_and_only_then_a_member_is_held() -> None:
    assert is_stopped(HOLD_FROM_EXIT, NOTICE, OUT)
    assert not is_stopped(HOLD_FROM_EXIT, OUT, OUT)
    assert not is_stopped(HOLD_FROM_EXIT, 0, NOTICE)
    assert not is_stopped(OUT, NOTICE, OUT)
    assert is_free(HOLD_FROM_EXIT, 0)
    assert not is_free(HOLD_FROM_EXIT, 1)
    assert not is_free(OUT, 0)
