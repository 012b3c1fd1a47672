"""The split of the variance of each outcome, over drawn parameters under each rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from sim.analysis.sensitivity.parameter_space import ParameterSpace, outcomes_at
from sim.futures.outcomes import Asked
from sim.pool import Progress
from sim.scenario.document.schema import Document
from sim.scenario.scenario import Scenario
from sim.statistics.variance import Split, split

if TYPE_CHECKING:
    from sim.sweeps.resuming import Kept

RULES: tuple[str, ...] = get_args(Document.model_fields["decision"].annotation)
"""The rules of decision."""


def splits(
    scenario: Scenario,
    space: ParameterSpace,
    questions: Sequence[Asked],
    *,
    points: int,
    runs: int,
    seed: int,
    threads: int | None,
    progress: Progress | None,
    kept: Kept | None = None,
) -> list[Split | None]:
    """The split of the variance of each outcome.

    Parameters
    ----------
    scenario : Scenario
        What holds but for what varies.
    space : ParameterSpace
        From which the points are drawn.
    questions : sequence of Asked
        Outcomes that are numbers of single runs.
    points : int
        How many are drawn.
    runs : int
        Of each point under each rule, at least 2.
    seed, threads, progress, kept
        As of ``sensitivity``.

    Returns
    -------
    list of Split or None
        One for each outcome; None where no run differs from another.
    """
    unit = np.random.default_rng(seed).random((points, len(space.axes)))
    drawn = space.points(unit)
    cells: list[Mapping[str, Any]] = [
        {**point, "decision": rule} for point in drawn for rule in RULES
    ]
    found = outcomes_at(
        scenario,
        cells,
        questions,
        runs=runs,
        seed=seed,
        first_run=lambda k: k * runs,  # no two cells have a run in common
        threads=threads,
        progress=progress,
        kept=kept,
    )
    shape = (points, len(RULES))
    return [
        split(found.values[:, k].reshape(shape), found.noise[:, k].reshape(shape) * runs, runs)
        for k in range(len(questions))
    ]
