"""The two engines and the oracle agree, on any scenario, month by month; and on any machine load.

Agents and compiled code share every rule, so agreement between them is to the bit and proves order,
indexing and storage. The oracle shares no formula; it agrees up to rounding. A draw that lies
within rounding of its chance could send the two apart: draws are multiples of 2^-53 and rounding
moves a chance by some 10^-15, so that in all the draws of these tests together (some 10^6) this
happens once in 10^9 repetitions. Examples are the same every time; it did not happen in them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, given, reject, settings
from hypothesis import strategies as st

from sim import ensemble
from sim.ensemble.state import deal
from sim.futures import experiment
from sim.futures.experiment import Arm, Futures, play
from sim.futures.replays import Latest
from sim.jit import COMPILED
from sim.refusal import Refusal
from sim.rules.beliefs import mean_trust
from sim.scenario.compiling.compile import compile_scenario
from sim.scenario.compiling.interventions import Do, do_exit, do_stay
from sim.scenario.document.months import later
from sim.scenario.loading import load
from sim.scenario.scenario import Scenario
from tests import oracle
from tests.strategies import documents, interventions, runs, scenarios, seeds
from tests.traces import KEPT, Trace, doing, ensemble_trace, mesa_trace

HERE = Path(__file__).parent
SHIPPED = sorted(file.stem for file in (HERE.parent / "scenarios").glob("*.yaml"))
SHIPPED.remove("sources")
SMALL = {"most_members": 4, "most_months": 12, "most_events": 6}


# --- agents and compiled code: to the bit ---------------------------------------------------------


def assert_same(left: Trace, right: Trace) -> None:
    """All states and terms equal, to the bit, in every month."""
    for name in KEPT:
        assert np.array_equal(left.states[name], right.states[name]), name
    assert np.array_equal(left.terms[-1], right.terms[-1])


def counted(trace: Trace, month: int) -> dict[str, np.ndarray]:
    """What the compiled engine's tally should hold of a month, worked out from all the runs."""
    bins, n = ensemble.BINS, trace.status.shape[2]
    kept, broken = trace.kept[:, month], trace.broken[:, month]
    each = (kept / (kept + broken)).transpose(2, 0, 1)
    threat, risk = trace.level[:, month, :n, 0], trace.level[:, month, :n, 1]
    trusts = np.vectorize(mean_trust)(*each, threat, risk)
    table = {
        "status": _counts(trace.status[:, month].astype(int), 4),
        "alignment": _counts(_place((trace.alignment[:, month] + 1) / 2), bins),
        "trust": _counts(_place(trusts), bins),
    }
    free = month - trace.last_recorded - 1
    if free >= 0:
        fixed = np.floor(trace.terms[:, free] * ensemble.FIXED_POINT + 0.5).astype(np.int64)
        table["terms"] = fixed.sum(axis=0)
    return table


def _place(share: np.ndarray) -> np.ndarray:
    return np.clip((share * ensemble.BINS).astype(int), 0, ensemble.BINS - 1)


def _counts(places: np.ndarray, size: int) -> np.ndarray:
    return np.array([np.bincount(column, minlength=size) for column in places.T])


def assert_counted(compiled: Trace, agents: Trace) -> None:
    """The tally of the compiled engine counts what the agents did, in all free months."""
    assert compiled.tally is not None
    for month in range(compiled.last_recorded + 1, compiled.status.shape[1]):
        for name, expected in counted(agents, month).items():
            assert np.array_equal(getattr(compiled.tally, name)[month], expected), (name, month)


def assert_parity(told: Scenario, seed: int, these: list[int], do: Do, at: int | None) -> None:
    """Both engines, the same runs: the same states, terms and counts."""
    compiled = ensemble_trace(told, seed, these, do, at)
    agents = mesa_trace(told, seed, these, do, at)
    assert_same(compiled, agents)
    assert_counted(compiled, agents)


@settings(max_examples=130)
@given(st.data())
def test_agents_and_compiled_code_do_the_same_in_any_scenario(chosen: st.DataObject) -> None:
    told = chosen.draw(scenarios())
    do, at = doing(chosen.draw(interventions(told)))
    these = chosen.draw(st.lists(runs, min_size=1, max_size=3, unique=True))
    assert_parity(told, chosen.draw(seeds), these, do, at)


@pytest.mark.parity_small
@settings(max_examples=30)
@given(st.data())
def test_agents_and_compiled_code_do_the_same_in_small_scenarios(chosen: st.DataObject) -> None:
    told = chosen.draw(scenarios(**SMALL))
    do, at = doing(chosen.draw(interventions(told)))
    assert_parity(told, chosen.draw(seeds), [0, 7], do, at)


