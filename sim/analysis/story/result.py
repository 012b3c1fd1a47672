"""The result of the story of one run: how it ends for each member, and all that happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["ACTIVE", "FROZEN", "NOTICE", "OUT"]


@dataclass(frozen=True)
class Ending:
    """How a run ends for a member.

    Attributes
    ----------
    status : str
        Its status in the last month.
    first_exit : str or None
        Month of its first exit after the record, ``YYYY-MM``; None where it does not leave.
    """

    status: Status
    first_exit: str | None


@dataclass(frozen=True)
class EventDetail:
    """Of an event of the scenario.

    Attributes
    ----------
    amount : float
        Its size, 1 as stated.
    """

    amount: float


@dataclass(frozen=True)
class RequestDetail:
    """Of a member that asks for help: the pledge it calls upon, and whether it is kept.

    Attributes
    ----------
    pledge : str
        ``external``: help against an attack; ``regime``: help in a crisis at home.
    kept : bool
        Whether the patron helps.
    """

    pledge: Literal["external", "regime"]
    kept: bool


@dataclass(frozen=True)
class CrisisDetail:
    """Of a member that could ask for help and does not.

    Attributes
    ----------
    pledge : str
        As of a request.
    """

    pledge: Literal["external", "regime"]


@dataclass(frozen=True)
class ReactionDetail:
    """Of the patron's reaction.

    Attributes
    ----------
    fate : float in [0, 1] or None
        How hard a leaver is punished; None where nobody has left.
    """

    fate: float | None


@dataclass(frozen=True)
class MoveDetail:
    """Of a member's step from one status to another.

    Attributes
    ----------
    before, after : str
        The two statuses.
    pressure : float in [0, 1]
        Chance to take the step, by what was weighed.
    terms : dict of float
        What was weighed, by term, in logit units; positive speaks for staying.
    """

    before: Status
    after: Status
    pressure: float
    terms: dict[str, float]


@dataclass(frozen=True)
class StoryEntry:
    """One thing that happened.

    Attributes
    ----------
    month : str
        When, ``YYYY-MM``.
    kind : str
        ``event``, ``request``, ``crisis unasked``, ``move``, ``coerce``, ``concede`` or ``wait``.
    actor : str
        Id of the member, or of the event.
    detail : EventDetail, RequestDetail, CrisisDetail, ReactionDetail or MoveDetail
        The numbers of its kind.
    """

    month: str
    kind: str
    actor: str
    detail: EventDetail | RequestDetail | CrisisDetail | ReactionDetail | MoveDetail


@dataclass(frozen=True)
class StoryResult:
    """One run, from its first recorded month to its end.

    Attributes
    ----------
    scenario, scenario_hash : str
        What was played: name, and SHA-256 of its text.
    seed, run : int
        Which luck: run k of a seed is run k of its ensemble.
    now, end : str
        The last recorded and the last month, ``YYYY-MM``.
    members : dict of Ending
        By id.
    exits : int >= 0
        Members that have left after the record.
    record : list of StoryEntry
        All that happened, in order, the recorded months included.
    """

    scenario: str
    scenario_hash: str
    seed: int
    run: int
    now: str
    end: str
    members: dict[str, Ending]
    exits: int
    record: list[StoryEntry]
