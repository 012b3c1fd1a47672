"""Paths: the names of a scenario's numbers, as in ``members.armenia.alignment``.

Options of the command line, sliders, sweeps and tables know numbers by these names alone.
"""

from __future__ import annotations

import re
import types
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from sim.edition import retired
from sim.refusal import listing, nearest, shown
from sim.scenario.document.months import Month
from sim.scenario.document.parameters import Channels, Parameters
from sim.scenario.document.quantity import Block, Bounds, Quantity, bounds_of
from sim.scenario.document.schema import OTHERS, PATRON, Document
from sim.scenario.faults import Fault, Keys, ScenarioError, dotted

_INDEX = re.compile(r"[0-9]{1,4}")
UNIT_INTERVAL = Bounds(low=0.0, high=1.0)


@dataclass(frozen=True)
class Setting:
    """A number of a scenario, as a slider or a sweep needs to know it.

    Parameters
    ----------
    value : float | None
        The value used; None where the scenario states none.
    low, high : float | None
        What is plausible, where the scenario says so.
    minimum, maximum : float | None
        What is allowed; None where nothing limits it.
    unit, help : str
        Unit (blank where there is none) and meaning.
    source, rule, note : str | None
        Where the value comes from, by which rule, and why it is so.
    whole : bool
        Whether it must be a whole number.
    """

    value: float | None
    low: float | None
    high: float | None
    minimum: float | None
    maximum: float | None
    unit: str
    source: str | None
    rule: str | None
    note: str | None
    help: str
    whole: bool


def keys_of(path: str) -> Keys:
    """The keys of a path; those of a list's entries are numbers."""
    return tuple(int(key) if _INDEX.fullmatch(key) else key for key in path.split("."))


def field_keys(keys: Keys) -> Keys:
    """The field that a path is told as: the value of a number is told as the number."""
    is_number = keys[-1:] == ("value",) and bare(type_at(keys[:-1])) is Quantity
    return keys[:-1] if is_number else keys


def settings(document: Document) -> dict[str, Setting]:
    """Every number that the scenario states, by path."""
    return {dotted(keys): _setting(keys, quantity) for keys, quantity in quantities(document)}


def setting_at(document: Document, path: str) -> Setting:
    """The number at a path that may be set, whether the scenario states it or not.

    Raises
    ------
    ScenarioError
        Where there is no such path, or no number there.
    """
    keys = keys_of(path)
    fault = unknown(document, keys)
    if fault:
        raise ScenarioError([fault])
    if bare(type_at(keys)) is not Quantity:
        within = [each for each in settings(document) if each.startswith(f"{path}.")]
        allowed = f"the path of a number, as {within[0] if within else 'patron.capacity'}"
        found = words_for(type_at(keys))
        raise ScenarioError([Fault(path, "not the path of a number", found, allowed)])
    there = value_at(document, keys)
    return _setting(keys, there if isinstance(there, Quantity) else None)


def quantities(block: Any, keys: Keys = ()) -> Iterator[tuple[Keys, Quantity]]:
    """Every number within a block, with its path."""
    if isinstance(block, Quantity):
        yield keys, block
    elif isinstance(block, (Block, dict, list)):
        for key, inner in _entries(block):
            yield from quantities(inner, (*keys, key))


def value_at(block: Any, keys: Keys) -> Any:
    """What stands at a path, or None."""
    for key in keys:
        block = dict(_entries(block)).get(key) if isinstance(block, (Block, dict, list)) else None
    return block


def unknown(document: Document, keys: Keys) -> Fault | None:
    """The fault of a path that leads nowhere, with the nearest path that leads somewhere."""
    for depth, key in enumerate(keys):
        names = names_at(document, keys[:depth])
        if names is None:
            if _is_month_key(keys[:depth]):
                continue
            return Fault(dotted(keys), "no such path", dotted(keys), "the path of one field")
        if str(key) not in names:
            near = nearest(str(key), names)
            meant = dotted((*keys[:depth], near, *keys[depth + 1 :])) if near else ""
            if meant and unknown(document, keys_of(meant)):
                meant = dotted((*keys[:depth], near))
            message = retired("no such path", str(key))
            return Fault(dotted(keys), message, shown(str(key)), listing(names), near=meant)
    return None


def names_at(document: Document, keys: Keys) -> list[str] | None:
    """The keys that may follow a path; None where any may, or none."""
    kind = bare(type_at(keys))
    if is_block(kind):
        return list(kind.model_fields)
    if get_origin(kind) is list:
        return [str(index) for index in range(len(value_at(document, keys) or []))]
    if get_origin(kind) is not dict or _is_month_key(keys):
        return None
    stated = value_at(document, keys) or {}
    return list(dict.fromkeys([*stated, *_names_not_stated(document, keys)]))


