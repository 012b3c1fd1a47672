"""The JSON documents of all questions, from the types of their results."""

from __future__ import annotations

from typing import Any

from tables import table

from sim.documents import schema_of
from sim.questions import QUESTIONS


def documents() -> str:
    """A section for each question: what its document holds, field by field."""
    parts = []
    for question in QUESTIONS.values():
        if question.result_type is dict:
            continue
        schema = schema_of(question.document_type)
        heading = f"## `{question.name}`: {question.title.lower()}"
        parts.append(f"{heading}\n\n{_said(schema)}\n\n{_fields(schema)}")
        for name, inner in schema.get("$defs", {}).items():
            if "properties" in inner and name != "Estimate":
                parts.append(f"**{name}**: {_said(inner)}\n\n{_fields(inner)}")
    return "\n\n".join(parts)


def _said(schema: dict[str, Any]) -> str:
    """The first paragraph of what a type says of itself."""
    return " ".join(schema.get("description", "").split("\n\n")[0].split())


def _fields(schema: dict[str, Any]) -> str:
    rows = [
        (f"`{name}`", _kind(inner), " ".join(inner.get("description", "").split()))
        for name, inner in schema.get("properties", {}).items()
    ]
    return table(("field", "type", "meaning"), rows)


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
