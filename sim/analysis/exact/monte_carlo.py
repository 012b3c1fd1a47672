"""The runs of the held-still variant beside the exact chain, and how far apart they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.exact.chain import Floats, exact_statuses
from sim.futures.experiment import Do, play
from sim.futures.measures import BASE
from sim.futures.tables import status_table
from sim.pool import Progress
from sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from pandas import DataFrame

MOST_ERRORS = 99.0
"""Where a share is so far off that no distance can be told, or impossible, this stands for it."""


def beside_monte_carlo(
    scenario: Scenario,
    *,
    runs: int,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> DataFrame:
    """Both answers to the held-still variant.

    Parameters
    ----------
    scenario : Scenario
        Of at most six members, with the logistic rule of decision.
    runs, seed, threads, progress
        As of ``simulate``.

    Returns
    -------
    DataFrame
        Columns month, member, status, exact, value, low, high, z.

    Notes
    -----
    ``z`` is the distance of the share of runs, ``value``, from the probability, ``exact``, in
    standard errors (``standard_errors``).
    """
    exact = exact_statuses(scenario).rename(columns={"value": "exact"})
    played = play(
        scenario,
        {BASE: Do()},
        runs=runs,
        seed=seed,
        threads=threads,
        progress=progress,
        still=True,
        record=frozenset([BASE]),
    )
    both = exact.merge(status_table(played), on=["month", "member", "status"])
    both["z"] = standard_errors(both["value"].to_numpy(), both["exact"].to_numpy(), runs)
    return both


def standard_errors(shares: Floats, probabilities: Floats, runs: int) -> Floats:
    """How far shares of runs lie from their probabilities, in standard errors, with the sign.

    Parameters
    ----------
    shares, probabilities : float64 (n,) in [0, 1]
        What the runs say, and what the chain says.
    runs : int
        How many runs the shares are of.

    Returns
    -------
    float64 (n,)
        At most ``MOST_ERRORS`` in size.

    Notes
    -----
    The normal score of the binomial tail: where many runs are expected it is the difference over
    its standard error, and it holds for rare statuses too, whose counts are far from normal.
    """
    from scipy.special import ndtri_exp
    from scipy.stats import binom

    counts = np.rint(shares * runs)
    below = binom.logcdf(counts, runs, probabilities)
    above = binom.logsf(counts - 1, runs, probabilities)
    distance = np.clip(-ndtri_exp(np.minimum(below, above)), 0.0, MOST_ERRORS)
    signed: Floats = np.where(above < below, distance, 0.0 - distance)
    return signed
