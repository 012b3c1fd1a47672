"""What a sweep costs beside its points: storing and scheduling them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable

from benchmarks.measurement import SCENARIO, Measurement, at_most, seconds
from sim.scenario.loading import load
from sim.sweeps.executors import THREADS, executor_of
from sim.sweeps.planning import planned
from sim.sweeps.sweep import run_sweep

POINTS, RUNS, ROUNDS = 2_000, 500, 3
VARY = {
    "present.members.armenia.pull": (0.1, 0.9),
    "present.channels.club": (0.0, 2.0),
}
OUTCOMES = ("p_at_least.1", "p_ever_out.armenia")
BESIDE = 0.2


def measure() -> list[Measurement]:
    """The share of storing and scheduling, of the time that the points take."""
    beside = []
    for _ in range(ROUNDS):  # both in turn, so that other work on the machine slows both
        computed, stored = seconds(_compute), seconds(lambda: swept(POINTS, RUNS))
        beside.append(stored / computed - 1)
    what = f"storing and scheduling {POINTS:,} points of {RUNS} runs"
    return [at_most(what, beside, "of theirs", BESIDE)]


def swept(points: int, runs: int) -> None:
    """A sweep, stored in a folder of its own that goes afterwards."""
    with tempfile.TemporaryDirectory() as root:
        run_sweep(load(SCENARIO), VARY, OUTCOMES, design="lhs", points=points, runs=runs, root=root)


def _compute() -> None:
    """The same points, found and forgotten."""
    with tempfile.TemporaryDirectory() as root:
        plan = planned(
            load(SCENARIO),
            VARY,
            OUTCOMES,
            design="lhs",
            points=POINTS,
            runs=RUNS,
            seed=1,
            root=root,
        )
        _forget(executor_of(THREADS).rows(plan.task, range(POINTS)))


def _forget(rows: Iterable[object]) -> None:
    for _ in rows:
        pass
