"""Phase 7: the patron answers moves and affronts, and all learn from it."""

from __future__ import annotations

from sim import draws
from sim.ensemble.shared import fading_of, look, reach_of
from sim.jit import phase
from sim.rules import events as event_rules
from sim.rules import patron
from sim.rules.elementary import occurs
from sim.rules.status import FROZEN, NOTICE
from sim.scenario.compiling import world as w

NO_REACTION = 9


@phase
def _reaction_to(state, world, run, month, i, work):
    p, luck = world.parameters, state.luck[run, i]
    chance = patron.reaction_probability(
        state.moved[run, i],
        state.status[run, i],
        p.attention,
        world.channels.dilution,
        patron.others_defiance(i, work.dilution_status, work.dilution_joined),
    )
    if not occurs(chance, draws.uniform(luck, month, draws.REACTION)):
        return NO_REACTION
    u = draws.uniform(luck, month, draws.POLICY)
    return patron.reaction(u, state.policy[run, 0], state.policy[run, 1])


@phase
def _endure(state, world, run, i, reaction):
    """What a reaction does to the member that it answers, and to the patron's capacity."""
    p = world.parameters
    if reaction == patron.COERCE:
        state.alignment[run, i] = patron.embittered(state.alignment[run, i], p.backlash)
        dependence = state.level[run, i, w.DEPENDENCE]
        lasting = patron.eroded(state.lasting[run, i, w.DEPENDENCE], p.erosion, dependence)
        state.lasting[run, i, w.DEPENDENCE] = lasting
        fading = fading_of(state, world, run, i, w.DEPENDENCE)
        state.level[run, i, w.DEPENDENCE] = event_rules.level(lasting, fading)
        dilution = 0.0 if world.cut.dilution else world.channels.dilution
        state.capacity[run] = patron.spent(state.capacity[run], dilution, p.cost)
    elif reaction == patron.CONCEDE:
        state.alignment[run, i] = patron.warmed(state.alignment[run, i], p.warmth)
        for kind in range(2):
            state.kept[run, i, kind] = patron.conceded(state.kept[run, i, kind], p.concession)


@phase
def react(state, world, run, month, work):
    """Phase 7: the patron answers moves and affronts; all learn from the answered moves.

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
    work : Work
        Scratch of the thread.
    """
    p, n = world.parameters, state.status.shape[1]
    reactions, lessons = 0, 0
    look(state, world, run, work)
    for i in range(n):
        work.reaction[i] = NO_REACTION
        work.answered[i] = 0
        watched = state.status[run, i] == FROZEN or state.status[run, i] == NOTICE
        if state.moved[run, i] or watched:
            work.reaction[i] = _reaction_to(state, world, run, month, i, work)
        if work.reaction[i] != NO_REACTION:
            reactions += 1
            if state.moved[run, i]:
                lessons += 1
                work.answered[i] = 1
                reach = reach_of(state, world, run, i, work)
                work.fate[i] = patron.fate(work.reaction[i], reach, p.wait_fate)
    if reactions == 0:
        return
    for i in range(n):
        _endure(state, world, run, i, work.reaction[i])
    if lessons > 0:
        precedent = world.channels.precedent
        for j in range(n):
            m = state.expected_cost[run, j]
            learnt = patron.lessons(
                j,
                m,
                work.fate,
                work.answered,
                world.members.influence,
                state.joined[run],
                precedent,
            )
            state.expected_cost[run, j] = patron.learnt_cost(m, p.learning, learnt)
