"""Phase 1: what the world does."""

from __future__ import annotations

import numpy as np

from sim import draws
from sim.ensemble.shared import fading_of, learn, take_status
from sim.jit import phase
from sim.rules import alignment as alignment_rules
from sim.rules import beliefs, patron
from sim.rules import events as event_rules
from sim.rules.elementary import occurs
from sim.rules.status import is_free
from sim.scenario.compiling import world as w


@phase
def condition_holds(state, world, run, c):
    """Whether a condition of an event holds now.

    Parameters
    ----------
    state : State
        The runs of a chunk; changed in place.
    world : World
        What is in force this month.
    run : int
        Row of the run in the chunk.
    c : int
        Index of the condition.
    """
    i, on = world.events.condition_of[c], world.events.condition_on[c]
    if on == w.STATUS_IS:
        return state.status[run, i] == world.events.condition_level[c]
    value = state.capacity[run]
    if on == w.ALIGNMENT:
        value = state.alignment[run, i]
    elif on == w.TRUST_EXTERNAL or on == w.TRUST_REGIME:
        kind = beliefs.EXTERNAL if on == w.TRUST_EXTERNAL else beliefs.REGIME
        value = beliefs.trust(state.kept[run, i, kind], state.broken[run, i, kind])
    elif on == w.EXPECTED_COST:
        value = state.expected_cost[run, i]
    elif on == w.LEVEL:
        value = state.level[run, i, world.events.condition_level[c]]
    if world.events.condition_above[c]:
        return value > world.events.condition_value[c]
    return value < world.events.condition_value[c]


@phase
def _all_hold(state, world, run, event):
    for c in range(world.events.first_condition[event], world.events.first_condition[event + 1]):
        holds = state.seen_holds[run, c] if world.cut.conditions else state.holds[run, c]
        if not holds:
            return False
    return True


@phase
def _amount(state, world, run, month, event):
    """How much of an event happens now: 1 or 0; its mean where chance is off."""
    if not world.events.happens[event] or not _all_hold(state, world, run, event):
        return 0.0
    if world.expected:
        return event_rules.expected_amount(
            world.events.probability[event], world.events.times[event], state.happened[run, event]
        )
    if world.events.chance[event] != w.CERTAIN:
        when = 0 if world.events.chance[event] == w.ONCE else month
        stream = draws.luck(state.key[run], world.events.identity[event])
        if not occurs(world.events.probability[event], draws.uniform(stream, when, draws.EVENT)):
            return 0.0
    return event_rules.remaining(world.events.times[event], state.happened[run, event])


@phase
def _see_punishment(state, world, run, punished, fate, weight):
    learning = event_rules.weighted(world.parameters.learning, weight)
    for j in range(state.status.shape[1]):
        attention = patron.attention_to(
            j, punished, world.members.influence, state.joined[run], world.channels.precedent
        )
        m = state.expected_cost[run, j]
        state.expected_cost[run, j] = patron.learnt_cost(
            m, learning, patron.lesson(attention, fate, m)
        )


@phase
def _act(state, world, run, month, f, amount):
    """One effect of an event that happens."""
    kind, i = world.events.kind[f], world.events.actor[f]
    size = event_rules.weighted(world.events.size[f], amount)
    if kind == w.PLEDGE:
        learn(state, world, run, i, world.events.what[f], world.events.lasting[f], size)
    elif kind == w.LEAN:
        x = alignment_rules.shifted_alignment(state.alignment[run, i], size)
        state.alignment[run, i] = x
        if world.events.lasting[f]:
            baseline = alignment_rules.shifted_alignment(state.baseline[run, i], size)
            state.baseline[run, i] = baseline
    elif kind == w.SHOCK:
        if world.events.slot[f] >= 0:
            state.fading[run, world.events.slot[f]] += size
        else:
            before = state.lasting[run, i, world.events.what[f]]
            state.lasting[run, i, world.events.what[f]] = event_rules.shocked(before, size)
    elif kind == w.PUNISHMENT:
        weight = event_rules.weighted(world.events.weight[f], amount)
        _see_punishment(state, world, run, i, world.events.size[f], weight)
    elif kind == w.POLICY:
        share = world.events.what[f]
        state.policy[run, share] = event_rules.policy_after(
            state.policy[run, share], world.events.size[f], amount
        )
    elif amount >= 1.0 and is_free(world.members.hold[i], state.stopped[run, i]):
        take_status(state, world, run, i, np.uint8(world.events.what[f]), month)


@phase
def feel(state, world, run):
    """Levels as felt: lasting and fading parts together.

    Parameters
    ----------
    state : State
        The runs of a chunk; changed in place.
    world : World
        What is in force this month.
    run : int
        Row of the run in the chunk.
    """
    for i in range(state.level.shape[1]):
        for q in range(state.level.shape[2]):
            fading = fading_of(state, world, run, i, q)
            state.level[run, i, q] = event_rules.level(state.lasting[run, i, q], fading)


@phase
def events(state, world, run, month):
    """Phase 1: what the world does, in file order, conditions as at the month's beginning.

    Parameters
    ----------
    state : State
        The runs of a chunk; changed in place.
    world : World
        What is in force this month.
    run : int
        Row of the run in the chunk.
    month : int
        Months from the start of the scenario.
    """
    for i in range(state.moved.shape[1]):
        state.moved[run, i] = 0
    first, last = world.events.agenda_first[month], world.events.agenda_first[month + 1]
    if first == last and len(world.events.slot_factor) == 0:
        return
    for c in range(len(world.events.condition_of)):
        state.holds[run, c] = condition_holds(state, world, run, c)
    for s in range(len(world.events.slot_factor)):
        state.fading[run, s] = event_rules.faded(state.fading[run, s], world.events.slot_factor[s])
    for a in range(first, last):
        event = world.events.agenda[a]
        amount = _amount(state, world, run, month, event)
        state.happened[run, event] += amount
        if amount > 0.0:
            for f in range(world.events.first_effect[event], world.events.first_effect[event + 1]):
                _act(state, world, run, month, f, amount)
    feel(state, world, run)
