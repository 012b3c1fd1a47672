"""Sweeps: outcomes over a box of assumptions, stored point by point, gone on with after any end."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim import store
from sim.answer import Answer, Inputs
from sim.scenario.scenario import Scenario
from sim.store.manifest import MANIFEST, read_manifest
from sim.sweeps import finishing, keeping
from sim.sweeps.executors import THREADS, Executor, executor_of
from sim.sweeps.finishing import QUESTION, TABLE, Page
from sim.sweeps.points import Task
from sim.sweeps.varying import Vary, design_of

if TYPE_CHECKING:
    from pandas import DataFrame

Progress = Callable[[int, int], None]
"""Called with points done and points in all."""

DEFAULT_OUTCOMES = ("p_at_least.1", "p_at_least.2")
"""Somebody leaves, and one more: what is asked where nothing is said."""
DEFAULT_RUNS = 2_000
LIBRARIES = ("numpy", "scipy")
"""On whose version the numbers rest."""


@dataclass(frozen=True)
class Sweep:
    """A complete sweep."""

    place: Path
    """Its folder."""
    answer: Answer
    computed: int
    """Points that were computed for it by this call; the others were stored before."""

    def table(self) -> DataFrame:
        """The tidy table: k, a column for each path, outcome, value, low, high."""
        return self.answer.tables[TABLE]


@dataclass(frozen=True)
class Standing:
    """How far a sweep is."""

    done: int
    total: int
    is_complete: bool


@dataclass(frozen=True)
class Plan:
    """A sweep that somebody asks for, checked, before anything is computed."""

    scenario: Scenario
    task: Task
    inputs: Inputs
    place: Path
    """Folder in which it is stored."""

    @property
    def record(self) -> keeping.Record:
        """What is computed, and by what."""
        stated = {
            name: getattr(self.inputs, name)
            for name in ("scenario", "scenario_hash", "seed", "runs")
        }
        return {**stated, **self.inputs.options, "program": self.task.program, **versions()}


def sweep(
    scenario: Scenario,
    vary: Vary,
    outcomes: str | Iterable[str] = DEFAULT_OUTCOMES,
    *,
    design: str = "grid",
    points: int | None = None,
    runs: int = DEFAULT_RUNS,
    seed: int = 1,
    executor: str | Executor = THREADS,
    threads: int | None = None,
    root: str | Path = "results",
    resume: bool = False,
    progress: Progress | None = None,
    prepare: Callable[[], None] | None = None,
    tell: Callable[[str], None] | None = None,
    page: Page | None = None,
    command: str = "",
) -> Sweep:
    """Compute some outcomes at every point of a design, or find them stored.

    A sweep that was left before it was complete is gone on with, no point is computed twice, and
    it ends in the table that it would have had undisturbed.

    Parameters
    ----------
    scenario : Scenario
        What holds but for what is varied.
    vary : texts, or a mapping
        ``PATH=LOW:HIGH:N`` for a grid, else ``PATH=LOW:HIGH``; or ``{path: (low, high, n)}``.
    outcomes : names
        Of ``sim.outcome.OUTCOMES``, as ``effect.armenia``.
    design : str
        ``grid``, ``lhs`` or ``sobol``.
    points : int, optional
        Size of a ``lhs`` or ``sobol``.
    runs, seed : int
        Size and luck of the ensemble at each point; the seed is also that of the design.
    executor : str or Executor
        ``threads``, ``dask://HOST:PORT`` or ``dask://local:N``; the latter starts processes, so
        a script that asks for it keeps to ``if __name__ == "__main__":``.
    threads : int, optional
        Points at a time; default one for each processor.
    root : path
        Folder of the results.
    resume : bool
        Refuse to begin anew where another version of the program, or of what it rests on, has
        begun the same sweep.
    progress : callable, optional
        Called with (points done, points in all), first with those that were stored before.
    prepare : callable, optional
        Called once before the first point is computed, where any is missing.
    tell : callable, optional
        Takes a line about what was found; default is to print it to stderr.
    page : callable, optional
        From the answer to the page that is stored with it.
    command : str
        What somebody typed to get it.

    Raises
    ------
    ScenarioError
        Where what is asked cannot be.
    StoreError
        Where the points cannot be stored, or another process computes them.
    ExecutorError
        Where they cannot be computed there.
    """
    tell = tell or _print
    plan = planned(
        scenario, vary, outcomes, design=design, points=points, runs=runs, seed=seed, root=root
    )
    if isinstance(executor, str):
        executor = executor_of(executor, threads)
    if (found := find(plan)) is not None:
        return found
    if resume:
        _refuse_other_versions(plan)
    began = time.monotonic()
    with keeping.locked(plan.place) as check:
        if (found := find(plan)) is not None:  # another process has just completed it
            return found
        if (plan.place / MANIFEST).exists():
            tell(f"The result in {plan.place} is damaged; what is missing is computed anew")
            (plan.place / MANIFEST).unlink()
        with keeping.Keeper(plan.place, plan.record, plan.task.design.size) as keeper:
            before = keeper.count
            _tell_standing(keeper, tell, resume=resume)
            if prepare is not None:
                prepare()
            while True:
                _compute(keeper, plan.task, executor, progress)
                check()
                if finishing.complete(
                    keeper,
                    plan.task,
                    plan.inputs,
                    plan.scenario,
                    versions=versions(),
                    command=command,
                    page=page,
                    seconds=None if before else time.monotonic() - began,
                ):
                    break
                _tell_damage(keeper, tell)
            computed = keeper.computed
        keeping.tidy(plan.place)
    return Sweep(plan.place, store.load(plan.place.name, plan.place.parent), computed)


run_sweep = sweep
"""The same under a name that no module has."""


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

    Raises
    ------
    ScenarioError
        Where what is asked cannot be.
    """
    from sim.jit import source_digest
    from sim.outcome import asked

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


