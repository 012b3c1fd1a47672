"""Domino or common cause: how much of several exits together is contagion.

    share(k) = 1 - P_cut(at least k) / P_free(at least k)

Free is the scenario; cut is the same luck with all channels and conditions cut from the branch on:
members share the weather, the patron's capacity, events and decision dates, and learn nothing of
each other. What is left under the cut is common cause and each member's own reasons. The share is
an attributable fraction (Greenland & Robins 1988); it is negative where the channels hold members
back, and there is none where nothing happens.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.attribution.result import ContagionByCount
from sim.documents import document_of
from sim.futures.experiment import Do, Futures
from sim.futures.measures import BASE, exit_counts
from sim.scenario.compiling.interventions import CUTS
from sim.statistics.estimates import Estimate, share

if TYPE_CHECKING:
    from pandas import DataFrame

DRAWS = 4_000
CUT = "cut"
ARMS = {BASE: Do(), CUT: Do(cut=frozenset(CUTS))}
"""The scenario, and the scenario in which nobody learns of the others."""


def contagion_share(futures: Futures, k: int) -> Estimate:
    """The share of contagion in at least k exits, with a paired interval."""
    free, cut = (exit_counts(futures, arm) >= k for arm in (BASE, CUT))
    return share_of(free, cut, futures.seed)


def share_of(free: NDArray[np.bool_], cut: NDArray[np.bool_], seed: int) -> Estimate:
    """1 - P(cut)/P(free), from what happened on the same luck.

    Parameters
    ----------
    free, cut : bool (runs,)
        Whether it happened as the scenario goes, and with all channels cut.
    seed : int
        Of the draws for the interval.

    Returns
    -------
    Estimate
        At most 1; without a number where it happened in no run.

    Notes
    -----
    Pairs are of four kinds; interval: 2.5 and 97.5% of draws from the Dirichlet distribution of
    their probabilities under Jeffreys' prior, which stays honest where kinds are rare (a bootstrap
    of one single cascade would be certain).
    """
    kinds = np.bincount(2 * free.astype(np.int64) + cut, minlength=4)  # neither, cut, free, both
    if kinds[2] + kinds[3] == 0:
        return Estimate(None)
    value = float(_share(kinds))
    drawn = np.random.default_rng(seed).dirichlet(kinds + 0.5, size=DRAWS)
    low, high = np.quantile(_share(drawn), [0.025, 0.975])
    return Estimate(value, min(float(low), value), max(float(high), value))


def _share(kinds: NDArray[Any]) -> NDArray[np.float64]:
    _, cut, free, both = np.moveaxis(kinds, -1, 0)
    return np.asarray((free - cut) / (free + both))


def contagion_by_count(futures: Futures) -> list[ContagionByCount]:
    """For each number of exits the probability free and cut, and the share of contagion."""
    return [_at_least(futures, k) for k in range(1, len(futures.members) + 1)]


def _at_least(futures: Futures, k: int) -> ContagionByCount:
    free, cut = (
        share((exit_counts(futures, arm) >= k).sum(), futures.runs).known() for arm in (BASE, CUT)
    )
    own = contagion_share(futures, k)
    return ContagionByCount(
        k=k,
        free=free.value,
        free_low=free.low,
        free_high=free.high,
        cut=cut.value,
        cut_low=cut.low,
        cut_high=cut.high,
        value=own.value,
        low=own.low,
        high=own.high,
    )


def contagion_table(rows: Sequence[ContagionByCount]) -> DataFrame:
    """A row for each number of exits; the columns are the fields of ``ContagionByCount``."""
    from pandas import DataFrame

    return DataFrame([document_of(row) for row in rows])