@pytest.mark.parametrize("name", SHIPPED)
def test_agents_and_compiled_code_do_the_same_in_the_shipped_scenarios(name: str) -> None:
    told = load(name)
    first, *_, last = told.members
    do = Do(hold={first: experiment.OUT, last: experiment.TODAY}, cut=frozenset({"club"}))
    assert_parity(told, 1, [0, 1], Do(), None)
    assert_parity(told, 2, [5], do, None)


RENEWAL = {"renewal": True}
MEMBER: dict[str, Any] = {
    "alignment": 0.2, "trust": {"external": 0.5, "regime": 0.5}, "threat": 0.1,
    "regime_risk": 0.1, "dependence": 0.5, "presence": 0.5, "pull": 0.5, "weight": 0.5,
    "expected_cost": 0.5,
}  # fmt: skip
BUSY: dict[str, Any] = {
    "title": "Much in one month",
    "start": "2000-01",
    "now": "2000-01",
    "end": "2000-06",
    "charter": {
        "notice_months": 2,
        "decision_dates": {"2000-01": RENEWAL, "2000-02": RENEWAL},
    },
    "patron": {"capacity": 0.4, "coerce": 1.0, "concede": 0.0},
    "members": {"a": MEMBER, "b": MEMBER},
    "influence": {"b": {"a": 0.5}},
}
TOLD = {
    "out and, being out, giving notice at a renewal": [("02", "OUT"), ("02", "NOTICE")],
    "out and back": [("02", "OUT"), ("02", "ACTIVE")],
    "back and out": [("02", "FROZEN"), ("02", "ACTIVE"), ("02", "OUT")],
    "notice in a recorded month of renewal": [("01", "NOTICE")],
    "notice at a renewal": [("02", "NOTICE")],
    "notice twice": [("03", "NOTICE"), ("04", "NOTICE")],
    "frozen under notice": [("03", "NOTICE"), ("04", "FROZEN")],
}
"""Statuses of one member, in the order of the file: (month of 2000, status)."""


@pytest.mark.parity_small
@pytest.mark.parametrize("told", TOLD)
@pytest.mark.parametrize("held", [{}, {"a": "from exit"}, {"a": "today"}, {"a": "NOTICE"}])
def test_statuses_that_meet_in_a_month_mean_the_same_to_all(
    told: str, held: dict[str, str]
) -> None:
    events = {
        f"e{k}": {"title": "told", "month": f"2000-{month}", "status": {"a": status}}
        for k, (month, status) in enumerate(TOLD[told])
    }
    busy = Scenario.model_validate(BUSY | {"events": events})
    stated = {"hold": held, "without": (), "cut": (), "at": None}
    assert_parity(busy, 1, [0, 1], *doing(stated))
    assert_like_oracle(busy, 1, 0, stated)


# --- compiled code and the oracle: up to rounding -------------------------------------------------


def assert_like_oracle(told: Scenario, seed: int, run: int, stated: Mapping[str, Any]) -> None:
    """One run month by month: statuses and first exits equal, numbers equal up to rounding.

    An example in which a member stands on its threshold, all or nothing up to rounding, is left.
    """
    expected = oracle.simulate(told, seed, run, **stated)
    if expected.closest < 1e-9:
        reject()
    played = ensemble_trace(told, seed, [run], *doing(stated))
    assert np.array_equal(played.status[0], expected.status)
    assert np.array_equal(played.first_exit[0, -1], expected.first_exit)
    assert np.array_equal(played.first_step[0, -1], expected.first_step)
    trust = played.kept[0] / (played.kept[0] + played.broken[0])
    n = len(told.members)
    numbers = {
        "alignment": played.alignment[0],
        "baseline": played.baseline[0],
        "trust_external": trust[:, :, 0],
        "trust_regime": trust[:, :, 1],
        "expected_cost": played.expected_cost[0],
        "capacity": played.capacity[0],
        "weather": played.weather[0],
        "frailty": played.frailty[0],
        "terms": played.terms[-1],
    } | {level: played.level[0, :, :n, q] for q, level in enumerate(oracle.LEVELS)}
    for name, found in numbers.items():
        np.testing.assert_allclose(
            found, getattr(expected, name), rtol=1e-9, atol=1e-12, err_msg=name
        )


