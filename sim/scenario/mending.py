"""Data with stand-ins where single fields are at fault, so that all else of them can be checked."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, count
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from sim.scenario.doubts import Doubts
from sim.scenario.faults import KEY, Keys
from sim.scenario.months import Month, later
from sim.scenario.paths import bare, type_at
from sim.scenario.places import Places
from sim.scenario.quantity import Quantity

_NOTHING = object()
_FIRST_MONTH, _MONTHS = "1800-01", 4_800


@dataclass(frozen=True)
class Misfit:
    """A place where data do not fit the schema.

    Parameters
    ----------
    keys : Keys
        The path of the value, or of the entry whose key does not fit.
    kind : str
        ``key`` (of the wrong form), ``unknown`` (no field of its block), ``long`` (a list with
        too many entries) or ``value``.
    near : str
        The field that an unknown one may mean.
    most : int
        How many entries of a long list fit.
    """

    keys: Keys
    kind: str
    near: str = ""
    most: int = 0


class Mending:
    """Plain data in which what is at fault is replaced, and what is in doubt for that.

    A mistyped name is replaced by the one that is meant, or by any that fits, so that what stands
    under it is checked too.
    """

    def __init__(self, plain: Any, places: Places | None = None) -> None:
        self.plain = copy.deepcopy(plain)
        self.doubts = Doubts(plain=self.plain)
        self._stated: dict[Keys, str | int] = {}
        self._spare_ids = (f"stand-in-{number}" for number in count())
        self._spare_months = (later(_FIRST_MONTH, number) for number in range(_MONTHS))
        if places is not None:
            self.doubts.open |= places.open
            for keys in sorted(places.unknown, key=len):
                self._doubt_unread(keys)

    def stated(self, keys: Keys) -> Keys:
        """A path of the mended data, as it is in those that were stated."""
        if not self._stated:
            return keys
        return tuple(self._stated.get(keys[: place + 1], key) for place, key in enumerate(keys))

    def mend(self, misfits: Iterable[Misfit]) -> None:
        """Replace all values that do not fit, then all names."""
        names: dict[Keys, dict[str | int, Misfit]] = {}
        for misfit in misfits:
            if misfit.kind in ("key", "unknown"):
                names.setdefault(misfit.keys[:-1], {})[misfit.keys[-1]] = misfit
            elif misfit.kind == "long":
                block, key = self._around(misfit.keys)
                block[key] = block[key][: misfit.most]
            else:
                self._put_stand_in(misfit.keys)
        moved: dict[Keys, Keys] = {}
        for block_keys in sorted(names, key=len):  # the outer ones first
            now = _moved(block_keys, moved)
            for old, new in self._rename(now, names[block_keys]):
                moved[(*block_keys, old)] = (*now, new)
        if moved:
            self.doubts.move(lambda keys: _moved(keys, moved))

    def _doubt_unread(self, keys: Keys) -> None:
        if keys[-1:] == (KEY,):
            self.doubts.values.add(keys)
            self.doubts.doubt_name(keys[:-1])
        elif keys:
            self.doubts.values.add(keys)
            around = self._around(keys)
            if around is not None and _inside(around[0], keys[-1], _NOTHING) is not _NOTHING:
                around[0][keys[-1]] = stand_in(keys)

    def _around(self, keys: Keys) -> Any:
        """The block or list around a path, and its last key; None where there is none."""
        block = self.plain
        for key in keys[:-1]:
            block = _inside(block, key)
        key = keys[-1]
        if isinstance(block, list):
            return (block, key) if isinstance(key, int) and key < len(block) else None
        return (block, key) if isinstance(block, dict) else None

    def _put_stand_in(self, keys: Keys) -> None:
        around = self._around(keys)
        if around is None and len(keys) > 1:  # a plain number has no parts
            keys = keys[:-1]
            around = self._around(keys)
        if around is not None:
            block, key = around
            block[key] = stand_in(keys)
            self.doubts.values.add(keys)

    def _rename(
        self, keys: Keys, misfits: dict[str | int, Misfit]
    ) -> Iterator[tuple[str | int, str]]:
        """Give entries of a block names that fit; what can have none is taken out."""
        around = self._around((*keys, ""))
        if around is None:
            return
        block: dict[str | int, Any] = around[0]
        entries, taken = list(block.items()), set(block)
        block.clear()
        for key, value in entries:
            misfit = misfits.get(key)
            if misfit is None:
                block[key] = value
                continue
            is_field = misfit.kind == "unknown"
            if is_field and not misfit.near:
                self.doubts.open.add(keys)
            name = misfit.near if is_field else self._name(keys, key, taken)
            if not name or (is_field and name in taken):
                continue
            taken.add(name)
            here = (*keys, name)
            self._stated[here] = key
            is_usable = not is_field or _is_of_shape(value, bare(type_at(here)))
            block[name] = value if is_usable else stand_in(here)
            if not is_usable:
                self.doubts.values.add(here)
            yield key, name

    def _name(self, keys: Keys, key: str | int, taken: set[str | int]) -> str:
        """A name that fits in place of one that does not."""
        is_month = (get_args(bare(type_at(keys))) or (None,))[0] == Month
        names = self._spare_months if is_month else self._spare_ids
        like = "" if is_month else id_like(str(key))
        tried = chain([like] if like else [], names)
        name = next((name for name in tried if name not in taken), "")
        if name:
            self.doubts.doubt_name((*keys, key))
            self.doubts.values.add((*keys, name, KEY))
        return name


def _inside(block: Any, key: str | int, lacking: Any = None) -> Any:
    if isinstance(block, list):
        return block[key] if isinstance(key, int) and key < len(block) else lacking
    return block.get(key, lacking) if isinstance(block, dict) else lacking


def _moved(keys: Keys, moved: dict[Keys, Keys]) -> Keys:
    for depth in range(len(keys), 0, -1):
        if keys[:depth] in moved:
            return (*moved[keys[:depth]], *keys[depth:])
    return keys


def id_like(stated: str) -> str:
    """The id that is most like a name that is none."""
    near = "".join(c if c.isascii() and c.isalnum() else "-" for c in stated[:200].lower())
    return near.lstrip("-0123456789")[:60].strip("-")


def is_model(kind: Any) -> bool:
    """Whether a type is a block of fields."""
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _is_of_shape(value: Any, kind: Any) -> bool:
    """Whether a value has parts of its own, and stands where such are wanted."""
    if isinstance(value, dict):
        return get_origin(kind) is dict or is_model(kind)
    return isinstance(value, list) and get_origin(kind) is list


def stand_in(keys: Keys) -> Any:
    """A value that fits the schema at a path."""
    kind = bare(type_at(keys))
    if kind is Quantity:
        return 0.0
    if kind is Month:
        return "2000-01"
    if get_origin(kind) is Literal:
        return get_args(kind)[0]
    if keys == ("members",):  # there must be one
        return {"stand-in": stand_in((*keys, "stand-in"))}
    if is_model(kind):
        needed = [name for name, field in kind.model_fields.items() if field.is_required()]
        return {name: stand_in((*keys, name)) for name in needed}
    if get_origin(kind) is list:
        return []
    return {str: "x", bool: False, int: 1, float: 0.0}.get(kind, {})