def as_asked(options: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of ``sweep`` that a result states as its options.

    Raises
    ------
    StoreError
        Where they are not those of a sweep.
    """
    try:
        vary = {
            str(path): (low, high) if count is None else (low, high, count)
            for path, low, high, count in options["vary"]
        }
        outcomes, design = [str(name) for name in options["outcomes"]], str(options["design"])
        points = None if design == "grid" else int(options["points"])
    except (KeyError, TypeError, ValueError) as error:
        raise store.StoreError("it does not say what was varied: the file was changed") from error
    return {"vary": vary, "outcomes": outcomes, "design": design, "points": points}


def find(plan: Plan) -> Sweep | None:
    """The sweep, where it is stored and complete; what it has left beside its result goes."""
    answer = store.find(QUESTION, plan.inputs, plan.place.parent)
    if answer is None:
        return None
    if keeping.is_untidy(plan.place):
        keeping.tidy(plan.place)
    return Sweep(plan.place, answer, computed=0)


def standing(place: Path) -> Standing:
    """How far the sweep in a folder is, at any time and without disturbing it.

    Raises
    ------
    FileNotFoundError
        Where there is none.
    StoreError
        Where it cannot be read.
    """
    if not (place / MANIFEST).is_file():
        try:
            total = keeping.record_of(place)["points"]
            return Standing(keeping.count_of(place), total, is_complete=False)
        except (store.StoreError, FileNotFoundError):
            if not (place / MANIFEST).is_file():  # else it was completed at this very moment
                raise
    total = read_manifest(place).inputs.options["points"]
    return Standing(total, total, is_complete=True)


def finished(plan: Plan) -> DataFrame:
    """The tidy table of the points that are stored so far; raises as ``standing``."""
    return finishing.table_from(plan.task, iter(keeping.points_of(plan.place)))


def versions() -> dict[str, str]:
    """Of the libraries on which the numbers rest."""
    return {library: metadata.version(library) for library in LIBRARIES}


def _compute(
    keeper: keeping.Keeper, task: Task, executor: Executor, progress: Progress | None
) -> None:
    """Compute and store what is missing."""
    if progress is not None:
        progress(keeper.count, keeper.size)
    with closing(executor.rows(task, keeper.missing())) as rows:
        for k, row in rows:
            keeper.put(k, row)
            if progress is not None:
                progress(keeper.count, keeper.size)


def _refuse_other_versions(plan: Plan) -> None:
    """Refuse where other sources of the program have begun the same sweep."""
    if (plan.place / keeping.DATABASE).exists():
        return  # it is gone on with, or the keeper refuses
    for place in plan.place.parent.glob(f"{QUESTION}-*"):
        if place == plan.place or not (place / keeping.DATABASE).is_file():
            continue
        begun = keeping.record_of(place)
        if begun | {"program": plan.task.program} == plan.record:
            raise store.StoreError(
                f"{place} was begun by other sources of this program ({begun['program']}, not "
                f"{plan.task.program}): finish it with those, or begin anew without --resume"
            )


def _tell_standing(keeper: keeping.Keeper, tell: Callable[[str], None], *, resume: bool) -> None:
    if keeper.count or keeper.damaged:
        tell(f"{keeper.count:,} of {keeper.size:,} points were stored before")
    elif resume:
        tell("No point of this sweep was stored before: it begins")
    _tell_damage(keeper, tell)


def _tell_damage(keeper: keeping.Keeper, tell: Callable[[str], None]) -> None:
    if keeper.damaged:
        points = (
            "1 stored point was"
            if len(keeper.damaged) == 1
            else (f"{len(keeper.damaged):,} stored points were")
        )
        tell(f"{points} damaged on the disk: computed again")
        keeper.damaged.clear()


def _print(line: str) -> None:
    print(line, file=sys.stderr)
