"""The state of a chunk of runs, the scratch of a thread, and what is counted over runs."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import draws
from sim.jit import kernel
from sim.rules import decision, frailty
from sim.rules.status import OUT
from sim.scenario.compiling import world as w

BINS = 256
FIXED_POINT = 4294967296.0  # sums over runs are int64 multiples of 2^-32: no order, no rounding


class Work(NamedTuple):
    """Scratch of one thread: what a phase has planned before it commits."""

    alignment: NDArray[np.float64]  # (members,)
    status: NDArray[np.uint8]  # (members,)
    asks: NDArray[np.uint8]  # (members, 2)
    fate: NDArray[np.float64]  # (members,)
    answered: NDArray[np.uint8]  # (members,)
    reaction: NDArray[np.uint8]  # (members,)
    terms: NDArray[np.float64]  # (members, 10)
    coupled: NDArray[np.uint8]  # (members,): 1 for a bloc that decides as one this month
    joint: NDArray[np.float64]  # (members,): the draw of each bloc
    club_status: NDArray[np.uint8]  # (members,): what is seen through each channel
    club_joined: NDArray[np.uint8]
    peers_joined: NDArray[np.uint8]
    peers_shift: NDArray[np.float64]
    dilution_status: NDArray[np.uint8]
    dilution_joined: NDArray[np.uint8]
    discipline_status: NDArray[np.uint8]
    discipline_joined: NDArray[np.uint8]
    discipline_alignment: NDArray[np.float64]


class State(NamedTuple):
    """The state of a chunk of runs at the end of a month."""

    luck: NDArray[np.int64]  # (runs, members)
    key: NDArray[np.int64]  # (runs,)
    patron_luck: NDArray[np.int64]  # (runs,)
    capacity: NDArray[np.float64]  # (runs,)
    weather: NDArray[np.float64]  # (runs,)
    frailty: NDArray[np.float64]  # (runs,)
    policy: NDArray[np.float64]  # (runs, 2)
    alignment: NDArray[np.float64]  # (runs, members)
    baseline: NDArray[np.float64]  # (runs, members)
    pull_start: NDArray[np.float64]  # (runs, members)
    kept: NDArray[np.float64]  # (runs, members, 2)
    broken: NDArray[np.float64]  # (runs, members, 2)
    expected_cost: NDArray[np.float64]  # (runs, members)
    status: NDArray[np.uint8]  # (runs, members)
    joined: NDArray[np.uint8]  # (runs, members)
    exit_due: NDArray[np.int64]  # (runs, members)
    moved: NDArray[np.uint8]  # (runs, members)
    stopped: NDArray[np.uint8]  # (runs, members): 1 from the exit on that a hold did not allow
    bar: NDArray[np.float64]  # (runs, members): threshold, where decisions have one
    second_bar: NDArray[np.float64]  # (runs, members): what the record demands of the second
    first_exit: NDArray[np.int16]  # (runs, members)
    first_step: NDArray[np.int16]  # (runs, members): of a member that was ACTIVE at first
    lasting: NDArray[np.float64]  # (runs, members + 1, 5)
    level: NDArray[np.float64]  # (runs, members + 1, 5)
    fading: NDArray[np.float64]  # (runs, slots)
    happened: NDArray[np.float64]  # (runs, events)
    holds: NDArray[np.uint8]  # (runs, conditions)
    seen_status: NDArray[np.uint8]  # (runs, members): as at the branch, likewise the next four
    seen_joined: NDArray[np.uint8]
    seen_alignment: NDArray[np.float64]
    seen_baseline: NDArray[np.float64]
    seen_holds: NDArray[np.uint8]  # (runs, conditions)


class Tally(NamedTuple):
    """Counts over runs; months without a row are not recorded."""

    status: NDArray[np.int64]  # (months, members, 4)
    alignment: NDArray[np.int64]  # (months, members, BINS) on [-1, 1]
    trust: NDArray[np.int64]  # (months, members, BINS) on [0, 1]
    terms: NDArray[np.int64]  # (months, members, 10), fixed point


def new_tally(months: int, members: int) -> Tally:
    """An empty tally; ``months`` 0 records nothing."""
    return Tally(
        status=np.zeros((months, members, 4), np.int64),
        alignment=np.zeros((months, members, BINS), np.int64),
        trust=np.zeros((months, members, BINS), np.int64),
        terms=np.zeros((months, members, len(decision.TERMS)), np.int64),
    )


def new_work(members: int) -> Work:
    """Scratch for one thread."""
    return Work(
        alignment=np.zeros(members),
        status=np.zeros(members, np.uint8),
        asks=np.zeros((members, 2), np.uint8),
        fate=np.zeros(members),
        answered=np.zeros(members, np.uint8),
        reaction=np.zeros(members, np.uint8),
        terms=np.zeros((members, len(decision.TERMS))),
        coupled=np.zeros(members, np.uint8),
        joint=np.zeros(members),
        club_status=np.zeros(members, np.uint8),
        club_joined=np.zeros(members, np.uint8),
        peers_joined=np.zeros(members, np.uint8),
        peers_shift=np.zeros(members),
        dilution_status=np.zeros(members, np.uint8),
        dilution_joined=np.zeros(members, np.uint8),
        discipline_status=np.zeros(members, np.uint8),
        discipline_joined=np.zeros(members, np.uint8),
        discipline_alignment=np.zeros(members),
    )


def start(world: w.World, seed: int, runs: NDArray[np.int64]) -> State:
    """The state before the first month, for the numbered runs of a seed.

    Parameters
    ----------
    world : World
        What is in force at the start.
    seed : int
        From 0 to 2^63 - 1.
    runs : int64 array (runs,)
        Numbers of the runs.
    """
    members, n = world.members, len(world.members.weight)
    size, slots = len(runs), len(world.events.slot_factor)
    conditions = len(world.events.condition_of)

    def each(row: NDArray[Any]) -> NDArray[Any]:
        return np.repeat(row[np.newaxis], size, axis=0)

    joined = (members.status != OUT).astype(np.uint8)
    target = members.levels[n, w.CAPACITY_TARGET]
    state = State(
        luck=np.zeros((size, n), np.int64),
        key=np.zeros(size, np.int64),
        patron_luck=np.zeros(size, np.int64),
        capacity=np.full(size, target),
        weather=np.zeros(size),
        frailty=np.zeros(size),
        policy=each(world.policy),
        alignment=each(members.alignment),
        baseline=each(members.alignment),
        pull_start=each(np.ascontiguousarray(members.levels[:n, w.PULL])),
        kept=each(members.kept),
        broken=each(members.broken),
        expected_cost=each(members.expected_cost),
        status=each(members.status),
        joined=each(joined),
        exit_due=np.full((size, n), world.calendar.notice_months, np.int64),
        moved=np.zeros((size, n), np.uint8),
        stopped=np.zeros((size, n), np.uint8),
        bar=np.zeros((size, n)),
        second_bar=np.full((size, n), decision.NO_BAR),
        first_exit=np.full((size, n), w.NOT_YET, np.int16),
        first_step=np.full((size, n), w.NOT_YET, np.int16),
        lasting=each(members.levels),
        level=each(members.levels),
        fading=np.zeros((size, slots)),
        happened=np.zeros((size, len(world.events.identity))),
        holds=np.zeros((size, conditions), np.uint8),
        seen_status=each(members.status),
        seen_joined=each(joined),
        seen_alignment=each(members.alignment),
        seen_baseline=each(members.alignment),
        seen_holds=np.zeros((size, conditions), np.uint8),
    )
    deal(state, world, seed, runs)
    return state


@kernel
def deal(state, world, seed, runs):
    """Give the runs their luck: every later draw follows from it.

    Parameters
    ----------
    state : State
        The runs of a chunk; changed in place.
    world : World
        What is in force this month.
    seed : int
        From 0 to 2^63 - 1.
    runs : int64 array (runs,)
        Numbers of the runs.
    """
    p = world.parameters
    for run in range(len(runs)):
        state.key[run] = draws.run_key(seed, runs[run])
        state.patron_luck[run] = draws.luck(state.key[run], world.patron)
        state.frailty[run] = frailty.frailty(
            p.frailty_sd,
            world.derived.frailty_centre,
            draws.noise(state.patron_luck[run], 0, draws.FRAILTY),
        )
        for i in range(state.status.shape[1]):
            state.luck[run, i] = draws.luck(state.key[run], world.members.identity[i])
            luck = draws.noise(state.luck[run, i], 0, draws.THRESHOLD)
            state.bar[run, i] = decision.threshold_of(p.threshold_mean, p.threshold_sd, luck)


def copy(state: State) -> State:
    """An independent copy: what every arm of a branch starts from."""
    arrays: tuple[Any, ...] = state
    return State(*(array.copy() for array in arrays))
