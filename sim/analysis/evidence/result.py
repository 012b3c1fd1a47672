"""The results about evidence: what the numbers rest on, and which guess to replace first."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class GradeCounts:
    """How many numbers are of each grade.

    Attributes
    ----------
    measured : int >= 0
        A source states them.
    derived : int >= 0
        They follow from a source by a rule.
    judged : int >= 0
        They do neither.
    """

    measured: int
    derived: int
    judged: int


@dataclass(frozen=True)
class GradeShares:
    """Which share of all numbers is of each grade.

    Attributes
    ----------
    measured, derived, judged : float in [0, 1]
        As of ``GradeCounts``; 0 where there is no number.
    """

    measured: float
    derived: float
    judged: float


@dataclass(frozen=True)
class CheckedValue:
    """A quantity of the noise-free replay beside its range.

    Attributes
    ----------
    member, quantity : str
        Whose, and which: a trust, or the alignment.
    value : float
        Of the replay, in [0, 1] or, an alignment, in [-1, 1].
    low, high : float
        Where it plausibly lay.
    inside : bool
        Whether the value lies in its range.
    """

    member: str
    quantity: str
    value: float
    low: float
    high: float
    inside: bool


@dataclass(frozen=True)
class SeedingCheck:
    """Whether the noise-free replay lands where the record says.

    Attributes
    ----------
    month : str or None
        For which the ranges are stated; None where none of them can be checked.
    inside, checked : int >= 0
        Values inside their range, and values that were checked.
    inside_without_events : int >= 0
        Values inside their range if nothing had happened: what the check could not have caught.
    values : list of CheckedValue
        All of them.
    """

    month: str | None
    inside: int
    checked: int
    inside_without_events: int
    values: list[CheckedValue]


@dataclass(frozen=True)
class EvidenceResult:
    """What a scenario's numbers rest on.

    Attributes
    ----------
    scenario, scenario_hash : str
        Name, and SHA-256 of its text.
    numbers : int >= 0
        How many there are.
    count, share : GradeCounts, GradeShares
        How many of each grade.
    judged_in_sourced_events : int >= 0
        Judged numbers of events that name a source: the case is on record, its size is judgement.
    judged_without_range : int >= 0
        Judged numbers of which nobody says how far they could be off.
    blocks : dict of GradeCounts
        By part of the scenario.
    seeding : SeedingCheck
        The check of the replay.
    """

    scenario: str
    scenario_hash: str
    numbers: int
    count: GradeCounts
    share: GradeShares
    judged_in_sourced_events: int
    judged_without_range: int
    blocks: dict[str, GradeCounts]
    seeding: SeedingCheck


@dataclass(frozen=True)
class WeakestResult:
    """Which guess to replace first; the guesses themselves are in the table ``guesses``.

    Attributes
    ----------
    scenario, scenario_hash : str
        Name, and SHA-256 of its text.
    runs, seed : int
        Size and luck of the ensemble at each end of a range.
    guesses : int >= 0
        Judged numbers with a range.
    first : list of str
        Paths of the three over whose ranges P(at least one exit) moves most.
    """

    scenario: str
    scenario_hash: str
    runs: int
    seed: int
    guesses: int
    first: list[str]
