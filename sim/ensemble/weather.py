"""Phase 2: the patron's capacity, and the disturbance that all share."""

from __future__ import annotations

from sim import draws
from sim.jit import phase
from sim.rules import weather as weather_rules
from sim.scenario.compiling import world as w


@phase
def weather(state, world, run, month):
    """Phase 2: the patron's capacity, and the disturbance that all share.

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
