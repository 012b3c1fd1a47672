"""Attention: how far a member heeds another, of what it has for all that are or were in.

What a scenario states as influence W counts as stated up to a sum of 1; beyond, members share the
attention of the one that heeds them. So no alliance is swayed more for being larger.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.jit import rule

if TYPE_CHECKING:
    from sim.jit import Codes, Floats


@rule
def total_influence(member: int, influence: Floats, joined: Codes) -> float:
    """All the influence on a member, >= 0.

        Σ_k W[i, k], over members that are or were in

    Parameters
    ----------
    member : int
        Index of the one that heeds.
    influence : float array (members, members), in [0, 1]
        W[i, j]: how much i heeds j.
    joined : uint8 array (members,)
        1 for a member that is or was in, else 0.

    Definition: who is out keeps its share; who joins takes one from then on.
    """
    total = 0.0
    for k in range(len(joined)):
        if joined[k]:
            total += influence[member, k]
    return total


@rule
def attention_share(observer: int, other: int, influence: Floats, joined: Codes) -> float:
    """How much a member heeds another, in [0, 1].

        w[i, j] = W[i, j] / max(1, Σ_k W[i, k])

    Parameters
    ----------
    observer : int
        Index of the one that heeds.
    other : int
        Index of the one that is heeded.
    influence : float array (members, members), in [0, 1]
        W[i, j]: how much i heeds j.
    joined : uint8 array (members,)
        1 for a member that is or was in, else 0.

    Source: weights of an opinion pool add up to 1 (DeGroot 1974). Assumption: attention is short
    where all that is stated adds up to more, and not made up where it adds up to less.
    """
    stated: float = influence[observer, other]
    return stated / max(1.0, total_influence(observer, influence, joined))
