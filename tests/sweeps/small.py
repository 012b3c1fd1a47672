"""What the tests sweep, and processes of their own that do it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from sim.sweeps import keeping

ROOT = Path(__file__).resolve().parents[2]
TEXT = """\
title: A small alliance
start: 2020-01
now: 2020-06
end: 2022-06
patron: {name: The patron, capacity: 0.5, coerce: 0.4, concede: 0.2}
members:
  ash:
    name: Ashland
    alignment: 0.0
    trust: {external: 0.3, regime: 0.4}
    threat: 0.6
    regime_risk: 0.3
    dependence: 0.3
    presence: 0.3
    pull: 0.5
    weight: 0.4
    expected_cost: 0.4
  birch:
    alignment: 0.2
    trust: {external: 0.4, regime: 0.5}
    threat: 0.4
    regime_risk: 0.4
    dependence: 0.4
    presence: 0.2
    pull: 0.4
    weight: 0.6
    expected_cost: 0.4
influence:
  ash: {birch: 0.5}
  birch: {ash: 0.5}
parameters: {w_inertia: 0}
"""
BOX = ("patron.capacity=0.2:0.8:20", "parameters.w_inertia=-2:2:10")
OUTCOMES = ("p_at_least.1", "effect.ash")
POINTS, RUNS = 200, 200
ENOUGH = 60.0
"""Seconds after which a process of a test is taken for stuck."""

_FORKING = """
import os, signal, sys
from pathlib import Path
from sim.scenario.scenario import Scenario
from sim.sweeps.executors import Threads
from sim.sweeps.sweep import sweep
from tests.sweeps.small import BOX, OUTCOMES, RUNS, TEXT

scenario = Scenario.from_text(TEXT, "small.yaml")

def work(root):
    told = open(Path(root) / "told", "a")
    def progress(done, total):
        print(done, file=told, flush=True)
    sweep(scenario, BOX, OUTCOMES, runs=RUNS, root=root, progress=progress)

import tempfile
with tempfile.TemporaryDirectory() as warm:  # all that is imported and compiled late
    sweep(scenario, ("patron.capacity=0.2:0.8:2",), OUTCOMES, runs=1, root=warm)
print("ready", flush=True)
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            work(line.strip())
        except KeyboardInterrupt:
            os._exit(130)
        except BaseException as error:
            print(error, file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    print(child, flush=True)
    _, status = os.waitpid(child, 0)
    print(os.waitstatus_to_exitcode(status), flush=True)
"""


class Forks:
    """A process with everything imported that forks one sweeping child at a time."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", _FORKING],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._line() == "ready"

    def start(self, root: Path) -> int:
        """Begin or go on with the sweep in a folder; the id of the process that does."""
        assert self.process.stdin is not None
        print(root, file=self.process.stdin, flush=True)
        return int(self._line())

    def ended(self) -> int:
        """Wait for the process that was started last; its exit code."""
        return int(self._line())

    def end(self) -> None:
        """Let it come to its end."""
        self.process.communicate(timeout=ENOUGH)

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()


def told(root: Path) -> int:
    """How many points a process has said are done."""
    lines = (root / "told").read_text().split() if (root / "told").exists() else []
    return int(lines[-1]) if lines else 0


def wait_for_points(root: Path, number: int) -> None:
    """Wait until so many points are said to be done."""
    since = time.monotonic()
    while told(root) < number:
        assert time.monotonic() - since < ENOUGH
        time.sleep(0.005)


def stop(process: int, by: signal.Signals) -> None:
    """Send a signal to a process that may have ended by now."""
    try:
        os.kill(process, by)
    except ProcessLookupError:
        return


def stored(place: Path) -> dict[int, object]:
    """The sound points of a sweep that is not complete, by number."""
    return {point["k"]: point for point in keeping.points_of(place)}


def tables(place: Path) -> bytes:
    """The tables of a complete sweep, byte by byte."""
    return b"".join((place / f"{name}.parquet").read_bytes() for name in ("data", "runs"))
