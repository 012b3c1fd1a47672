"""Laying a variant over the scenario that it extends.

Blocks merge field by field. A number, a text, a list, or a block with ``value`` replaces what was
there as a whole. Nothing (``null``) removes: an entry goes, a field returns to its default.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sim.refusal import listing, nearest
from sim.scenario.faults import MOST, Fault, Keys, dotted
from sim.scenario.reading.source_map import SourceMap

Read = tuple[dict[str, Any], SourceMap]


def merged(base: Read, over: Read) -> Read:
    """Plain data of ``base`` with ``over`` laid on it, and the source map of both.

    The map says where a value was stated last, and holds all faults of both; one more where
    ``over`` removes what is not there.
    """
    layers = _Layers(base[1], over[1])
    return layers.merge(base[0], over[0], ()), layers.source_map


class _Layers:
    def __init__(self, base: SourceMap, over: SourceMap) -> None:
        self.over = over
        self.source_map = SourceMap(
            over.file,
            dict(base.values),
            dict(base.keys),
            [*base.faults, *over.faults],
            base.unread | over.unread,
            base.open | over.open,
        )
        self.refused = 0

    def merge(self, base: dict[str, Any], over: dict[str, Any], path: Keys) -> dict[str, Any]:
        result = dict(base)
        self._take_place(path)
        for key, value in over.items():
            here = (*path, key)
            below = base.get(key)
            if value is None and here in self.over.unread:
                result.setdefault(key, None)
                self._take_place(here)
            elif value is None:
                self._remove(result, base, here)
            elif isinstance(value, dict) and isinstance(below, dict) and not _is_number(value):
                result[key] = self.merge(below, value, here)
            else:
                self._forget(below, here)
                for inner in _paths(value, here):
                    self._take_place(inner)
                result[key] = value
        return result

    def _remove(self, result: dict[str, Any], base: dict[str, Any], here: Keys) -> None:
        key = str(here[-1])
        if key in base:
            self._forget(base[key], here)
            del result[key]
            return
        if self.refused == MOST or here[:-1] in self.source_map.open or () in self.source_map.open:
            return  # it may be there, in what could not be read
        self.refused += 1
        place = self.over.of(here, at_key=True)
        near, there = nearest(key, base), listing(base)
        fault = Fault(dotted(here), "nothing to remove", key, there, place, near)
        self.source_map.faults.append(fault)

    def _forget(self, value: Any, path: Keys) -> None:
        for inner in _paths(value, path):
            self.source_map.values.pop(inner, None)
            self.source_map.keys.pop(inner, None)

    def _take_place(self, path: Keys) -> None:
        if path in self.over.values:
            self.source_map.values[path] = self.over.values[path]
        if path in self.over.keys:
            self.source_map.keys[path] = self.over.keys[path]


def _paths(value: Any, path: Keys) -> Iterator[Keys]:
    """The path of a value, and those of all that is in it."""
    yield path
    if isinstance(value, (dict, list)):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _paths(inner, (*path, key))


def _is_number(value: dict[str, Any]) -> bool:
    return "value" in value and not isinstance(value["value"], dict)
