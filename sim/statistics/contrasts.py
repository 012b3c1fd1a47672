"""Differences of two ensembles: paired where they share their luck, unpaired where they do not.

Each interval holds 95%, and belongs to a statistic z: the level at which the interval would touch
0 is the p-value, so that an interval and its verdict never disagree.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.statistics.estimates import Z95

Floats = NDArray[np.float64]

LEVEL, POWER = 0.05, 0.8
Z_POWER = NormalDist().inv_cdf(POWER)
MOST_RUNS = 10_000_000
"""More runs than this are not named: nobody would ask for them."""

ASSURANCE = 0.9
"""Probability with which the runs that are named do tell."""

_LARGEST_TIMES = 30.0
_normal_quantile, _normal_share = NormalDist().inv_cdf, NormalDist().cdf
_BISECTIONS = 60
_LARGEST_Z = 40.0
PAIRED, UNPAIRED = "paired", "unpaired"


@dataclass(frozen=True)
class Contrast:
    """One number of two ensembles, B less A.

    Attributes
    ----------
    value, low, high : float
        The difference and its 95% interval.
    z : float
        The difference in standard errors, signed; the interval excludes 0 beyond 1.96.
    variance : float
        Of one pair, or of one run of A plus one run of B; divided by ``runs`` it is the squared
        standard error.
    runs : float
        Pairs; where there are none, the harmonic mean of the two numbers of runs.
    method : str
        ``paired`` or ``unpaired``.
    """

    value: float
    low: float
    high: float
    z: float
    variance: float
    runs: float
    method: str

    @property
    def p(self) -> float:
        """Two-sided level at which the interval would touch 0."""
        return p_value(self.z)

    @property
    def is_resolved(self) -> bool:
        """Whether the interval excludes 0."""
        return abs(self.z) > Z95

    @property
    def detectable(self) -> float | None:
        """The smallest true difference that so many runs find in 80% of trials."""
        size = (Z95 + Z_POWER) * math.sqrt(self.variance / self.runs)
        return size if size > 0 else None

    def runs_needed(self, level: float = LEVEL) -> int | None:
        """Runs with which these, gone on with, tell at a two-sided ``level`` in 90% of cases.

        The predictive power of Spiegelhalter, Freedman & Blackburn (1986): the true difference is
        as uncertain as what was seen leaves it, so that more are needed than were it known. None
        where no difference was seen.
        """
        if self.value == 0 or self.variance == 0:
            return None
        seen = abs(self.value) / math.sqrt(self.variance / self.runs)
        least, most = 0.0, _LARGEST_TIMES  # times as many, as powers of e
        for _ in range(_BISECTIONS):
            middle = (least + most) / 2
            enough = _predicted(seen, math.exp(middle), level) >= ASSURANCE
            least, most = (least, middle) if enough else (middle, most)
        return math.ceil(self.runs * math.exp(most))


def _predicted(seen: float, times: float, level: float) -> float:
    """Probability that ``times`` as many runs tell, where ``seen`` is in standard errors."""
    needed = _normal_quantile(1 - level / 2) / math.sqrt(times)
    spread = math.sqrt(1 - 1 / times) if times > 1 else 0.0
    if spread == 0:
        return float(seen > needed)
    up, down = (sign * seen - needed for sign in (1, -1))
    return _normal_share(up / spread) + _normal_share(down / spread)


def p_value(z: float) -> float:
    """Two-sided p-value of a standard normal statistic."""
    return math.erfc(abs(z) / math.sqrt(2))


def holm(p_values: Sequence[float]) -> list[float]:
    """P-values corrected for their number (Holm 1979), valid however they depend on each other."""
    number, adjusted, running = len(p_values), [1.0] * len(p_values), 0.0
    for rank, k in enumerate(sorted(range(number), key=lambda k: p_values[k])):
        running = max(running, min(1.0, (number - rank) * p_values[k]))
        adjusted[k] = running
    return adjusted


# --- probabilities --------------------------------------------------------------------------------


def paired(a: NDArray[Any], b: NDArray[Any], *, is_share: bool) -> Contrast:
    """Difference of two numbers on the same luck, run by run, NaN where a run does not count."""
    counts_a, counts_b = ~np.isnan(a), ~np.isnan(b)
    if is_share and (counts_a == counts_b).all():
        return paired_shares(a[counts_a] > 0, b[counts_b] > 0)
    return paired_means(a, b)


def paired_shares(in_a: NDArray[np.bool_], in_b: NDArray[np.bool_]) -> Contrast:
    """Difference of two shares on the same luck, bool (runs,) each.

    Score interval of Tango (1998), which belongs to McNemar's test: it holds for few discordant
    pairs, and for none, where a normal interval would be empty.
    """
    only_b, only_a, n = int((in_b & ~in_a).sum()), int((in_a & ~in_b).sum()), len(in_a)
    low, high = tango(np.array([only_b]), np.array([only_a]), n)
    value, discordant = (only_b - only_a) / n, only_a + only_b
    z = (only_b - only_a) / math.sqrt(discordant) if discordant else 0.0
    variance = max(discordant / n - value * value, 0.0) * n / max(n - 1, 1)
    return Contrast(value, float(low[0]), float(high[0]), z, variance, n, PAIRED)


def tango(
    only_b: NDArray[np.int64], only_a: NDArray[np.int64], pairs: int
) -> tuple[Floats, Floats]:
    """95% score interval of a paired difference of shares, from the counts of discordant pairs."""
    return _tango_low(only_b, only_a, pairs), -_tango_low(only_a, only_b, pairs)


def _tango_low(gained: NDArray[np.int64], lost: NDArray[np.int64], n: int) -> Floats:
    """Where the score statistic of the discordant pairs is 1.96."""
    b, c = gained.astype(np.float64), lost.astype(np.float64)

    def excess(delta: Floats) -> Floats:
        linear = -b - c + (2 * n - b + c) * delta
        root = np.sqrt(np.maximum(linear**2 + 8 * n * c * delta * (1 - delta), 0.0))
        lost_share = (root - linear) / (4 * n)  # its likeliest value, were delta the difference
        variance = np.maximum(2 * lost_share + delta * (1 - delta), 0.0)
        return b - c - n * delta - Z95 * np.sqrt(n * variance)

    return _root(excess, np.full(b.shape, -1.0), (b - c) / n)


def unpaired_shares(count_a: int, runs_a: int, count_b: int, runs_b: int) -> Contrast:
    """Difference of two independent shares: hybrid score interval (Newcombe 1998, method 10)."""
    a, b = count_a / runs_a, count_b / runs_b
    low, high = newcombe(np.array([count_a]), runs_a, np.array([count_b]), runs_b)

    def touches(z: Floats) -> Floats:
        down, up = newcombe(np.array([count_a]), runs_a, np.array([count_b]), runs_b, z)
        return down if b > a else -up

    z = 0.0 if a == b else float(_root(touches, np.zeros(1), np.full(1, _LARGEST_Z))[0])
    runs = 2 / (1 / runs_a + 1 / runs_b)
    # Were both asked with equally many runs, this over their number is the squared error.
    variance = (a * (1 - a) / runs_a + b * (1 - b) / runs_b) * runs
    signed = math.copysign(z, b - a)
    return Contrast(b - a, float(low[0]), float(high[0]), signed, variance, runs, UNPAIRED)


def newcombe(
    count_a: NDArray[np.int64],
    runs_a: int,
    count_b: NDArray[np.int64],
    runs_b: int,
    z: float | Floats = Z95,
) -> tuple[Floats, Floats]:
    """Hybrid score interval of differences of independent shares, B less A."""
    a, low_a, high_a = score_interval(count_a, runs_a, z)
    b, low_b, high_b = score_interval(count_b, runs_b, z)
    low = b - a - np.sqrt((b - low_b) ** 2 + (high_a - a) ** 2)
    high = b - a + np.sqrt((high_b - b) ** 2 + (a - low_a) ** 2)
    return low, high


def score_interval(
    count: NDArray[np.int64], runs: int, z: float | Floats
) -> tuple[Floats, Floats, Floats]:
    """Shares and their score intervals (Wilson 1927) at any z."""
    p = count / runs
    centre = (p + z * z / (2 * runs)) / (1 + z * z / runs)
    half = z * np.sqrt(p * (1 - p) / runs + z * z / (4 * runs * runs)) / (1 + z * z / runs)
    return p, np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0)


def _root(falls: Callable[[Floats], Floats], low: Floats, high: Floats) -> Floats:
    """Where a falling function crosses 0, by bisection."""
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        above = falls(middle) > 0
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return (low + high) / 2


# --- means and ratios -----------------------------------------------------------------------------


def paired_means(a: NDArray[Any], b: NDArray[Any]) -> Contrast:
    """Difference of two means on the same luck, one number for each run.

    Runs that do not count on a side hold NaN; each side's mean is of those that do. Where no pair
    differs, the interval is what so many pairs can rule out, of differences by 1.
    """
    one, other = (values.astype(np.float64) for values in (a, b))
    value = float(np.nanmean(other) - np.nanmean(one))
    differences, n = _added(other) - _added(one), len(one)
    if value == 0 and not differences.any():
        end = Z95**2 / (n + Z95**2)
        return Contrast(0.0, -end, end, 0.0, 0.0, n, PAIRED)
    return _normal(value, _variance(differences), n, PAIRED)


def _added(values: Floats) -> Floats:
    """What each run adds to the mean of those that count, beside the mean."""
    counts = ~np.isnan(values)
    return np.where(counts, values - np.nanmean(values), 0.0) / counts.mean()


def unpaired_means(a: NDArray[Any], b: NDArray[Any]) -> Contrast:
    """Difference of the means of two independent ensembles (Welch 1947, normal)."""
    runs = 2 / (1 / len(a) + 1 / len(b))
    variance = (_variance(a) / len(a) + _variance(b) / len(b)) * runs
    return _normal(float(b.mean() - a.mean()), float(variance), runs, UNPAIRED)


def from_intervals(a: Sequence[float], b: Sequence[float], runs: float) -> Contrast:
    """Difference of two independent numbers of which only value, low and high are known.

    Recovers the variances from the intervals (Zou & Donner 2008).
    """
    (mid_a, low_a, high_a), (mid_b, low_b, high_b) = a, b
    value = mid_b - mid_a
    down = math.hypot(mid_b - low_b, high_a - mid_a)
    up = math.hypot(high_b - mid_b, mid_a - low_a)
    towards_0 = down if value > 0 else up
    z = (
        Z95 * value / towards_0
        if towards_0 > 0
        else math.copysign(_LARGEST_Z, value) * (value != 0)
    )
    return Contrast(
        value, value - down, value + up, z, (towards_0 / Z95) ** 2 * runs, runs, UNPAIRED
    )


def _variance(values: NDArray[Any]) -> float:
    return float(values.var(ddof=1)) if len(values) > 1 else 0.0


def _normal(value: float, variance: float, runs: float, method: str) -> Contrast:
    error = math.sqrt(variance / runs)
    z = value / error if error > 0 else math.copysign(_LARGEST_Z, value) * (value != 0)
    return Contrast(value, value - Z95 * error, value + Z95 * error, z, variance, runs, method)
