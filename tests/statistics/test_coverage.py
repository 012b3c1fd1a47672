"""How often an interval holds the truth, from three runs up, by simulation.

The coverage of a discrete statistic cannot be exactly 95%; what must not happen is that it falls
far below, as a normal interval's does where few runs differ.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.statistics.contrasts import newcombe, tango
from sim.statistics.estimates import (
    FEWEST_DISCORDANT,
    Estimate,
    mean_difference,
    share,
    sign,
)

TRIALS = 1_500
RUNS = (3, 10, 30, 100, 1_000)
LEAST = 0.91

Draw = Callable[[np.random.Generator, int], NDArray[np.int64]]

DIFFERENCES: dict[str, tuple[Draw, float, int]] = {
    "few pairs differ": (
        lambda random, n: random.choice([-1, 0, 1], n, p=[0.005, 0.98, 0.015]),
        0.01,
        1,
    ),
    "many pairs differ": (
        lambda random, n: random.choice([-1, 0, 1], n, p=[0.1, 0.6, 0.3]),
        0.2,
        1,
    ),
    "one direction alone": (lambda random, n: random.choice([0, 1], n, p=[0.95, 0.05]), 0.05, 1),
    "nothing": (lambda random, n: random.choice([-1, 0, 1], n, p=[0.05, 0.9, 0.05]), 0.0, 1),
    "several at once": (
        lambda random, n: random.choice([-1, 0, 1, 2], n, p=[0.05, 0.8, 0.1, 0.05]),
        0.15,
        4,
    ),
}


def covered(estimates: list[Estimate], truth: float) -> float:
    """Of those in which something differs; where nothing does, no interval is told."""
    known = [each.known() for each in estimates if each.low != each.high]
    return sum(each.low <= truth <= each.high for each in known) / len(known)


@pytest.mark.parametrize("runs", RUNS)
@pytest.mark.parametrize("kind", DIFFERENCES)
def test_the_interval_of_a_paired_difference_holds_the_truth(kind: str, runs: int) -> None:
    draw, truth, most = DIFFERENCES[kind]
    random = np.random.default_rng(runs)
    found = [mean_difference(draw(random, runs), most) for _ in range(TRIALS)]
    assert covered(found, truth) >= LEAST
    assert all(-most <= each.known().low <= each.known().high <= most for each in found)


@pytest.mark.parametrize("runs", RUNS)
@pytest.mark.parametrize("p", [0.005, 0.05, 0.5])
def test_the_interval_of_a_share_holds_the_truth(p: float, runs: int) -> None:
    random = np.random.default_rng(runs)
    counts = random.binomial(runs, p, TRIALS)
    by_count = {count: share(count, runs) for count in set(counts.tolist())}
    # Wilson's is at its worst where about one run in all is one of them.
    assert covered([by_count[count] for count in counts.tolist()], p) >= 0.83


@pytest.mark.parametrize("runs", RUNS)
def test_score_intervals_of_differences_of_shares_hold_the_truth(runs: int) -> None:
    random = np.random.default_rng(runs)
    drawn = random.multinomial(runs, [0.1, 0.05, 0.85], TRIALS)
    low, high = tango(drawn[:, 0], drawn[:, 1], runs)
    assert ((low <= 0.05) & (high >= 0.05)).mean() >= LEAST
    a, b = random.binomial(runs, 0.1, TRIALS), random.binomial(runs, 0.2, TRIALS)
    low, high = newcombe(a, runs, b, runs)
    assert ((low <= 0.1) & (high >= 0.1)).mean() >= LEAST


@pytest.mark.parametrize("pairs", [5, 20, 1_000, 100_000])
@pytest.mark.parametrize("size", [1, 4])
def test_no_sign_is_resolved_below_six_pairs_that_differ(pairs: int, size: int) -> None:
    def of(discordant: int) -> int:
        values = np.zeros(pairs, np.int64)
        values[:discordant] = size
        return sign(mean_difference(values, 4).known())

    fewer = min(pairs, FEWEST_DISCORDANT - 1)
    assert [of(k) for k in range(fewer + 1)] == [0] * (fewer + 1)
    assert pairs < FEWEST_DISCORDANT or of(FEWEST_DISCORDANT) == 1


@pytest.mark.parametrize("values", [[1], [-1], [1, 1, 1]])
def test_one_or_three_pairs_never_tell_a_sign(values: list[Any]) -> None:
    estimate = mean_difference(np.array(values), 1).known()
    assert estimate.low <= 0 <= estimate.high
    assert -1 <= estimate.low <= estimate.value <= estimate.high <= 1
