"""The same windows played by the engine: what the surrogate leaves out, measured."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from sim.futures.experiment import Do, play
from sim.futures.measures import BASE
from sim.futures.outcomes import asked
from sim.hindcast.panel import Floats, Panel
from sim.hindcast.posterior import WITHOUT, Posterior
from sim.hindcast.surrogate import chances
from sim.hindcast.windows import PHASES, YEARS
from sim.record.record import Record
from sim.scenario.scenario import Scenario
from sim.seeding.document import seeded_plain

RUNS = 5_000


def median(draws: Floats) -> Floats:
    """The point at which both are asked: the median of each number, float64 (1, 5)."""
    return np.median(draws, axis=0)[None]


def played(
    record: Record,
    panel: Panel,
    posterior: Posterior,
    windows: Sequence[int],
    folder: Path,
    *,
    runs: int = RUNS,
    told: Callable[[int, int], None] = lambda done, total: None,
) -> pd.DataFrame:
    """Play these windows, each with the scenario that its body is seeded to.

    Parameters
    ----------
    windows : sequence of int
        Places of windows in the panel.
    folder : Path
        Where finished windows are kept; a later call takes them up.

    Returns
    -------
    DataFrame
        ``organisation, year, member, left, engine, surrogate``; windows that need members beyond
        the bound of a scenario, or fewer than two, have the members that were played.
    """
    folder.mkdir(parents=True, exist_ok=True)
    parts = []
    for done, window in enumerate(windows):
        one = panel.only(np.arange(len(panel.year)) == window)
        name, year = panel.organisations[int(one.organisation[0])], int(one.year[0])
        file = folder / f"{name}-{year}-{runs}.csv"
        if not file.is_file():
            draws = median(posterior.of(f"{WITHOUT}{name}"))
            found = play_window(record, one, name, year, draws, runs)
            partial = file.with_suffix(".part")
            found.to_csv(partial, index=False)
            partial.replace(file)
        parts.append(pd.read_csv(file))
        told(done + 1, len(windows))
    return pd.concat(parts, ignore_index=True)


def play_window(
    record: Record, one: Panel, name: str, year: int, draws: Floats, runs: int
) -> pd.DataFrame:
    """One window by both."""
    scenario = Scenario.from_plain(seeded_plain(record, name, year, draws), f"{name}-{year}")
    futures = play(scenario, {BASE: Do()}, runs=runs)
    rows = []
    for place, (member, said) in enumerate(zip(one.member, chances(one, draws), strict=True)):
        if member.lower() in scenario.members:
            step = asked(f"p_step.{member.lower()}", scenario).measure(futures).value
            rows.append((name, year, member, bool(one.left[place]), step, float(said)))
    columns = ["organisation", "year", "member", "left", "engine", "surrogate"]
    return pd.DataFrame(rows, columns=columns)


def one_phase(panel: Panel, phase: int = 0) -> list[int]:
    """Places of whole windows of one phase that a scenario can hold; they do not overlap."""
    whole = np.minimum.reduceat(panel.years, panel.first[:-1]) >= YEARS - 0.01
    several = np.diff(panel.first) > 1
    return [int(w) for w in np.flatnonzero((panel.year % PHASES == phase) & whole & several)]
