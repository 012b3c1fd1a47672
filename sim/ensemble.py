"""The compiled engine: many runs at once, the same rules as the agents of ``sim.model``.

One function a phase, named as in ``AllianceModel.PHASES``. A phase holds order, indexing and
storage; every formula is a rule. Within a phase all members read the state before it, then all
commit. Arrays are indexed by run and member; a chunk of runs belongs to one thread.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import draws
from sim.jit import kernel, phase
from sim.rules import alignment as align_rules
from sim.rules import beliefs, crisis, decision, patron, present
from sim.rules import events as event_rules
from sim.rules import weather as weather_rules
from sim.rules.elementary import occurs
from sim.rules.status import (
    ACTIVE,
    FROZEN,
    HOLD_FROM_EXIT,
    NOTICE,
    OUT,
    UNHELD,
    begun_notice,
    held_status,
    is_free,
    is_outward,
    is_stopped,
)
from sim.scenario import world as w

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
    terms: NDArray[np.float64]  # (members, 9)
    club_status: NDArray[np.uint8]  # (members,): what is seen through each channel
    club_joined: NDArray[np.uint8]
    drift_status: NDArray[np.uint8]
    drift_joined: NDArray[np.uint8]
    drift_alignment: NDArray[np.float64]
    drift_baseline: NDArray[np.float64]
    spread_status: NDArray[np.uint8]
    spread_joined: NDArray[np.uint8]
    peer_status: NDArray[np.uint8]
    peer_joined: NDArray[np.uint8]
    peer_alignment: NDArray[np.float64]


class State(NamedTuple):
    """The state of a chunk of runs at the end of a month."""

    luck: NDArray[np.int64]  # (runs, members)
    key: NDArray[np.int64]  # (runs,)
    patron_luck: NDArray[np.int64]  # (runs,)
    capacity: NDArray[np.float64]  # (runs,)
    weather: NDArray[np.float64]  # (runs,)
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
    terms: NDArray[np.int64]  # (months, members, 9), fixed point


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
        club_status=np.zeros(members, np.uint8),
        club_joined=np.zeros(members, np.uint8),
        drift_status=np.zeros(members, np.uint8),
        drift_joined=np.zeros(members, np.uint8),
        drift_alignment=np.zeros(members),
        drift_baseline=np.zeros(members),
        spread_status=np.zeros(members, np.uint8),
        spread_joined=np.zeros(members, np.uint8),
        peer_status=np.zeros(members, np.uint8),
        peer_joined=np.zeros(members, np.uint8),
        peer_alignment=np.zeros(members),
    )


def start(world: w.World, seed: int, runs: NDArray[np.int64]) -> State:
    """The state before the first month, for the numbered runs of a seed."""
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
    _deal(state, world, seed, runs)
    return state


@kernel
def _deal(state, world, seed, runs):
    p = world.parameters
    for run in range(len(runs)):
        state.key[run] = draws.run_key(seed, runs[run])
        state.patron_luck[run] = draws.luck(state.key[run], world.patron)
        for i in range(state.status.shape[1]):
            state.luck[run, i] = draws.luck(state.key[run], world.members.identity[i])
            luck = draws.noise(state.luck[run, i], 0, draws.THRESHOLD)
            state.bar[run, i] = decision.threshold_of(p.threshold_mean, p.threshold_sd, luck)


def copy(state: State) -> State:
    """An independent copy: what every arm of a branch starts from."""
    arrays: tuple[Any, ...] = state
    return State(*(array.copy() for array in arrays))


# --- phase 1: events ------------------------------------------------------------------------------


@phase
def _condition_holds(state, world, run, c):
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
def _learn(state, world, run, victim, kind, kept, size):
    """The victim of a case learns, and everyone who heeds it."""
    p, reputation = world.parameters, world.channels.reputation
    own = beliefs.first_hand_evidence(size, p.salience)
    for j in range(state.status.shape[1]):
        if j == victim:
            evidence = own
        else:
            evidence = beliefs.observed_evidence(
                own, p.watch, world.members.influence[j, victim], reputation
            )
        other = beliefs.other_type(evidence, p.cross_type)
        if kept:
            state.kept[run, j, kind] += evidence
            state.kept[run, j, 1 - kind] += other
        else:
            state.broken[run, j, kind] += evidence
            state.broken[run, j, 1 - kind] += other


@phase
def _take_status(state, world, run, i, status, month):
    """A member takes a status; its clock and its place among those who are or were in follow."""
    before = state.status[run, i]
    if status == before:  # a running notice keeps its clock
        return
    notice_months, new = world.calendar.notice_months, status
    if month > world.calendar.last_recorded:  # the record is taken as it is
        new = begun_notice(status, notice_months, world.calendar.renewal[month])
    if new == before:
        return
    if is_stopped(world.members.hold[i], before, new):
        state.stopped[run, i] = 1
        return
    state.moved[run, i] = is_outward(before, new)
    if new == NOTICE:
        state.exit_due[run, i] = month + notice_months
    if new != OUT:
        state.joined[run, i] = 1
    state.status[run, i] = new


@phase
def _see_punishment(state, world, run, punished, fate, weight):
    learning = event_rules.weighted(world.parameters.learning, weight)
    for j in range(state.status.shape[1]):
        attention = patron.attention_to(
            j, punished, world.members.influence, world.channels.precedent
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
        _learn(state, world, run, i, world.events.what[f], world.events.lasting[f], size)
    elif kind == w.LEAN:
        x = align_rules.shifted_alignment(state.alignment[run, i], size)
        state.alignment[run, i] = x
        if world.events.lasting[f]:
            baseline = align_rules.shifted_alignment(state.baseline[run, i], size)
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
        _take_status(state, world, run, i, np.uint8(world.events.what[f]), month)


@phase
def _feel(state, world, run):
    """Levels as felt: lasting and fading parts together."""
    for i in range(state.level.shape[1]):
        for q in range(state.level.shape[2]):
            fading = 0.0
            for s in range(len(world.events.slot_factor)):
                if world.events.slot_actor[s] == i and world.events.slot_level[s] == q:
                    fading += state.fading[run, s]
            state.level[run, i, q] = event_rules.level(state.lasting[run, i, q], fading)


@phase
def events(state, world, run, month):
    """Phase 1: what the world does, in file order, conditions as at the month's beginning."""
    for i in range(state.moved.shape[1]):
        state.moved[run, i] = 0
    first, last = world.events.agenda_first[month], world.events.agenda_first[month + 1]
    if first == last and len(world.events.slot_factor) == 0:
        return
    for c in range(len(world.events.condition_of)):
        state.holds[run, c] = _condition_holds(state, world, run, c)
    for s in range(len(world.events.slot_factor)):
        state.fading[run, s] = event_rules.faded(state.fading[run, s], world.events.slot_factor[s])
    for a in range(first, last):
        event = world.events.agenda[a]
        amount = _amount(state, world, run, month, event)
        state.happened[run, event] += amount
        if amount > 0.0:
            for f in range(world.events.first_effect[event], world.events.first_effect[event + 1]):
                _act(state, world, run, month, f, amount)
    _feel(state, world, run)


