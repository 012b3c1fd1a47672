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
from sim.analysis.sensitivity.options import RUNS, SCREENING, checked, evaluations, space_of
from sim.analysis.sensitivity.parameter_space import (
    Array,
    ParameterSpace,
    PointOutcomes,
    outcomes_at,
)
from sim.analysis.sensitivity.result import (
    MorrisOutcome,
    MorrisResult,
    SensitivityResult,
    SobolOutcome,
    SobolResult,
    SplitResult,
)
from sim.analysis.sensitivity.variance_split import splits
from sim.answer import Answer, Inputs
from sim.futures.outcomes import Asked, asked
from sim.pool import Progress
from sim.refusal import Refusal
from sim.scenario.scenario import Scenario
from sim.statistics.indices import (
    Effects,
    SampleWarning,
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
) -> Answer[SensitivityResult]:
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
    Refusal
        Where what is asked cannot be, with what can.
    """
    options = checked(scenario, method, vary, outcomes, points, keep)
    if options["method"] == "split" and runs < 2:
        allowed = "2 or more for split, which looks within points"
        raise Refusal("too few", field="runs", found=str(runs), allowed=allowed)
    space = space_of(scenario, options["vary"])
    questions = [asked(name, scenario) for name in options["outcomes"]]
    stages = _Stages(progress, evaluations(options, len(space.axes)))
    analysis = _Analysis(scenario, questions, runs, seed, threads, stages, kept)
    answered = {"sobol": analysis.sobol, "morris": analysis.morris, "split": analysis.split}[
        options["method"]
    ]
    found = answered(space, options)
    tables = {**found.tables, "members": members_of(scenario)}
    inputs = Inputs.of(scenario, seed, runs, **options)
    return Answer("sensitivity", inputs, found.result, tables, found.figures)


def evaluated(scenario: Scenario, options: dict[str, Any]) -> int:
    """At how many points the scenario is played, by options that were ``checked``."""
    return evaluations(options, len(space_of(scenario, options["vary"]).axes))


class _Stages:
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
    result: SensitivityResult
    tables: dict[str, DataFrame]
    figures: tuple[str, ...]


@dataclass(frozen=True)
class _Analysis:
    """What is asked, and with which runs."""

    scenario: Scenario
    questions: Sequence[Asked]
    runs: int
    seed: int
    threads: int | None
    stages: _Stages
    kept: Kept | None

    def morris(self, space: ParameterSpace, options: dict[str, Any]) -> _Found:
        """Elementary effects of every quantity."""
        found, effects = self._screened(space, options["points"])
        outcomes = {
            question.name: MorrisOutcome(
                **vars(tables_of.spread(found, k)),
                effects=tables_of.effects_by_path(space, effects[k]),
                warnings=[
                    *morris_warnings(effects[k], options["points"]),
                    *self._noise(found, k),
                ],
            )
            for k, question in enumerate(self.questions)
        }
        result = MorrisResult(**self._asked(space, options), method="morris", outcomes=outcomes)
        tables = {"effects": tables_of.effects_table(self.questions, space, effects)}
        return _Found(result, tables, ("sensitivity_effects",))

    def sobol(self, space: ParameterSpace, options: dict[str, Any]) -> _Found:
        """Sobol indices, after a screening where it was not said what varies."""
        asked_for = self._asked(space, options)
        tables: dict[str, DataFrame] = {}
        figures: tuple[str, ...] = ("sensitivity_indices",)
        if options["keep"]:
            _, effects = self._screened(space, SCREENING)
            tables["effects"] = tables_of.effects_table(self.questions, space, effects)
            figures = (*figures, "sensitivity_effects")
            space = space.of(_largest(space, effects, options["keep"]))
        unit = sobol_design(len(space.axes), options["points"], self.seed)
        found = self._measured(space, unit)
        columns = range(len(self.questions))
        indices = [sobol_indices(len(space.axes), found.values[:, k]) for k in columns]
        outcomes = {}
        for k, (question, each) in enumerate(zip(self.questions, indices, strict=True)):
            warnings = sobol_warnings(each, options["points"]) if each else []
            outcomes[question.name] = SobolOutcome(
                **vars(tables_of.spread(found, k)),
                sum_first=float(each.first.sum()) if each else None,
                indices=tables_of.indices_by_path(space, each),
                warnings=[*warnings, *self._noise(found, k)],
            )
        return _Found(
            SobolResult(**asked_for, method="sobol", outcomes=outcomes),
            {"indices": tables_of.indices_table(self.questions, space, indices), **tables},
            figures,
        )

    def split(self, space: ParameterSpace, options: dict[str, Any]) -> _Found:
        """Luck, parameters and rule of decision."""
        points = options["points"]
        found = splits(
            self.scenario,
            space,
            self.questions,
            points=points,
            runs=self.runs,
            seed=self.seed,
            threads=self.threads,
            progress=self.stages,
            kept=self.kept,
        )
        outcomes = {
            question.name: tables_of.split_outcome(each, points)
            for question, each in zip(self.questions, found, strict=True)
        }
        result = SplitResult(**self._asked(space, options), method="split", outcomes=outcomes)
        tables = tables_of.split_tables(self.questions, found)
        return _Found(result, tables, ("sensitivity_split",))

    def _asked(self, space: ParameterSpace, options: dict[str, Any]) -> dict[str, Any]:
        """The fields of ``SensitivityAsked``; ``space`` before any screening."""
        return {
            "scenario": self.scenario.name,
            "scenario_hash": self.scenario.hash,
            "seed": self.seed,
            "runs": self.runs,
            "points": options["points"],
            "paths": len(space.axes),
            "evaluations": self.stages.total,
        }

    def _screened(
        self, space: ParameterSpace, trajectories: int
    ) -> tuple[PointOutcomes, list[Effects]]:
        unit = morris_design(len(space.axes), trajectories, self.seed)
        found = self._measured(space, unit)
        columns = range(len(self.questions))
        return found, [morris_effects(unit, found.values[:, k]) for k in columns]

    def _measured(self, space: ParameterSpace, unit: Array) -> PointOutcomes:
        return outcomes_at(
            self.scenario,
            space.points(unit),
            self.questions,
            runs=self.runs,
            seed=self.seed,
            threads=self.threads,
            progress=self.stages,
            kept=self.kept,
            first=self.stages.before,
        )

    def _noise(self, found: PointOutcomes, k: int) -> Sequence[SampleWarning]:
        return noise_warnings(noise_share(found.values[:, k], found.noise[:, k]), self.runs)


def _largest(space: ParameterSpace, effects: Sequence[Effects], keep: int) -> list[str]:
    """The paths whose effect on any outcome, beside that outcome's largest, is largest."""
    relative = [each.mu_star / (each.mu_star.max() or 1.0) for each in effects]
    order = np.argsort(-np.max(relative, axis=0), kind="stable")
    return [space.paths[k] for k in order[:keep]]
