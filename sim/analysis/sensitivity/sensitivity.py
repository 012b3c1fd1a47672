"""Sensitivity: which assumptions bear on an answer, and how much of a run is luck.

Three methods: ``morris`` screens every stated range, ``sobol`` shares out the variance of a
probability over a few quantities, ``split`` shares out that of a single run to luck, parameters
and the rule of decision. For the first two all points share their luck, so that what is analysed
is a function of the parameters, given these runs; what these runs add is named as noise.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.sensitivity import tables as tables_of
from sim.analysis.sensitivity.options import RUNS, SCREENING, box_of, checked, evaluations
from sim.analysis.sensitivity.parameter_space import Array, Box, Measured, measured
from sim.analysis.sensitivity.variance_split import splits
from sim.answer import Answer, Inputs
from sim.futures.outcomes import Asked, asked
from sim.pool import Progress
from sim.scenario.scenario import Scenario
from sim.statistics.indices import (
    Effects,
    Warned,
    morris_design,
    morris_effects,
    morris_warnings,
    noise_share,
    noise_warnings,
    sobol_design,
    sobol_indices,
    sobol_warnings,
)
from sim.sweeps.finishing import members_of

if TYPE_CHECKING:
    from pandas import DataFrame

    from sim.analysis.sensitivity.options import Varied
    from sim.sweeps.resuming import Kept


def sensitivity(
    scenario: Scenario,
    *,
    method: str = "sobol",
    vary: Varied | None = None,
    outcomes: str | Iterable[str] = (),
    points: int | None = None,
    keep: int | None = None,
    runs: int = RUNS,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
    kept: Kept | None = None,
) -> Answer:
    """How much each uncertain quantity bears on some outcomes.

    Parameters
    ----------
    scenario : Scenario
        What holds but for what varies.
    method : str
        ``sobol``: first-order and total indices; ``morris``: elementary effects; ``split``: luck,
        parameters and rule of decision.
    vary : texts, a mapping, or (path, low, high) each, optional
        ``PATH=LOW:HIGH``, uniform. Default: every stated range, and the channels by the prior of
        ``--uncertain``; for ``sobol`` the ``keep`` of them whose elementary effects are largest.
    outcomes : names, optional
        Of ``sim.futures.outcomes.OUTCOMES``; default: at least one exit, at least two.
    points : int, optional
        Base points of ``sobol``, a power of two; trajectories of ``morris``; points of ``split``.
    keep : int, optional
        Quantities that go on from the screening.
    runs, seed, threads, progress
        As of ``simulate``; ``runs`` at each point, of a split under each rule.
    kept : Kept, optional
        Points that outlive an interruption; see ``sim.sweeps.resuming``.

    Returns
    -------
    Answer
        Tables ``indices``, ``effects`` or ``shares`` and ``rules``, with intervals and warnings.

    Raises
    ------
    ValueError
        Where what is asked cannot be, with what can.
    """
    options = checked(scenario, method, vary, outcomes, points, keep)
    if options["method"] == "split" and runs < 2:
        raise ValueError(
            f"--runs: found {runs}; allowed 2 or more for split, which looks within points"
        )
    box = box_of(scenario, options["vary"])
    questions = [asked(name, scenario) for name in options["outcomes"]]
    told = _Told(progress, evaluations(options, len(box.axes)))
    work = _Work(scenario, questions, runs, seed, threads, told, kept)
    answered = {"sobol": work.sobol, "morris": work.morris, "split": work.split}[options["method"]]
    found = answered(box, options)
    numbers = {
        "scenario": scenario.name,
        "scenario_hash": scenario.hash,
        "seed": seed,
        "runs": runs,
        "method": options["method"],
        "points": options["points"],
        "paths": len(box.axes),
        "evaluations": told.total,
        "outcomes": found.numbers,
    }
    tables = {**found.tables, "members": members_of(scenario)}
    inputs = Inputs.of(scenario, seed, runs, **options)
    return Answer("sensitivity", inputs, numbers, tables, found.figures)


def evaluated(scenario: Scenario, options: dict[str, Any]) -> int:
    """At how many points the scenario is played, by options that were ``checked``."""
    return evaluations(options, len(box_of(scenario, options["vary"]).axes))


class _Told:
    """The progress of both stages as one."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self.progress, self.total, self.before = progress, total, 0

    def __call__(self, done: int, total: int) -> None:
        if self.progress is not None:
            self.progress(self.before + done, self.total)
        if done == total:
            self.before += total


