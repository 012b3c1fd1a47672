"""Designs: which points of a box a sweep computes.

A point is a pure function of the design and of its number k: any of them can be found alone, on
any machine, and a million of them are never in memory together.

- ``grid``: evenly spaced values of each path, all combined; the last path runs fastest.
- ``lhs``: a Latin hypercube (McKay, Beckman & Conover 1979): of N points, one in each Nth of
  every range. Each path is shuffled by a keyed permutation that needs no list (a Feistel network
  that walks until it is back in range; Black & Rogaway 2002).
- ``sobol``: Sobol's sequence, scrambled (Owen 1998) with the seed; most even at powers of two.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

KINDS = ("grid", "lhs", "sobol")
Point = tuple[float | int, ...]
"""A value for each path; whole numbers where the path takes no others."""

BLOCK = 1024
"""Points that are found at once; a power of two, as Sobol's sequence wants it."""

_ROUNDS = 6
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_11, _27, _30, _31 = (np.uint64(shift) for shift in (11, 27, 30, 31))


@dataclass(frozen=True)
class Axis:
    """One path and its range; ``count`` is the number of its values on a grid, else None."""

    path: str
    low: float
    high: float
    count: int | None
    whole: bool

    @property
    def ends(self) -> tuple[float | int, float | int]:
        """Both ends of the range."""
        return self._typed(self.low), self._typed(self.high)

    def step(self, index: int) -> float | int:
        """A value on a grid; ends are exact, and others have the digits that people would type."""
        assert self.count is not None
        if index in (0, self.count - 1):
            return self.ends[index > 0]
        value = self.low + (self.high - self.low) * index / (self.count - 1)
        return self._typed(round(value) if self.whole else float(f"{value:.15g}"))

    def share(self, u: float) -> float | int:
        """The value at a share of the range, u in [0, 1); whole numbers are equally likely."""
        if self.whole:
            return self._typed(math.floor(self.low + u * (self.high - self.low + 1)))
        return self._typed(self.low + u * (self.high - self.low))

    def _typed(self, value: float) -> float | int:
        inside = min(max(value, self.low), self.high)
        return int(inside) if self.whole else float(inside)


@dataclass(frozen=True)
class Design:
    """A kind of design over some axes; its points are numbered from 0 to ``size - 1``."""

    kind: str
    axes: tuple[Axis, ...]
    size: int
    seed: int

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths, in the order of a point's values."""
        return tuple(axis.path for axis in self.axes)

    def point(self, k: int) -> Point:
        """The values of point k."""
        if not 0 <= k < self.size:
            raise IndexError(f"no point {k} among {self.size}")
        if self.kind == "grid":
            return tuple(axis.step(i) for axis, i in zip(self.axes, self._steps(k), strict=True))
        shares = _block(self, k // BLOCK)[k % BLOCK]
        return tuple(axis.share(u) for axis, u in zip(self.axes, shares.tolist(), strict=True))

    def _steps(self, k: int) -> list[int]:
        """Which value of each axis point k of a grid has."""
        steps = []
        for axis in reversed(self.axes):
            assert axis.count is not None
            k, step = divmod(k, axis.count)
            steps.append(step)
        return steps[::-1]


@lru_cache(maxsize=64)
def _block(design: Design, number: int) -> NDArray[np.float64]:
    """Shares of the ranges of points ``number * BLOCK`` on, float64 (points, axes)."""
    first = number * BLOCK
    if design.kind == "sobol":
        return _sobol(len(design.axes), design.seed, first)
    k = np.arange(first, min(first + BLOCK, design.size), dtype=np.uint64)
    columns = [_latin(k, design.size, _key(design.seed, axis.path)) for axis in design.axes]
    return np.stack(columns, axis=1)


def _sobol(axes: int, seed: int, first: int) -> NDArray[np.float64]:
    from scipy.stats import qmc

    sequence = qmc.Sobol(axes, scramble=True, rng=np.random.default_rng(seed))
    if first:
        sequence.fast_forward(first)
    return np.asarray(sequence.random(BLOCK), np.float64)


def _key(seed: int, path: str) -> np.uint64:
    """Of a path, by its name: another path beside it leaves its column as it is."""
    digest = hashlib.blake2b(f"{seed} {path}".encode(), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "big"))


def _latin(k: NDArray[np.uint64], size: int, key: np.uint64) -> NDArray[np.float64]:
    """A place of its own for each k among ``size`` equal parts of [0, 1), anywhere in its part."""
    within = (_mixed(k, key ^ _SECOND) >> _11).astype(np.float64) / 2.0**53
    shares = (_shuffled(k, size, key).astype(np.float64) + within) / size
    return np.minimum(shares, np.nextafter(1.0, 0.0))


def _shuffled(k: NDArray[np.uint64], size: int, key: np.uint64) -> NDArray[np.uint64]:
    """A permutation of 0 … size - 1, of which only the entries k are found."""
    half = max(1, math.ceil((size - 1).bit_length() / 2))
    entries = _permuted(k, half, key)
    while (outside := entries >= np.uint64(size)).any():
        entries[outside] = _permuted(entries[outside], half, key)
    return entries


def _permuted(entries: NDArray[np.uint64], half: int, key: np.uint64) -> NDArray[np.uint64]:
    """A permutation of the numbers of ``2 * half`` bits."""
    bits, mask = np.uint64(half), np.uint64((1 << half) - 1)
    left, right = entries >> bits, entries & mask
    for number in range(_ROUNDS):
        place = right + (np.uint64(number) << np.uint64(32))
        left, right = right, left ^ ((_mixed(place, key) >> _30) & mask)
    return (left << bits) | right


def _mixed(place: NDArray[np.uint64], key: np.uint64) -> NDArray[np.uint64]:
    """64 random bits for each place (the finaliser of SplitMix64; Steele, Lea & Flood 2014)."""
    z = place * _GOLDEN ^ key  # arrays wrap around in silence
    z = (z ^ (z >> _30)) * _FIRST
    z = (z ^ (z >> _27)) * _SECOND
    return z ^ (z >> _31)
