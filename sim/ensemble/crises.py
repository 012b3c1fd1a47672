"""Phase 3: crises, requests, and whether the patron honours them."""

from __future__ import annotations

from sim import draws
from sim.ensemble.shared import learn
from sim.jit import phase
from sim.rules import beliefs, crisis
from sim.rules.elementary import occurs
from sim.rules.status import OUT
from sim.scenario.compiling import world as w


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
    """Phase 3: crises, requests, and whether the patron honours them.

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
