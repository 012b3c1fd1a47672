"""What is done once, before anybody comes, so that nobody waits for it."""

from __future__ import annotations

import gc
from importlib import import_module

PARTS = (
    "sim.plots.shared.map",
    "sim.plots.forecast.overlay",
    "sim.report",
    "sim.store",
    "sim.sweeps",
    "sim.words",
)


def warm() -> None:
    """Import all parts, compile the engine, and answer the first question."""
    from ui import library

    for part in PARTS:
        import_module(part)
    library.titles()
    library.panel(library.BASELINE)
    library.forecast(library.Assumed(library.BASELINE))
    settle()


def settle() -> None:
    """What stays need not be looked through after every run.

    Streamlit collects garbage after each; over all that was imported that takes 100 ms, in which
    no session is served.
    """
    gc.collect()
    gc.freeze()