# --- phases 2 to 5 --------------------------------------------------------------------------------


@phase
def weather(state, world, run, month):
    """Phase 2: the patron's capacity, and the disturbance that all share."""
    p, luck = world.parameters, state.patron_luck[run]
    target = state.level[run, len(world.members.weight), w.CAPACITY_TARGET]
    state.capacity[run] = weather_rules.next_capacity(
        state.capacity[run],
        target,
        p.cap_reversion,
        p.cap_noise,
        draws.noise(luck, month, draws.CAPACITY),
    )
    state.weather[run] = weather_rules.next_weather(
        state.weather[run],
        world.derived.weather_persistence,
        world.derived.weather_innovation,
        draws.noise(luck, month, draws.WEATHER),
    )


@phase
def _asks(state, world, run, month, i, kind):
    """Whether a member falls into a crisis of this kind, and asks for help."""
    p, luck = world.parameters, state.luck[run, i]
    rate = p.crisis_external if kind == beliefs.EXTERNAL else p.crisis_regime
    exposure = state.level[run, i, w.THREAT if kind == beliefs.EXTERNAL else w.REGIME_RISK]
    strikes = crisis.crisis_probability(rate, exposure)
    if not occurs(strikes, draws.uniform(luck, month, draws.CRISIS + kind)):
        return False
    trust = beliefs.trust(state.kept[run, i, kind], state.broken[run, i, kind])
    asks = crisis.ask_probability(p.reluctance, trust)
    return occurs(asks, draws.uniform(luck, month, draws.ASK + kind))


