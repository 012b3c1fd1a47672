"""Frailty integrated out: nodes and weights for the sum of four uniform parts that the model draws.

Some alliances are shakier than others, and nobody knows which: R is what their record leaves open.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]

NODES = 9
_FINE = 4001


@cache
def quadrature() -> tuple[Floats, Floats]:
    """Nodes and weights of Gauss's rule for the model's noise, exact to degree ``2 NODES - 1``.

    The noise is the sum of four uniform parts, scaled to variance 1 (Irwin-Hall). The rule comes
    from its density on a fine grid by Stieltjes's procedure (Gautschi 2004, section 2.2).

    Returns
    -------
    tuple of float64 (NODES,)
        Nodes, symmetric about 0; weights, which sum to 1.
    """
    half = 2.0 * math.sqrt(3.0)
    grid = np.linspace(-half, half, _FINE)
    density = irwin_hall(grid)
    density /= density.sum()
    before, now = np.zeros(_FINE), np.ones(_FINE)
    off: list[float] = []
    norm = 1.0
    for _ in range(NODES - 1):
        following = grid * now - (off[-1] ** 2 if off else 0.0) * before
        following_norm = float(density @ following**2)
        off.append(math.sqrt(following_norm / norm))
        before, now, norm = now, following, following_norm
    nodes, vectors = np.linalg.eigh(np.diag(off, 1) + np.diag(off, -1))
    return nodes, vectors[0] ** 2


def irwin_hall(x: Floats) -> Floats:
    """Density of the noise at ``x``, up to a factor."""
    u = x / math.sqrt(3.0) + 2.0
    terms = ((-1) ** k * math.comb(4, k) * np.clip(u - k, 0.0, None) ** 3 for k in range(5))
    return np.clip(sum(terms, start=np.zeros_like(u)), 0.0, None)


def frailty(sd: float) -> Floats:
    """R at each node of the quadrature, in logit units."""
    return frailty_of(quadrature()[0], sd)


def frailty_of(noise: Floats, sd: float) -> Floats:
    """R where the noise ε is drawn, in logit units: so shifted that the mean of exp(-R) is 1.

    R = sd · ε + 4 ln(sinh(y)/y),  y = √3/2 · sd
    """
    y = math.sqrt(3.0) / 2.0 * sd
    constant = 4.0 * math.log(math.sinh(y) / y) if y > 0.0 else 0.0
    return sd * noise + constant
