"""Whether memory grows with the runs by more than what is kept of each of them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from benchmarks.measurement import SCENARIO, Measurement, at_most

FEW, MANY = 10_000, 1_000_000
KEPT = 25
"""Bytes kept of a run with five members: first exit, first step, last status."""
GOAL = 1.2

# In a process of its own, for the peak never falls: that of the ensemble is read when the last
# run is done, that of the whole forecast at the end.
_FORECAST = """
import json, sys
from benchmarks.measurement import peak
from sim.analysis.forecast.forecast import simulate
from sim.scenario.loading import load

peaks = {}
def told(done, total):
    if done == total:
        peaks["ensemble"] = peak()

simulate(load(sys.argv[1]), runs=int(sys.argv[2]), progress=told)
print(json.dumps(peaks | {"forecast": peak()}))
"""


def measure() -> list[Measurement]:
    """Peaks of memory, and their ratio beyond what is kept of each run."""
    few, many = _peaks(FEW), _peaks(MANY)
    lines = []
    for part in ("ensemble", "forecast"):
        lines += [
            Measurement(f"peak of the {part}, {FEW:,} runs", [few[part] / 1e6], "MB"),
            Measurement(f"peak of the {part}, {MANY:,} runs", [many[part] / 1e6], "MB"),
        ]
    beyond = (many["ensemble"] - KEPT * MANY) / few["ensemble"]
    ratio = at_most(f"ensemble, beyond {KEPT} bytes a run", [beyond], "times", GOAL)
    return [*lines, ratio]


def _peaks(runs: int) -> dict[str, int]:
    done = subprocess.run(
        [sys.executable, "-c", _FORECAST, SCENARIO, str(runs)],
        cwd=Path(__file__).parents[1],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    peaks: dict[str, int] = json.loads(done.stdout)
    return peaks
