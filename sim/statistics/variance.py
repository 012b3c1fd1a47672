"""One split of the variance of a single run: luck, parameters, and the rule of decision.

The law of total variance, for parameters drawn from the prior and a rule drawn evenly from J::

    Var(Y) = E[Var(Y | parameters, rule)]           luck
           + Var(m(parameters))                     parameters: m is the mean over the rules
           + mean over rules of (mean_j - mean)²    rule
           + mean over rules of Var(d_j)            both together: d_j = p_j(parameters) - m

Y may be 0 or 1: then p is a probability, and luck is the mean of p (1 - p). Each point has runs of
its own under each rule, so that luck lies *within* and the runs of two cells share nothing; what
luck leaves in the means of K runs is subtracted (analysis of variance; Searle, Casella & McCulloch
1992), so that every part is estimated without bias, and one that is 0 comes out below 0 as often as
above. Intervals are 1.96 standard deviations of a bootstrap over the points.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.statistics.estimates import Z95
from sim.statistics.indices import WIDE, WIDEST, SampleWarning, enough

Array = NDArray[np.float64]

LUCK, PARAMETERS, RULE, BOTH = "luck", "parameters", "rule", "both"
PARTS = (LUCK, PARAMETERS, RULE, BOTH)
"""``both`` is what the rule changes at some parameters and not at others: their interaction."""
RESAMPLES = 1000


@dataclass(frozen=True)
class Split:
    """A variance and its parts, in the order of ``PARTS``.

    Attributes
    ----------
    variance : float64 (parts,)
        The parts; one that is near 0 may be estimated below it.
    share, half : float64 (parts,)
        The same as shares of their sum, with half-widths of 95% intervals.
    means, means_half : float64 (rules,)
        Mean of the outcome over the points under each rule.
    """

    variance: Array
    share: Array
    half: Array
    means: Array
    means_half: Array

    @property
    def total(self) -> float:
        """The variance of a single run over luck, parameters and rules."""
        return float(self.variance.sum())


def split(means: Array, within: Array, runs: int, seed: int = 1) -> Split | None:
    """Split the variance of an outcome of a single run.

    Parameters
    ----------
    means : float64 (points, rules)
        Mean of the outcome over the runs of each cell.
    within : float64 (points, rules)
        Unbiased variance of a single run within each cell: K p (1 - p) / (K - 1) of 0 and 1.
    runs : int
        K, the runs of each cell.
    seed : int
        Of the bootstrap.

    Returns
    -------
    Split or None
        None where no run differs from another.
    """
    parts = _parts(means[None], within[None], runs)[0]
    if not parts.sum() > 0:
        return None
    points = len(means)
    random = np.random.default_rng(seed)
    drawn = random.integers(points, size=(RESAMPLES, points))
    resampled = _parts(means[drawn], within[drawn], runs)
    totals = resampled.sum(axis=1, keepdims=True)
    shares = resampled[totals[:, 0] > 0] / totals[totals[:, 0] > 0]
    return Split(
        variance=parts,
        share=parts / parts.sum(),
        half=Z95 * shares.std(axis=0, ddof=1),
        means=means.mean(axis=0),
        means_half=Z95 * means.std(axis=0, ddof=1) / np.sqrt(points),
    )


def _parts(means: Array, within: Array, runs: int) -> Array:
    """The parts, float64 (samples, parts), of cells that are (samples, points, rules)."""
    points, rules = means.shape[1:]
    luck = within.mean(axis=(1, 2))
    middle = means.mean(axis=2)
    apart = means - middle[:, :, None]
    spread = apart.var(axis=1, ddof=1)
    parameters = middle.var(axis=1, ddof=1) - luck / (rules * runs)
    rule = (apart.mean(axis=1) ** 2 - spread / points).mean(axis=1)
    both = spread.mean(axis=1) - luck / runs * (1 - 1 / rules)
    return np.stack([luck, parameters, rule, both], axis=1)


def split_warnings(found: Split, points: int) -> list[SampleWarning]:
    """Whether the shares are known too loosely."""
    wide = float(found.half.max())
    return [SampleWarning(WIDE, wide, enough(points, wide, WIDEST))] if wide > WIDEST else []
