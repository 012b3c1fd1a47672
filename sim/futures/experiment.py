"""One present, many futures: every question is a set of arms on one branch, with shared luck.

The record is replayed once for a chunk of runs; each arm starts from a copy of that present and
draws the same luck, so that differences between arms are paired. Chunks go to threads, and
nothing depends on how many there are, nor on the order in which they end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from sim import ensemble
from sim.bounds import LAST_SEED
from sim.futures.replays import CACHED_CHUNKS, PRESENTS, record_hash, replayed
from sim.pool import Progress, as_ended, processors
from sim.refusal import Refusal
from sim.rules.status import OUT
from sim.scenario.compiling import world as w
from sim.scenario.compiling.compile import Compiled, compile_scenario, held_still
from sim.scenario.compiling.interventions import TODAY, Do, do_exit, do_stay, intervene
from sim.scenario.compiling.present import shift_of
from sim.scenario.document.months import between, later
from sim.scenario.scenario import Scenario

__all__ = ["OUT", "TODAY", "Arm", "Do", "Futures", "do_exit", "do_stay", "play", "replayed"]

CHUNK = 500


@dataclass(frozen=True)
class Arm:
    """What is kept of every run of one arm, and the counts over all of them.

    Attributes
    ----------
    first_exit : int16 (runs, members)
        Month of the first exit, counted from the start; ``NOT_YET`` or ``WAS_OUT`` where none.
    first_step : int16 (runs, members)
        Month of the first step outwards of a member that was ACTIVE when the future began, by its
        own decision or an event; ``NOT_YET`` or ``WAS_AWAY`` where none.
    last : uint8 (runs, members)
        Status in the last month.
    tally : Tally or None
        Status counts, histograms and sums of terms by month, where asked for.
    """

    first_exit: NDArray[np.int16]
    first_step: NDArray[np.int16]
    last: NDArray[np.uint8]
    tally: ensemble.Tally | None

    @classmethod
    def empty(cls, runs: int, members: int) -> Arm:
        """Room for so many runs."""
        shape = runs, members
        first_exit, first_step = np.zeros(shape, np.int16), np.zeros(shape, np.int16)
        return cls(first_exit, first_step, np.zeros(shape, np.uint8), None)


@dataclass(frozen=True)
class Futures:
    """Arms on one branch. Months are counted from ``start``."""

    scenario: Scenario
    members: tuple[str, ...]
    seed: int
    runs: int
    start: str
    last_recorded: int
    at: int
    end: int
    today: NDArray[np.uint8]
    """Status of each member when the arms part, uint8 (runs, members)."""
    arms: Mapping[str, Arm]

    def index(self, member: str) -> int:
        """Place of a member in the arrays."""
        return self.members.index(member)

    def month(self, number: int) -> str:
        """The calendar month of a number."""
        return later(self.start, number)


def play(
    scenario: Scenario,
    arms: Mapping[str, Do],
    *,
    runs: int,
    seed: int = 1,
    at: str | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    record: frozenset[str] = frozenset(),
    first_run: int = 0,
    still: bool = False,
) -> Futures:
    """Play every arm for the same runs.

    Parameters
    ----------
    scenario : Scenario
        Where the branch grows.
    arms : mapping of name to Do
        The interventions; ``Do()`` is the scenario itself.
    runs, seed, first_run : int
        Runs ``first_run`` to ``first_run + runs - 1`` of the seed.
    at : str, optional
        The month in which the arms part, YYYY-MM; default and earliest the first free month.
    threads : int, optional
        Default: one for each processor.
    progress : callable, optional
        Called with (runs done, runs in all).
    still : bool
        Play the held-still variant, in which only statuses move.
    record : set of arm names
        Arms whose months are tallied; the others keep first exits and last statuses only.

    Raises
    ------
    Refusal
        ``at`` outside the free months, an intervention on what does not exist, no run at all, or
        a seed that luck does not have.
    """
    _check(runs, seed, threads)
    remember = runs <= CACHED_CHUNKS * CHUNK
    plan = _Plan(scenario, arms, at, record, remember=remember, still=still)
    chunks = [(a, min(CHUNK, runs - a)) for a in range(0, runs, CHUNK)]
    threads = max(1, min(threads or processors(), len(chunks)))
    n = len(plan.members)
    kept = {name: Arm.empty(runs, n) for name in arms}
    # Where the arms part right after the record, its pinned statuses are those of every run.
    same_today = plan.at == plan.last_recorded + 1
    today = np.zeros((1 if same_today else runs, n), np.uint8)
    done = 0

    def task(chunk: tuple[int, int]) -> None:
        offset, size = chunk
        with plan.desk() as desk:
            for name, state in plan.play(desk, seed, first_run + offset, size):
                rows = slice(offset, offset + size)
                arm = kept[name]
                arm.first_exit[rows], arm.first_step[rows] = state.first_exit, state.first_step
                arm.last[rows] = state.status
                today[slice(0, 1) if same_today else rows] = (
                    state.seen_status[:1] if same_today else state.seen_status
                )

    for (_, size), _ in as_ended(task, chunks, threads):
        done += size
        if progress is not None:
            progress(done, runs)
    tallies = plan.tallies()
    return Futures(
        scenario=scenario,
        members=plan.members,
        seed=seed,
        runs=runs,
        start=scenario.start,
        last_recorded=plan.last_recorded,
        at=plan.at,
        end=plan.end,
        today=np.broadcast_to(today, (runs, n)),
        arms={name: replace(arm, tally=tallies.get(name)) for name, arm in kept.items()},
    )


@dataclass(frozen=True)
class _Entry:
    """One way from the record into the future: the World after it, and the shift of the present."""

    compiled: Compiled
    shift: w.Shift


class _Desk:
    """What one thread works with: scratch, and tallies of its own."""

    def __init__(self, members: int, months: int, record: frozenset[str]) -> None:
        self.work = ensemble.new_work(members)
        self.silent = ensemble.new_tally(0, members)
        self.shared = ensemble.new_tally(months if record else 0, members)
        self.tallies = {name: ensemble.new_tally(months, members) for name in record}


def _check(runs: int, seed: int, threads: int | None) -> None:
    if runs < 1:
        raise Refusal("out of range", field="runs", found=str(runs), allowed="1 or more")
    if not 0 <= seed <= LAST_SEED:
        allowed = f"0 to {LAST_SEED}"
        raise Refusal("out of range", field="seed", found=str(seed), allowed=allowed)
    if threads is not None and threads < 1:
        raise Refusal("out of range", field="threads", found=str(threads), allowed="1 or more")


class _Plan:
    """What all chunks have in common."""

    def __init__(
        self,
        scenario: Scenario,
        arms: Mapping[str, Do],
        at: str | None,
        record: frozenset[str],
        *,
        remember: bool,
        still: bool,
    ) -> None:
        self.scenario, self.arms, self.record = scenario, arms, record
        self.remember, self.still = remember, still
        self.members = tuple(scenario.members)
        self.base = self._compiled(scenario)
        calendar = self.base.record.calendar
        self.last_recorded, self.end = calendar.last_recorded, calendar.last
        first_free = self.last_recorded + 1
        self.at = first_free if at is None else between(scenario.start, at)
        if not first_free <= self.at <= self.end:
            free = f"{later(scenario.start, first_free)} to {later(scenario.start, self.end)}"
            message, allowed = "the arms cannot part then", f"a free month, {free}"
            raise Refusal(message, field="at", found=str(at), allowed=allowed)
        self.entries = [
            (
                change,
                self._entry(change),
                [n for n, do in arms.items() if dict(do.change) == change],
            )
            for change in self._changes()
        ]
        self.worlds = {
            name: intervene(entry.compiled.future, self.members, tuple(scenario.events), arms[name])
            for _, entry, names in self.entries
            for name in names
        }
        self._desks: list[_Desk] = []
        self._free: list[_Desk] = []
        self._lock = Lock()

    def _compiled(self, scenario: Scenario) -> Compiled:
        compiled = compile_scenario(scenario)
        return held_still(compiled) if self.still else compiled

    def _changes(self) -> list[dict[str, object]]:
        found: list[dict[str, object]] = []
        for do in self.arms.values():
            if dict(do.change) not in found:
                found.append(dict(do.change))
        return found

    def _entry(self, change: Mapping[str, object]) -> _Entry:
        if change and self.at != self.last_recorded + 1:
            message = "a change of values acts at now: the arms must part right after it"
            raise Refusal(message, field="at")
        scenario = self.scenario
        if change:
            scenario = scenario.change({f"present.{path}": value for path, value in change.items()})
        compiled = self._compiled(scenario) if change else self.base
        values = replayed(self.scenario) if compiled.stated else {}
        return _Entry(compiled, shift_of(compiled, self.members, values))

    def desk(self) -> _Lease:
        """A desk for the time of one chunk."""
        return _Lease(self)

    def play(
        self, desk: _Desk, seed: int, first: int, size: int
    ) -> Iterator[tuple[str, ensemble.State]]:
        """Each arm's last state for one chunk of runs."""
        present = self._present(desk, seed, first, size)
        for _, entry, names in self.entries:
            state = ensemble.copy(present)
            ensemble.enter(state, entry.compiled.future, entry.shift)
            common = desk.shared if self.record else desk.silent
            if self.at > self.last_recorded + 1:
                ensemble.advance(
                    entry.compiled.future,
                    state,
                    desk.work,
                    common,
                    self.last_recorded + 1,
                    self.at - 1,
                )
            ensemble.part(state, entry.compiled.future)
            for name in names:
                arm = state if name == names[-1] else ensemble.copy(state)
                tally = desk.tallies.get(name, desk.silent)
                ensemble.advance(self.worlds[name], arm, desk.work, tally, self.at, self.end)
                yield name, arm

    def _present(self, desk: _Desk, seed: int, first: int, size: int) -> ensemble.State:
        """The runs at the last recorded month, from memory where they were replayed before."""
        key = (record_hash(self.scenario), self.still, seed, first, size, bool(self.record))
        known = PRESENTS.get(key)
        if known is None:
            state = ensemble.start(self.base.record, seed, np.arange(first, first + size))
            months = self.end + 1 if self.record else 0
            tally = ensemble.new_tally(min(months, self.last_recorded + 1), len(self.members))
            ensemble.advance(self.base.record, state, desk.work, tally, 0, self.last_recorded)
            known = state, tally
            if self.remember:
                PRESENTS.put(key, known)
        state, tally = known
        if self.record:
            for whole, part in zip(desk.shared, tally, strict=True):
                whole[: self.last_recorded + 1] += part
        return state

    def tallies(self) -> dict[str, ensemble.Tally]:
        """The counts of all threads together, the shared months included."""
        total: dict[str, ensemble.Tally] = {}
        for name in self.record:
            tally = ensemble.new_tally(self.end + 1, len(self.members))
            for desk in self._desks:
                for whole, shared, own in zip(tally, desk.shared, desk.tallies[name], strict=True):
                    whole += shared
                    whole += own
            total[name] = tally
        return total


class _Lease:
    """A desk from the plan's free ones, and back."""

    def __init__(self, plan: _Plan) -> None:
        self.plan = plan

    def __enter__(self) -> _Desk:
        plan = self.plan
        with plan._lock:
            if not plan._free:
                plan._free.append(_Desk(len(plan.members), plan.end + 1, plan.record))
                plan._desks.append(plan._free[-1])
            self.desk = plan._free.pop()
        return self.desk

    def __exit__(self, *_: object) -> None:
        with self.plan._lock:
            self.plan._free.append(self.desk)
