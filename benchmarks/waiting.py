"""How long people wait: for a moved slider, for the matrix, for the help."""

from __future__ import annotations

import subprocess
import sys
from functools import partial

from benchmarks.measurement import SCENARIO, Measurement, at_most, seconds
from sim.analysis.domino.matrix import domino_matrix
from sim.futures.experiment import Do, play
from sim.scenario.loading import load
from sim.scenario.scenario import Scenario

FUTURES, TIMES = 2_000, 20
PAIRS, MATRICES = 20_000, 3
HELPS = 10


def measure() -> list[Measurement]:
    """The waits, each beside what is still pleasant."""
    scenario = load(SCENARIO)
    _futures(scenario)  # from here on the present is in memory
    helps = [sys.executable, "-m", "sim.cli", "--help"]
    return [
        at_most(
            f"{FUTURES:,} futures from a known present",
            [seconds(lambda: _futures(scenario)) for _ in range(TIMES)],
            "s",
            0.1,
        ),
        at_most(
            f"matrix of {PAIRS:,} pairs",
            [
                seconds(partial(domino_matrix, scenario, runs=PAIRS, seed=n))
                for n in range(MATRICES)
            ],
            "s",
            10,
        ),
        at_most(
            "domino --help",
            [
                seconds(lambda: subprocess.run(helps, check=True, capture_output=True))
                for _ in range(HELPS)
            ],
            "s",
            0.4,
        ),
    ]


def _futures(scenario: Scenario) -> None:
    play(scenario, {"base": Do()}, runs=FUTURES, record=frozenset(["base"]))
