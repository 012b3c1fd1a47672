"""What the windows say of the five numbers that are fitted.

Level, own record and scale are fitted to members: each row's chance, frailty integrated out, in a
quasi-likelihood (Wedderburn 1974) that is divided by how much more the numbers of steps vary than
independent members would let them. Frailty and cohesion are fitted to windows, by when acts came
and whether of one or several, at the level that the members have. A window's likelihood alone would
count a body of five as much as one of fifty, and expects a quarter more steps than there were.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import RectBivariateSpline
from scipy.optimize import minimize

from sim.hindcast.frailty import frailty, quadrature
from sim.hindcast.likelihood import Likelihood, monthly_rate
from sim.hindcast.panel import Panel
from sim.hindcast.prior import Prior
from sim.hindcast.surrogate import chances
from sim.hindcast.windows import PHASES
from sim.seeding.fitted import COHESION, FRAILTY, SCALE, W0, B

type Floats = NDArray[np.float64]

FRAILTY_USED = 1.0
"""Frailty at which the members' level is found first; small chances do not depend on it."""
GRID = 17
"""Values of frailty and of cohesion between which the windows' likelihood is interpolated."""
STEP = 0.05
WORTHS = np.arange(-6.0, 16.0, STEP)
"""Values of staying between which log chances are interpolated; beyond them they stand still."""


class Fit:
    """The log likelihood of the five numbers, for the windows that a fit may see.

    Parameters
    ----------
    panel : Panel
        The windows.
    prior : Prior
        Bounds of the grid, and the prior of the first fit.
    weight : float
        Weight of each window: 1/5 where windows of five phases overlap.

    Attributes
    ----------
    level : float64 (3,)
        w0, b and scale at which members' rows are likeliest.
    spread : float >= 1
        Variance of the numbers of steps over that of independent members.
    """

    def __init__(self, panel: Panel, prior: Prior, weight: float = 1.0 / PHASES) -> None:
        self._weight = weight
        self._panel, self._record = panel, panel.record[panel.window]
        length = np.round(2.0 * panel.years) / 2.0
        self._lengths = [
            (years, np.flatnonzero(panel.left & whole), np.flatnonzero(~panel.left & whole))
            for years, whole in ((years, length == years) for years in np.unique(length))
        ]
        self.level = self._members_alone(prior)
        self.spread = spread(panel, chances(panel, self._whole(self.level)[None]))
        self._windows = self._interpolated(prior)

    def total(self, theta: Floats) -> float:
        """Log likelihood of one point, float64 (5,)."""
        windows = self._windows(theta[FRAILTY], theta[COHESION])
        return self._rows(theta) / self.spread + float(windows.item())

    def _rows(self, theta: Floats) -> float:
        """Log likelihood of the rows as if members were independent."""
        worth = theta[W0] - theta[B] * self._record + theta[SCALE] * self._panel.worth
        place = np.clip((worth - WORTHS[0]) / STEP, 0.0, len(WORTHS) - 1.001)
        below = place.astype(np.int64)
        beyond = place - below
        total = 0.0
        for years, left, stayed in self._lengths:
            chance = chance_of(WORTHS, years, float(theta[FRAILTY]))
            for rows, logs in ((left, np.log(chance)), (stayed, np.log1p(-chance))):
                there = below[rows]
                total += (logs[there] + beyond[rows] * np.diff(logs)[there]).sum()
        return self._weight * float(total)

    def _whole(self, level: Floats) -> Floats:
        return np.array([*level, FRAILTY_USED, 0.5])

    def _members_alone(self, prior: Prior) -> Floats:
        def loss(level: Floats) -> float:
            density = prior.log_density(self._whole(level))
            return -(self._rows(self._whole(level)) + density) if np.isfinite(density) else 1e12

        found = minimize(
            loss, [prior.w0_mean, 1.0, 1.0], method="Nelder-Mead", options={"xatol": 1e-4}
        )
        return np.asarray(found.x)

    def _interpolated(self, prior: Prior) -> RectBivariateSpline:
        windows = Likelihood(self._panel, self._weight)
        sds, shares = np.linspace(0.0, prior.frailty_most, GRID), np.linspace(0.0, 1.0, GRID)
        heights = [[windows.total(np.array([*self.level, s, c])) for c in shares] for s in sds]
        return RectBivariateSpline(sds, shares, np.array(heights))


def chance_of(worth: Floats, years: float, sd: float) -> Floats:
    """Chance of a first step within some years, frailty integrated out, by value of staying."""
    odds, total = np.exp(-worth), np.zeros_like(worth)
    for shift, weight in zip(frailty(sd), quadrature()[1], strict=True):
        total += weight * -np.expm1(-12.0 * years * monthly_rate(odds, float(shift)))
    return total


def spread(panel: Panel, chance: Floats) -> float:
    """How much more the numbers of steps vary than independent members would; at least 1.

    Σ (steps - expected)² / Σ p (1 - p), over windows and their rows
    """
    starts = panel.first[:-1]
    off = np.add.reduceat(panel.left - chance, starts)
    return max(1.0, float((off**2).sum() / (chance * (1.0 - chance)).sum()))
