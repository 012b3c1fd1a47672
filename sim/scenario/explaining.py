"""Checking plain data against the schema, with every fault in plain words and in its place."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError

from sim.scenario.faults import MOST, Fault, Keys, ScenarioError, dotted, listing, nearest, shown
from sim.scenario.months import Month
from sim.scenario.paths import bare, bounds_at, keys_of, type_at, words_for
from sim.scenario.quantity import Quantity
from sim.scenario.reading import Places
from sim.scenario.schema import Document

_KEY = "[key]"  # pydantic's mark of a fault in a key


def validated[D: Document](
    model: type[D],
    plain: Any,
    places: Places | None = None,
    *,
    context: Mapping[str, Any] | None = None,
) -> D:
    """The document that plain data describe.

    Raises
    ------
    ScenarioError
        With the faults of single fields and those between fields, all at once.
    """
    try:
        return model.model_validate(plain, context=context)
    except ScenarioError as error:
        faults = [_placed(fault, keys_of(fault.path), places) for fault in error.faults]
    except ValidationError as error:
        between = _faults_between_fields(model, plain, error, context)
        faults = _field_faults(error, places)
        faults += [_placed(fault, keys_of(fault.path), places) for fault in between]
    raise ScenarioError(sorted(faults, key=_reading_order)) from None


def _placed(fault: Fault, keys: Keys, places: Places | None) -> Fault:
    return fault.at(places.of(keys, at_key=fault.at_key)) if places else fault


def _reading_order(fault: Fault) -> tuple[str, int]:
    return (fault.place.file, fault.place.line or 0) if fault.place else ("", 0)


def _field_faults(error: ValidationError, places: Places | None) -> list[Fault]:
    details = error.errors(include_url=False)[:MOST]
    faults = [_placed(_explained(detail), _spot_of(detail), places) for detail in details]
    # A mistyped field is unknown and missing at once: told once, as mistyped.
    mistyped = {
        dotted((*detail["loc"][:-1], fault.near))
        for detail, fault in zip(details, faults, strict=True)
        if detail["type"] == "extra_forbidden"
    }
    missing = [detail["type"] == "missing" for detail in details]
    told = zip(faults, missing, strict=True)
    return [fault for fault, is_missing in told if not (is_missing and fault.path in mistyped)]


def _spot_of(detail: Any) -> Keys:
    """The path of the very value at fault: within a number, its part."""
    loc: Keys = detail["loc"]
    if loc and loc[-1] == _KEY:
        return loc[:-1]
    part = detail.get("ctx", {}).get("part")
    return (*loc, part) if part else loc


def _explained(detail: Any) -> Fault:
    loc: Keys = detail["loc"]
    found = shown(detail["input"])
    context = detail.get("ctx", {})
    if loc and loc[-1] == _KEY:
        return _key_fault(loc[:-1], detail)
    if detail["type"] == "missing":
        return Fault(dotted(loc), "missing field", "nothing", _allowed(loc), at_key=True)
    if detail["type"] == "extra_forbidden":
        return _unknown_field(loc)
    if "part" in context:
        loc, found = (*loc, context["part"]), shown(context["found"])
    if loc and loc[-1] == "value" and bare(type_at(loc[:-1])) is Quantity:
        loc = loc[:-1]  # where a plain number stands, there is no field of that name
    message, limit = _WORDS.get(detail["type"], (detail["msg"], None))
    allowed = limit.format(**context) if limit else context.get("allowed") or _allowed(loc)
    if detail["type"] == "number":
        allowed = f"{_allowed(loc)}, or {{value, low, high, source, note}}"
    return Fault(dotted(loc), message, found, allowed, None, _near_choice(loc, detail["input"]))


def _unknown_field(loc: Keys) -> Fault:
    kind = bare(type_at(loc[:-1]))
    names = list(kind.model_fields) if _is_model(kind) else []
    near = nearest(str(loc[-1]), names)
    found, allowed = shown(str(loc[-1])), listing(names, 20)
    return Fault(dotted(loc), "unknown field", found, allowed, None, near, at_key=True)


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


def _key_fault(loc: Keys, detail: Any) -> Fault:
    found = shown(str(loc[-1]))
    if detail["type"] == "month":
        allowed = detail["ctx"]["allowed"]
        return Fault(dotted(loc), "not a month", found, allowed, at_key=True)
    allowed = "a small letter, then small letters, digits, - and _, at most 60"
    near = "".join(c if c.isascii() and c.isalnum() else "-" for c in str(loc[-1]).lower())
    return Fault(dotted(loc), "not an id", found, allowed, None, near[:60].strip("-"), True)


def _near_choice(loc: Keys, given: Any) -> str:
    kind = bare(type_at(loc))
    if get_origin(kind) is not Literal or not isinstance(given, str):
        return ""
    choices = [str(choice) for choice in get_args(kind)]
    return nearest(given.upper(), choices) or nearest(given.lower(), choices)


def _allowed(loc: Keys) -> str:
    kind = bare(type_at(loc))
    if kind is float and bare(type_at(loc[:-1])) is Quantity:
        return bounds_at(loc[:-1]).words()
    return words_for(kind, bounds_at(loc) if kind is Quantity else None)


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


# Where one of these is at fault, nearly every check between fields would speak of it again.
_SKELETON = {"start", "now", "end", "branch_at", "members", "events"}


def _faults_between_fields(
    model: type[Document], plain: Any, error: ValidationError, context: Mapping[str, Any] | None
) -> list[Fault]:
    """Faults between fields of the same data with stand-ins where single fields are at fault."""
    details = error.errors(include_url=False)
    if not isinstance(plain, dict) or any(_is_skeleton(detail["loc"]) for detail in details):
        return []
    spots = [_repairable(detail["loc"]) for detail in details]
    repaired = copy.deepcopy(plain)
    for spot, detail in zip(spots, details, strict=True):
        _repair(repaired, spot, detail["type"] == "extra_forbidden")
    try:
        model.model_validate(repaired, context=context)
    except ScenarioError as found:
        gone = {shown(str(spot[-1])) for spot in spots}
        return [f for f in found.faults if f.found not in gone and not _touches(f, spots)]
    except ValidationError:
        return []  # a stand-in that does not fit; the faults of single fields are told anyway
    return []


def _is_skeleton(loc: Keys) -> bool:
    is_id = len(loc) == 3 and loc[-1] == _KEY and loc[0] in ("members", "poles", "sources")
    return is_id or (len(loc) < 2 and _SKELETON.issuperset(loc))


def _touches(fault: Fault, spots: list[Keys]) -> bool:
    keys = keys_of(fault.path)
    # The parts of an event hang together: with one repaired, what is said of the others is unsure.
    unsure = [spot[:2] if spot[0] == "events" else spot for spot in spots]
    return any(keys[: len(spot)] == spot or spot[: len(keys)] == keys for spot in unsure)


def _repairable(loc: Keys) -> Keys:
    """The path to repair: a number as a whole, an entry whose key is at fault as a whole."""
    loc = loc[:-1] if loc and loc[-1] == _KEY else loc
    for depth in range(1, len(loc)):
        if bare(type_at(loc[:depth])) is Quantity:
            return loc[:depth]
    return loc


def _repair(plain: Any, spot: Keys, remove: bool) -> None:
    block = plain
    for key in spot[:-1]:
        inside = block.get(key) if isinstance(block, dict) else None
        block = block[key] if isinstance(block, list) and isinstance(key, int) else inside
        if not isinstance(block, (dict, list)):
            return  # repaired further up
    if isinstance(block, list):
        block[int(spot[-1])] = _stand_in(spot)
    elif isinstance(block, dict):
        model = bare(type_at(spot[:-1]))
        needed = _is_model(model) and spot[-1] in model.model_fields
        if needed and not remove and model.model_fields[str(spot[-1])].is_required():
            block[spot[-1]] = _stand_in(spot)
        else:
            block.pop(spot[-1], None)


def _stand_in(spot: Keys) -> Any:
    kind = bare(type_at(spot))
    if kind is Quantity:
        bounds = bounds_at(spot)
        return max(0.0, bounds.low) if bounds.high > 0 else bounds.high
    if kind is Month:
        return "2000-01"
    if get_origin(kind) is Literal:
        return get_args(kind)[0]
    if _is_model(kind):
        needed = [name for name, field in kind.model_fields.items() if field.is_required()]
        return {name: _stand_in((*spot, name)) for name in needed}
    return {str: "x", bool: False, int: 1, float: 0.0}.get(kind, {})
