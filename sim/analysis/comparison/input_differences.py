"""What two scenarios state differently, with sources, and whether it can bear on any outcome."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from pydantic import BaseModel

from sim.analysis.comparison.result import InputDifference
from sim.scenario.compiling.compile import compile_scenario
from sim.scenario.document.writing import plain
from sim.scenario.faults import Keys, dotted
from sim.scenario.scenario import Scenario

_SAID = {"title", "asks", "note", "as_of", "sources"}
"""Fields of a scenario that say what it is."""
_NAMES = {"name", "iso3", "title", "note", "source", "day"}
"""Fields within a scenario that only people read."""
_ENTRIES = {"members", "events", "poles", "sources"}
"""Blocks whose entries are told whole, then by field, where only one scenario has them."""


@dataclass(frozen=True)
class _Leaf:
    value: Any
    source: str | None
    rest: tuple[Any, ...]
    """Range and note of a number."""


def differences(a: Scenario, b: Scenario) -> list[InputDifference]:
    """Every field that two scenarios state differently, in the order of the first.

    An entry that only one has, as a member, comes first as a whole and then field by field. Where
    both come to the same model, no difference bears on an outcome.
    """
    plain_a, plain_b = plain(a), plain(b)
    leaves_a, leaves_b = (dict(_leaves(each, ())) for each in (plain_a, plain_b))
    found = list(_entries(a, b))
    whole = {tuple(each.path.split(".")[:2]) for each in found}
    for keys in dict.fromkeys([*leaves_a, *leaves_b]):
        if keys[:2] in whole:
            continue
        one, other = leaves_a.get(keys), leaves_b.get(keys)
        if one != other:
            found.append(_difference(keys, one, other))
    order = {name: place for place, name in enumerate([*plain_a, *plain_b])}
    found.sort(key=lambda each: order[each.path.split(".")[0]])
    if bearing(a) == bearing(b):
        return [replace(each, bears=False) for each in found]
    return found


def bearing(scenario: Scenario) -> str:
    """Hash of everything that bears on outcomes: of the compiled model, ids and calendar included.

    Titles, sources, notes, names for people and ranges are not in it.
    """
    digest = hashlib.sha256(repr((scenario.start, scenario.member_ids)).encode())
    _digested(digest, compile_scenario(scenario))
    return digest.hexdigest()


def _digested(digest: Any, part: Any) -> None:
    if isinstance(part, np.ndarray):
        digest.update(f"{part.dtype}{part.shape}".encode())
        digest.update(np.ascontiguousarray(part).tobytes())
    elif isinstance(part, tuple):
        for inner in part:
            _digested(digest, inner)
    elif isinstance(part, dict):
        for key in sorted(part):
            _digested(digest, (key, part[key]))
    else:
        digest.update(f"{part!r};".encode())


def _leaves(value: Any, keys: Keys, source: str | None = None) -> Iterator[tuple[Keys, _Leaf]]:
    """Every field with its value and source; a number with its range is one field."""
    if isinstance(value, dict) and "value" in value:
        rest = tuple(value.get(part) for part in ("low", "high", "note"))
        yield keys, _Leaf(value["value"], value.get("source", source), rest)
    elif isinstance(value, dict):
        inherited = value.get("source", source) if keys[:1] == ("events",) else None
        for key, inner in value.items():
            yield from _leaves(inner, (*keys, key), inherited)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _leaves(inner, (*keys, index), source)
    else:
        yield keys, _Leaf(value, source, ())


def _entries(a: Scenario, b: Scenario) -> Iterator[InputDifference]:
    """Members, events, poles and sources that only one scenario has."""
    for block in sorted(_ENTRIES):
        mine, its = (getattr(scenario, block) or {} for scenario in (a, b))
        for name in dict.fromkeys([*mine, *its]):
            if (name in mine) != (name in its):
                one, other = (_beyond_defaults(each.get(name)) for each in (mine, its))
                yield _difference((block, name), _entry(name, one), _entry(name, other))
                yield from _stated_within((block, name), one, other)


def _beyond_defaults(entry: BaseModel | None) -> dict[str, Any] | None:
    return None if entry is None else entry.model_dump(exclude_none=True, exclude_defaults=True)


def _stated_within(keys: Keys, one: Any, other: Any) -> Iterator[InputDifference]:
    """What an entry states that only one scenario has; the source of all of it is not a field."""
    for inner, leaf in _leaves(one or other, keys):
        if inner == (*keys, "source"):
            continue
        found = _difference(inner, *((leaf, None) if one else (None, leaf)))
        yield replace(found, within=dotted(keys))


def _entry(name: str, stated: Any) -> _Leaf | None:
    """An entry as one field: what it is called, and when it happens."""
    if stated is None:
        return None
    title = str(stated.get("title") or stated.get("name") or name)
    month = stated.get("month")
    return _Leaf(f"{title} ({month})" if month else title, stated.get("source"), ())


def _difference(keys: Keys, one: _Leaf | None, other: _Leaf | None) -> InputDifference:
    same = one is not None and other is not None and one.value == other.value
    a, b = (_stated(leaf, with_rest=same) for leaf in (one, other))
    depth = 2 if keys[0] == "members" and len(keys) > 2 else 1
    return InputDifference(
        group=dotted(keys[:depth]),
        path=dotted(keys),
        a=a,
        b=b,
        source_a=one.source if one else None,
        source_b=other.source if other else None,
        bears=not same and keys[0] not in _SAID and keys[-1] not in _NAMES,
    )


def _stated(leaf: _Leaf | None, *, with_rest: bool) -> Any:
    """A value; with its range and note where it is in these alone that two differ."""
    if leaf is None:
        return None
    low, high, note = leaf.rest if with_rest and leaf.rest else (None, None, None)
    span = "" if low is None else f" ({low:g} to {high:g})"
    return f"{leaf.value:g}{span}{f': {note}' if note else ''}" if span or note else leaf.value
