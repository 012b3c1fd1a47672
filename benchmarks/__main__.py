"""``python -m benchmarks [PART…]``: measure, and print each number beside its goal.

Parts: engines, waiting, memory, sweeps, points, pages, load; all of them where none is named. A
goal that is missed is no error: other work on the machine slows everything down.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from importlib import import_module

from benchmarks.measurement import HEADS, SCENARIO
from sim.cli import output
from sim.cli.asking import compile_first
from sim.scenario.loading import load

PARTS = ("engines", "waiting", "memory", "sweeps", "points", "pages", "load")


def main() -> None:
    """Measure the parts asked for, one after the other."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="How fast it is.")
    parser.add_argument("part", nargs="*", help=f"one of {', '.join(PARTS)}; default all")
    asked = parser.parse_args().part or PARTS
    if unknown := set(asked) - set(PARTS):
        parser.error(f"no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    compile_first(load(SCENARIO))
    rows = []
    for part in asked:
        print(f"measuring {part}…", file=sys.stderr)
        rows += [line.row() for line in import_module(f"benchmarks.{part}").measure()]
    load_of = ", ".join(f"{number:.1f}" for number in os.getloadavg())
    output.lines(
        [f"Python {platform.python_version()}, {os.cpu_count()} processors, load {load_of}"]
    )
    output.table(HEADS, rows)


if __name__ == "__main__":
    main()
