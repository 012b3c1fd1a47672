"""Frailty: some alliances are shakier than others, and nobody knows which.

One draw a run moves the value of staying of all members alike and for good, so that exits cluster
without any contagion; the mean of small chances stays as it is.
"""

from __future__ import annotations

from sim.jit import rule
from sim.rules.elementary import log, sinh_ratio

HALF_WIDTH = 0.8660254037844386
"""√3/2: a noise of variance 1 is a sum of four uniform numbers of this half width."""


@rule
def frailty_centre(frailty_sd: float) -> float:
    """What keeps the mean of exp(-U) as it is without frailty, in logit units, >= 0.

        4 ln(sinh(y)/y),  y = √3/2 · frailty_sd

    Definition: ln E[exp(-frailty_sd ε)] of a sum of four uniform parts; exactly 0 at 0. The mean
    of chances stays where they are small and the rule of decision is the logistic one.
    """
    return 4.0 * log(sinh_ratio(HALF_WIDTH * frailty_sd))


@rule
def frailty(frailty_sd: float, centre: float, noise: float) -> float:
    """The term of an alliance's frailty in the value of staying, in logit units; one draw a run.

        R = frailty_sd ε + 4 ln(sinh(y)/y)

    Parameters
    ----------
    frailty_sd : float >= 0
        Standard deviation between runs, in logit units.
    centre : float >= 0
        ``frailty_centre``.
    noise : float
        Noise of mean 0 and variance 1.

    Source: shared frailty in models of survival (Vaupel, Manton & Stallard 1979). Assumption: it
    is the same for all members and does not change.
    """
    return frailty_sd * noise + centre