@settings(max_examples=160)
@given(st.data())
def test_compiled_code_does_what_the_oracle_says(chosen: st.DataObject) -> None:
    told = chosen.draw(scenarios())
    stated = chosen.draw(interventions(told))
    assert_like_oracle(told, chosen.draw(seeds), chosen.draw(runs), stated)


@pytest.mark.parity_small
@settings(max_examples=40)
@given(st.data())
def test_compiled_code_does_what_the_oracle_says_in_small_scenarios(chosen: st.DataObject) -> None:
    told = chosen.draw(scenarios(**SMALL))
    stated = chosen.draw(interventions(told))
    assert_like_oracle(told, chosen.draw(seeds), chosen.draw(runs), stated)


@pytest.mark.parametrize("name", SHIPPED)
def test_compiled_code_does_what_the_oracle_says_in_the_shipped_scenarios(name: str) -> None:
    told = load(name)
    nothing = {"hold": {}, "without": (), "cut": (), "at": None}
    assert_like_oracle(told, 1, 0, nothing)
    member = next(iter(told.members))
    assert_like_oracle(told, 1, 1, nothing | {"hold": {member: "OUT"}, "cut": ("dilution",)})


# --- with and without the compiler ----------------------------------------------------------------


def digests(cases: list[dict[str, Any]]) -> list[str]:
    """A hash of all bits of each case, from plain data."""
    return [
        ensemble_trace(
            Scenario.model_validate(case["told"]), case["seed"], [3, 8], *doing(case["done"])
        ).digest
        for case in cases
    ]


@pytest.mark.skipif(not COMPILED, reason="compares compiled code with the same code as written")
def test_the_compiler_changes_no_bit() -> None:
    cases: list[dict[str, Any]] = []

    @settings(max_examples=25, phases=[Phase.generate])
    @given(st.data())
    def make_up(chosen: st.DataObject) -> None:
        told = chosen.draw(documents(**SMALL))
        done = chosen.draw(interventions(Scenario.model_validate(told)))
        done |= {"without": sorted(done["without"]), "cut": sorted(done["cut"])}
        cases.append({"told": told, "seed": chosen.draw(seeds), "done": done})

    make_up()
    command = (
        "import json, sys\n"
        "from sim.jit import COMPILED\n"
        "from tests.test_parity import digests\n"
        "assert not COMPILED\n"
        "print(json.dumps(digests(json.load(sys.stdin))))"
    )
    as_written = subprocess.run(
        [sys.executable, "-c", command],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        cwd=HERE.parent,
        env=os.environ | {"NUMBA_DISABLE_JIT": "1"},
        check=True,
    )
    assert len(cases) >= 25
    assert json.loads(as_written.stdout) == digests(cases)


@pytest.mark.skipif(not COMPILED, reason="nothing is compiled")
def test_all_scenarios_are_of_one_compiled_shape() -> None:
    for name in SHIPPED:
        told = load(name)
        play(told, {"": Do()}, runs=1, threads=1)
        ensemble_trace(told, 1, [0])
    for kernel in (ensemble.advance, ensemble.enter, ensemble.part, deal):
        assert len(kernel.signatures) == 1, kernel.__name__


# --- futures: arms of a branch, in chunks, on threads ---------------------------------------------


def arms_of(told: Scenario, **more: Do) -> dict[str, Do]:
    """An untouched arm, and one in which the first member leaves or stays."""
    first = next(iter(told.members))
    return {"free": Do(), "exit": do_exit(first), "stay": do_stay(first)} | more


def assert_same_futures(left: Futures, right: Futures) -> None:
    assert np.array_equal(left.today, right.today)
    assert left.arms.keys() == right.arms.keys()
    for name in left.arms:
        assert_same_arm(left.arms[name], right.arms[name])


