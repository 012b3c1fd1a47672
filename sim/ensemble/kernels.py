"""The months of a chunk of runs: the record, the step into the future, the parting of the arms."""

from __future__ import annotations

import numpy as np

from sim.ensemble.align import align
from sim.ensemble.crises import crises
from sim.ensemble.decide import decide, heed_record
from sim.ensemble.events import condition_holds, events, feel
from sim.ensemble.memory import memory
from sim.ensemble.react import react
from sim.ensemble.shared import trust_of
from sim.ensemble.state import BINS, FIXED_POINT, State, Tally, Work
from sim.ensemble.weather import weather
from sim.jit import kernel, phase
from sim.rules import alignment as alignment_rules
from sim.rules import beliefs, decision, present
from sim.rules.status import ACTIVE, OUT, UNHELD, begun_notice
from sim.scenario.compiling import world as w


@phase
def _fixed(value):
    return np.int64(np.floor(value * FIXED_POINT + 0.5))


@phase
def _bin(value, low, width):
    return min(max(int((value - low) / width * BINS), 0), BINS - 1)


@phase
def _record(state, run, month, work, tally, free):
    for i in range(state.status.shape[1]):
        tally.status[month, i, state.status[run, i]] += 1
        tally.alignment[month, i, _bin(state.alignment[run, i], -1.0, 2.0)] += 1
        tally.trust[month, i, _bin(trust_of(state, run, i), 0.0, 1.0)] += 1
        if free:
            for k in range(work.terms.shape[1]):
                tally.terms[month, i, k] += _fixed(work.terms[i, k])


@kernel
def advance(world: w.World, state: State, work: Work, tally: Tally, first: int, last: int) -> None:
    """Play the months ``first`` to ``last`` of every run of a chunk; the state changes in place.

    Months up to ``calendar.last_recorded`` are the record: events act, statuses are pinned, and
    phases 3, 6 and 7 move nothing.

    Parameters
    ----------
    world : World
        What is in force this month.
    state : State
        The runs of a chunk; changed in place.
    work : Work
        Scratch of the thread.
    tally : Tally
        Counts over runs, added to; without rows nothing is recorded.
    first : int
        First month to play, from the start of the scenario.
    last : int
        Last month to play.
    """
    for run in range(len(state.key)):
        for month in range(first, last + 1):
            free = month > world.calendar.last_recorded
            events(state, world, run, month)
            weather(state, world, run, month)
            if free:
                crises(state, world, run, month, work)
            memory(state, world, run)
            align(state, world, run, month, work)
            if free:
                decide(state, world, run, month, work)
                react(state, world, run, month, work)
            elif world.decision == decision.THRESHOLD:
                heed_record(state, world, run, month, work)
            if len(tally.status) > 0:
                _record(state, run, month, work, tally, free)


@kernel
def enter(state: State, world: w.World, shift: w.Shift) -> None:
    """From the record to the future: ``present:`` shifts every run; who is out is noted.

    Parameters
    ----------
    state : State
        The runs of a chunk; changed in place.
    world : World
        What is in force after the record.
    shift : Shift
        How far ``present:`` moves each quantity.
    """
    last_recorded, notice = world.calendar.last_recorded, world.calendar.notice_months
    n = state.status.shape[1]
    for run in range(len(state.key)):
        for i in range(n):
            x = shift.alignment[i]
            state.alignment[run, i] = alignment_rules.shifted_alignment(state.alignment[run, i], x)
            state.baseline[run, i] = alignment_rules.shifted_alignment(state.baseline[run, i], x)
            state.expected_cost[run, i] = present.moved_share(
                state.expected_cost[run, i], shift.expected_cost[i]
            )
            pull = present.moved_share(state.pull_start[run, i], shift.levels[i, w.PULL])
            state.pull_start[run, i] = pull
            for kind in range(2):
                if shift.trust[i, kind] != 0.0:
                    kept, broken = state.kept[run, i, kind], state.broken[run, i, kind]
                    trust = present.moved_trust(kept, broken, shift.trust[i, kind])
                    firm = present.firmness(kept, broken)
                    state.kept[run, i, kind] = beliefs.count_for_trust(trust, firm)
                    state.broken[run, i, kind] = beliefs.broken_for_trust(trust, firm)
            if shift.status[i] != UNHELD:
                status = begun_notice(shift.status[i], notice, False)
                state.status[run, i] = status
                state.exit_due[run, i] = last_recorded + notice
                if status != OUT:
                    state.joined[run, i] = 1
            out, active = state.status[run, i] == OUT, state.status[run, i] == ACTIVE
            state.first_exit[run, i] = w.WAS_OUT if out else w.NOT_YET
            state.first_step[run, i] = w.NOT_YET if active else w.WAS_AWAY
        for i in range(n + 1):
            for q in range(state.lasting.shape[2]):
                state.lasting[run, i, q] = present.moved_share(
                    state.lasting[run, i, q], shift.levels[i, q]
                )
        state.capacity[run] = present.moved_share(state.capacity[run], shift.capacity)
        for share in range(2):
            if shift.policy[share] >= 0.0:
                state.policy[run, share] = shift.policy[share]
        feel(state, world, run)


@kernel
def part(state: State, world: w.World) -> None:
    """The arms part here: what is cut, or held as today, keeps what everyone saw at this moment."""
    for run in range(len(state.key)):
        for i in range(state.status.shape[1]):
            state.seen_status[run, i] = state.status[run, i]
            state.seen_joined[run, i] = state.joined[run, i]
            state.seen_alignment[run, i] = state.alignment[run, i]
            state.seen_baseline[run, i] = state.baseline[run, i]
        for c in range(len(world.events.condition_of)):
            state.seen_holds[run, c] = condition_holds(state, world, run, c)
