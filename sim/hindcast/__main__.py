"""``python -m sim.hindcast calibrate``: fit every fold and store the posterior."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from sim.hindcast.calibration import calibrate
from sim.hindcast.reading import panel_of
from sim.hindcast.stored import store
from sim.record import read


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m sim.hindcast", description=__doc__)
    parser.add_argument("what", choices=("calibrate",))
    parser.add_argument("--kept", type=Path, default=Path("results/calibration"), metavar="FOLDER")
    asked = parser.parse_args()
    began = time.monotonic()

    def told(done: int, total: int) -> None:
        spent = time.monotonic() - began
        print(f"\r{done} of {total} fits, {spent:.0f} s", end="", file=sys.stderr, flush=True)

    found = calibrate(panel_of(read()), asked.kept, told=told)
    print(file=sys.stderr)
    print(f"Stored in {store(found)}")


if __name__ == "__main__":
    main()
