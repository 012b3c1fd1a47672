"""What staying is worth to a seeded member beside inertia: the model's own terms, own weights."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.rules.decision import alignment_term, fear_term, protection_term, pull_term, ties_term
from sim.rules.patron import reach
from sim.scenario.document.parameters import Parameters
from sim.seeding.features import Seeding

CAPACITY = 0.5
"""Capacity of a leading power of which nothing else is known."""


def worth_terms(seeding: Seeding) -> Mapping[str, NDArray[np.float64]]:
    """The terms of the value of staying at the seeded values, by name, one number a member.

    Weights are the model's defaults; everyone takes full part, so that the club loses nothing and
    loyalty is that of all others by weight.
    """
    p = {name: quantity.value for name, quantity in Parameters()}
    x = np.array(seeding.of("alignment"))
    trust, depend = seeding.of("trust"), seeding.of("dependence")
    loyal = loyalty(x, np.array(seeding.of("weight")))

    def fear(i: int) -> float:
        grip = reach(p["cheap"], p["costly"], CAPACITY, 1.0, 0.0, 1.0, p["backing"], loyal[i])
        expected, present = seeding.of("expected_cost")[i], seeding.of("presence")[i]
        return float(fear_term(p["w_fear"], expected, depend[i], present, grip))

    members = range(len(seeding.members))
    terms = {
        "security": [
            protection_term(p["w_security"], t, b)
            for t, b in zip(seeding.of("threat"), trust, strict=True)
        ],
        "insurance": [
            protection_term(p["w_insurance"], r, b)
            for r, b in zip(seeding.of("regime_risk"), trust, strict=True)
        ],
        "ties": [ties_term(p["w_ties"], d) for d in depend],
        "fear": [fear(i) for i in members],
        "alignment": [alignment_term(p["w_alignment"], value) for value in x],
        "pull": [pull_term(p["w_pull"], value) for value in seeding.of("pull")],
    }
    return {name: np.array(values, dtype=float) for name, values in terms.items()}


def loyalty(x: NDArray[np.float64], weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean loyalty (1 + x)/2 of the others, by weight, for each member; 0 where there are none."""
    total = weight.sum() - weight
    loyal = (weight * (1.0 + x) / 2.0).sum() - weight * (1.0 + x) / 2.0
    return np.divide(loyal, total, out=np.zeros_like(x), where=total > 0)
