"""Phase 5: alignment follows trust, offers, and peers."""

from __future__ import annotations

from sim import draws
from sim.ensemble.shared import trust_of
from sim.jit import phase
from sim.rules import alignment as alignment_rules
from sim.rules import beliefs
from sim.scenario.compiling import world as w


@phase
def align(state, world, run, month, work):
    """Phase 5: alignment follows trust, offers, and peers.

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
    p, cut = world.parameters, world.cut.alignment
    for j in range(state.status.shape[1]):
        work.peers_joined[j] = state.seen_joined[run, j] if cut else state.joined[run, j]
        work.peers_shift[j] = alignment_rules.stance_shift(
            state.seen_alignment[run, j] if cut else state.alignment[run, j],
            state.seen_baseline[run, j] if cut else state.baseline[run, j],
            state.seen_status[run, j] if cut else state.status[run, j],
        )
    for i in range(state.status.shape[1]):
        trust_start = beliefs.mean_trust(
            world.members.trust[i, 0],
            world.members.trust[i, 1],
            state.level[run, i, w.THREAT],
            state.level[run, i, w.REGIME_RISK],
        )
        target = alignment_rules.alignment_target(
            state.baseline[run, i],
            p.trust_to_alignment,
            trust_of(state, run, i),
            trust_start,
            p.pull_to_alignment,
            state.level[run, i, w.PULL],
            state.pull_start[run, i],
            world.derived.peer_gain,
            alignment_rules.peer_drift(
                i, world.members.influence, work.peers_shift, work.peers_joined
            ),
        )
        work.alignment[i] = alignment_rules.next_alignment(
            state.alignment[run, i],
            target,
            p.reversion,
            p.alignment_noise,
            draws.noise(state.luck[run, i], month, draws.ALIGNMENT),
        )
    for i in range(state.status.shape[1]):
        state.alignment[run, i] = work.alignment[i]
