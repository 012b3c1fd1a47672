"""How likely the windows are: acts as a marked point process, frailty integrated out.

In a window with frailty R each member moves at the monthly rate
λ_i = -log(1 - rate_out · E(-U_i - R)). With cohesion c its first steps are its own at (1 - c) λ_i
and shared at c λ_i, shared ones by one draw: who would move at a smaller rate moves only where all
above it do. So acts come at the rate (1 - c) Σ λ + c max λ, and acts of several at c times the
second largest λ, to which chance adds steps that fall within half a year of one another. The size
of an act enters as one or several; who takes it enters given their number, by the odds exp(-U_i),
which frees the estimate of cohesion from the demand that a joint act be that of the likeliest.
Windows overlap; each has weight 1/5.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

from sim.hindcast.frailty import frailty, quadrature
from sim.hindcast.panel import Panel
from sim.hindcast.prior import rate_out
from sim.hindcast.windows import PHASES
from sim.seeding.fitted import COHESION, FRAILTY, SCALE, W0, B

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]

ACT_MONTHS = 6.0
"""Steps of one body within half a year of one another count as one act in the record."""
SCALES = np.linspace(0.0, 6.0, 121)
"""Scales at which who takes a step is computed; a spline runs between them and a line beyond."""


@dataclass(frozen=True)
class Acts:
    """Acts of all windows.

    Attributes
    ----------
    window : int64 (acts,)
    several : bool (acts,)
        Whether more than one member took part.
    rows, starts : int64
        Rows at risk when the act came, act after act, and where each act's begin.
    second : int64 (acts,)
        Row with the second largest rate at risk, or the first where there is no other.
    paired : bool (acts,)
        Whether there is a second.
    """

    window: Ints
    several: NDArray[np.bool_]
    rows: Ints
    starts: Ints
    first: Ints
    second: Ints
    paired: NDArray[np.bool_]


class Likelihood:
    """The log likelihood of a panel, organisation by organisation.

    Parameters
    ----------
    panel : Panel
        The windows.
    weight : float
        Weight of each window.
    """

    def __init__(self, panel: Panel, weight: float = 1.0 / PHASES) -> None:
        self.panel, self.weight = panel, weight
        self.bodies = len(panel.organisations)
        self._record = panel.record[panel.window]
        self._months = 12.0 * panel.at
        self._alone = 12.0 * exclusive(panel)
        self._acts, who = acts_of(panel)
        self._who = CubicSpline(SCALES, who_by_scale(panel, who), axis=0) if who else None
        self._weights = quadrature()[1]

    def of(self, theta: Floats) -> Floats:
        """Log likelihood by organisation, float64 (organisations,).

        Parameters
        ----------
        theta : float64 (5,)
            w0, b, scale, frailty_sd, cohesion.
        """
        total = np.bincount(
            self.panel.organisation, weights=self._windows(theta), minlength=self.bodies
        )
        return self.weight * (total + self._taken(float(theta[SCALE])))

    def total(self, theta: Floats) -> float:
        """Log likelihood of all bodies together."""
        return float(self.of(theta).sum())

    def _taken(self, scale: float) -> Floats:
        """Who took the steps, given how many did."""
        if self._who is None:
            return np.zeros(self.bodies)
        most = SCALES[-1]
        inside = self._who(min(scale, most))
        return np.asarray(inside + max(scale - most, 0.0) * self._who(most, 1))

    def _windows(self, theta: Floats) -> Floats:
        """Log likelihood of when acts came, and whether of one or several, by window."""
        worth = theta[W0] - theta[B] * self._record + theta[SCALE] * self.panel.worth
        odds, shared = np.exp(-worth), float(theta[COHESION])
        exposure = (1.0 - shared) * self._months + shared * self._alone
        starts = self.panel.first[:-1]
        logs = np.empty((len(self._weights), len(starts)))
        for node, shift in enumerate(frailty(float(theta[FRAILTY]))):
            rate = monthly_rate(odds, float(shift))
            logs[node] = -np.add.reduceat(rate * exposure, starts)
            logs[node] += self._when(rate, shared)
        top = logs.max(axis=0)
        mean: Floats = self._weights @ np.exp(logs - top)
        return np.asarray(top + np.log(mean))

    def _when(self, rate: Floats, shared: float) -> Floats:
        """Log rates of the acts that came, summed by window."""
        acts = self._acts
        if not len(acts.window):
            return np.zeros(len(self.panel.year))
        second = np.where(acts.paired, rate[acts.second], 0.0)
        alone = (1.0 - shared) * np.add.reduceat(rate[acts.rows], acts.starts)
        alone += shared * (rate[acts.first] - second)
        joint = shared * second
        # That nothing followed within half a year stands in the exposure of an act of one; an act
        # of several has no exposure then, so that it is taken out again.
        kept = np.exp(-ACT_MONTHS * (alone + joint))
        seen = np.where(acts.several, (joint + alone * (1.0 - kept)) / kept, alone)
        logs = np.log(np.maximum(seen, 1e-300))
        return np.bincount(acts.window, weights=logs, minlength=len(self.panel.year))


def monthly_rate(odds: Floats, shift: float) -> Floats:
    """Rate a month at which a member moves: the model's monthly chance as a rate in time.

    -log(1 - rate_out · E(-U - R)),  odds = exp(-U)
    """
    thinned = odds * np.exp(-shift)
    return np.asarray(-np.log1p(-rate_out() * thinned / (1.0 + thinned)))


def exclusive(panel: Panel) -> Floats:
    """Years in which each row had the largest rate of those at risk, float64 (rows,).

    Rows of a window stand by falling rate, whatever the scale > 0.
    """
    alone = np.zeros(len(panel.at))
    for low, high in zip(panel.first[:-1], panel.first[1:], strict=True):
        most = np.maximum.accumulate(panel.at[low:high])
        alone[low:high] = np.diff(most, prepend=0.0)
    return alone


def acts_of(panel: Panel) -> tuple[Acts, list[tuple[int, Ints, Ints]]]:
    """The acts, and for each its organisation, rows at risk and rows that took part."""
    found, who = [], []
    for window, (low, high) in enumerate(zip(panel.first[:-1], panel.first[1:], strict=True)):
        act, at = panel.act[low:high], panel.at[low:high]
        for number in np.unique(act[act >= 0]):
            took = np.flatnonzero(act == number)
            risk = np.flatnonzero(at >= at[took].min())
            found.append((window, len(took) > 1, low + risk))
            who.append((int(panel.organisation[window]), low + risk, low + took))
    sizes = [len(risk) for _, _, risk in found]
    acts = Acts(
        window=np.array([window for window, _, _ in found], dtype=np.int64),
        several=np.array([several for _, several, _ in found], dtype=bool),
        rows=np.concatenate([risk for _, _, risk in found] or [np.zeros(0, np.int64)]),
        starts=np.cumsum([0, *sizes])[:-1] if sizes else np.zeros(0, np.int64),
        first=np.array([risk[0] for _, _, risk in found], dtype=np.int64),
        second=np.array([risk[min(1, len(risk) - 1)] for _, _, risk in found], dtype=np.int64),
        paired=np.array([len(risk) > 1 for _, _, risk in found], dtype=bool),
    )
    return acts, who


def who_by_scale(panel: Panel, acts: list[tuple[int, Ints, Ints]]) -> Floats:
    """Log chance that these took part, given their number: float64 (SCALES, organisations)."""
    total = np.zeros((len(SCALES), len(panel.organisations)))
    for body, risk, took in acts:
        log_odds = -np.outer(SCALES, panel.worth[risk])
        taken = -np.outer(SCALES, panel.worth[took]).sum(axis=1)
        total[:, body] += taken - log_elementary(log_odds, len(took))
    return total


def log_elementary(logs: Floats, size: int) -> Floats:
    """Log of the elementary symmetric polynomial of degree ``size``, over the last axis.

    Parameters
    ----------
    logs : float64 (…, n)
        Logs of the n numbers.
    """
    shape = logs.shape[:-1]
    sums = np.full((size + 1, *shape), -np.inf)
    sums[0] = 0.0
    for i in range(logs.shape[-1]):
        for degree in range(min(size, i + 1), 0, -1):
            sums[degree] = np.logaddexp(sums[degree], sums[degree - 1] + logs[..., i])
    return np.asarray(sums[size])
