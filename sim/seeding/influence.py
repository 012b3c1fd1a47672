"""Who heeds whom: the nearest members, in votes and in regime, each alike."""

from __future__ import annotations

from collections.abc import Sequence

from sim.seeding.lookup import Indicators

HEEDED = 5
"""A member heeds at most this many others."""
UNKNOWN_REGIME = 0.3
"""Distance in regime where one of two is unknown."""


def influence(
    data: Indicators, members: Sequence[str], alignment: Sequence[float], year: int
) -> dict[str, dict[str, float]]:
    """1/k on each of the k nearest members, k at most ``HEEDED``; none where there is no other.

    The distance is that of ideal points over 3, or of alignment over 2 where one is unknown, plus
    that of polyarchy.
    """
    many = min(HEEDED, len(members) - 1)
    x = dict(zip(members, alignment, strict=True))

    def distance(one: str, other: str) -> float:
        votes = data.gap("unga_ideal_point", one, other, year)
        regime = data.gap("polyarchy", one, other, year)
        apart = votes.value / 3.0 if votes else abs(x[one] - x[other]) / 2.0
        return apart + (regime.value if regime else UNKNOWN_REGIME)

    heeded = {}
    for one in members:
        others = [other for other in members if other != one]
        nearest = sorted(others, key=lambda other, one=one: distance(one, other))[:many]  # type: ignore[misc]
        heeded[one] = dict.fromkeys(sorted(nearest), 1.0 / many if many else 0.0)
    return heeded