@phase
def crises(state, world, run, month, work):
    """Phase 3: crises, requests, and whether the patron honours them."""
    p, n = world.parameters, state.status.shape[1]
    everyone = 0
    for i in range(n):
        for kind in range(2):
            asks = state.status[run, i] != OUT and _asks(state, world, run, month, i, kind)
            work.asks[i, kind] = asks
            everyone += asks
    if everyone == 0:
        return
    for i in range(n):
        own = work.asks[i, 0] + work.asks[i, 1]
        for kind in range(2):
            if work.asks[i, kind]:
                honours = crisis.honour_probability(
                    p.honour_external if kind == beliefs.EXTERNAL else p.honour_regime,
                    p.honour_capacity,
                    state.capacity[run],
                    p.honour_alignment,
                    state.alignment[run, i],
                    world.channels.dilution,
                    crisis.competing_requests(own, everyone, world.cut.dilution),
                )
                u = draws.uniform(state.luck[run, i], month, draws.HONOUR + kind)
                _learn(state, world, run, i, kind, occurs(honours, u), 1.0)


@phase
def memory(state, world, run):
    """Phase 4: what was learnt fades."""
    factor = world.derived.memory_factor
    for i in range(state.status.shape[1]):
        for kind in range(2):
            state.kept[run, i, kind] = beliefs.remembered(
                state.kept[run, i, kind], world.members.kept[i, kind], factor
            )
            state.broken[run, i, kind] = beliefs.remembered(
                state.broken[run, i, kind], world.members.broken[i, kind], factor
            )


@phase
def _trust_of(state, run, i):
    return beliefs.mean_trust(
        beliefs.trust(state.kept[run, i, 0], state.broken[run, i, 0]),
        beliefs.trust(state.kept[run, i, 1], state.broken[run, i, 1]),
        state.level[run, i, w.THREAT],
        state.level[run, i, w.REGIME_RISK],
    )


@phase
def align(state, world, run, month, work):
    """Phase 5: alignment follows trust, offers, and peers."""
    p, cut = world.parameters, world.cut.alignment
    for j in range(state.status.shape[1]):
        work.drift_status[j] = state.seen_status[run, j] if cut else state.status[run, j]
        work.drift_joined[j] = state.seen_joined[run, j] if cut else state.joined[run, j]
        work.drift_alignment[j] = state.seen_alignment[run, j] if cut else state.alignment[run, j]
        work.drift_baseline[j] = state.seen_baseline[run, j] if cut else state.baseline[run, j]
    for i in range(state.status.shape[1]):
        trust_start = beliefs.mean_trust(
            world.members.trust[i, 0],
            world.members.trust[i, 1],
            state.level[run, i, w.THREAT],
            state.level[run, i, w.REGIME_RISK],
        )
        target = align_rules.alignment_target(
            state.baseline[run, i],
            p.trust_to_alignment,
            _trust_of(state, run, i),
            trust_start,
            p.pull_to_alignment,
            state.level[run, i, w.PULL],
            state.pull_start[run, i],
        )
        work.alignment[i] = align_rules.next_alignment(
            state.alignment[run, i],
            target,
            p.reversion,
            world.channels.alignment,
            p.peer_speed,
            align_rules.peer_drift(
                i,
                world.members.influence,
                work.drift_alignment,
                work.drift_baseline,
                work.drift_status,
                work.drift_joined,
            ),
            p.alignment_noise,
            draws.noise(state.luck[run, i], month, draws.ALIGNMENT),
        )
    for i in range(state.status.shape[1]):
        state.alignment[run, i] = work.alignment[i]


# --- phase 6: decision ----------------------------------------------------------------------------


