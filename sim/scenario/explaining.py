"""Checking plain data against the schema, with every fault in plain words and in its place.

Where fields are at fault, stand-ins take their place, so that the rest is checked nevertheless;
what rests on a stand-in is not told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from typing import Any, Literal, get_args, get_origin

from pydantic import ValidationError

from sim.scenario.checks import faults_of
from sim.scenario.faults import (
    KEY,
    MOST,
    Fault,
    Keys,
    ScenarioError,
    dotted,
    listing,
    nearest,
    shown,
)
from sim.scenario.mending import Mending, Misfit, id_like, is_model
from sim.scenario.paths import bare, bounds_at, field_keys, type_at, words_for
from sim.scenario.places import Places
from sim.scenario.quantity import Quantity
from sim.scenario.schema import Document

_ROUNDS = 6
"""How often data are mended: what a mistyped block holds is only seen when its name is mended."""


def validated[D: Document](
    model: type[D], plain: Any, sources: Collection[str], places: Places | None = None
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
    places : Places, optional
        Where each value stands, and what was at fault in the text.

    Raises
    ------
    ScenarioError
        With the faults of the text, of single fields and between fields, all at once.
    """
    noted = places.faults if places else []
    if not noted:
        with suppress(ValidationError):
            document = model.model_validate(plain)
            if next(faults_of(document, sources), None) is None:
                return document
    raise ScenarioError(_in_reading_order([*noted, *_faults_of_data(plain, sources, places)]))


def _in_reading_order(faults: Iterable[Fault]) -> list[Fault]:
    """Each fault once, as they come in the files."""
    once = {(fault.place, fault.path, fault.message): fault for fault in faults}
    return sorted(once.values(), key=_order)[:MOST]


def _order(fault: Fault) -> tuple[str, int, int]:
    place = fault.place
    return (place.file, place.line or 0, place.column or 0) if place else ("", 0, 0)


def _faults_of_data(plain: Any, sources: Collection[str], places: Places | None) -> Iterator[Fault]:
    """Faults of single fields, then those between fields, of data and of what they hold."""
    mending = Mending(plain, places)
    for _ in range(_ROUNDS):
        try:
            document = Document.model_validate(mending.plain)
        except ValidationError as error:
            faults, misfits = _of_fields(error, mending)
            yield from (_placed(fault, mending, places) for fault in faults)
            if any(not misfit.keys for misfit in misfits):
                return  # there is no block of fields to mend
            mending.mend(misfits)
        else:
            found = islice(faults_of(document, sources, mending.doubts), MOST)
            yield from (_placed(fault, mending, places) for fault in found)
            return


def _placed(fault: Fault, mending: Mending, places: Places | None) -> Fault:
    """A fault of mended data, as it is in those that were stated."""
    keys = mending.stated(fault.keys)
    is_whole = fault.path == dotted(fault.keys)
    path = dotted(keys if is_whole else mending.stated(field_keys(fault.keys)))
    place = places.of(keys, at_key=fault.at_key) if places else None
    return replace(fault, path=path, keys=keys, place=place)


def _of_fields(error: ValidationError, mending: Mending) -> tuple[list[Fault], list[Misfit]]:
    """What does not fit the schema: as faults, so far as they are new, and as places to mend."""
    details = error.errors(include_url=False)
    misfits = [_misfit(detail, number < MOST) for number, detail in enumerate(details)]
    # A mistyped field is unknown and missing at once: told once, as mistyped.
    mistyped = {(*misfit.keys[:-1], misfit.near) for misfit in misfits if misfit.near}
    faults: list[Fault] = []
    to_mend: list[Misfit] = []
    for detail, misfit in zip(details, misfits, strict=True):
        if detail["type"] == "missing" and misfit.keys in mistyped:
            continue
        to_mend.append(misfit)
        if len(faults) < MOST and not mending.doubts.touch(_at_fault(misfit)):
            faults.append(_explained(detail, misfit))
    return faults, to_mend


def _misfit(detail: Any, is_looked_into: bool) -> Misfit:
    loc: Keys = detail["loc"]
    if loc[-1:] == (KEY,):
        return Misfit(loc[:-1], "key")
    if detail["type"] == "extra_forbidden":
        return Misfit(loc, "unknown", near=_field_near(loc) if is_looked_into else "")
    if detail["type"] == "too_long":
        return Misfit(loc, "long", most=detail["ctx"]["max_length"])
    return Misfit(loc, "value")


def _at_fault(misfit: Misfit) -> Keys:
    return (*misfit.keys, KEY) if misfit.kind in ("key", "unknown") else misfit.keys


def _explained(detail: Any, misfit: Misfit) -> Fault:
    keys, found = misfit.keys, shown(detail["input"])
    if misfit.kind == "key":
        return _key_fault(keys, detail)
    if misfit.kind == "unknown":
        return _unknown_field(keys, misfit.near)
    if detail["type"] == "missing":
        allowed = _allowed(keys)
        return Fault(dotted(keys), "missing field", "nothing", allowed, at_key=True, keys=keys)
    message, limit = _WORDS.get(detail["type"], (detail["msg"], None))
    context = detail.get("ctx", {})
    allowed = limit.format(**context) if limit else context.get("allowed") or _allowed(keys)
    if detail["type"] == "number":
        allowed = f"{_allowed(keys)}, or {{value, low, high, source, note}}"
    return _fault(keys, message, found, allowed, _near_choice(keys, detail["input"]))


def _fault(
    keys: Keys, message: str, found: str, allowed: str, near: str = "", *, at_key: bool = False
) -> Fault:
    return Fault(dotted(field_keys(keys)), message, found, allowed, None, near, at_key, keys)


def _unknown_field(keys: Keys, near: str) -> Fault:
    kind = bare(type_at(keys[:-1]))
    allowed = listing(kind.model_fields if is_model(kind) else (), 20)
    found = shown(str(keys[-1]))
    return _fault(keys, "unknown field", found, allowed, near, at_key=True)


def _field_near(keys: Keys) -> str:
    kind = bare(type_at(keys[:-1]))
    return nearest(str(keys[-1]), kind.model_fields) if is_model(kind) else ""


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
    return _fault(keys, "not an id", found, allowed, id_like(str(keys[-1])), at_key=True)


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
