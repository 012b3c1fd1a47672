"""The numbers that are fitted to the record, and what they make of a seeded body."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]

NAMES = ("w0", "b", "scale", "frailty_sd", "cohesion")
W0, B, SCALE, FRAILTY, COHESION = range(5)
MEANINGS = {
    "w0": "value of staying of an average member of a body without a record, in logit units",
    "b": "how far a body's own record moves that value",
    "scale": "one factor on the model's default weights",
    "frailty_sd": "how much bodies differ beyond their record, in logit units",
    "cohesion": "share of first steps that members take together",
}


@dataclass(frozen=True)
class Ranged:
    """A number with its range: median, 5% and 95% point of the posterior."""

    value: float
    low: float
    high: float


def ranged(draws: Floats) -> Ranged:
    """The median of draws and their range."""
    low, value, high = (float(q) for q in np.quantile(draws, [0.05, 0.5, 0.95]))
    return Ranged(value, low, high)


DRIFT = 0.088
"""What five years in the engine take from the value of staying beyond members held still, in logit
units: the log of its mean chance over the surrogate's, 5,000 runs (docs/validation.md)."""


def for_engine(draws: Floats) -> Floats:
    """The same draws at the level at which the engine's mean chance is the one fitted."""
    raised: Floats = draws.copy()
    raised[:, W0] += DRIFT
    return raised


def inertia(draws: Floats, own_record: float, worth: Floats) -> Ranged:
    """``w_inertia`` of a seeded body.

        w0 - b · record - scale · mean of the members' other terms

    Parameters
    ----------
    draws : float64 (draws, 5)
        The posterior, columns as ``NAMES``.
    worth : float64 (members,)
        Sum of the other terms of each member at the default weights.
    """
    return ranged(draws[:, W0] - draws[:, B] * own_record - draws[:, SCALE] * worth.mean())
