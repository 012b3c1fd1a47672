"""Laws that every run of every scenario keeps."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sim import ensemble
from sim.futures.experiment import replayed
from sim.rules.status import ACTIVE, FROZEN, NOTICE, OUT, STATUSES
from sim.scenario.compiling import world as w
from sim.scenario.compiling.compile import compile_scenario
from sim.scenario.compiling.interventions import Do, do_exit, do_stay
from sim.scenario.document.months import between
from sim.scenario.loading import load
from sim.scenario.scenario import Scenario
from tests.strategies import documents, events_without, hundredths, interventions, scenarios, seeds
from tests.traces import KEPT, Trace, doing, ensemble_trace

FEW = {"most_members": 6, "most_months": 20, "most_events": 8}
EVENTFUL = FEW | {"least_events": 3}
EXAMPLES = settings(max_examples=60)
Stated = dict[str, Any]
LAST = -1


def within(values: np.ndarray, low: float, high: float) -> bool:
    return bool(((values >= low) & (values <= high)).all())


@settings(max_examples=120)
@given(st.data())
def test_all_quantities_stay_in_range(chosen: st.DataObject) -> None:
    told = chosen.draw(scenarios())
    do, at = doing(chosen.draw(interventions(told)))
    run = ensemble_trace(told, chosen.draw(seeds), [0, 1, 2], do, at)
    assert within(run.alignment, -1, 1)
    assert within(run.baseline, -1, 1)
    for name in ("expected_cost", "lasting", "level", "capacity", "pull_start", "policy"):
        assert within(run.states[name], 0, 1), name
    assert within(run.policy.sum(axis=2), 0, 1 + 1e-12)
    assert (run.kept > 0).all()
    assert (run.broken > 0).all()
    assert within(run.status, ACTIVE, OUT)
    for name in ("joined", "moved", "stopped"):
        assert within(run.states[name], 0, 1), name
    for name in KEPT:
        assert np.isfinite(run.states[name]).all(), name
    assert np.isfinite(run.terms).all()


@settings(max_examples=120)
@given(st.data())
def test_first_exits_and_memberships_follow_the_statuses(chosen: st.DataObject) -> None:
    told = chosen.draw(scenarios(**FEW))
    do, at = doing(chosen.draw(interventions(told)))
    run = ensemble_trace(told, chosen.draw(seeds), [0, 1, 2], do, at)
    now, out = run.last_recorded, run.status == OUT
    exits = out[:, now + 1 :]
    expected = np.where(exits.any(axis=1), exits.argmax(axis=1) + now + 1, w.NOT_YET)
    expected = np.where(out[:, now], w.WAS_OUT, expected)
    assert np.array_equal(run.first_exit[:, LAST], expected)
    ever_in = np.logical_or.accumulate(~out, axis=1)
    assert (run.joined[ever_in] == 1).all()
    assert (np.diff(run.joined.astype(int), axis=1) >= 0).all()


# --- statuses -------------------------------------------------------------------------------------


def without_later_statuses(stated: Stated) -> Stated:
    """No event after the record sets a status."""
    last = stated.get("branch_at", stated["now"])
    return stated | {"events": events_without(stated, "status", after=last)}


def free_steps(run: Trace) -> tuple[np.ndarray, np.ndarray]:
    """Statuses before and after each free month."""
    first = run.last_recorded
    return run.status[:, first:-1], run.status[:, first + 1 :]


@EXAMPLES
@given(st.data())
def test_out_is_for_good_where_the_charter_knows_no_return(chosen: st.DataObject) -> None:
    stated = without_later_statuses(chosen.draw(documents(**FEW)))
    stated["charter"]["return_allowed"] = chosen.draw(st.booleans())
    stated.setdefault("present", {}).setdefault("charter", {})["return_allowed"] = False
    run = ensemble_trace(Scenario.model_validate(stated), chosen.draw(seeds), [0, 1, 2])
    before, after = free_steps(run)
    assert (after[before == OUT] == OUT).all()


@EXAMPLES
@given(st.data())
def test_nobody_freezes_where_the_charter_knows_no_freeze(chosen: st.DataObject) -> None:
    stated = without_later_statuses(chosen.draw(documents(**FEW)))
    stated["charter"]["freeze_allowed"] = chosen.draw(st.booleans())
    stated.setdefault("present", {}).setdefault("charter", {})["freeze_allowed"] = False
    run = ensemble_trace(Scenario.model_validate(stated), chosen.draw(seeds), [0, 1, 2])
    before, after = free_steps(run)
    assert (before[after == FROZEN] == FROZEN).all()


def test_with_freezes_and_returns_allowed_both_come() -> None:
    told = load("armenia-2025").change({"parameters.rate_return": 0.5, "parameters.rate_out": 1.0})
    before, after = free_steps(ensemble_trace(told, 1, range(50)))
    assert ((before != FROZEN) & (after == FROZEN)).any()
    assert ((before == OUT) & (after != OUT)).any()


STEPS = {
    (ACTIVE, FROZEN), (ACTIVE, NOTICE), (ACTIVE, OUT), (FROZEN, ACTIVE), (FROZEN, NOTICE),
    (FROZEN, OUT), (NOTICE, ACTIVE), (NOTICE, OUT), (OUT, ACTIVE),
}  # fmt: skip


@EXAMPLES
@given(st.data())
def test_left_alone_members_take_the_steps_of_the_ladder(chosen: st.DataObject) -> None:
    stated = without_later_statuses(chosen.draw(documents(**FEW)))
    told = Scenario.model_validate(stated)
    run = ensemble_trace(told, chosen.draw(seeds), [0, 1, 2])
    before, after = free_steps(run)
    moves = before != after
    assert set(zip(before[moves].tolist(), after[moves].tolist(), strict=True)) <= STEPS
    assert np.array_equal(run.free("moved").astype(bool), after > before)
    calendar = compile_scenario(told).future.calendar
    at_once = calendar.renewal[run.last_recorded + 1 :].astype(bool) | (calendar.notice_months == 0)
    direct = (before < NOTICE) & (after == OUT)
    assert not direct[:, ~at_once].any()
    given_notice = (before != NOTICE) & (after == NOTICE)
    assert not given_notice[:, at_once].any()
    due = run.free("exit_due")
    months = np.arange(run.last_recorded + 1, run.status.shape[1])[None, :, None]
    assert np.array_equal(
        due[given_notice], (months + calendar.notice_months + 0 * due)[given_notice]
    )
    left = (before == NOTICE) & (after == OUT)
    assert np.array_equal(left, (before == NOTICE) & (after != ACTIVE) & (months >= due))


@EXAMPLES
@given(st.data())
def test_who_is_held_stays_where_it_is_held(chosen: st.DataObject) -> None:
    told = chosen.draw(scenarios(**FEW))
    calendar = compile_scenario(told).record.calendar
    at = chosen.draw(st.integers(calendar.last_recorded + 1, calendar.last))
    member, seed = chosen.draw(st.sampled_from(list(told.members))), chosen.draw(seeds)
    i, code = list(told.members).index(member), chosen.draw(st.integers(ACTIVE, OUT))
    free = ensemble_trace(told, seed, [0, 1])
    for do, target in (
        (do_exit(member), OUT),
        (do_stay(member), None),
        (Do(hold={member: code}), code),
    ):
        run = ensemble_trace(told, seed, [0, 1], do, at)
        for name in KEPT:
            assert np.array_equal(run.states[name][:, :at], free.states[name][:, :at]), name
        today = free.status[:, [at - 1], i] if target is None else target
        assert (run.status[:, at:, i] == today).all()
        assert np.array_equal(run.moved[:, at, i], run.status[:, at, i] > free.status[:, at - 1, i])
        assert not run.moved[:, at + 1 :, i].any()


@EXAMPLES
@given(st.data())
def test_who_is_held_from_its_exit_is_free_until_then_and_never_out(chosen: st.DataObject) -> None:
    told = chosen.draw(scenarios(**FEW))
    member, seed = chosen.draw(st.sampled_from(list(told.members))), chosen.draw(seeds)
    i = list(told.members).index(member)
    free = ensemble_trace(told, seed, [0])
    held = ensemble_trace(told, seed, [0], *doing(
        {"hold": {member: "from exit"}, "without": (), "cut": (), "at": None}
    ))  # fmt: skip
    now = free.last_recorded
    assume(free.status[0, now, i] != OUT)
    exits = held.stopped[0, :, i]
    assert (held.status[0, now + 1 :, i] != OUT).all()
    until = int(exits.argmax()) if exits.any() else len(exits)
    for name in KEPT:
        assert np.array_equal(free.states[name][:, :until], held.states[name][:, :until]), name
    assert exits.any() or not (free.status[0, now + 1 :, i] == OUT).any()
    assert len(set(held.status[0, until:, i].tolist())) <= 1


# --- the record -----------------------------------------------------------------------------------

SILENT = {
    "rate_out": 1.0, "rate_finish": 1.0, "rate_back": 1.0, "rate_return": 1.0, "attention": 1.0,
    "crisis_external": 1.0, "crisis_regime": 1.0, "w_inertia": -9.0, "backlash": 1.0,
    "erosion": 1.0, "concession": 9.0, "warmth": 1.0, "cost": 1.0, "reluctance": 0.0,
    "freeze_share": 0.0, "honour_external": 9.0, "wait_fate": 1.0,
}  # fmt: skip
"""Parameters of crises, decisions and reactions: of no account as long as the record lasts."""


@EXAMPLES
@given(st.data())
def test_in_the_record_nobody_asks_decides_or_is_answered(chosen: st.DataObject) -> None:
    stated, seed = chosen.draw(documents(**FEW)), chosen.draw(seeds)
    stated.pop("present", None)
    run = ensemble_trace(Scenario.model_validate(stated), seed, [0, 1])
    stated["parameters"] |= SILENT
    other = ensemble_trace(Scenario.model_validate(stated), seed, [0, 1])
    last = run.last_recorded + 1
    for name in KEPT:
        if name not in ("bar", "second_bar"):  # thresholds listen to the record
            assert np.array_equal(run.states[name][:, :last], other.states[name][:, :last]), name


def pins(told: Scenario) -> list[list[int]]:
    """The statuses that the record states, month by month, worked out from the file alone."""
    names, last = list(told.members), told.last_recorded
    status = [STATUSES.index(member.status) for member in told.members.values()]
    rows = []
    for month in range(between(told.start, last) + 1):
        for event in told.events.values():
            if event.month is not None and between(told.start, event.month) == month:
                for name, stated in event.status.items():
                    status[names.index(name)] = STATUSES.index(stated)
        rows.append(list(status))
    return rows


@settings(max_examples=120)
@given(st.data())
def test_the_record_is_its_pinned_statuses(chosen: st.DataObject) -> None:
    stated = chosen.draw(documents(**EVENTFUL))
    stated.pop("present", None)
    told = Scenario.model_validate(stated)
    run = ensemble_trace(told, chosen.draw(seeds), [0, 1])
    for statuses in run.status[:, : run.last_recorded + 1]:
        assert statuses.tolist() == pins(told)


@EXAMPLES
@given(st.data())
def test_in_the_record_trust_moves_by_pledges_and_memory_alone(chosen: st.DataObject) -> None:
    stated = chosen.draw(documents(**FEW))
    stated.pop("present", None)
    stated["events"] = events_without(stated, "pledge")
    run = ensemble_trace(Scenario.model_validate(stated), chosen.draw(seeds), [0, 1])
    for name in ("kept", "broken"):
        counts = run.states[name][:, : run.last_recorded + 1]
        assert np.array_equal(counts, np.broadcast_to(counts[:, :1], counts.shape)), name


# --- the present ----------------------------------------------------------------------------------

MOVABLE = ("alignment", "threat", "regime_risk", "dependence", "presence", "pull", "expected_cost")
TRUSTS = ("trust.external", "trust.regime")


def at_now(told: Scenario, seed: int, runs: int) -> dict[str, np.ndarray]:
    """All quantities of members in each run at the last recorded month, after ``present``."""
    run = ensemble_trace(told, seed, range(runs))
    now, n = run.last_recorded, len(told.members)
    found = {"alignment": run.alignment[:, now], "expected_cost": run.expected_cost[:, now]}
    for q, name in enumerate(MOVABLE[1:6]):
        found[name] = run.level[:, now, :n, q]
    trust = run.kept[:, now] / (run.kept[:, now] + run.broken[:, now])
    return found | {name: trust[:, :, kind] for kind, name in enumerate(TRUSTS)}


@EXAMPLES
@given(st.data())
def test_a_present_equal_to_the_replay_changes_no_bit(chosen: st.DataObject) -> None:
    stated, seed = chosen.draw(documents(**FEW)), chosen.draw(seeds)
    stated.pop("present", None)
    told = Scenario.model_validate(stated)
    values = {
        f"present.{'patron' if actor == 'patron' else f'members.{actor}'}.{quantity}": value
        for (actor, quantity), value in replayed(told).items()
        if not (quantity.startswith("trust") and not 0.001 <= value <= 0.999)
    }
    same = told.change(values)
    assert len(compile_scenario(same).stated) == len(values)
    left, right = ensemble_trace(told, seed, [0, 1]), ensemble_trace(same, seed, [0, 1])
    for name in KEPT:
        assert np.array_equal(left.states[name], right.states[name]), name


@EXAMPLES
@given(st.data())
def test_a_present_shifts_all_runs_alike_and_keeps_their_spread(chosen: st.DataObject) -> None:
    stated = chosen.draw(documents(**FEW))
    stated.pop("present", None)
    told, seed = Scenario.model_validate(stated), chosen.draw(seeds)
    member = chosen.draw(st.sampled_from(list(told.members)))
    quantity = chosen.draw(st.sampled_from(MOVABLE + TRUSTS))
    i, centre = list(told.members).index(member), replayed(told)[member, quantity]
    low, high = (-1, 1) if quantity == "alignment" else (0.01, 0.99)
    value = chosen.draw(hundredths(low, high))
    moved = told.change({f"present.members.{member}.{quantity}": value})
    before, after = at_now(told, seed, 6), at_now(moved, seed, 6)
    for name, found in after.items():
        others = found.copy()
        if name == quantity:
            shifted = before[name][:, i] + (value - centre)
            edges = (-1, 1) if name == "alignment" else (0, 1)
            shifted = np.clip(shifted, *((0.001, 0.999) if name in TRUSTS else edges))
            inner = np.abs(shifted - np.mean(edges)) < np.ptp(edges) / 2 - 1e-9
            if name not in MOVABLE[1:6]:  # of these, a fading part may lie beyond the edge
                np.testing.assert_allclose(found[:, i], shifted, rtol=0, atol=1e-9)
            elif not compile_scenario(told).record.events.slot_factor.size:
                np.testing.assert_allclose(found[inner, i], shifted[inner], rtol=0, atol=1e-9)
            others[:, i] = before[name][:, i]
        assert np.array_equal(others, before[name]), name


def test_a_present_is_met_on_the_average_of_the_runs() -> None:
    told = load("armenia-2025").change({"present.members.kazakhstan.alignment": 0.05})
    before = at_now(load("armenia-2025"), 1, 200)["alignment"][:, 2]
    after = at_now(told, 1, 200)["alignment"][:, 2]
    assert np.std(before) > 0.05
    np.testing.assert_allclose(np.std(after), np.std(before), rtol=1e-12)
    assert abs(np.mean(after) - 0.05) < 4 * np.std(after) / np.sqrt(200)


# --- an earlier branch ----------------------------------------------------------------------------


def is_dropped(told: Stated, branch: str, now: str) -> bool:
    """Whether an entry is inside, between branch and now, and not kept."""
    inside = {"pledge", "punishment", "policy", "status"} & set(told)
    record = told.get("record", "inside" if inside else "outside")
    return record == "inside" and not told.get("keep") and branch < told.get("month", "") <= now


@EXAMPLES
@given(st.data())
def test_an_earlier_branch_is_a_record_that_ends_there_without_what_it_drops(
    chosen: st.DataObject,
) -> None:
    stated = chosen.draw(documents(**EVENTFUL))
    branch = stated.setdefault("branch_at", stated["start"])
    shorter = copy.deepcopy(stated)
    del shorter["branch_at"]
    shorter["now"] = branch
    kept = {
        name: told
        for name, told in shorter["events"].items()
        if not is_dropped(told, branch, stated["now"])
    }
    shorter["events"] = kept
    seed = chosen.draw(seeds)
    left = ensemble_trace(Scenario.model_validate(stated), seed, [0, 1])
    right = ensemble_trace(Scenario.model_validate(shorter), seed, [0, 1])
    assert left.last_recorded == right.last_recorded
    for name in KEPT:
        if name != "happened":
            assert np.array_equal(left.states[name], right.states[name]), name
    places = [list(stated["events"]).index(name) for name in kept]
    assert np.array_equal(left.happened[:, :, places], right.happened)
    dropped = np.delete(left.happened, places, axis=2)
    assert not dropped.any()


# --- pressure -------------------------------------------------------------------------------------


@settings(max_examples=100)
@given(st.data())
def test_more_pressure_on_the_same_draw_is_never_shallower(chosen: st.DataObject) -> None:
    stated = chosen.draw(documents(**FEW))
    told, seed = Scenario.model_validate(stated), chosen.draw(seeds)
    compiled, n = compile_scenario(told), len(told.members)
    calendar = compiled.record.calendar
    first = calendar.last_recorded + 1
    month, push = chosen.draw(st.integers(first, calendar.last)), chosen.draw(hundredths(0.1, 6))
    state = ensemble.start(compiled.record, seed, np.arange(40))
    work, silent = ensemble.new_work(n), ensemble.new_tally(0, n)
    ensemble.advance(compiled.record, state, work, silent, 0, first - 1)
    ensemble.advance(compiled.future, state, work, silent, first, month - 1)
    pushed = ensemble.copy(state)
    p = compiled.future.parameters
    harder = compiled.future._replace(parameters=p._replace(w_inertia=p.w_inertia - push))
    ensemble.advance(compiled.future, state, work, silent, month, month)
    ensemble.advance(harder, pushed, work, silent, month, month)
    assert (pushed.status >= state.status).all()


@pytest.mark.parametrize("rule", ["logit", "threshold", "quantal"])
def test_pressure_does_deepen(rule: str) -> None:
    told = load("armenia-2025").change({"decision": rule})
    harder = told.change({"present.parameters.w_inertia": -2.0})
    left, right = ensemble_trace(told, 1, range(40)), ensemble_trace(harder, 1, range(40))
    assert right.status[:, LAST].sum() > left.status[:, LAST].sum()