@phase
def _look(state, world, run, work):
    """What is seen through each channel: the others as they are, or as at the branch if cut."""
    cut = world.cut
    for j in range(state.status.shape[1]):
        status, seen_status = state.status[run, j], state.seen_status[run, j]
        joined, seen_joined = state.joined[run, j], state.seen_joined[run, j]
        work.club_status[j] = seen_status if cut.club else status
        work.club_joined[j] = seen_joined if cut.club else joined
        work.spread_status[j] = seen_status if cut.dilution else status
        work.spread_joined[j] = seen_joined if cut.dilution else joined
        work.peer_status[j] = seen_status if cut.discipline else status
        work.peer_joined[j] = seen_joined if cut.discipline else joined
        alignment, seen_alignment = state.alignment[run, j], state.seen_alignment[run, j]
        work.peer_alignment[j] = seen_alignment if cut.discipline else alignment


@phase
def _reach(state, world, run, i, work):
    """How hard a leaver would be hit, as the statuses stand."""
    p, channels = world.parameters, world.channels
    return patron.reach(
        p.cheap,
        p.costly,
        state.capacity[run],
        channels.dilution,
        patron.others_defiance(i, work.spread_status, work.spread_joined),
        channels.discipline,
        p.backing,
        patron.loyal_share(
            i, world.members.weight, work.peer_status, work.peer_alignment, work.peer_joined
        ),
    )


@phase
def _weigh(state, world, run, i, work):
    """The named terms of one decision, and their sum."""
    p = world.parameters
    absent = decision.absent_share(i, world.members.weight, work.club_status, work.club_joined)
    external = beliefs.trust(state.kept[run, i, 0], state.broken[run, i, 0])
    regime = beliefs.trust(state.kept[run, i, 1], state.broken[run, i, 1])
    threat, risk = state.level[run, i, w.THREAT], state.level[run, i, w.REGIME_RISK]
    dependence, presence = state.level[run, i, w.DEPENDENCE], state.level[run, i, w.PRESENCE]
    m, reach = state.expected_cost[run, i], _reach(state, world, run, i, work)
    security = decision.protection_term(p.w_security, threat, external)
    insurance = decision.protection_term(p.w_insurance, risk, regime)
    ties = decision.ties_term(p.w_ties, dependence)
    fear = decision.fear_term(p.w_fear, m, dependence, presence, reach)
    club = decision.club_term(world.channels.club, p.w_club, absent)
    leaning = decision.alignment_term(p.w_alignment, state.alignment[run, i])
    pull = decision.pull_term(p.w_pull, state.level[run, i, w.PULL])
    shared = state.weather[run]
    work.terms[i, 0] = p.w_inertia
    work.terms[i, 1] = security
    work.terms[i, 2] = insurance
    work.terms[i, 3] = ties
    work.terms[i, 4] = fear
    work.terms[i, 5] = club
    work.terms[i, 6] = leaning
    work.terms[i, 7] = pull
    work.terms[i, 8] = shared
    return decision.value_of_staying(
        p.w_inertia, security, insurance, ties, fear, club, leaning, pull, shared
    )


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
def _choose(state, world, run, month, i, value):
    """The status that a member chooses, given what staying is worth."""
    p, status = world.parameters, state.status[run, i]
    h = _pressure(state, world, run, i, value)
    u = draws.uniform(state.luck[run, i], month, draws.DECISION)
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
    """Phase 6: every member weighs staying, and may take a step."""
    _look(state, world, run, work)
    for i in range(state.status.shape[1]):
        hold = world.members.hold[i]
        value = _weigh(state, world, run, i, work)
        if is_free(hold, state.stopped[run, i]):
            work.status[i] = _choose(state, world, run, month, i, value)
        elif hold == HOLD_FROM_EXIT:
            work.status[i] = state.status[run, i]
        else:
            work.status[i] = held_status(hold, state.seen_status[run, i])
    for i in range(state.status.shape[1]):
        if is_free(world.members.hold[i], state.stopped[run, i]):
            _take_status(state, world, run, i, work.status[i], month)
        else:
            _be_held(state, run, i, work.status[i])
        if state.status[run, i] == OUT and state.first_exit[run, i] == w.NOT_YET:
            state.first_exit[run, i] = month


