"""What everyone can see, and what is noted for the story."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Public:
    """What everyone can see of the members at one moment; arrays by member."""

    status: np.ndarray
    joined: np.ndarray
    alignment: np.ndarray
    baseline: np.ndarray


@dataclass(frozen=True)
class Happening:
    """One thing that happened in a month, for the story: what, to whom, and its numbers."""

    month: str
    kind: str
    actor: str
    detail: dict[str, Any]


def sum_in_order(parts: dict[int, float]) -> float:
    """The fading parts of a quantity, in the order of their slots."""
    total = 0.0
    for slot in sorted(parts):
        total += parts[slot]
    return total
