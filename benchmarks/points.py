"""Whether memory grows with the points of a sweep; a hundred thousand take some minutes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.measurement import Measurement, at_most

FEW, MANY, RUNS = 1_000, 100_000, 10
FLAT = 1.2

# In a process of its own, for the peak never falls.
_SWEEP = """
import sys
from benchmarks.measurement import peak
from benchmarks.sweeps import swept
swept(int(sys.argv[1]), int(sys.argv[2]))
print(peak())
"""


def measure() -> list[Measurement]:
    """Peaks of memory of a small sweep and of a large one."""
    few, many = _peak(FEW), _peak(MANY)
    return [
        Measurement(f"peak of a sweep of {FEW:,} points of {RUNS} runs", [few / 1e6], "MB"),
        Measurement(f"peak of a sweep of {MANY:,} points of {RUNS} runs", [many / 1e6], "MB"),
        at_most(f"{MANY // FEW} times the points", [many / few], "times", FLAT),
    ]


def _peak(points: int) -> int:
    done = subprocess.run(
        [sys.executable, "-c", _SWEEP, str(points), str(RUNS)],
        cwd=Path(__file__).parents[1],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return int(done.stdout)
