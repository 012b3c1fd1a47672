"""The results of a domino effect and of the matrix of who topples whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from sim.analysis.shared.result import RulesBeside
from sim.bounds import FIVE_YEARS
from sim.documents import Absent
from sim.statistics.estimates import Estimate


@dataclass(frozen=True)
class AnotherExit:
    """P(at least one further exit soon) in each of two futures, beside the record.

    Attributes
    ----------
    reference : list of float
        The share that the record suggests after an exit: median and 95% point of what it leaves
        possible.
    months : int
        Months within which it is counted: five years, or as many as there are.
    exit : Estimate or None
        In the future in which a member exits; of an event left out.
    stay : Estimate or None
        In the future in which it stays; of an event left out.
    with_event : Estimate or None
        In the future with an event; of a member left out. In documents ``with``.
    without_event : Estimate or None
        In the future without it; of a member left out. In documents ``without``.
    """

    reference: list[float]
    months: int = FIVE_YEARS
    exit: Absent[Estimate] = None
    stay: Absent[Estimate] = None
    with_event: Annotated[Absent[Estimate], Field(alias="with")] = None
    without_event: Annotated[Absent[Estimate], Field(alias="without")] = None

    def by_arm(self) -> dict[str, Estimate]:
        """The estimates by the names that tables have for the two futures."""
        named = {
            "exit": self.exit,
            "stay": self.stay,
            "with": self.with_event,
            "without": self.without_event,
        }
        return {arm: estimate for arm, estimate in named.items() if estimate is not None}


@dataclass(frozen=True)
class EffectResult:
    """What an exit or an event does to the other members: one future against another.

    Differences are means over pairs of runs on the same luck, with their 95% intervals.

    Attributes
    ----------
    scenario : str
        Name of the scenario.
    scenario_hash : str
        SHA-256 of its text.
    of : str
        Id of the member that leaves or stays, or of the event that happens or does not.
    kind : str
        ``member`` or ``event``.
    at : str
        Month, YYYY-MM, in which the futures part.
    now : str
        The last recorded month before it.
    end : str
        The last month.
    effect : Estimate
        Further first exits by ``end``; without a number where no pair counts.
    hazard_ratio : Estimate or None
        First exits per member-month at risk, one future over the other; None where one of them
        has no exit.
    reproduction_number : Estimate
        Further first exits within five years.
    p_another_5y : AnotherExit
        P(at least one further exit within five years).
    by_member : dict of Estimate
        Change of P(first exit by ``end``) of each member that counts; without a number for who is
        out already when the futures part.
    pairs : int
        Pairs of runs that count.
    left_out : int
        Pairs in which the member is out already when the futures part.
    runs : int
        Both together.
    seed : int
        From which all luck follows.
    against_active : Estimate or None
        Of a member that is frozen when the futures part: ``effect`` against a future in which it
        is active again; None of any other.
    rules : RulesBeside or None
        What each rule of decision says; None where that was not asked.
    """

    scenario: str
    scenario_hash: str
    of: str
    kind: Literal["member", "event"]
    at: str
    now: str
    end: str
    effect: Estimate
    hazard_ratio: Estimate | None
    reproduction_number: Estimate
    p_another_5y: AnotherExit
    by_member: dict[str, Estimate]
    pairs: int
    left_out: int
    runs: int
    seed: int
    against_active: Estimate | None = None
    rules: RulesBeside | None = None

    @property
    def is_event(self) -> bool:
        """Whether it is the effect of an event rather than of an exit."""
        return self.kind == "event"

    @property
    def arms(self) -> tuple[str, str]:
        """Names of the two futures in tables: with it, and without it."""
        return ("with", "without") if self.is_event else ("exit", "stay")


Numbers = list[list[float | None]]
"""A number for each pair of members: rows leave; None where there is none."""


@dataclass(frozen=True)
class JointResult:
    """What follows when several members exit at once.

    Counted are the members outside the set, in the runs in which none of the set is OUT already
    when the arms part. Estimates are numbers of first exits by the end, with their 95% interval.

    Attributes
    ----------
    scenario, scenario_hash : str
        Of what it is.
    of : list of str
        The members that exit.
    at, now, end : str
        The month of the exits, the last recorded and the last month.
    effect : Estimate
        All of the set exit, less all stay at their own statuses.
    alone : dict of str to Estimate
        Each of the set exits while the rest of it stays, less all stay.
    beyond : Estimate
        The joint effect less the sum of those of each alone.
    against_active : Estimate or None
        Less a future in which the frozen of the set are active again; None where none is frozen.
    hazard_ratio : Estimate
        First exits per member-month at risk, all exit over all stay.
    reproduction_number : Estimate
        The joint effect counted within five years.
    by_member : dict of str to Estimate
        P(first exit by the end) of each counted member, all exit less all stay.
    pairs, left_out, runs, seed : int
        Runs that count, runs that do not, all, and whose luck it is.
    """

    scenario: str
    scenario_hash: str
    of: list[str]
    at: str
    now: str
    end: str
    effect: Estimate
    alone: dict[str, Estimate]
    beyond: Estimate
    against_active: Estimate | None
    hazard_ratio: Estimate
    reproduction_number: Estimate
    by_member: dict[str, Estimate]
    pairs: int
    left_out: int
    runs: int
    seed: int


@dataclass(frozen=True)
class MatrixResult:
    """Who topples whom: the change of P(first exit) of each member when another one leaves.

    Attributes
    ----------
    scenario : str
        Name of the scenario.
    scenario_hash : str
        SHA-256 of its text.
    members : list of str
        Ids, in the order of rows and columns.
    matrix : list of list of float or None
        ``matrix[i][j]`` is P(first exit of j by ``end``) where i leaves, less that where i stays;
        None on the diagonal, and where i or j is out already.
    low : list of list of float or None
        Lower ends of the 95% intervals; None likewise.
    high : list of list of float or None
        Upper ends; None likewise.
    at : str
        Month, YYYY-MM, in which the futures part.
    end : str
        The last month.
    runs : int
        Pairs of runs.
    seed : int
        From which all luck follows.
    """

    scenario: str
    scenario_hash: str
    members: list[str]
    matrix: Numbers
    low: Numbers
    high: Numbers
    at: str
    end: str
    runs: int
    seed: int

    def change(self, leaver: str, other: str) -> Estimate:
        """The change of P(first exit) of another member when one leaves."""
        i, j = self.members.index(leaver), self.members.index(other)
        return Estimate(self.matrix[i][j], self.low[i][j], self.high[i][j])
