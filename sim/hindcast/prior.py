"""What is fitted, and what was held to be likely before any window was looked at."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from sim.scenario.document.parameters import Parameters
from sim.seeding.fitted import SCALE, W0
from sim.seeding.history import BASE


@cache
def rate_out() -> float:
    """Highest monthly rate of a first step: the model's default."""
    return float(Parameters().rate_out.value)


@dataclass(frozen=True)
class Prior:
    """Independent priors: w0 normal, scale log-normal, b, frailty_sd and cohesion uniform.

    Attributes
    ----------
    w0_sd : float
        About the value at which the rate is ``history.BASE``: a factor of e either way.
    scale_log_sd : float
        About the model's own weights: 0.38 to 2.7 with 95%.
    """

    w0_sd: float = 1.0
    b_most: float = 2.0
    scale_log_sd: float = 0.5
    frailty_most: float = 1.8

    @property
    def w0_mean(self) -> float:
        """Value of staying at which a member takes a first step at the base rate."""
        share = BASE / 12.0 / rate_out()
        return -math.log(share / (1.0 - share))

    @property
    def most(self) -> NDArray[np.float64]:
        """Upper bounds of all but ``w0``."""
        return np.array([np.inf, self.b_most, np.inf, self.frailty_most, 1.0])

    def log_density(self, theta: NDArray[np.float64]) -> float:
        """Log density, up to a constant; minus infinity outside."""
        if np.any(theta[1:] < 0.0) or np.any(theta > self.most) or theta[SCALE] == 0.0:
            return -math.inf
        z = (theta[W0] - self.w0_mean) / self.w0_sd
        log_scale = math.log(theta[SCALE])
        return float(-0.5 * z * z - 0.5 * (log_scale / self.scale_log_sd) ** 2 - log_scale)

    def draw(self, generator: np.random.Generator, points: int) -> NDArray[np.float64]:
        """``points`` draws, (points, 5)."""
        return np.column_stack(
            [
                generator.normal(self.w0_mean, self.w0_sd, points),
                generator.uniform(0.0, self.b_most, points),
                np.exp(generator.normal(0.0, self.scale_log_sd, points)),
                generator.uniform(0.0, self.frailty_most, points),
                generator.uniform(0.0, 1.0, points),
            ]
        )
