"""Phases 2 to 5: capacity and shared weather, crises, memory, alignment."""

from __future__ import annotations

from sim import draws
from sim.ensemble.standing import learn, trust_of
from sim.jit import phase
from sim.rules import alignment as align_rules
from sim.rules import beliefs, crisis
from sim.rules import weather as weather_rules
from sim.rules.elementary import occurs
from sim.rules.status import OUT
from sim.scenario import world as w


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
                learn(state, world, run, i, kind, occurs(honours, u), 1.0)


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
            trust_of(state, run, i),
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
