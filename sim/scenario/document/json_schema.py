"""The JSON Schema of a scenario file, for editors: completion, help and bounds while typing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sim.home import home
from sim.scenario.document.parameters import Channels, Parameters
from sim.scenario.document.schema import Document

_EXTENDS = {
    "type": "string",
    "minLength": 1,
    "description": "File, or scenario that comes with the product, of which this one is a variant.",
}
_PREFIX = "Variant."


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a scenario file: of a whole one, or of a variant that ``extends`` one.

    A variant states its differences alone, so no field is required there and null removes.
    """
    whole = Document.model_json_schema(ref_template="#/$defs/{model}")
    blocks = whole.pop("$defs")
    blocks["Document"] = whole
    _bound_tables(blocks)
    variants = {_PREFIX + name: _variant(block) for name, block in blocks.items()}
    variants[_PREFIX + "Document"]["properties"]["extends"] = _EXTENDS
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Scenario",
        "description": "A scenario of an alliance: its record, and what may come.",
        "type": "object",
        "if": {"required": ["extends"]},
        "then": {"$ref": f"#/$defs/{_PREFIX}Document"},
        "else": {"$ref": "#/$defs/Document"},
        "$defs": _tidy({**blocks, **variants}),
    }


def schema_file() -> Path:
    """Where the JSON Schema lies, beside the scenarios."""
    return home() / "scenarios" / "schema.json"


def schema_text() -> str:
    """The JSON Schema as its file states it."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"


def write_schema(file: Path | None = None) -> Path:
    """Write the JSON Schema beside the scenarios, or to a file; returns the file."""
    file = file or schema_file()
    file.write_text(schema_text(), encoding="utf-8")
    return file


def _bound_tables(blocks: dict[str, Any]) -> None:
    """What holds for tables of numbers, which the checks between fields demand."""
    unit = {"minimum": 0.0, "maximum": 1.0}
    for heeded in _entries(blocks["Document"]["properties"]["influence"]):
        _bound_entries(heeded, unit)
    _bound_entries(blocks["Member"]["properties"]["offers"]["anyOf"][0], unit)
    for name, model in (("channels", Channels), ("parameters", Parameters)):
        fields = blocks[model.__name__]["properties"]
        stated = {key: _without_default(field) for key, field in fields.items()}
        table = blocks["Present"]["properties"][name]
        table.update(properties=stated, additionalProperties=False)


def _entries(table: dict[str, Any]) -> list[dict[str, Any]]:
    return list(table["patternProperties"].values())


def _bound_entries(table: dict[str, Any], bounds: dict[str, float]) -> None:
    for entry in _entries(table):
        entry.update(bounds)


def _without_default(field: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in field.items() if key != "default"}


def _variant(value: Any, *, is_property: bool = False) -> Any:
    """A block as a variant may state it: in part, with null for what is removed."""
    if isinstance(value, list):
        return [_variant(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    changed = {key: _variant_part(key, inner) for key, inner in value.items() if key != "required"}
    changed.pop("minProperties", None)
    return {"anyOf": [changed, {"type": "null"}]} if is_property else changed


def _variant_part(key: str, value: Any) -> Any:
    if key == "$ref":
        return value.replace("#/$defs/", f"#/$defs/{_PREFIX}")
    if key in ("properties", "patternProperties"):
        return {name: _variant(inner, is_property=True) for name, inner in value.items()}
    if key == "additionalProperties" and isinstance(value, dict):
        return _variant(value, is_property=True)
    return value if key in ("default", "enum", "const") else _variant(value)


def _tidy(value: Any) -> Any:
    """Descriptions on one line, no titles made of field names, no entry under a wrong id."""
    if isinstance(value, list):
        return [_tidy(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    tidy = {key: _tidy(inner) for key, inner in value.items() if not _says_nothing(key, inner)}
    if isinstance(tidy.get("description"), str):
        tidy["description"] = " ".join(tidy["description"].split())
    return {**tidy, "additionalProperties": False} if "patternProperties" in tidy else tidy


def _says_nothing(key: str, value: Any) -> bool:
    return (key == "title" and isinstance(value, str)) or (key == "default" and value is None)
