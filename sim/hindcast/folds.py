"""Which windows each fit may see: all, all but one body's, or what was over before a year."""

from __future__ import annotations

import numpy as np

from sim.hindcast.panel import Flags, Panel
from sim.hindcast.posterior import ALL, BEFORE, WITHOUT
from sim.hindcast.windows import YEARS

CUTS = tuple(range(1950, 2021, 10))
"""Years before which a forward fit ends; it forecasts the windows of the ten years that follow."""


def folds(panel: Panel) -> tuple[str, ...]:
    """Names of all folds: all, without each body, before each year."""
    bodies = (f"{WITHOUT}{name}" for name in panel.organisations)
    return (ALL, *bodies, *(f"{BEFORE}{year}" for year in CUTS))


def known_to(panel: Panel, fold: str) -> Flags:
    """The windows that a fold's fit may see, bool (windows,)."""
    if fold.startswith(WITHOUT):
        name = fold.removeprefix(WITHOUT)
        if name not in panel.organisations:
            return np.ones(len(panel.year), dtype=bool)
        return np.asarray(panel.organisation != panel.organisations.index(name))
    if fold.startswith(BEFORE):
        return np.asarray(panel.year + YEARS <= int(fold.removeprefix(BEFORE)))
    return np.ones(len(panel.year), dtype=bool)


def asked_of(panel: Panel, fold: str) -> Flags:
    """The windows that a fold is scored on."""
    if fold.startswith(BEFORE):
        cut = int(fold.removeprefix(BEFORE))
        return (panel.year >= cut) & (panel.year < cut + CUTS[1] - CUTS[0])
    return ~known_to(panel, fold)
