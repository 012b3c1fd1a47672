"""Chances of a first step, and of how many, without a run: the model held at its seeded values.

Alignment, trust and the shared disturbance stay where they are seeded. What that leaves out is
measured: the engine plays the same windows (docs/validation.md).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sim.hindcast.frailty import frailty, quadrature
from sim.hindcast.likelihood import monthly_rate
from sim.hindcast.panel import Panel
from sim.seeding.fitted import COHESION, FRAILTY, SCALE, W0, B

type Floats = NDArray[np.float64]


def hazards(panel: Panel, draws: Floats) -> Iterator[tuple[float, float, Floats]]:
    """Weight, cohesion and monthly rates of all rows, for each draw and each node of frailty."""
    record = panel.record[panel.window]
    for theta in draws:
        odds = np.exp(-(theta[W0] - theta[B] * record + theta[SCALE] * panel.worth))
        for shift, weight in zip(frailty(float(theta[FRAILTY])), quadrature()[1], strict=True):
            yield weight / len(draws), float(theta[COHESION]), monthly_rate(odds, float(shift))


def chances(panel: Panel, draws: Floats) -> Floats:
    """Chance of a first step within each row's window, float64 (rows,).

    Parameters
    ----------
    draws : float64 (draws, 5)
        Points of the posterior; the chance is the mean over them.
    """
    months = 12.0 * panel.years
    total = np.zeros(len(months))
    for weight, _, rate in hazards(panel, draws):
        total += weight * -np.expm1(-rate * months)
    return total


def count_chances(panel: Panel, draws: Floats) -> list[Floats]:
    """Chance of each number of first steps, by window: float64 (members + 1,) each.

    A shared draw takes the members from the top down to some rank k with chance
    exp(-c λ_{k+1} T) of reaching no further (Marshall & Olkin 1967); the rest move each alone.
    """
    months = 12.0 * panel.years
    spans = list(zip(panel.first[:-1], panel.first[1:], strict=True))
    total = [np.zeros(high - low + 1) for low, high in spans]
    parts = list(hazards(panel, draws))
    weights = np.array([weight for weight, _, _ in parts])
    shared = np.array([cohesion for _, cohesion, _ in parts])[:, None]
    rates = np.array([rate for _, _, rate in parts])
    for window, (low, high) in enumerate(spans):
        hazard = rates[:, low:high] * months[low:high].max()
        total[window] = weights @ counts(hazard, shared)
    return total


def counts(hazard: Floats, shared: Floats) -> Floats:
    """Chance of each number of members that move, float64 (points, members + 1).

    Parameters
    ----------
    hazard : float64 (points, members)
        Rate times length, by falling rate.
    shared : float64 (points, 1)
        Cohesion.
    """
    points, members = hazard.shape
    alone = -np.expm1(-(1.0 - shared) * hazard)
    reach = np.exp(-shared * hazard)  # of the shared draw: no further than those above
    rest = np.zeros((points, members + 1))  # how many move alone of those below the rank
    rest[:, 0] = 1.0
    total = np.zeros((points, members + 1))
    most = np.ones(points)  # chance that the shared draw took at most the members down to the rank
    for rank in range(members, -1, -1):
        fewer = reach[:, rank - 1] if rank else np.zeros(points)
        total[:, rank:] += (most - fewer)[:, None] * rest[:, : members + 1 - rank]
        most = fewer
        if rank:
            p = alone[:, rank - 1 : rank]
            rest[:, 1:] = rest[:, 1:] * (1.0 - p) + rest[:, :-1] * p
            rest[:, 0] *= 1.0 - p[:, 0]
    return total