def assert_same_arm(left: Arm, right: Arm) -> None:
    assert np.array_equal(left.first_exit, right.first_exit)
    assert np.array_equal(left.last, right.last)
    assert (left.tally is None) == (right.tally is None)
    for one, other in zip(left.tally or (), right.tally or (), strict=True):
        assert np.array_equal(one, other)


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Sets the size of a chunk, and forgets what was replayed before."""

    def forget(chunk: int = experiment.CHUNK) -> None:
        monkeypatch.setattr(experiment, "CHUNK", chunk)
        monkeypatch.setattr(experiment, "PRESENTS", Latest(20))

    return forget


def late(told: Scenario) -> str:
    """A free month that is not the first."""
    return later(told.last_recorded, 3)


@pytest.mark.parametrize("name", ["armenia-2025", "kazakhstan-freezes"])
@pytest.mark.parametrize("parts_late", [False, True])
def test_threads_and_chunks_change_nothing(
    name: str, parts_late: bool, forgetful: Callable[..., None]
) -> None:
    told = load(name)
    at, record = late(told) if parts_late else None, frozenset({"free", "exit"})

    def played(threads: int) -> Futures:
        return play(told, arms_of(told), runs=30, at=at, record=record, threads=threads)

    forgetful()
    whole = played(1)
    assert whole.arms["stay"].tally is None
    assert whole.arms["free"].tally is not None
    assert (whole.arms["free"].tally.status.sum(axis=2) == 30).all()
    for chunk, threads in ((30, 1), (7, 1), (7, 2), (1, 2), (10, 5)):
        forgetful(chunk)
        assert_same_futures(whole, played(threads))
        assert_same_futures(whole, played(threads))  # a second time, from remembered presents


@pytest.mark.parity_small
def test_runs_may_be_split_in_any_way(forgetful: Callable[..., None]) -> None:
    told, record = load("armenia-2025"), frozenset({"free"})
    arms = {"free": Do(), "exit": do_exit("armenia")}
    forgetful(4)
    whole = play(told, arms, runs=9, first_run=5, record=record)
    for size in (9, 1, 4, 5):
        parts = [
            play(told, arms, runs=min(size, 9 - k), first_run=5 + k, record=record)
            for k in range(0, 9, size)
        ]
        for name in arms:
            rows = [part.arms[name] for part in parts]
            assert np.array_equal(
                whole.arms[name].first_exit, np.concatenate([row.first_exit for row in rows])
            )
            assert np.array_equal(whole.arms[name].last, np.concatenate([row.last for row in rows]))
        for k, counts in enumerate(whole.arms["free"].tally or ()):
            assert np.array_equal(counts, sum(part.arms["free"].tally[k] for part in parts))


def test_no_arm_feels_the_others_nor_their_order() -> None:
    told = load("armenia-2025")
    arms = arms_of(
        told,
        more=Do(change={"members.kazakhstan.pull": 0.9}),
        less=Do(change={"patron.capacity": 0.1}, cut=frozenset({"club"})),
    )
    record = frozenset(arms)
    together = play(told, arms, runs=6, record=record)
    backwards = play(told, dict(reversed(arms.items())), runs=6, record=record)
    assert_same_futures(together, backwards)
    for name, do in arms.items():
        alone = play(told, {name: do}, runs=6, record=frozenset({name}))
        assert_same_arm(alone.arms[name], together.arms[name])
    assert len({arm.first_exit.tobytes() for arm in together.arms.values()}) > 2


@settings(max_examples=40)
@given(st.data())
def test_futures_are_what_months_played_one_by_one_give(chosen: st.DataObject) -> None:
    told = chosen.draw(scenarios(**SMALL))
    do, at = doing(chosen.draw(interventions(told)))
    month = None if at is None else later(told.start, at)
    seed = chosen.draw(seeds)
    played = play(
        told, {"x": do, "free": Do()}, runs=3, seed=seed, at=month, first_run=2, threads=1,
        record=frozenset({"x"}),
    )  # fmt: skip
    trace = ensemble_trace(told, seed, [2, 3, 4], do, at)
    assert np.array_equal(played.arms["x"].first_exit, trace.first_exit[:, -1])
    assert np.array_equal(played.arms["x"].last, trace.status[:, -1])
    assert np.array_equal(
        played.today, ensemble_trace(told, seed, [2, 3, 4]).status[:, played.at - 1]
    )
    for one, other in zip(played.arms["x"].tally or (), trace.tally or (), strict=True):
        assert np.array_equal(one, other)


def test_a_changed_present_is_the_scenario_that_states_it() -> None:
    told = load("armenia-2025")
    values = {"members.armenia.trust.external": 0.9, "members.belarus.pull": 0.7}
    changed = told.change({f"present.{path}": value for path, value in values.items()})
    arm = play(told, {"": Do(change=values), "free": Do()}, runs=4).arms[""]
    assert_same_arm(arm, play(changed, {"": Do()}, runs=4).arms[""])
    assert np.array_equal(arm.first_exit, mesa_trace(changed, 1, [0, 1, 2, 3]).first_exit[:, -1])


def test_arms_part_in_free_months_only() -> None:
    told = load("armenia-2025")
    compiled = compile_scenario(told).record.calendar
    for month in (told.last_recorded, later(told.start, compiled.last + 1)):
        with pytest.raises(Refusal, match="the arms cannot part then"):
            play(told, {"": Do()}, runs=1, at=month)
