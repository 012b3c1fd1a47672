"""What is wrong with a scenario: where, what was found, what is allowed."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

Keys = tuple[str | int, ...]
"""A path as the keys that lead to it; the entries of a list are counted from 0."""

KEY = "[key]"
"""After the path of an entry: its key is meant, not its value; pydantic's mark for the same."""

SHOWN = 20
"""How many faults a message tells; the rest is counted."""
MOST = 1000
"""How many faults are looked into; a file with more of them is not a scenario."""
_NAMES, _CANDIDATES = 2_000, 100
"""How many names are looked at for one that is near, and with how many it is compared."""


@dataclass(frozen=True)
class Place:
    """A place in a file, counted from 1; a whole file has no line."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True)
class Fault:
    """One fault of a scenario.

    Parameters
    ----------
    path : str
        The field, as ``members.armenia.alignment``; empty where a whole file is at fault.
    message : str
        What is wrong.
    found, allowed : str
        What stands there, and what may stand there.
    place : Place
        Where it stands; None for a change that stands in no file.
    near : str
        The known name that comes nearest to a mistyped one.
    at_key : bool
        Whether it is told where the key stands, not its value.
    keys : Keys
        The field as keys, where these are known.
    rests_on : tuple of Keys
        The fields without which it would not be one; ``KEY`` after a path means the key alone.
    """

    path: str
    message: str
    found: str = ""
    allowed: str = ""
    place: Place | None = None
    near: str = ""
    at_key: bool = False
    keys: Keys = field(default=(), compare=False, repr=False)
    rests_on: tuple[Keys, ...] = field(default=(), compare=False, repr=False)

    def __str__(self) -> str:
        parts = [f"{self.path}: {self.message}" if self.path else self.message]
        parts += [f"found {self.found}"] if self.found else []
        parts += [f"allowed {self.allowed}"] if self.allowed else []
        parts += [f"did you mean {self.near}?"] if self.near else []
        line = "; ".join(parts)
        return line if self.place is None else f"{self.place}: {line}"

    def at(self, place: Place | None) -> Fault:
        """The same fault, at that place."""
        return replace(self, place=place)

    def as_json(self) -> dict[str, Any]:
        """The fault as plain data."""
        place = self.place or Place("")
        return {
            "file": place.file,
            "line": place.line,
            "column": place.column,
            "field": self.path,
            "message": self.message,
            "found": self.found,
            "allowed": self.allowed,
            "near": self.near,
        }


class ScenarioError(Exception):
    """A scenario cannot be used; all its faults are told at once."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        lines = [str(fault) for fault in self.faults[:SHOWN]]
        left = len(self.faults) - SHOWN
        return "\n".join([*lines, f"and {left} more"] if left > 0 else lines)

    def as_json(self) -> list[dict[str, Any]]:
        """All faults as plain data."""
        return [fault.as_json() for fault in self.faults]


def dotted(keys: Iterable[str | int]) -> str:
    """The path as people write it."""
    return ".".join(short(str(key)) for key in keys)


def short(text: str, length: int = 60) -> str:
    """Text cut to a length, so that a message stays a line."""
    return text if len(text) <= length else text[: length - 1] + "…"


def shown(value: object) -> str:
    """A value of a file as a message shows it: one line, and short."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(short(value), ensure_ascii=False)
    if isinstance(value, dict):
        return _shown_block(value)
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if isinstance(value, (int, float)):
        return short(repr(value).removesuffix(".0"))
    return short(str(value))


def _shown_block(block: dict[Any, Any]) -> str:
    is_small = len(block) <= 5 and not any(isinstance(v, (dict, list)) for v in block.values())
    if block and is_small:
        return short(
            "{" + ", ".join(f"{key}: {shown(value)}" for key, value in block.items()) + "}"
        )
    return "a block of " + listing(block) if block else "an empty block"


def listing(names: Iterable[object], most: int = 8) -> str:
    """Names one after the other; where there are many, the first of them."""
    words = [short(str(name)) for name in islice(names, most + 1)]
    return ", ".join(words[:most]) + (", …" if len(words) > most else "")


def nearest(given: str, names: Iterable[str]) -> str:
    """The name that is most like the one given, or nothing."""
    candidates = list(islice(names, _NAMES))
    if len(candidates) > _CANDIDATES:  # of very many, those that begin alike
        candidates = [name for name in candidates if name[:1] == given[:1]][:_CANDIDATES]
    close = difflib.get_close_matches(short(given), candidates, n=1)
    return close[0] if close else ""
