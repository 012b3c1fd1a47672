"""What is wrong with a scenario: where, what was found, what is allowed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from sim.refusal import Refusal, sentence, short

Keys = tuple[str | int, ...]
"""A path as the keys that lead to it; the entries of a list are counted from 0."""

KEY = "[key]"
"""After the path of an entry: its key is meant, not its value; pydantic's mark for the same."""

SHOWN = 20
"""How many faults a message tells; the rest is counted."""
MOST = 1000
"""How many faults are looked into; a file with more of them is not a scenario."""


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
    is_argument : bool
        Whether the field is an argument, which each surface calls by a name of its own.
    """

    path: str
    message: str
    found: str = ""
    allowed: str = ""
    place: Place | None = None
    near: str = ""
    at_key: bool = False
    keys: Keys = field(default=(), compare=False, repr=False)
    is_argument: bool = False

    def __str__(self) -> str:
        return self.worded(str)

    def worded(self, name: Callable[[str], str]) -> str:
        """The fault in one line; an argument is called as ``name`` says."""
        path = name(self.path) if self.is_argument else self.path
        line = sentence(path, self.message, self.found, self.allowed, self.near)
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


class ScenarioError(Refusal):
    """A scenario cannot be used; its faults are told a line each.

    Parameters
    ----------
    faults : faults
        At least one; field, found, allowed and near are those of the first.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        first = self.faults[0]
        super().__init__(
            first.message,
            field=first.path,
            found=first.found,
            allowed=first.allowed,
            near=first.near,
        )
        self.args = (self.faults,)

    def worded(self, name: Callable[[str], str]) -> str:
        """A line for each fault; paths of a scenario are called the same everywhere."""
        lines = [fault.worded(name) for fault in self.faults[:SHOWN]]
        left = len(self.faults) - SHOWN
        return "\n".join([*lines, f"and {left} more"] if left > 0 else lines)

    def as_json(self) -> list[dict[str, Any]]:
        """All faults as plain data."""
        return [fault.as_json() for fault in self.faults]


def dotted(keys: Iterable[str | int]) -> str:
    """The path as people write it."""
    return ".".join(short(str(key)) for key in keys)
