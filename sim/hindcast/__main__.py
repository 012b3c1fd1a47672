"""``python -m sim.hindcast``: what stands behind ``make calibrate`` and ``make calibrate-check``.

Both go on where they were interrupted: what is finished is kept in ``results/calibration``.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

from sim.hindcast import cases, engine, stored
from sim.hindcast.calibration import calibrate
from sim.hindcast.prior import Prior
from sim.hindcast.reading import panel_of
from sim.hindcast.simulation import check
from sim.record import read

HISTORIES = 100
"""Made-up histories of the check."""


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m sim.hindcast")
    parser.add_argument(
        "what",
        choices=("calibrate", "check", "cases", "engine"),
        help="fit every fold and store the posterior; see whether fits find made-up numbers again; "
        "write scenarios/hindcasts; play windows of one phase by the engine",
    )
    parser.add_argument("--kept", type=Path, default=Path("results/calibration"), metavar="FOLDER")
    parser.add_argument("--histories", type=int, default=HISTORIES, metavar="N")
    asked = parser.parse_args()
    if asked.what == "cases":
        folder = stored.folder().parent / "hindcasts"
        written = cases.write_cases(read(), stored.posterior(), folder)
        print(f"Wrote {len(written)} scenarios into {folder}")
        return
    panel = panel_of(read())
    if asked.what == "check":
        found = check(panel, Prior(), asked.histories, asked.kept, counting("histories"))
        stored.store_table(stored.CHECK, found)
    elif asked.what == "engine":
        windows = engine.one_phase(panel)
        both = engine.played(
            read(),
            panel,
            stored.posterior(),
            windows,
            asked.kept / "engine",
            told=counting("windows"),
        )
        stored.store_table(stored.ENGINE, both)
    else:
        stored.store(calibrate(panel, asked.kept, told=counting("fits")))
    print(f"\nStored in {stored.folder()}")


def counting(what: str) -> Callable[[int, int], None]:
    """Tells how many are done, on one line."""
    began = time.monotonic()

    def told(done: int, total: int) -> None:
        spent = time.monotonic() - began
        print(f"\r{done} of {total} {what}, {spent:.0f} s", end="", file=sys.stderr, flush=True)

    return told


if __name__ == "__main__":
    main()
