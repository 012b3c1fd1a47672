"""Checking plain data: every fault in plain words and in its place.

Faults of fields are told first, all at once; those between fields, likewise, where every field is
in order.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any, Literal, TypeGuard, get_args, get_origin

from pydantic import ValidationError

from sim.edition import retired
from sim.refusal import listing, nearest, shown
from sim.scenario.checking.between_fields import faults_between
from sim.scenario.document.paths import (
    bare,
    bounds_at,
    field_keys,
    inner_type,
    is_block,
    quantities,
    type_at,
    words_for,
)
from sim.scenario.document.quantity import Quantity
from sim.scenario.document.schema import Document
from sim.scenario.faults import KEY, MOST, Fault, Keys, ScenarioError, dotted
from sim.scenario.reading.source_map import SourceMap

_PARTS = ("value", "low", "high")
"""Of a number: what its bounds hold for."""


def validated[D: Document](
    model: type[D], plain: Any, sources: Collection[str], source_map: SourceMap | None = None
) -> D:
    """The document that plain data describe.

    Parameters
    ----------
    model : type
        The kind of document.
    plain : any
        The data.
    sources : names
        The ids of sources known beside its own.
    source_map : SourceMap, optional
        Where each value stands, and what was at fault in the text.

    Raises
    ------
    ScenarioError
        With the faults of the text and of single fields, all at once; where there are none of
        these, with those between fields.
    """
    source_map = source_map or SourceMap(None)
    faults, document = list(source_map.faults), None
    try:
        document = model.model_validate(plain)
    except ValidationError as error:
        faults += _faults_of_schema(error, source_map)
    numbers = list(
        quantities(document) if document is not None else _stated_numbers(plain, Document)
    )
    faults += islice(_faults_of_bounds(numbers), MOST)
    if document is not None and not faults:
        faults += islice(faults_between(document, numbers, sources), MOST)
    if document is None or faults:
        raise ScenarioError(_in_reading_order(_placed(fault, source_map) for fault in faults))
    return document


def _placed(fault: Fault, source_map: SourceMap) -> Fault:
    if fault.place is not None or not fault.keys:
        return fault
    return replace(fault, place=source_map.of(fault.keys, at_key=fault.at_key))


def _in_reading_order(faults: Iterable[Fault]) -> list[Fault]:
    """Each fault once, as they come in the files."""
    once = {(fault.place, fault.path, fault.message): fault for fault in faults}
    return sorted(once.values(), key=_order)[:MOST]


def _order(fault: Fault) -> tuple[str, int, int]:
    place = fault.place
    return (place.file, place.line or 0, place.column or 0) if place else ("", 0, 0)


def _stated_numbers(plain: Any, kind: Any, keys: Keys = ()) -> Iterator[tuple[Keys, Quantity]]:
    """Every number that data of some kind state, unchecked, with its path."""
    kind = bare(kind)
    if kind is Quantity:
        stated = plain if isinstance(plain, dict) else {"value": plain}
        yield keys, Quantity.model_construct(**{part: stated.get(part) for part in _PARTS})
    elif isinstance(plain, dict):
        for key, value in plain.items():
            yield from _stated_numbers(value, inner_type(kind, key), (*keys, key))


def _faults_of_bounds(numbers: Iterable[tuple[Keys, Quantity]]) -> Iterator[Fault]:
    for keys, quantity in numbers:
        bounds = bounds_at(keys)
        for part in _PARTS:
            found = getattr(quantity, part)
            if not _is_finite_number(found):
                continue  # told as that
            if not bounds.low <= found <= bounds.high:
                yield _fault((*keys, part), "out of bounds", shown(found), bounds.words())
            elif bounds.whole and part == "value" and found != int(found):
                yield _fault((*keys, part), "not a whole number", shown(found), bounds.words())


def _is_finite_number(found: object) -> TypeGuard[float]:
    if not isinstance(found, (int, float)) or isinstance(found, bool):
        return False
    return abs(found) <= sys.float_info.max


def _faults_of_schema(error: ValidationError, source_map: SourceMap) -> Iterator[Fault]:
    """What does not fit the schema, but for what follows from a fault that is told already."""
    details = islice(error.errors(include_url=False), MOST)
    found = [detail for detail in details if not source_map.is_unread(_at_fault(detail))]
    # A mistyped field is unknown and missing at once: told once, as mistyped.
    near = {detail["loc"]: _field_near(detail["loc"]) for detail in found if _is_unknown(detail)}
    meant = {(*keys[:-1], name) for keys, name in near.items() if name}
    for detail in found:
        keys: Keys = detail["loc"]
        if _is_unknown(detail):
            yield _unknown_field(keys, near[keys])
        elif detail["type"] == "missing":
            if keys not in meant and not source_map.is_open(keys[:-1]):
                allowed = _allowed(keys)
                yield Fault(dotted(keys), "missing field", "nothing", allowed, None, "", True, keys)
        elif keys[-1:] == (KEY,):
            yield _key_fault(keys[:-1], detail)
        else:
            yield _value_fault(keys, detail)


def _is_unknown(detail: Any) -> bool:
    return bool(detail["type"] == "extra_forbidden")


def _at_fault(detail: Any) -> Keys:
    keys: Keys = detail["loc"]
    return (*keys, KEY) if _is_unknown(detail) else keys


def _value_fault(keys: Keys, detail: Any) -> Fault:
    message, limit = _WORDS.get(detail["type"], (detail["msg"], None))
    context = detail.get("ctx", {})
    allowed = limit.format(**context) if limit else context.get("allowed") or _allowed(keys)
    if detail["type"] == "number":
        allowed = f"{_allowed(keys)}, or {{value, low, high, source, rule, note}}"
    near = _near_choice(keys, detail["input"])
    return _fault(keys, message, shown(detail["input"]), allowed, near)


def _fault(
    keys: Keys, message: str, found: str, allowed: str, near: str = "", *, at_key: bool = False
) -> Fault:
    return Fault(dotted(field_keys(keys)), message, found, allowed, None, near, at_key, keys)


def _unknown_field(keys: Keys, near: str) -> Fault:
    kind = bare(type_at(keys[:-1]))
    allowed = listing(kind.model_fields if is_block(kind) else (), 20)
    found = shown(str(keys[-1]))
    message = retired("unknown field", str(keys[-1]))
    return _fault(keys, message, found, allowed, near, at_key=True)


def _field_near(keys: Keys) -> str:
    kind = bare(type_at(keys[:-1]))
    return nearest(str(keys[-1]), kind.model_fields) if is_block(kind) else ""


_WORDS: dict[str, tuple[str, str | None]] = {
    "string_type": ("not text", "text; in quotes where it looks like something else"),
    "bool_type": ("neither true nor false", None),
    "int_type": ("not a whole number", None),
    "int_from_float": ("not a whole number", None),
    "float_type": ("not a number", None),
    "finite_number": ("not a finite number", None),
    "literal_error": ("not one of the choices", None),
    "model_type": ("not a block of fields", None),
    "dict_type": ("not a block of entries", "entries as name: value"),
    "list_type": ("not a list", "a list, as [a, b]"),
    "string_too_long": ("a text that is too long", "at most {max_length} characters"),
    "too_short": ("too few entries", "at least {min_length}"),
    "too_long": ("too many entries", "at most {max_length}"),
    "greater_than_equal": ("out of bounds", "at least {ge}"),
    "less_than_equal": ("out of bounds", "at most {le}"),
}


def _key_fault(keys: Keys, detail: Any) -> Fault:
    found = shown(str(keys[-1]))
    if detail["type"] == "month":
        return _fault(keys, "not a month", found, detail["ctx"]["allowed"], at_key=True)
    allowed = "a small letter, then small letters, digits, - and _, at most 60"
    return _fault(keys, "not an id", found, allowed, _id_like(str(keys[-1])), at_key=True)


def _id_like(stated: str) -> str:
    """The id that is most like a name that is none."""
    near = "".join(c if c.isascii() and c.isalnum() else "-" for c in stated[:200].lower())
    return near.lstrip("-0123456789")[:60].strip("-")


def _near_choice(keys: Keys, given: Any) -> str:
    kind = bare(type_at(keys))
    if get_origin(kind) is not Literal or not isinstance(given, str):
        return ""
    choices = [str(choice) for choice in get_args(kind)]
    return nearest(given.upper(), choices) or nearest(given.lower(), choices)


def _allowed(keys: Keys) -> str:
    kind = bare(type_at(keys))
    if kind is float and bare(type_at(keys[:-1])) is Quantity:
        return bounds_at(keys[:-1]).words()
    return words_for(kind, bounds_at(keys) if kind is Quantity else None)
