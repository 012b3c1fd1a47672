"""Outlines of countries in kilometres on an equal-area projection, for maps that fetch nothing.

From Natural Earth; drawn for orientation, they take no position on any boundary.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from sim.home import home

Ring = NDArray[np.float64]
"""Corners of a closed line, float64 (corners, 2)."""

MARGIN = 0.07
"""Air around the countries shown, as a share of their extent."""


@dataclass(frozen=True)
class MapExtent:
    """A rectangle of the map, in kilometres."""

    west: float
    south: float
    east: float
    north: float

    @property
    def width(self) -> float:
        """West to east."""
        return self.east - self.west

    @property
    def height(self) -> float:
        """South to north."""
        return self.north - self.south

    def touches(self, ring: Ring) -> bool:
        """Whether the box around a ring reaches into the extent."""
        (west, south), (east, north) = ring.min(axis=0), ring.max(axis=0)
        return bool(
            west < self.east and east > self.west and south < self.north and north > self.south
        )

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies within."""
        return self.west <= x <= self.east and self.south <= y <= self.north


@cache
def outlines() -> dict[str, tuple[Ring, ...]]:
    """Rings of each country, by ISO code."""
    file = home() / "scenarios" / "eurasia_km.json"
    countries = json.loads(file.read_text(encoding="utf-8"))["countries"]
    return {
        code: tuple(np.array(ring, np.float64) for ring in country["rings"])
        for code, country in countries.items()
    }


def extent_of(codes: Iterable[str]) -> MapExtent:
    """The rectangle that shows some countries, with air around them."""
    corners = np.concatenate([ring for code in codes for ring in outlines()[code]])
    low, high = corners.min(axis=0), corners.max(axis=0)
    air = MARGIN * (high - low).max()
    west, south = (float(edge) for edge in low - air)
    east, north = (float(edge) for edge in high + air)
    return MapExtent(west, south, east, north)


def joined(rings: Iterable[Ring]) -> tuple[list[float | None], list[float | None]]:
    """The corners of several rings as one line with gaps, for a single filled trace."""
    x: list[float | None] = []
    y: list[float | None] = []
    for ring in rings:
        for values, column in ((x, 0), (y, 1)):
            values += [*([None] if values else []), *ring[:, column].tolist(), ring[0, column]]
    return x, y


@cache
def middle(code: str) -> tuple[float, float]:
    """The centre of a country's largest part; on the land where that is possible."""
    ring = max(outlines()[code], key=_area)
    centre = _centroid(ring)
    if _inside(ring, *centre):
        return centre
    half = (ring[:, 1].min() + ring[:, 1].max()) / 2
    nearest = ring[np.abs(ring[:, 1] - half).argmin()]
    return float(nearest[0]), float(nearest[1])


def _crosses(ring: Ring) -> NDArray[np.float64]:
    x, y = ring[:, 0], ring[:, 1]
    return np.asarray(x * np.roll(y, -1) - np.roll(x, -1) * y)


def _area(ring: Ring) -> float:
    return abs(float(_crosses(ring).sum())) / 2


def _centroid(ring: Ring) -> tuple[float, float]:
    cross = _crosses(ring)
    pairs = ring + np.roll(ring, -1, axis=0)
    x, y = (pairs * cross[:, None]).sum(axis=0) / (3 * cross.sum())
    return float(x), float(y)


def _inside(ring: Ring, x: float, y: float) -> bool:
    """Whether a line from the point to the east leaves the ring an odd number of times."""
    ahead = np.roll(ring, -1, axis=0)
    spans = (ring[:, 1] > y) != (ahead[:, 1] > y)
    rise = np.where(spans, ahead[:, 1] - ring[:, 1], 1.0)
    at = ring[:, 0] + (y - ring[:, 1]) / rise * (ahead[:, 0] - ring[:, 0])
    return bool((spans & (at > x)).sum() % 2)
