"""Writing a scenario: one text for one content, so that its hash names it."""

from __future__ import annotations

import json
import re
from typing import Any

from pydantic import BaseModel

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_-]*|[0-9]{4}-[0-9]{2}")
# Words that some reader of YAML takes for something else than text.
_LOADED = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}


def plain(block: BaseModel) -> dict[str, Any]:
    """What a block states, defaults included, as plain data; empty blocks are left out."""
    pruned: dict[str, Any] = _pruned(block.model_dump(exclude_none=True))
    return pruned


def yaml_of(data: dict[str, Any]) -> str:
    """YAML of plain data: blocks one field a line, numbers with their range on one line."""
    return "".join(f"{line}\n" for line in _lines(data, ""))


def _pruned(value: Any) -> Any:
    if isinstance(value, dict):
        stated = {key: _pruned(inner) for key, inner in value.items()}
        return {key: inner for key, inner in stated.items() if inner not in ({}, [])}
    return [_pruned(inner) for inner in value] if isinstance(value, list) else value


def _lines(data: dict[str, Any], indent: str) -> list[str]:
    lines = []
    for key, value in data.items():
        name = f"{indent}{_text(key)}:"
        if isinstance(value, dict) and not _is_flow(value, len(indent)):
            lines += [name, *_lines(value, indent + "  ")]
        else:
            lines.append(f"{name} {_flow(value)}")
    return lines


def _is_flow(value: dict[str, Any], indent: int) -> bool:
    """Whether a block goes on one line: a number, or a small part of a member or an event."""
    is_leaf = not any(isinstance(inner, (dict, list)) for inner in value.values())
    return is_leaf and (not value or "value" in value or indent >= 4)


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return (
            "{" + ", ".join(f"{_text(key)}: {_flow(inner)}" for key, inner in value.items()) + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(_flow(inner) for inner in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number(value)
    return _text(value) if isinstance(value, str) else str(value)


def _number(value: float) -> str:
    """The shortest digits that read back as the same number, with a point for every reader."""
    digits = repr(value + 0.0)  # no -0.0 beside 0.0
    return digits if "." in digits else digits.replace("e", ".0e")


def _text(value: str) -> str:
    if _PLAIN.fullmatch(value) and value.lower() not in _LOADED:
        return value
    return json.dumps(value, ensure_ascii=False)
