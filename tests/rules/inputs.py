"""Numbers and groups of members, as rules take them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
from hypothesis import strategies as st

from sim.jit import Codes, Floats


def numbers(low: float, high: float, **limits: Any) -> st.SearchStrategy[float]:
    """Floats from low to high. No subnormals: of these a product keeps few digits."""
    return st.floats(low, high, allow_subnormal=False, **limits)


shares = numbers(0.0, 1.0)
alignments = numbers(-1.0, 1.0)
weights = numbers(0.0, 30.0)
"""Weights of terms, in logit units."""
logits = numbers(-30.0, 30.0)
strengths = numbers(0.0, 8.0)
"""Of channels."""
counts = numbers(0.001, 1000.0)
"""Pseudo-counts."""
noises = numbers(-3.5, 3.5)
luck = numbers(0.0, 1.0, exclude_max=True)
"""Draws u."""
finite = st.floats(allow_nan=False, allow_infinity=False)
statuses = st.integers(0, 3)
months = st.integers(0, 600)


def pairs(values: st.SearchStrategy[float]) -> st.SearchStrategy[tuple[float, float]]:
    """Two values, the smaller one first."""
    return st.tuples(values, values).map(lambda two: (min(two), max(two)))


@dataclass(frozen=True)
class Group:
    """Members as arrays, and one of them who looks at the others."""

    member: int
    weight: Floats
    status: Codes
    joined: Codes
    alignment: Floats
    baseline: Floats
    influence: Floats

    def but(self, **changes: Any) -> Self:
        """The same group with other arrays."""
        stated = {field.name: getattr(self, field.name) for field in fields(self)}
        return type(self)(**stated | changes)

    def reordered(self, order: Sequence[int]) -> Self:
        """The same group in another order of members."""
        places = list(order)
        return type(self)(
            member=places.index(self.member),
            weight=self.weight[places],
            status=self.status[places],
            joined=self.joined[places],
            alignment=self.alignment[places],
            baseline=self.baseline[places],
            influence=np.ascontiguousarray(self.influence[np.ix_(places, places)]),
        )

    def apart_from_member(self, array: Any, value: float) -> Any:
        """An array with another value for the member who looks."""
        changed = array.copy()
        changed[self.member] = value
        return changed


@st.composite
def groups(draw: st.DrawFn, most: int = 6) -> Group:
    n = draw(st.integers(1, most))

    def row(values: st.SearchStrategy[Any], kind: type) -> Any:
        return np.array(draw(st.lists(values, min_size=n, max_size=n)), kind)

    influence = np.array([row(shares, np.float64) for _ in range(n)])
    np.fill_diagonal(influence, 0.0)
    return Group(
        member=draw(st.integers(0, n - 1)),
        weight=row(shares, np.float64),
        status=row(statuses, np.uint8),
        joined=row(st.integers(0, 1), np.uint8),
        alignment=row(alignments, np.float64),
        baseline=row(alignments, np.float64),
        influence=influence,
    )


@st.composite
def reordered_groups(draw: st.DrawFn) -> tuple[Group, Group]:
    """A group, and the same one in another order."""
    group = draw(groups())
    return group, group.reordered(draw(st.permutations(range(len(group.status)))))


def codes(*values: int) -> Codes:
    """An array of statuses, or of 0 and 1."""
    return np.array(values, np.uint8)


def floats(*values: float) -> Floats:
    """An array of quantities."""
    return np.array(values, np.float64)
