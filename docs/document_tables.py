"""The JSON documents of all questions, from the types of their results."""

from __future__ import annotations

import re
from importlib import import_module
from inspect import getdoc
from typing import Any

from tables import table

from sim.documents import schema_of
from sim.questions import QUESTIONS

ATTRIBUTE = re.compile(r"^(\w[\w, ]*?) : [^\n]*\n((?:    [^\n]*\n?)+)", re.MULTILINE)
"""Names and text of an entry of a section in numpydoc."""


def documents() -> str:
    """A section for each question: what its document holds, field by field."""
    parts = []
    for question in QUESTIONS.values():
        if question.result_type is dict:
            continue
        schema = schema_of(question.document_type)
        module, _, own = (question.document_kind or question.result).partition(":")
        types = vars(import_module(module))
        body = f"{_said(schema)}\n\n{_fields(schema, types.get(own))}"
        heading = f"## `{question.name}`: {question.title.lower()}"
        parts.append(f"{heading}\n\n{_variants(schema) if 'oneOf' in schema else body}")
        for name, inner in schema.get("$defs", {}).items():
            if "properties" in inner and name != "Estimate":
                fields = _fields(inner, types.get(name))
                parts.append(f"**{name}**: {_said(inner)}\n\n{fields}")
    return "\n\n".join(parts)


def _said(schema: dict[str, Any]) -> str:
    """The first paragraph of what a type says of itself."""
    return " ".join(schema.get("description", "").split("\n\n")[0].split())


def _variants(schema: dict[str, Any]) -> str:
    """Which types a document may be of, and what tells them apart."""
    key, known = schema["discriminator"]["propertyName"], schema["discriminator"]["mapping"]
    listed = [f"`{value}` a {ref.rpartition('/')[2]}" for value, ref in known.items()]
    return f"By its field `{key}`: {', '.join(listed)}."


def _fields(schema: dict[str, Any], kind: type | None) -> str:
    """A row for each field; what types state that a type is made from holds for it too."""
    meanings = _meanings(schema.get("description", ""))
    for each in kind.__mro__[1:-1] if isinstance(kind, type) else ():
        meanings = _meanings(getdoc(each) or "") | meanings
    rows = [
        (f"`{name}`", _kind(inner), _meaning(name, meanings))
        for name, inner in schema.get("properties", {}).items()
    ]
    return table(("field", "type", "meaning"), rows)


def _meanings(docstring: str) -> dict[str, str]:
    """What the section Attributes of a type says of each of its attributes."""
    _, _, section = docstring.partition("Attributes\n----------\n")
    found = {}
    for names, text in ATTRIBUTE.findall(section):
        found |= dict.fromkeys(re.split(r", +", names), " ".join(text.split()))
    return found


def _meaning(key: str, meanings: dict[str, str]) -> str:
    """That of a key; where it is no attribute's name, of the one that says that it is its key."""
    named = (text for text in meanings.values() if f"``{key}``" in text)
    meaning = meanings.get(key) or next(named, "")
    return re.sub(r"\bNone\b", "null", meaning).replace("``", "`")


def _kind(schema: dict[str, Any]) -> str:
    """A type in words: number, text or null, list of …, by key …."""
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_kind(each) for each in schema["anyOf"]))
    if "const" in schema:
        return f"`{schema['const']}`"
    kind = schema.get("type", "anything")
    if kind == "array":
        inner = schema.get("items")
        return f"list of {_kind(inner)}" if inner else "list"
    if kind == "object":
        inner = schema.get("additionalProperties")
        return f"by key {_kind(inner)}" if isinstance(inner, dict) else "object"
    return {"string": "text", "integer": "whole number", "boolean": "true or false"}.get(kind, kind)


BLOCKS = {"documents": documents}
