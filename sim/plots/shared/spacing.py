"""Labels set apart: moved as little as needed, so that none stands on another."""

from __future__ import annotations

from collections.abc import Sequence


def apart(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places moved as little as needed to stand a gap apart within bounds, in their order.

    Parameters
    ----------
    places : sequence of float
        Where labels would stand, in the unit of an axis.
    gap : float
        Between two of them, at least.
    low, high : float
        Bounds.
    """
    # Less the gaps below them they may not fall, so neighbours that do are pooled at their mean
    # (isotonic regression). Where there is no room for the gap, they share the room evenly.
    number = len(places)
    gap = min(gap, (high - low) / max(1, number - 1))
    order = sorted(range(number), key=lambda k: places[k])
    pools: list[list[float]] = []
    for rank, k in enumerate(order):
        pools.append([places[k] - rank * gap])
        while len(pools) > 1 and _mean(pools[-2]) > _mean(pools[-1]):
            pools[-2:] = [pools[-2] + pools[-1]]
    placed = [0.0] * number
    free = [_mean(pool) for pool in pools for _ in pool]
    for rank, (k, place) in enumerate(zip(order, free, strict=True)):
        placed[k] = min(max(place, low), high - (number - 1) * gap) + rank * gap
    return placed


def _mean(pool: Sequence[float]) -> float:
    return sum(pool) / len(pool)
