"""How much of a push of all alignments comes back through the peers."""

from __future__ import annotations

import numpy as np

from sim.rules.influence import attention_share
from sim.rules.status import OUT
from sim.scenario.compiling.compile import compile_scenario
from sim.scenario.document.schema import Document


def gain_of_peers(scenario: Document) -> float:
    """The gain g ρ(w) of the peers, from 0 to below 1.

    A lasting push of all alignments is amplified by 1/(1 - g ρ(w)). g is that of the free months;
    ρ(w) is the largest absolute eigenvalue of the shares of attention among the members that are
    in at ``start``.
    """
    world = compile_scenario(scenario).future
    joined = (world.members.status != OUT).astype(np.uint8)
    places = np.flatnonzero(joined).tolist()
    shares = np.array(
        [[attention_share(i, j, world.members.influence, joined) for j in places] for i in places]
    ).reshape(len(places), len(places))
    radius = float(np.abs(np.linalg.eigvals(shares)).max(initial=0.0))
    return world.derived.peer_gain * radius
