"""The compiled ensemble beside Mesa's ``batch_run``, on the same scenario with the same rules."""

from __future__ import annotations

from functools import partial

from mesa import batch_run

from benchmarks.measurement import SCENARIO, Measurement, at_least, seconds
from sim.futures.experiment import Do, play
from sim.model import AllianceModel
from sim.scenario.compiling.compile import compile_scenario
from sim.scenario.document.months import between
from sim.scenario.loading import load
from sim.scenario.scenario import Scenario

ROUNDS = 5
COMPILED_RUNS, MESA_RUNS = 4_000, 12
THREADS = 2
GOAL = 200
CHECKED = 3


def measure() -> list[Measurement]:
    """Runs per second of both, in rounds that take turns, and how many times faster one is."""
    scenario = load(SCENARIO)
    _check_same(scenario)
    compiled, mesa = [], []
    for turn in range(1, ROUNDS + 1):
        compiled.append(COMPILED_RUNS / seconds(partial(_compiled, scenario, turn)))
        mesa.append(MESA_RUNS / seconds(lambda: _mesa(scenario, MESA_RUNS)))
    ratios = [one / other for one, other in zip(compiled, mesa, strict=True)]
    months = between(scenario.start, scenario.last_month) + 1
    run = f"{len(scenario.members)} members, {months} months"
    return [
        Measurement(f"compiled ensemble, {THREADS} threads ({run})", compiled, "runs/s"),
        Measurement("mesa.batch_run, 1 process", mesa, "runs/s"),
        at_least("compiled over Mesa", ratios, "times", GOAL),
    ]


def _compiled(scenario: Scenario, seed: int) -> None:
    play(scenario, {"base": Do()}, runs=COMPILED_RUNS, seed=seed, threads=THREADS)


def _mesa(scenario: Scenario, runs: int) -> list[dict[str, object]]:
    """Both engines get the scenario loaded and compiled: what is compared is playing it."""
    months = between(scenario.start, scenario.last_month) + 1
    return batch_run(  # type: ignore[no-any-return]
        AllianceModel,
        parameters={"scenario": [scenario], "compiled": [compile_scenario(scenario)]},
        rng=range(runs),
        max_steps=months,
        number_processes=1,
        display_progress=False,
    )


def _check_same(scenario: Scenario) -> None:
    """Both must do the same work: as many exits, run by run."""
    rows = _mesa(scenario, CHECKED)
    for seed in range(CHECKED):
        told = next(row["out"] for row in rows if row["iteration"] == seed)
        first_exit = play(scenario, {"base": Do()}, runs=1, seed=seed).arms["base"].first_exit
        if int((first_exit >= 0).sum()) != told:
            raise RuntimeError(f"the engines do not agree on run 0 of seed {seed}")
