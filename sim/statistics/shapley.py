"""Shapley values: a worth shared out among players, exactly or over drawn orders of joining.

    φᵢ = Σ over S without i of  |S|! (n - |S| - 1)! / n!  ·  (v(S with i) - v(S))

It is the only division that shares out v(all) - v(none) to the last bit, treats alike those who
do alike, gives nothing to who changes nothing, and is linear (Shapley 1953). Linear: the value of
a mean is the mean of the values of each pair of runs, whence the interval. Coalitions are numbers
whose bit k says whether player k belongs.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.pool import Progress, as_ended
from sim.refusal import Refusal
from sim.statistics.estimates import Estimate, mean_difference

Ints = NDArray[np.int64]
Worths = Callable[[Sequence[int], int, int], Ints]
"""A game: (coalitions, first run, runs) -> worth in each pair, int64 (coalitions, pairs).

How many pairs a block of runs gives is the same for every coalition, but may be fewer than runs.
"""

MOST_EXACT = 10
"""Players up to which every coalition is played."""
BLOCK = 200
"""Runs that are played at once; of sampled orders, those that share one order and its reverse."""
FEWEST_BLOCKS = 10


def scale(players: int) -> int:
    """The number by which ``exact`` multiplies, so that its values are whole."""
    return math.lcm(*range(1, players + 1))


def exact(worths: Ints) -> Ints:
    """The Shapley value of every player, times ``scale``.

    Parameters
    ----------
    worths : int64 (2^players, pairs)
        Worth of each coalition in each pair.

    Returns
    -------
    int64 (players, pairs)
    """
    players = len(worths).bit_length() - 1
    factor = scale(players)
    weights = [factor // (players * math.comb(players - 1, size)) for size in range(players)]
    values = np.zeros((players, worths.shape[1]), np.int64)
    for coalition in range(len(worths)):
        for player in range(players):
            if not coalition >> player & 1:
                gain = worths[coalition | 1 << player] - worths[coalition]
                values[player] += weights[coalition.bit_count()] * gain
    return values


def orders(players: int, seed: int, block: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """A drawn order of joining and its reverse: who comes early in one comes late in the other.

    Parameters
    ----------
    players : int
        How many.
    seed, block : int
        Each block of runs has an order of its own.
    """
    drawn = np.random.default_rng([seed, block]).permutation(players)
    order = tuple(int(player) for player in drawn)
    return order, order[::-1]


def along(order: Sequence[int]) -> list[int]:
    """The coalitions on the way from none to all in an order of joining."""
    coalitions = [0]
    for player in order:
        coalitions.append(coalitions[-1] | 1 << player)
    return coalitions


@dataclass(frozen=True)
class Shares:
    """What each player adds, with 95% intervals.

    Attributes
    ----------
    values : tuple of Estimate
        By player; their sum is ``difference``.
    none, whole, difference : Estimate
        v(none), v(all), v(all) - v(none).
    alone, last : tuple of float, or None
        What each adds to nobody, and to all others; None where orders were drawn.
    pairs : int
        Pairs of runs that count.
    orders : int or None
        Orders that were drawn; None where every coalition was played.
    """

    values: tuple[Estimate, ...]
    none: Estimate
    whole: Estimate
    difference: Estimate
    alone: tuple[float, ...] | None
    last: tuple[float, ...] | None
    pairs: int
    orders: int | None


def share_out(
    worths: Worths,
    players: int,
    *,
    runs: int,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Shares:
    """Share out the worth of all players: exactly up to ``MOST_EXACT`` of them.

    Parameters
    ----------
    worths : callable
        Of coalitions as bits over the players, the first run and how many; int64 (coalitions,
        pairs that count).
    players : int
        How many.
    runs, seed, threads, progress
        As of ``simulate``.

    Beyond, each block of runs has an order of its own and the reverse of it (Castro, Gómez &
    Tejada 2009; reversed orders: Mitchell et al. 2022), and the interval is that between blocks.

    Raises
    ------
    Refusal
        No pair of runs counts, or orders are to be drawn for a single run.
    """
    is_exact = players <= MOST_EXACT
    if not is_exact and runs < 2:
        message = f"{players} parts need at least 2 runs, for their interval"
        raise Refusal(message, field="runs", found=str(runs))
    blocks = _blocks(runs, is_exact)

    def play(number: int) -> _Part:
        first, size = blocks[number]
        if is_exact:
            return _exact_part(worths(range(1 << players), first, size))
        return _sampled_part(worths, orders(players, seed, number), first, size)

    parts = _in_threads(play, [size for _, size in blocks], threads, progress)
    if not sum(part.pairs for part in parts):
        raise Refusal("no pair of runs is left to compare", field="runs", found=str(runs))
    return _together(parts, players, is_exact)


def _blocks(runs: int, is_exact: bool) -> list[tuple[int, int]]:
    size = BLOCK if is_exact else min(BLOCK, max(1, runs // FEWEST_BLOCKS))
    return [(first, min(size, runs - first)) for first in range(0, runs, size)]


@dataclass(frozen=True)
class _Part:
    """One block of runs."""

    values: Ints  # (players, pairs): times scale, or summed over two orders
    none: Ints  # (pairs,)
    whole: Ints  # (pairs,)
    alone: Ints  # (players,): sums over pairs, empty where orders are drawn
    last: Ints

    @property
    def pairs(self) -> int:
        return len(self.none)


def _exact_part(worths: Ints) -> _Part:
    bits = [1 << player for player in range(len(worths).bit_length() - 1)]
    none, whole, everyone = worths[0], worths[-1], len(worths) - 1
    return _Part(
        values=exact(worths),
        none=none,
        whole=whole,
        alone=np.array([(worths[bit] - none).sum() for bit in bits], np.int64),
        last=np.array([(whole - worths[everyone ^ bit]).sum() for bit in bits], np.int64),
    )


def _sampled_part(worths: Worths, both: Sequence[Sequence[int]], first: int, size: int) -> _Part:
    ways = [along(order) for order in both]
    visited = sorted({coalition for way in ways for coalition in way})
    known = dict(zip(visited, worths(visited, first, size), strict=True))
    none, whole = known[visited[0]], known[visited[-1]]
    values = np.zeros((len(both[0]), len(none)), np.int64)
    for order, way in zip(both, ways, strict=True):
        for player, before, after in zip(order, way[:-1], way[1:], strict=True):
            values[player] += known[after] - known[before]
    empty = np.zeros(0, np.int64)
    return _Part(values, none, whole, empty, empty)


def _in_threads(
    play: Callable[[int], _Part],
    sizes: Sequence[int],
    threads: int | None,
    progress: Progress | None,
) -> list[_Part]:
    """All blocks, in their order; nothing depends on how many threads there are."""
    done, total = 0, sum(sizes)
    parts: dict[int, _Part] = {}
    for number, part in as_ended(play, range(len(sizes)), threads):
        parts[number] = part
        done += sizes[number]
        if progress is not None:
            progress(done, total)
    return [parts[number] for number in range(len(sizes))]


def _together(parts: Sequence[_Part], players: int, is_exact: bool) -> Shares:
    none, whole = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("none", "whole")
    )
    pairs = len(none)
    if is_exact:
        factor = scale(players)
        values = np.concatenate([part.values for part in parts], axis=1)
        estimates = [_divided(mean_difference(row), factor) for row in values]
    else:
        estimates = [_between_blocks(parts, player) for player in range(players)]
    ends = [
        tuple(float(total) / pairs for total in sum(getattr(part, name) for part in parts))
        if is_exact
        else None
        for name in ("alone", "last")
    ]
    return Shares(
        values=tuple(estimates),
        none=mean_difference(none),
        whole=mean_difference(whole),
        difference=mean_difference(whole - none),
        alone=ends[0],
        last=ends[1],
        pairs=pairs,
        orders=None if is_exact else 2 * len(parts),
    )


def _divided(estimate: Estimate, factor: int) -> Estimate:
    numbers = (estimate.value, estimate.low, estimate.high)
    return Estimate(*(None if number is None else number / factor for number in numbers))


def _between_blocks(parts: Sequence[_Part], player: int) -> Estimate:
    """Mean over pairs and both orders; interval from the spread between blocks, Student's t."""
    from scipy.stats import t

    counts = np.array([part.pairs for part in parts])
    sums = np.array([part.values[player].sum() for part in parts]) / 2
    pairs, blocks = counts.sum(), len(parts)
    value = float(sums.sum() / pairs)
    added = 2 * max(1.0, float(np.abs(sums).max())) ** 2 / blocks  # as two more that differ
    spread = (float(((sums - value * counts) ** 2).sum()) + added) * blocks / (blocks - 1)
    half = float(t.ppf(0.975, blocks - 1)) * math.sqrt(spread) / float(pairs)
    return Estimate(value, value - half, value + half)
