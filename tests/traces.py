"""Everything that changes in some runs, month by month, as each of the two engines has it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim import ensemble
from sim.futures.experiment import replayed
from sim.model import AllianceModel
from sim.rules.status import HOLD_FROM_EXIT, HOLD_TODAY, STATUSES
from sim.scenario.compiling import world as w
from sim.scenario.compiling.compile import Compiled, compile_scenario
from sim.scenario.compiling.interventions import Do, intervene
from sim.scenario.compiling.present import shift_of
from sim.scenario.scenario import Scenario

KEPT = (
    "status", "joined", "moved", "stopped", "bar", "second_bar", "exit_due", "first_exit",
    "first_step", "alignment", "baseline", "pull_start",
    "kept", "broken", "expected_cost", "lasting", "level", "capacity", "weather", "frailty",
    "policy",
    "happened",
)  # fmt: skip
"""What a trace keeps of the state: all that changes in a run, but for what is seen at a branch."""

OF_MEMBERS = KEPT[:17]
"""Of these, what each member has its own of; ``lasting`` and ``level`` keep the patron's last."""


@dataclass(frozen=True)
class Trace:
    """Some runs. Each of ``states`` goes by run and month, most then by member.

    Attributes
    ----------
    terms : float64 (runs, free months, members, 10)
        Of the compiled engine, whose scratch keeps those of one run, the last run's alone.
    luck : int64 (runs, members)
        The stream that each member draws from.
    tally : Tally or None
        The compiled engine's counts over the runs.
    """

    states: Mapping[str, np.ndarray]
    terms: np.ndarray
    last_recorded: int
    luck: np.ndarray
    tally: ensemble.Tally | None = None

    def __getattr__(self, name: str) -> np.ndarray:
        try:
            return self.states[name]
        except KeyError:
            raise AttributeError(name) from None

    def free(self, name: str) -> np.ndarray:
        """A quantity in the free months alone."""
        return self.states[name][:, self.last_recorded + 1 :]

    def of(self, members: Sequence[int]) -> dict[str, np.ndarray]:
        """All that some members have of their own, by quantity."""
        return {name: self.states[name][:, :, members] for name in OF_MEMBERS}

    @property
    def digest(self) -> str:
        """A hash of the bits of all states, counts and terms."""
        whole = hashlib.sha256()
        for array in (*self.states.values(), *(self.tally or ()), self.terms[-1]):
            whole.update(np.ascontiguousarray(array).tobytes())
        return whole.hexdigest()


def doing(stated: Mapping[str, Any]) -> tuple[Do, int | None]:
    """An intervention as the engines want it, from one that the strategies made up."""
    codes = {"today": HOLD_TODAY, "from exit": HOLD_FROM_EXIT} | {
        name: code for code, name in enumerate(STATUSES)
    }
    do = Do(
        hold={name: codes[status] for name, status in stated["hold"].items()},
        without=frozenset(stated["without"]),
        cut=frozenset(stated["cut"]),
    )
    return do, stated["at"]


def _shift(scenario: Scenario, compiled: Compiled) -> w.Shift:
    values = replayed(scenario) if compiled.stated else {}
    return shift_of(compiled, tuple(scenario.members), values)


def ensemble_trace(
    scenario: Scenario,
    seed: int,
    runs: Sequence[int],
    do: Do | None = None,
    at: int | None = None,
) -> Trace:
    """These runs as the compiled engine plays them, one call for each month."""
    compiled = compile_scenario(scenario)
    calendar = compiled.record.calendar
    first_free = calendar.last_recorded + 1
    at = first_free if at is None else at
    members, events = tuple(scenario.members), tuple(scenario.events)
    state = ensemble.start(compiled.record, seed, np.array(runs))
    work = ensemble.new_work(len(members))
    tally = ensemble.new_tally(calendar.last + 1, len(members))
    world, rows, terms = compiled.record, [], []
    for month in range(calendar.last + 1):
        if month == first_free:
            world = compiled.future
        if month == at:
            ensemble.part(state, world)
            world = intervene(world, members, events, do or Do())
        ensemble.advance(world, state, work, tally, month, month)
        if month == calendar.last_recorded:
            ensemble.enter(state, compiled.future, _shift(scenario, compiled))
        rows.append(ensemble.copy(state))
        if month >= first_free:
            terms.append(work.terms.copy())
    states = {name: np.stack([getattr(row, name) for row in rows], axis=1) for name in KEPT}
    return Trace(states, np.array([terms]), calendar.last_recorded, state.luck, tally)


def mesa_trace(
    scenario: Scenario,
    seed: int,
    runs: Sequence[int],
    do: Do | None = None,
    at: int | None = None,
) -> Trace:
    """These runs as the agents play them, one model for each run."""
    compiled = compile_scenario(scenario)
    calendar = compiled.record.calendar
    every, terms, luck = [], [], []
    for run in runs:
        model = AllianceModel(scenario, seed=seed, run=run, do=do, at=at, compiled=compiled)
        rows, weighed = [], []
        for _ in range(calendar.last + 1):
            model.step()
            rows.append(_row(model))
            if model.is_free:
                weighed.append([member.terms for member in model.members])
        every.append(rows)
        terms.append(weighed)
        luck.append([member.luck for member in model.members])
    states = {name: np.array([[row[name] for row in rows] for rows in every]) for name in KEPT}
    return Trace(states, np.array(terms), calendar.last_recorded, np.array(luck))


def _row(model: AllianceModel) -> dict[str, np.ndarray]:
    """The state of the agents, laid out as the compiled engine lays it out."""
    own = {
        name: [getattr(member, name) for member in model.members]
        for name in OF_MEMBERS
        if name not in ("lasting", "level")
    }
    patron, zeros = model.patron, [0.0] * 4
    row = own | {
        "lasting": [*(m.lasting for m in model.members), [patron.lasting_target, *zeros]],
        "level": [*(m.level for m in model.members), [patron.target, *zeros]],
        "capacity": patron.capacity,
        "weather": model.disturbance,
        "frailty": model.frailty,
        "policy": patron.policy,
        "happened": model.agenda.happened,
    }
    return {name: np.array(value) for name, value in row.items()}  # the agents' own lists live on