def _names_not_stated(document: Document, keys: Keys) -> list[str]:
    members = list(document.members)
    match keys:
        case ("present", "members") | ("influence",) | ("influence", _) | ("events", _, "status"):
            return members
        case ("present", "channels"):
            return list(Channels.model_fields)
        case ("present", "parameters"):
            return list(Parameters.model_fields)
        case ("members", _, "offers"):
            return list(document.poles)
        case ("events", _, "shocks"):
            return [*members, OTHERS, PATRON]
        case ("events", _, "when", "status_of"):
            return members
    return []


def _is_month_key(keys: Keys) -> bool:
    return keys == ("charter", "decision_dates")


@lru_cache(maxsize=20_000)
def bounds_at(keys: Keys) -> Bounds:
    """What is allowed for the number at a path."""
    match keys:
        case ("influence", _, _) | ("members", _, "offers", _):
            return UNIT_INTERVAL
        case ("present", "channels", str(name)) if name in Channels.model_fields:
            return bounds_of(Channels, name)
        case ("present", "parameters", str(name)) if name in Parameters.model_fields:
            return bounds_of(Parameters, name)
    model = bare(type_at(keys[:-1]))
    return bounds_of(model, str(keys[-1])) if is_block(model) else Bounds()


def help_at(keys: Keys) -> str:
    """The meaning of the field at a path, as the schema tells it."""
    match keys:
        case ("present", "channels", str(name)) if name in Channels.model_fields:
            return _description(Channels, name)
        case ("present", "parameters", str(name)) if name in Parameters.model_fields:
            return _description(Parameters, name)
    model = bare(type_at(keys[:-1]))
    if is_block(model):
        return _description(model, str(keys[-1]))
    return help_at(keys[:-1]) if len(keys) > 1 else ""


def _description(model: type[BaseModel], field: str) -> str:
    return " ".join((model.model_fields[field].description or "").split())


def type_at(keys: Keys) -> Any:
    """The type that the schema demands at a path; None where there is none."""
    kind: Any = Document
    for key in keys:
        kind = inner_type(bare(kind), key)
    return kind


def bare(kind: Any) -> Any:
    """The type without what says that it may be absent, and without its constraints."""
    if get_origin(kind) in (Union, types.UnionType):
        kind = next(part for part in get_args(kind) if part is not type(None))
    if kind == Month:
        return Month
    return bare(get_args(kind)[0]) if get_origin(kind) is Annotated else kind


@cache
def hints(model: type[BaseModel]) -> dict[str, Any]:
    """The types of a block's fields, with their constraints."""
    return get_type_hints(model, include_extras=True)


def is_block(kind: Any) -> bool:
    """Whether a type is a block of fields."""
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def inner_type(kind: Any, key: str | int) -> Any:
    """The type that a block, a mapping or a list demands of an entry; None where it has none."""
    if is_block(kind):
        return hints(kind)[str(key)] if key in kind.model_fields else None
    if get_origin(kind) is dict:
        return get_args(kind)[1]
    return get_args(kind)[0] if get_origin(kind) is list else None


def _entries(block: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(block, dict):
        return iter(block.items())
    if isinstance(block, list):
        return iter(enumerate(block))
    return ((name, getattr(block, name)) for name in type(block).model_fields)


def _setting(keys: Keys, quantity: Quantity | None) -> Setting:
    bounds = bounds_at(keys)
    return Setting(
        value=quantity.value if quantity else None,
        low=quantity.low if quantity else None,
        high=quantity.high if quantity else None,
        minimum=None if bounds.low == float("-inf") else bounds.low,
        maximum=None if bounds.high == float("inf") else bounds.high,
        unit=bounds.unit,
        source=quantity.source if quantity else None,
        rule=quantity.rule if quantity else None,
        note=quantity.note if quantity else None,
        help=help_at(keys),
        whole=bounds.whole,
    )


def words_for(kind: Any, bounds: Bounds | None = None) -> str:
    """What may stand where the schema demands a type."""
    kind = bare(kind)
    if kind is Quantity:
        return (bounds or Bounds()).words()
    if kind is Month:
        return "a month, as 2022-08"
    if get_origin(kind) is Literal:
        *first, last = (str(choice) for choice in get_args(kind))
        return f"{', '.join(first)} or {last}" if first else last
    if is_block(kind):
        return "a block of " + listing(kind.model_fields)
    plain = {str: "text", bool: "true or false", int: "a whole number", float: "a number"}
    return plain.get(kind) or ("a list" if get_origin(kind) is list else "a block of entries")


def takes_entries(keys: Keys) -> bool:
    """Whether new entries can be added at a path, as events to ``events``."""
    return get_origin(bare(type_at(keys))) is dict
