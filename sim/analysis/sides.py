"""What is compared: answers with what made them, found by name, laid on common axes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.answer import Answer
from sim.rules.status import STATUSES
from sim.scenario.faults import nearest
from sim.scenario.months import later, ordinal
from sim.scenario.scenario import Scenario
from sim.scenario.world import WAS_OUT

LABELS = "ABCDEF"
COMPARABLE = ("run", "effect", "matrix")
"""Questions whose answers can be compared."""
NEVER = 2**31 - 1
"""Month of an exit that does not happen."""


@dataclass(frozen=True)
class Side:
    """An answer that is compared, and what made it.

    Attributes
    ----------
    answer : Answer
        A forecast, a domino effect or a matrix.
    source_digest, command : str
        The program that made it, and what was typed.
    result : str or None
        Its name in the store.
    label : str
        A, B, C, …
    """

    answer: Answer
    source_digest: str
    command: str = ""
    result: str | None = None
    label: str = ""

    @cached_property
    def scenario(self) -> Scenario:
        """Its scenario, read back from its text."""
        inputs = self.answer.inputs
        return Scenario.from_text(inputs.scenario_text, f"{inputs.scenario}.yaml")

    @property
    def name(self) -> str:
        """What messages call it: its result, else its scenario."""
        return self.result or self.answer.inputs.scenario

    @property
    def runs(self) -> int:
        """Size of its ensemble."""
        return self.answer.inputs.runs

    @property
    def first_free(self) -> str:
        """The first month after its record."""
        return later(self.answer.inputs.now, 1)

    @property
    def members(self) -> list[str]:
        """Ids of its members, in order."""
        return [str(member) for member in self.answer.tables["members"]["member"]]

    def first_exits(self, members: Sequence[str]) -> NDArray[np.int64]:
        """Calendar month of each first exit after the record, or NEVER: int64 (runs, members)."""
        first = self._of_runs("first_exit", members)
        return np.where(first >= 0, first + ordinal(self.answer.inputs.start), NEVER)

    def were_out(self, members: Sequence[str]) -> NDArray[np.bool_]:
        """Whether members were out when the future began, bool (runs, members)."""
        return self._of_runs("first_exit", members) == WAS_OUT

    def end_with(self, member: str, status: str) -> NDArray[np.bool_]:
        """Whether a member has a status in the last month, bool (runs,)."""
        return self._of_runs("last", [member])[:, 0] == STATUSES.index(status)

    def count_with(self, member: str, status: str, month: str) -> int:
        """Number of runs in which a member has a status in a month."""
        table = self.answer.tables["status"]
        row = table[(table.month == month) & (table.member == member) & (table.status == status)]
        return round(float(row["value"].iloc[0]) * self.runs)

    def _of_runs(self, what: str, members: Sequence[str]) -> NDArray[np.int64]:
        table = self.answer.tables.get("runs")
        if table is None:
            raise ValueError(f"{self.name} keeps no single runs: ask for it again")
        columns = [table[f"{what} {member}"].to_numpy(np.int64) for member in members]
        return np.stack(columns, axis=1)


def check_alike(sides: Sequence[Side]) -> None:
    """Refuse answers to questions that have no number in common.

    Raises
    ------
    ValueError
        With what parts them.
    """
    questions = {side.label: side.answer.question for side in sides}
    each = ", ".join(f"{label} is of {question}" for label, question in questions.items())
    if len(set(questions.values())) > 1:
        raise ValueError(f"answers to different questions cannot be compared: {each}")
    if not set(questions.values()) <= set(COMPARABLE):
        raise ValueError(f"compared are answers of {' and '.join(COMPARABLE)}: {each}")
    for name, what in (
        ("of", "whose exit or which event"),
        ("at", "the month in which futures part"),
    ):
        stated = {side.label: side.answer.numbers.get(name) for side in sides}
        if len(set(stated.values())) > 1:
            raise ValueError(f"these effects differ in {what}: {_each(stated)}; ask for the same")
    ends = {side.label: side.answer.inputs.end for side in sides}
    if questions[sides[0].label] != "run" and len(set(ends.values())) > 1:
        raise ValueError(
            f"effects count up to their own last month, and these differ: {_each(ends)}"
        )


def _each(stated: Mapping[str, Any]) -> str:
    return ", ".join(f"{label} {value}" for label, value in stated.items())


# --- common axes ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Axes:
    """Members and months that all sides have, and what was dropped of each.

    Attributes
    ----------
    members : tuple of str
        In the order of the first side.
    first, last : str
        The first and the last month that is free in all.
    dropped : list of dict
        side, what (``members`` or ``months``), items.
    """

    members: tuple[str, ...]
    first: str
    last: str
    dropped: list[dict[str, Any]]


def axes_of(sides: Sequence[Side]) -> Axes:
    """The common axes.

    Raises
    ------
    ValueError
        Where no member or no month is common to all.
    """
    shared = set.intersection(*(set(side.members) for side in sides))
    members = tuple(member for member in sides[0].members if member in shared)
    if not members:
        each = "; ".join(f"{side.label}: {', '.join(side.members)}" for side in sides)
        raise ValueError(f"no member is common to all that is compared ({each})")
    first = max(side.first_free for side in sides)
    last = min(side.answer.inputs.end for side in sides)
    if first > last:
        each = "; ".join(f"{s.label}: {s.first_free} to {s.answer.inputs.end}" for s in sides)
        raise ValueError(f"no month after the record is common to all that is compared ({each})")
    dropped: list[dict[str, Any]] = []
    for side in sides:
        lost = [member for member in side.members if member not in shared]
        if lost:
            dropped.append({"side": side.label, "what": "members", "items": lost})
        for begin, end in (
            (side.first_free, later(first, -1)),
            (later(last, 1), side.answer.inputs.end),
        ):
            if begin <= end:
                dropped.append({"side": side.label, "what": "months", "items": [begin, end]})
    return Axes(members, first, last, dropped)


def parted_luck(a: Side, b: Side) -> list[str]:
    """Why run k of two sides does not have the same luck; empty where it has.

    Luck is a function of seed, run, month from the start, and id. Members and events that only
    one side has take nobody else's; nor does a later end of the record.
    """
    one, other = a.answer.inputs, b.answer.inputs
    reasons = {
        "seed": one.seed != other.seed,
        "runs": one.runs != other.runs,
        "start": one.start != other.start,
        "program": a.source_digest != b.source_digest,
    }
    return [reason for reason, differs in reasons.items() if differs]


# --- found by name --------------------------------------------------------------------------------


def opened(name: str | Path, root: Path) -> Side | Scenario:
    """A stored result, or a scenario, by its name.

    Parameters
    ----------
    name : str or Path
        A scenario that comes with the product or a file of one; a result, the beginning of its
        name, ``latest``, or its folder.
    root : Path
        Folder of the results.

    Raises
    ------
    ValueError
        Where there is nothing of that name; with the nearest one.
    ScenarioError, StoreError
        Where there is something, which cannot be used.
    """
    from sim.scenario.loading import listed, load
    from sim.store.manifest import MANIFEST
    from sim.store.names import LATEST, names_in

    text, path = str(name), Path(name)
    if text in listed():
        return load(text)
    if _is_there(path / MANIFEST):
        return stored(path.name, path.parent)
    if _is_there(path):
        return load(path)
    results = names_in(root)
    if text == LATEST or (text and any(each.startswith(text) for each in results)):
        return stored(text, root)
    near = nearest(path.stem, listed()) or nearest(text, results)
    hint = f"; did you mean {near}?" if near else ""
    raise ValueError(
        f"{text!r} is no scenario, no file and no result in {root}{hint} "
        "(`domino list` and `domino results` say what there is)"
    )


def stored(name: str, root: Path) -> Side:
    """A stored result as a side.

    Raises
    ------
    StoreError
        Where there is none of that name, or it is not complete.
    """
    from sim import store
    from sim.store.names import folder_of

    answer, folder = store.load(name, root), folder_of(name, root)
    made = store.inputs_of(folder)
    return Side(answer, made["source_digest"], made["command"], folder.name)


def side_of(answer: Answer) -> Side:
    """An answer that this program gave."""
    from sim.jit import source_digest

    return Side(answer, source_digest())


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that no file can have
        return False
