"""Luck as a pure function: counter-based draws, keyed by ids and never by position.

    draw = bits(luck(run_key(seed, run), identity), month, purpose)

A draw depends on nothing else: not on how many members there are, not on what was drawn before,
not on the order or the split of runs. Two futures of one run therefore share their luck, and
adding a member or an event leaves everyone else's luck bit-equal.

The mixing is the finaliser of SplitMix64 (Steele, Lea & Flood 2014), whose outputs pass BigCrush;
each (run, identity) owns a stream of its own and each (month, purpose) a place in it.
"""

from __future__ import annotations

import hashlib
import math

import numpy as np

from sim.jit import wrapping

PURPOSES = (
    "capacity",
    "weather",
    "event",
    "crisis_external",
    "crisis_regime",
    "ask_external",
    "ask_regime",
    "honour_external",
    "honour_regime",
    "alignment",
    "decision",
    "reaction",
    "policy",
    "threshold",
    "frailty",
    "cohesion",
    "joint",
)
"""What a draw is for; the place in this fixed list is part of the draw. Only ever append."""

CAPACITY, WEATHER, EVENT = 0, 1, 2
CRISIS, ASK, HONOUR = 3, 5, 7  # the first of two: external, regime
ALIGNMENT, DECISION, REACTION, POLICY, THRESHOLD = 9, 10, 11, 12, 13
FRAILTY, COHESION, JOINT = 14, 15, 16

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_PURPOSES = np.uint64(64)  # room to append without moving any draw
_ONE, _16, _32, _48 = np.uint64(1), np.uint64(16), np.uint64(32), np.uint64(48)
_11, _27, _30, _31 = np.uint64(11), np.uint64(27), np.uint64(30), np.uint64(31)
_LOW = np.uint64(0xFFFF)

# Four 16-bit numbers: mean 4 (2^16 - 1)/2, variance 4 (2^32 - 1)/12.
_CENTRE = 131070.0
_SCALE = math.sqrt(3.0 / (2.0**32 - 1.0))


def identity(name: str) -> int:
    """Stable hash of an id: int64 >= 0, the same on every machine and in every version."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big") >> 1


@wrapping
def _mix(z: np.uint64) -> np.uint64:
    z = (z ^ (z >> _30)) * _FIRST
    z = (z ^ (z >> _27)) * _SECOND
    return z ^ (z >> _31)


@wrapping
def run_key(seed: int, run: int) -> int:
    """Key of one run of one seed, int64 >= 0 (a uint64 would come back to Python as an int)."""
    key = _mix(_mix(np.uint64(seed) + _GOLDEN) + np.uint64(run) * _GOLDEN) >> _ONE
    return np.int64(key)  # type: ignore[return-value]


@wrapping
def luck(key: int, who: int) -> int:
    """The stream of one identity in one run, int64 >= 0."""
    stream = _mix(np.uint64(key) ^ _mix(np.uint64(who) + _GOLDEN)) >> _ONE
    return np.int64(stream)  # type: ignore[return-value]


@wrapping
def bits(stream: int, month: int, purpose: int) -> np.uint64:
    """64 random bits for one purpose in one month (counted from the scenario's start).

    Parameters
    ----------
    stream : int
        ``luck`` of an identity in a run.
    month : int >= 0
        Months from the start of the scenario.
    purpose : int
        Place in ``PURPOSES``.
    """
    place = np.uint64(month) * _PURPOSES + np.uint64(purpose) + _ONE
    return _mix(np.uint64(stream) + place * _GOLDEN)


@wrapping
def uniform(stream: int, month: int, purpose: int) -> float:
    """A number in [0, 1), a multiple of 2^-53.

    Parameters
    ----------
    stream : int
        ``luck`` of an identity in a run.
    month : int >= 0
        Months from the start of the scenario.
    purpose : int
        Place in ``PURPOSES``.
    """
    return np.float64(bits(stream, month, purpose) >> _11) * (1.0 / 9007199254740992.0)


@wrapping
def noise(stream: int, month: int, purpose: int) -> float:
    """A number of mean 0 and variance 1: the sum of four 16-bit parts of one draw (Irwin-Hall).

    It needs no logarithm, cosine or root, is exact in floating point and bounded by +-3.47;
    an autoregression of it is close to Gaussian.

    Parameters
    ----------
    stream : int
        ``luck`` of an identity in a run.
    month : int >= 0
        Months from the start of the scenario.
    purpose : int
        Place in ``PURPOSES``.
    """
    z = bits(stream, month, purpose)
    total = (z & _LOW) + ((z >> _16) & _LOW) + ((z >> _32) & _LOW) + (z >> _48)
    return (np.float64(total) - _CENTRE) * _SCALE
