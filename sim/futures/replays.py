"""What was replayed is kept for a while: the presents of chunks, and the replay without noise."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from threading import Lock

import numpy as np

from sim import ensemble
from sim.rules.beliefs import KINDS, trust
from sim.scenario.compiling.compile import compile_scenario, noise_free
from sim.scenario.compiling.present import Values
from sim.scenario.document.events import LEVELS
from sim.scenario.document.schema import PATRON
from sim.scenario.scenario import Scenario

CACHED_CHUNKS = 20
"""How many replayed chunks are kept; larger ensembles are replayed and forgotten."""


class Latest[V]:
    """The latest values by key; read and filled by several threads."""

    def __init__(self, size: int) -> None:
        self.size, self.lock = size, Lock()
        self.kept: OrderedDict[object, V] = OrderedDict()

    def get(self, key: object) -> V | None:
        """The value of a key, if it is still there."""
        with self.lock:
            if key in self.kept:
                self.kept.move_to_end(key)
            return self.kept.get(key)

    def put(self, key: object, value: V) -> None:
        """Keep a value; the one that was asked for longest ago goes."""
        with self.lock:
            self.kept[key] = value
            while len(self.kept) > self.size:
                self.kept.popitem(last=False)


PRESENTS: Latest[tuple[ensemble.State, ensemble.Tally]] = Latest(CACHED_CHUNKS)
"""Replayed chunks; whoever reads one leaves it as it is."""
_REPLAYS: Latest[Values] = Latest(CACHED_CHUNKS)
_FREE_FIELDS = ("present", "title", "asks", "note", "as_of", "sources")


def record_hash(scenario: Scenario) -> str:
    """Hash of all that bears on the record: two scenarios that agree in it share their present."""
    return scenario.once("record hash", lambda: _record_hash(scenario))


def _record_hash(scenario: Scenario) -> str:
    stated = {name: part for name, part in scenario.plain().items() if name not in _FREE_FIELDS}
    return hashlib.sha256(repr(stated).encode()).hexdigest()


def replayed(scenario: Scenario) -> Values:
    """The noise-free replay at the last recorded month: (actor, quantity) -> value.

    These are the defaults of what ``present:`` may state.
    """
    key = record_hash(scenario)
    known = _REPLAYS.get(key)
    if known is None:
        known = _replay(scenario)
        _REPLAYS.put(key, known)
    return known


def _replay(scenario: Scenario) -> Values:
    world = noise_free(compile_scenario(scenario).record)
    n = len(scenario.members)
    state = ensemble.start(world, 0, np.arange(1))
    silent = ensemble.new_tally(0, n)
    last = world.calendar.last_recorded
    ensemble.advance(world, state, ensemble.new_work(n), silent, 0, last)
    values = {(PATRON, "capacity"): float(state.capacity[0])}
    for i, member in enumerate(scenario.members):
        values[member, "alignment"] = float(state.alignment[0, i])
        values[member, "expected_cost"] = float(state.expected_cost[0, i])
        for kind, word in enumerate(KINDS):
            values[member, f"trust.{word}"] = float(
                trust(state.kept[0, i, kind], state.broken[0, i, kind])
            )
        for q, level in enumerate(LEVELS):
            values[member, level] = float(state.level[0, i, q])
    return values
