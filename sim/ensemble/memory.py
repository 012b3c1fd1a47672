"""Phase 4: what was learnt fades."""

from __future__ import annotations

from sim.jit import phase
from sim.rules import beliefs


@phase
def memory(state, world, run):
    """Phase 4: what was learnt fades.

    Parameters
    ----------
    state : State
        The runs of a chunk; changed in place.
    world : World
        What is in force this month.
    run : int
        Row of the run in the chunk.
    """
    factor = world.derived.memory_factor
    for i in range(state.status.shape[1]):
        for kind in range(2):
            state.kept[run, i, kind] = beliefs.remembered(
                state.kept[run, i, kind], world.members.kept[i, kind], factor
            )
            state.broken[run, i, kind] = beliefs.remembered(
                state.broken[run, i, kind], world.members.broken[i, kind], factor
            )
