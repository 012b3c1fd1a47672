"""What strikes all alike: the patron's capacity and a shared disturbance.

Many exits at one time need not be contagion (1999, 1989-91): the shared disturbance makes clusters
without any channel between members, and is what contagion has to be told from.
"""

from __future__ import annotations

import math

from sim.jit import rule
from sim.rules.elementary import share


@rule
def next_capacity(
    capacity: float, target: float, reversion: float, noise_sd: float, noise: float
) -> float:
    """What the patron can spend on allies, a month later.

        c + reversion (target - c) + noise_sd ε

    Parameters
    ----------
    capacity : float in [0, 1]
        The patron's capacity c.
    target : float in [0, 1]
        Where it tends to.
    reversion : float in [0, 1]
        Share of the way that it goes in a month.
    noise_sd : float >= 0
        Standard deviation of the monthly noise.
    noise : float
        Noise of mean 0 and variance 1.

    Assumption: partial adjustment, a share of the way each month.
    """
    return share(capacity + reversion * (target - capacity) + noise_sd * noise)


@rule
def next_weather(weather: float, persistence: float, innovation_sd: float, noise: float) -> float:
    """The shared disturbance F a month later, in logit units; any number.

        φF + sd √(1 - φ²) ε

    Parameters
    ----------
    weather : float
        F, in logit units.
    persistence : float in [0, 1]
        φ.
    innovation_sd : float >= 0
        sd √(1 - φ²), in logit units.
    noise : float
        Noise of mean 0 and variance 1.

    Assumption: an AR(1) whose standing deviation is ``shock_sd`` at any persistence.
    """
    return persistence * weather + innovation_sd * noise


@rule
def innovation_sd(shock_sd: float, persistence: float) -> float:
    """The monthly innovation that keeps the disturbance at its standing deviation, in logit units.

        sd √(1 - φ²)

    Definition: the stationary variance of an AR(1) is that of its innovation over 1 - φ².
    """
    return shock_sd * math.sqrt(1.0 - persistence * persistence)
