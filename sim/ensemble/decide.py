"""Phase 6: every member weighs staying, and may take a step."""

from __future__ import annotations

from sim import draws
from sim.ensemble.shared import look, reach_of, take_status
from sim.jit import phase
from sim.rules import beliefs, decision
from sim.rules.elementary import occurs
from sim.rules.status import (
    ACTIVE,
    FROZEN,
    HOLD_FROM_EXIT,
    NOTICE,
    OUT,
    held_status,
    is_free,
    is_outward,
)
from sim.scenario.compiling import world as w


@phase
def _weigh(state, world, run, i, work):
    """The named terms of one decision, and their sum."""
    p = world.parameters
    absent = decision.absent_share(i, world.members.weight, work.club_status, work.club_joined)
    external = beliefs.trust(state.kept[run, i, 0], state.broken[run, i, 0])
    regime = beliefs.trust(state.kept[run, i, 1], state.broken[run, i, 1])
    threat, risk = state.level[run, i, w.THREAT], state.level[run, i, w.REGIME_RISK]
    dependence, presence = state.level[run, i, w.DEPENDENCE], state.level[run, i, w.PRESENCE]
    m, reach = state.expected_cost[run, i], reach_of(state, world, run, i, work)
    security = decision.protection_term(p.w_security, threat, external)
    insurance = decision.protection_term(p.w_insurance, risk, regime)
    ties = decision.ties_term(p.w_ties, dependence)
    fear = decision.fear_term(p.w_fear, m, dependence, presence, reach)
    club = decision.club_term(world.channels.club, p.w_club, absent)
    leaning = decision.alignment_term(p.w_alignment, state.alignment[run, i])
    pull = decision.pull_term(p.w_pull, state.level[run, i, w.PULL])
    shared, firm = state.weather[run], state.frailty[run]
    work.terms[i, 0] = p.w_inertia
    work.terms[i, 1] = security
    work.terms[i, 2] = insurance
    work.terms[i, 3] = ties
    work.terms[i, 4] = fear
    work.terms[i, 5] = club
    work.terms[i, 6] = leaning
    work.terms[i, 7] = pull
    work.terms[i, 8] = shared
    work.terms[i, 9] = firm
    return decision.value_of_staying(
        p.w_inertia, security, insurance, ties, fear, club, leaning, pull, shared, firm
    )


@phase
def _couple(state, world, run, month, work):
    """Which blocs decide as one this month, and on which draw."""
    for b in range(len(world.blocs.identity)):
        stream = draws.luck(state.key[run], world.blocs.identity[b])
        work.coupled[b] = occurs(
            world.blocs.cohesion[b], draws.uniform(stream, month, draws.COHESION)
        )
        work.joint[b] = draws.uniform(stream, month, draws.JOINT)


@phase
def _draw(state, world, run, month, i, work):
    """The draw of a member's decision: its own, or in a joint act that of its bloc."""
    bloc = world.members.bloc[i]
    if bloc != w.ALONE and work.coupled[bloc]:
        return work.joint[bloc]
    return draws.uniform(state.luck[run, i], month, draws.DECISION)


@phase
def _pressure(state, world, run, i, value):
    """The pressure outwards by the scenario's rule of decision."""
    p, status = world.parameters, state.status[run, i]
    if world.decision == decision.THRESHOLD:
        bar = state.bar[run, i]
        if status != ACTIVE:
            bar = decision.second_bar(bar, p.threshold_gap, state.second_bar[run, i])
        return decision.pressure_over(bar, value)
    if world.decision == decision.QUANTAL:
        if status == ACTIVE:
            freezes = world.calendar.freezes
            return decision.quantal_pressure(p.precision, value, p.w_inertia, freezes)
        return decision.precise_pressure(p.precision, value)
    return decision.pressure(value)


@phase
def _choose(state, world, run, month, i, value, work):
    """The status that a member chooses, given what staying is worth."""
    p, status = world.parameters, state.status[run, i]
    h = _pressure(state, world, run, i, value)
    u = _draw(state, world, run, month, i, work)
    multiplier = world.calendar.multiplier[month]
    if status == ACTIVE:
        outwards = decision.outward_probability(p.rate_out, multiplier, h)
        share = p.freeze_share
        if world.decision == decision.QUANTAL:
            freezes = world.calendar.freezes
            share = decision.quantal_freeze_share(p.precision, value, p.w_inertia, freezes)
        return decision.status_from_active(u, outwards, share)
    if status == FROZEN:
        outwards = decision.outward_probability(p.rate_finish, multiplier, h)
        return decision.status_from_frozen(u, outwards, decision.back_probability(p.rate_back, h))
    if status == NOTICE:
        back = decision.back_probability(p.rate_back, h)
        return decision.status_from_notice(u, back, month, state.exit_due[run, i])
    return decision.status_from_out(u, decision.back_probability(p.rate_return, h))


@phase
def decide(state, world, run, month, work):
    """Phase 6: every member weighs staying, and may take a step.

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
    look(state, world, run, work)
    _couple(state, world, run, month, work)
    for i in range(state.status.shape[1]):
        hold = world.members.hold[i]
        value = _weigh(state, world, run, i, work)
        if is_free(hold, state.stopped[run, i]):
            work.status[i] = _choose(state, world, run, month, i, value, work)
        elif hold == HOLD_FROM_EXIT:
            work.status[i] = state.status[run, i]
        else:
            work.status[i] = held_status(hold, state.seen_status[run, i])
    for i in range(state.status.shape[1]):
        if is_free(world.members.hold[i], state.stopped[run, i]):
            take_status(state, world, run, i, work.status[i], month)
        else:
            _be_held(state, run, i, work.status[i])
        if state.status[run, i] == OUT and state.first_exit[run, i] == w.NOT_YET:
            state.first_exit[run, i] = month


@phase
def heed_record(state, world, run, month, work):
    """What the record says of thresholds: who could have moved and did not; who did.

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
    p, multiplier = world.parameters, world.calendar.multiplier[month]
    look(state, world, run, work)
    _couple(state, world, run, month, work)
    for i in range(state.status.shape[1]):
        value = _weigh(state, world, run, i, work)
        u = _draw(state, world, run, month, i, work)
        if state.moved[run, i]:
            state.bar[run, i] = decision.lowered_bar(state.bar[run, i], value)
        elif state.status[run, i] == ACTIVE:
            if occurs(decision.outward_probability(p.rate_out, multiplier, 1.0), u):
                state.bar[run, i] = decision.raised_bar(state.bar[run, i], value)
        elif state.status[run, i] == FROZEN:  # noqa: SIM102 - the same shape as for ACTIVE
            if occurs(decision.outward_probability(p.rate_finish, multiplier, 1.0), u):
                state.second_bar[run, i] = decision.raised_bar(state.second_bar[run, i], value)


@phase
def _be_held(state, run, i, status):
    """A held member is put where it is held: no notice period, no renewal."""
    before = state.status[run, i]
    if status != before:
        state.moved[run, i] = is_outward(before, status)
    if status != OUT:
        state.joined[run, i] = 1
    state.status[run, i] = status
