"""Planning a sweep: from what somebody asks for to points, a name and a place, all checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from sim import store
from sim.answer import Inputs
from sim.scenario.scenario import Scenario
from sim.sweeps.keeping import Record
from sim.sweeps.points import Task
from sim.sweeps.varying import Vary, design_of

QUESTION = "sweep"
DEFAULT_OUTCOMES = ("p_at_least.1", "p_at_least.2")
"""Somebody leaves, and one more: what is asked where nothing is said."""
DEFAULT_RUNS = 2_000
LIBRARIES = ("numpy", "scipy")
"""On whose version the numbers rest."""


@dataclass(frozen=True)
class Plan:
    """A sweep that somebody asks for, checked, before anything is computed."""

    scenario: Scenario
    task: Task
    inputs: Inputs
    place: Path
    """Folder in which it is stored."""

    @property
    def record(self) -> Record:
        """What is computed, and by what."""
        stated = {
            name: getattr(self.inputs, name)
            for name in ("scenario", "scenario_hash", "seed", "runs")
        }
        return {**stated, **self.inputs.options, "program": self.task.program, **versions()}


def planned(
    scenario: Scenario,
    vary: Vary,
    outcomes: str | Iterable[str] = DEFAULT_OUTCOMES,
    *,
    design: str = "grid",
    points: int | None = None,
    runs: int = DEFAULT_RUNS,
    seed: int = 1,
    root: str | Path = "results",
) -> Plan:
    """A sweep before it is computed: its points, its name and its place; see ``sweep``.

    Parameters
    ----------
    scenario, vary, outcomes, design, points, runs, seed, root
        As of ``sweep``.

    Raises
    ------
    ScenarioError
        Where what is asked cannot be.
    """
    from sim.futures.outcomes import asked
    from sim.jit import source_digest

    listed = (outcomes,) if isinstance(outcomes, str) else outcomes
    names = tuple(dict.fromkeys(listed)) or DEFAULT_OUTCOMES
    for name in names:
        asked(name, scenario)  # tells the nearest name where there is none
    chosen = design_of(scenario, vary, kind=design, points=points, runs=runs, seed=seed)
    inputs = Inputs.of(
        scenario,
        seed,
        runs,
        vary=[[axis.path, axis.low, axis.high, axis.count] for axis in chosen.axes],
        outcomes=list(names),
        design=design,
        points=chosen.size,
    )
    task = Task(scenario.name, inputs.scenario_text, chosen, names, runs, seed, source_digest())
    return Plan(scenario, task, inputs, Path(root) / store.result_id(QUESTION, inputs))


def versions() -> dict[str, str]:
    """Of the libraries on which the numbers rest."""
    return {library: metadata.version(library) for library in LIBRARIES}
