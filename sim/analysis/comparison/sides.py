"""What is compared: answers with what made them, laid on common axes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.comparison.result import Dropped
from sim.answer import Answer, Inputs
from sim.edition import FIRST
from sim.refusal import Refusal
from sim.rules.status import STATUSES
from sim.scenario.compiling.world import WAS_OUT
from sim.scenario.document.months import later, ordinal
from sim.scenario.scenario import Scenario

LABELS = "ABCDEF"
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
        return Scenario.from_stored(inputs.scenario_text, f"{inputs.scenario}.yaml")

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

    @cached_property
    def out(self) -> frozenset[str]:
        """Members that are out when the future begins; a sweep does not tell."""
        table = self.answer.tables["members"]
        if "status" not in table:
            return frozenset()
        return frozenset(str(member) for member in table["member"][table["status"] == "OUT"])

    def first_exits(self, members: Sequence[str]) -> NDArray[np.int64]:
        """Calendar month of each first exit after the record, or NEVER: int64 (runs, members)."""
        first = self._of_runs("first_exit", members)
        return np.where(first >= 0, first + ordinal(self.answer.inputs.start), NEVER)

    def were_out(self, members: Sequence[str]) -> NDArray[np.bool_]:
        """Whether members were out when the future began, bool (runs, members)."""
        were: NDArray[np.bool_] = self._of_runs("first_exit", members) == WAS_OUT
        return were

    def end_with(self, member: str, status: str) -> NDArray[np.bool_]:
        """Whether a member has a status in the last month, bool (runs,)."""
        ended: NDArray[np.bool_] = self._of_runs("last", [member])[:, 0] == STATUSES.index(status)
        return ended

    def count_with(self, member: str, status: str, month: str) -> int:
        """Number of runs in which a member has a status in a month.

        Parameters
        ----------
        member, status : str
            Id of the member; ``ACTIVE``, ``FROZEN``, ``NOTICE`` or ``OUT``.
        month : str
            ``YYYY-MM``, from its first recorded month to its end.
        """
        table = self.answer.tables["status"]
        row = table[(table.month == month) & (table.member == member) & (table.status == status)]
        return round(float(row["value"].iloc[0]) * self.runs)

    @property
    def keeps_runs(self) -> bool:
        """Whether what single runs came to was kept, so that they can be paired."""
        return "runs" in self.answer.tables

    def _of_runs(self, what: str, members: Sequence[str]) -> NDArray[np.int64]:
        table = self.answer.tables.get("runs")
        if table is None:
            raise Refusal(f"{self.name} keeps no single runs: ask for it again")
        columns = [table[f"{what} {member}"].to_numpy(np.int64) for member in members]
        return np.stack(columns, axis=1)


def refuse_other_ends(sides: Sequence[Side]) -> None:
    """Refuse answers that count up to different last months.

    Raises
    ------
    Refusal
        With the month of each.
    """
    ends = {side.label: side.answer.inputs.end for side in sides}
    if len(set(ends.values())) > 1:
        raise Refusal(
            f"an answer of {sides[0].answer.question} counts up to its own last month, and these "
            f"differ: {by_label(ends)}"
        )


def by_label(stated: Mapping[str, Any]) -> str:
    """What each side states, in words."""
    return ", ".join(f"{label} {value}" for label, value in stated.items())


def sides_in(answer: Answer) -> list[Side]:
    """The sides of a comparison: what each was asked, without its tables; none of other answers."""
    table = answer.tables.get("sides")
    if table is None:
        return []
    stated = table.astype(object)
    rows = stated.where(stated.notna(), None).to_dict("records")
    return [_side_in({str(k): v for k, v in row.items()}) for row in rows]


def _side_in(row: dict[str, Any]) -> Side:
    row = {"edition": FIRST} | row
    given = {field.name: row[field.name] for field in fields(Inputs)}
    inputs = Inputs(**given | {"options": json.loads(row["options"])})
    bare: Answer = Answer(row["question"], inputs, {}, {}, ())
    return Side(bare, row["source_digest"], row["command"], row["result"], row["label"])


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
    dropped : list of Dropped
        What is not common to all.
    """

    members: tuple[str, ...]
    first: str
    last: str
    dropped: list[Dropped]


def axes_of(sides: Sequence[Side]) -> Axes:
    """The common axes.

    Raises
    ------
    Refusal
        Where no member or no month is common to all.
    """
    shared = set.intersection(*(set(side.members) for side in sides))
    members = tuple(member for member in sides[0].members if member in shared)
    if not members:
        each = "; ".join(f"{side.label}: {', '.join(side.members)}" for side in sides)
        raise Refusal(f"no member is common to all that is compared ({each})")
    first = max(side.first_free for side in sides)
    last = min(side.answer.inputs.end for side in sides)
    if first > last:
        each = "; ".join(f"{s.label}: {s.first_free} to {s.answer.inputs.end}" for s in sides)
        raise Refusal(f"no month after the record is common to all that is compared ({each})")
    dropped: list[Dropped] = []
    for side in sides:
        lost = [member for member in side.members if member not in shared]
        if lost:
            dropped.append(Dropped(side.label, "members", lost))
        for begin, end in (
            (side.first_free, later(first, -1)),
            (later(last, 1), side.answer.inputs.end),
        ):
            if begin <= end:
                dropped.append(Dropped(side.label, "months", [begin, end]))
        out = [m for m in members if m in side.out and not all(m in each.out for each in sides)]
        if out:
            dropped.append(Dropped(side.label, "out", out))
    return Axes(members, first, last, dropped)


def why_unpaired(a: Side, b: Side) -> list[str]:
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
        "kept": not (a.keeps_runs and b.keeps_runs),
    }
    return [reason for reason, differs in reasons.items() if differs]
