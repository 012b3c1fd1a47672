"""What strikes all alike: the patron's capacity and a shared disturbance.

Many exits at one time need not be contagion (1999, 1989-91): the shared disturbance makes clusters
without any channel between members, and is what contagion has to be told from.
"""

from __future__ import annotations

import math

from sim.jit import rule
from sim.rules.elementary import share


@rule
def next_capacity(capacity, target, reversion, noise_sd, noise):
    """What the patron can spend on allies, a month later: c + reversion (target - c) + sd ε."""
    return share(capacity + reversion * (target - capacity) + noise_sd * noise)


@rule
def next_weather(weather, persistence, innovation_sd, noise):
    """The shared disturbance F a month later, in logit units: φF + sd √(1 - φ²) ε.

    An AR(1) whose standing deviation is ``shock_sd`` at any persistence.
    """
    return persistence * weather + innovation_sd * noise


@rule
def innovation_sd(shock_sd, persistence):
    """The monthly innovation that keeps the disturbance at its standing deviation."""
    return shock_sd * math.sqrt(1.0 - persistence * persistence)