@dataclass(frozen=True)
class _Found:
    numbers: dict[str, Any]
    tables: dict[str, DataFrame]
    figures: tuple[str, ...]


@dataclass(frozen=True)
class _Work:
    """One analysis: what is asked, and with which runs."""

    scenario: Scenario
    questions: Sequence[Asked]
    runs: int
    seed: int
    threads: int | None
    told: _Told
    kept: Kept | None

    def morris(self, box: Box, options: dict[str, Any]) -> _Found:
        """Elementary effects of every quantity."""
        found, effects = self._screened(box, options["points"])
        numbers = {
            question.name: {
                **tables_of.spread(found, k),
                "effects": tables_of.effects_json(box, effects[k]),
                "warnings": tables_of.warnings_json(
                    morris_warnings(effects[k], options["points"]), self._noise(found, k)
                ),
            }
            for k, question in enumerate(self.questions)
        }
        tables = {"effects": tables_of.effects_table(self.questions, box, effects)}
        return _Found(numbers, tables, ("sensitivity_effects",))

    def sobol(self, box: Box, options: dict[str, Any]) -> _Found:
        """Sobol indices, after a screening where it was not said what varies."""
        tables: dict[str, DataFrame] = {}
        figures: tuple[str, ...] = ("sensitivity_indices",)
        if options["keep"]:
            _, effects = self._screened(box, SCREENING)
            tables["effects"] = tables_of.effects_table(self.questions, box, effects)
            figures = (*figures, "sensitivity_effects")
            box = box.of(_largest(box, effects, options["keep"]))
        unit = sobol_design(len(box.axes), options["points"], self.seed)
        found = self._measured(box, unit)
        columns = range(len(self.questions))
        indices = [sobol_indices(len(box.axes), found.values[:, k]) for k in columns]
        numbers = {}
        for k, (question, each) in enumerate(zip(self.questions, indices, strict=True)):
            warned = sobol_warnings(each, options["points"]) if each else []
            numbers[question.name] = {
                **tables_of.spread(found, k),
                "sum_first": float(each.first.sum()) if each else None,
                "indices": tables_of.indices_json(box, each),
                "warnings": tables_of.warnings_json(warned, self._noise(found, k)),
            }
        return _Found(
            numbers,
            {"indices": tables_of.indices_table(self.questions, box, indices), **tables},
            figures,
        )

    def split(self, box: Box, options: dict[str, Any]) -> _Found:
        """Luck, parameters and rule of decision."""
        points = options["points"]
        found = splits(
            self.scenario,
            box,
            self.questions,
            points=points,
            runs=self.runs,
            seed=self.seed,
            threads=self.threads,
            progress=self.told,
            kept=self.kept,
        )
        numbers = {
            question.name: tables_of.split_json(each, points)
            for question, each in zip(self.questions, found, strict=True)
        }
        return _Found(
            numbers, tables_of.split_tables(self.questions, found), ("sensitivity_split",)
        )

    def _screened(self, box: Box, trajectories: int) -> tuple[Measured, list[Effects]]:
        unit = morris_design(len(box.axes), trajectories, self.seed)
        found = self._measured(box, unit)
        columns = range(len(self.questions))
        return found, [morris_effects(unit, found.values[:, k]) for k in columns]

    def _measured(self, box: Box, unit: Array) -> Measured:
        return measured(
            self.scenario,
            box.points(unit),
            self.questions,
            runs=self.runs,
            seed=self.seed,
            threads=self.threads,
            progress=self.told,
            kept=self.kept,
            first=self.told.before,
        )

    def _noise(self, found: Measured, k: int) -> Sequence[Warned]:
        return noise_warnings(noise_share(found.values[:, k], found.noise[:, k]), self.runs)


def _largest(box: Box, effects: Sequence[Effects], keep: int) -> list[str]:
    """The paths whose effect on any outcome, beside that outcome's largest, is largest."""
    relative = [each.mu_star / (each.mu_star.max() or 1.0) for each in effects]
    order = np.argsort(-np.max(relative, axis=0), kind="stable")
    return [box.paths[k] for k in order[:keep]]