@phase
def _heed_record(state, world, run, month, work):
    """What the record says of thresholds: who could have moved and did not; who did."""
    p, multiplier = world.parameters, world.calendar.multiplier[month]
    _look(state, world, run, work)
    for i in range(state.status.shape[1]):
        value = _weigh(state, world, run, i, work)
        u = draws.uniform(state.luck[run, i], month, draws.DECISION)
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


# --- phase 7: the patron reacts -------------------------------------------------------------------

NO_REACTION = 9


@phase
def _reaction_to(state, world, run, month, i, work):
    p, luck = world.parameters, state.luck[run, i]
    chance = patron.reaction_probability(
        state.moved[run, i],
        state.status[run, i],
        p.attention,
        world.channels.dilution,
        patron.others_defiance(i, work.spread_status, work.spread_joined),
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
        fading = 0.0
        for s in range(len(world.events.slot_factor)):
            if world.events.slot_actor[s] == i and world.events.slot_level[s] == w.DEPENDENCE:
                fading += state.fading[run, s]
        state.level[run, i, w.DEPENDENCE] = event_rules.level(lasting, fading)
        dilution = 0.0 if world.cut.dilution else world.channels.dilution
        state.capacity[run] = patron.spent(state.capacity[run], dilution, p.cost)
    elif reaction == patron.CONCEDE:
        state.alignment[run, i] = patron.warmed(state.alignment[run, i], p.warmth)
        for kind in range(2):
            state.kept[run, i, kind] = patron.conceded(state.kept[run, i, kind], p.concession)


@phase
def react(state, world, run, month, work):
    """Phase 7: the patron answers moves and affronts; all learn from the answered moves."""
    p, n = world.parameters, state.status.shape[1]
    reactions, lessons = 0, 0
    _look(state, world, run, work)
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
                reach = _reach(state, world, run, i, work)
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
                j, m, work.fate, work.answered, world.members.influence, precedent
            )
            state.expected_cost[run, j] = patron.learnt_cost(m, p.learning, learnt)


# --- the months -----------------------------------------------------------------------------------


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
        tally.trust[month, i, _bin(_trust_of(state, run, i), 0.0, 1.0)] += 1
        if free:
            for k in range(work.terms.shape[1]):
                tally.terms[month, i, k] += _fixed(work.terms[i, k])


@kernel
def advance(world: w.World, state: State, work: Work, tally: Tally, first: int, last: int) -> None:
    """Play the months ``first`` to ``last`` of every run of a chunk; the state changes in place.

    Months up to ``calendar.last_recorded`` are the record: events act, statuses are pinned, and
    phases 3, 6 and 7 move nothing.
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
                _heed_record(state, world, run, month, work)
            if len(tally.status) > 0:
                _record(state, run, month, work, tally, free)


@kernel
def enter(state: State, world: w.World, shift: w.Shift) -> None:
    """From the record to the future: ``present:`` shifts every run; who is out is noted."""
    last_recorded, notice = world.calendar.last_recorded, world.calendar.notice_months
    n = state.status.shape[1]
    for run in range(len(state.key)):
        for i in range(n):
            x = shift.alignment[i]
            state.alignment[run, i] = align_rules.shifted_alignment(state.alignment[run, i], x)
            state.baseline[run, i] = align_rules.shifted_alignment(state.baseline[run, i], x)
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
            out = state.status[run, i] == OUT
            state.first_exit[run, i] = w.WAS_OUT if out else w.NOT_YET
        for i in range(n + 1):
            for q in range(state.lasting.shape[2]):
                state.lasting[run, i, q] = present.moved_share(
                    state.lasting[run, i, q], shift.levels[i, q]
                )
        state.capacity[run] = present.moved_share(state.capacity[run], shift.capacity)
        for share in range(2):
            if shift.policy[share] >= 0.0:
                state.policy[run, share] = shift.policy[share]
        _feel(state, world, run)


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
            state.seen_holds[run, c] = _condition_holds(state, world, run, c)
