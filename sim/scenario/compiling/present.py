"""From stated values at ``now`` to the shift of every run: stated less noise-free replay."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.rules.beliefs import KINDS
from sim.rules.present import shift_to
from sim.scenario.compiling import world as w
from sim.scenario.compiling.compile import Compiled
from sim.scenario.document.events import LEVELS
from sim.scenario.document.schema import PATRON

Values = Mapping[tuple[str, str], float]
"""(actor, quantity) -> value: ``("armenia", "trust.external")``, ``("patron", "capacity")``."""


def shift_of(compiled: Compiled, members: tuple[str, ...], replayed: Values) -> w.Shift:
    """The shift that brings the noise-free replay to the stated values.

    Parameters
    ----------
    compiled : Compiled
        The scenario, with the values that ``present:`` states.
    members : tuple of str
        Ids in file order.
    replayed : mapping of (actor, quantity) to float
        The state after the last recorded month of a replay without noise; an entry for each
        stated quantity.

    Returns
    -------
    Shift
        What every run is moved by at that month, in the units of each quantity.
    """
    n = len(members)
    alignment, cost, trust = np.zeros(n), np.zeros(n), np.zeros((n, len(KINDS)))
    levels = np.zeros((n + 1, len(LEVELS)))
    capacity = 0.0
    for (actor, quantity), value in compiled.stated.items():
        shift = float(shift_to(value, replayed[actor, quantity]))
        if actor == PATRON:
            capacity = shift
            levels[n, w.CAPACITY_TARGET] = shift
        elif quantity == "alignment":
            alignment[members.index(actor)] = shift
        elif quantity == "expected_cost":
            cost[members.index(actor)] = shift
        elif quantity.startswith("trust."):
            trust[members.index(actor), KINDS.index(quantity.removeprefix("trust."))] = shift
        else:
            levels[members.index(actor), LEVELS.index(quantity)] = shift
    return w.Shift(
        alignment=alignment,
        trust=trust,
        expected_cost=cost,
        levels=levels,
        status=compiled.status,
        capacity=capacity,
        policy=compiled.policy,
    )
