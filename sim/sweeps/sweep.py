"""Sweeps: outcomes over a box of assumptions, stored point by point, gone on with after any end."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim import store
from sim.answer import Answer
from sim.scenario.scenario import Scenario
from sim.store.manifest import MANIFEST, read_manifest
from sim.sweeps import finishing, keeping, locking
from sim.sweeps.executors import THREADS, Executor, executor_of
from sim.sweeps.finishing import TABLE, Page
from sim.sweeps.planning import DEFAULT_OUTCOMES, DEFAULT_RUNS, QUESTION, Plan, planned
from sim.sweeps.result import SweepResult
from sim.sweeps.varying import Vary

if TYPE_CHECKING:
    from pandas import DataFrame

Progress = Callable[[int, int], None]
"""Called with points done and points in all."""


@dataclass(frozen=True)
class Sweep:
    """A complete sweep."""

    place: Path
    """Its folder."""
    computed: int
    """Points that were computed for it by this call; the others were stored before."""
    read: Answer[SweepResult] | None = field(default=None, repr=False)
    """The answer, where it has been read already."""

    @cached_property
    def answer(self) -> Answer[SweepResult]:
        """The answer; of a sweep that was just computed, read when it is first asked for.

        Raises
        ------
        StoreError
            Where the folder is gone or damaged by then.
        """
        # All points in memory at once: whoever only wants them stored should not pay for it.
        return self.read or store.load(self.place.name, self.place.parent)

    def table(self) -> DataFrame:
        """The tidy table: k, a column for each path, outcome, value, low, high."""
        return self.answer.tables[TABLE]


@dataclass(frozen=True)
class Standing:
    """How far a sweep is."""

    done: int
    total: int
    is_complete: bool


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
        Of ``sim.futures.outcomes.OUTCOMES``, as ``effect.armenia``.
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
        Refuse to begin anew what other sources of the program have begun.
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
    plan = planned(
        scenario, vary, outcomes, design=design, points=points, runs=runs, seed=seed, root=root
    )
    if isinstance(executor, str):
        executor = executor_of(executor, threads)
    if (found := find(plan)) is not None:
        return found
    if resume:
        _refuse_other_sources(plan)
    work = _Computation(plan, executor, progress, prepare, tell or _print, page, command)
    with locking.locked(plan.place) as check:
        found = find(plan)  # another process may have just completed it
        return work.done(check) if found is None else found


run_sweep = sweep
"""The same under a name that no module has."""


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
    return Sweep(plan.place, computed=0, read=answer)


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


@dataclass(frozen=True)
class _Computation:
    """A sweep that is computed here and now, by its only writer."""

    plan: Plan
    executor: Executor
    progress: Progress | None
    prepare: Callable[[], None] | None
    tell: Callable[[str], None]
    page: Page | None
    command: str

    def done(self, check: Callable[[], None]) -> Sweep:
        """The sweep, completed; ``check`` refuses to go on where its folder is gone."""
        place, began = self.plan.place, time.monotonic()
        self._forget_damaged()
        with keeping.Keeper(place, self.plan.record, self.plan.task.design.size) as keeper:
            before = keeper.count
            self._tell_standing(keeper)
            if self.prepare is not None:
                self.prepare()
            is_complete = False
            while not is_complete:
                self._compute(keeper)
                check()
                seconds = None if before else time.monotonic() - began
                is_complete = finishing.complete(
                    keeper, self.plan, command=self.command, page=self.page, seconds=seconds
                )
                self._tell_damage(keeper)
        keeping.tidy(place)
        return Sweep(place, keeper.computed)

    def _forget_damaged(self) -> None:
        """A manifest says that all is well; where it is not, it goes first."""
        manifest = self.plan.place / MANIFEST
        if manifest.exists():
            self.tell(f"The result in {self.plan.place} is damaged; what is missing is computed")
            manifest.unlink()

    def _compute(self, keeper: keeping.Keeper) -> None:
        """Compute and store what is missing."""
        self._report(keeper)
        with closing(self.executor.rows(self.plan.task, keeper.missing())) as rows:
            try:
                for k, row in rows:
                    keeper.put(k, row)
                    self._report(keeper)
            except KeyboardInterrupt:
                keeper.recount()
                self._report(keeper)
                raise

    def _report(self, keeper: keeping.Keeper) -> None:
        if self.progress is not None:
            self.progress(keeper.count, keeper.size)

    def _tell_standing(self, keeper: keeping.Keeper) -> None:
        if keeper.count or keeper.damaged:
            self.tell(f"{keeper.count:,} of {keeper.size:,} points were stored before")
        self._tell_damage(keeper)

    def _tell_damage(self, keeper: keeping.Keeper) -> None:
        number = len(keeper.damaged)
        if number:
            points = "1 stored point was" if number == 1 else f"{number:,} stored points were"
            self.tell(f"{points} damaged on the disk: computed again")
            keeper.damaged.clear()


def _refuse_other_sources(plan: Plan) -> None:
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
                f"{plan.task.program}): finish it with those, or begin anew"
            )


def _print(line: str) -> None:
    print(line, file=sys.stderr)
