"""The result of a comparison: what is compared, a verdict, and every outcome with its difference.

The document of a result says ``told`` where the interval of a difference excludes 0, here
``resolved``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import Field

from sim.documents import Json
from sim.edition import FIRST
from sim.statistics.estimates import Estimate

Verdict = Literal["differs", "cannot tell", "no difference"]
"""``cannot tell``: these runs leave it open. ``no difference``: nothing that bears differs."""

DIFFERS: Final = "differs"
CANNOT_TELL: Final = "cannot tell"
SAME: Final = "no difference"


@dataclass(frozen=True)
class ComparedSide:
    """One of the answers that are compared, and what made it.

    Attributes
    ----------
    label : str
        ``A`` of the first, then ``B``, ``C``, …
    scenario, title, scenario_hash : str
        Its scenario: name, title, SHA-256 of its text.
    seed, runs : int
        Luck and size of its ensemble.
    start, now, end : str
        First, last recorded and last month, ``YYYY-MM``.
    as_of : str or None
        Month up to which the record was gathered; None where the scenario does not say.
    options : dict
        What else was asked: of whom, at which month, what was varied.
    source_digest, command : str
        The program that made it, and what was typed; the command is empty where it is not known.
    result : str or None
        Its name in the store; None where it is not stored.
    edition : int
        The edition of the model that answered; the first where nothing is said of it.
    """

    label: str
    scenario: str
    title: str
    scenario_hash: str
    seed: int
    runs: int
    start: str
    now: str
    end: str
    as_of: str | None
    options: dict[str, Json]
    source_digest: str
    command: str
    result: str | None
    edition: int = FIRST


@dataclass(frozen=True)
class Dropped:
    """What one side has and not all have, which is left out of the comparison.

    Attributes
    ----------
    side : str
        Its label.
    what : str
        ``members``; ``months``; or ``out``: members that this side alone, or some sides alone,
        have out already, whose first exit is history there.
    items : list of str
        Ids of members; of months the first and the last.
    """

    side: str
    what: Literal["members", "months", "out"]
    items: list[str]


@dataclass(frozen=True)
class ComparedOutcome:
    """One outcome of two sides, their difference, and the verdict on it alone.

    Attributes
    ----------
    a, b : Estimate
        Its value on the first and on the other side, with 95% intervals.
    difference : Estimate
        b less a, with its 95% interval.
    unit : str
        ``probability``, ``points``, ``exits``, ``months``, ``ratio``, ``per member-year``.
    method : str
        ``paired`` or ``unpaired``: whether run k of both has the same luck.
    p : float in [0, 1]
        Two-sided level at which the interval of the difference would touch 0.
    p_corrected : float in [0, 1] or None
        The same, corrected for the number of outcomes (Holm 1979); None where nothing that bears
        on an outcome differs, so that nothing is tested.
    verdict : str
        Of this outcome alone.
    detectable : float > 0 or None
        The smallest true difference that so many runs find in 80% of trials; None where the runs
        do not vary.
    runs_needed : int or None
        Runs that would settle what these cannot; None where it is settled, no difference was
        seen, or they are beyond ten million.
    beyond : bool
        Whether more than ten million runs would be needed.
    """

    a: Estimate
    b: Estimate
    difference: Estimate
    unit: str
    method: str
    p: float
    p_corrected: float | None
    verdict: Verdict
    detectable: float | None
    runs_needed: int | None
    beyond: bool


@dataclass(frozen=True)
class InputDifference:
    """One field that two inputs state differently, or an entry that only one of them has.

    Attributes
    ----------
    group : str
        The part of the scenario that it belongs to; ``members.ID`` for a field of a member.
    path : str
        Its path.
    a, b : str, number or None
        What either states; None where it states nothing.
    source_a, source_b : str or None
        Where these come from; of a part of an event, else the event's source.
    bears : bool
        Whether it can bear on an outcome.
    within : str or None
        Path of the entry that only one scenario has and that states this field.
    """

    group: str
    path: str
    a: Json
    b: Json
    source_a: str | None
    source_b: str | None
    bears: bool
    within: str | None = None


@dataclass(frozen=True)
class SideComparison:
    """One side held against the first.

    Attributes
    ----------
    side, against : str
        Labels of the two.
    verdict : str
        Over all outcomes together, corrected for their number.
    method : str
        ``paired`` or ``unpaired``.
    not_paired : list of str
        Why their runs are no pairs: ``seed``, ``runs``, ``start``, ``program`` that differ, or
        ``kept``: single runs that were not kept. Empty where they are pairs.
    resolved : list of str
        Outcomes whose difference excludes 0, corrected for their number; in the document ``told``.
    settled_by : str or None
        Of what these runs cannot tell, the outcome that the fewest runs would settle.
    runs_needed : int or None
        So many runs of each; None where it is settled, or they are beyond ten million.
    beyond : bool
        Whether more than ten million runs would be needed.
    outcomes : dict of ComparedOutcome
        By name as in ``sim.futures.outcomes.OUTCOMES``; of a sweep, a name ends in ``@`` and the
        number of its point.
    inputs : list of InputDifference
        What was asked differently.
    """

    side: str
    against: str
    verdict: Verdict
    method: str
    not_paired: list[str]
    resolved: Annotated[list[str], Field(alias="told")]
    settled_by: str | None
    runs_needed: int | None
    beyond: bool
    outcomes: dict[str, ComparedOutcome]
    inputs: list[InputDifference]


@dataclass(frozen=True)
class ComparisonResult:
    """Answers side by side, each held against the first.

    Attributes
    ----------
    question : str
        What all of them answer.
    verdict : str
        ``differs`` where any side does, else ``cannot tell`` where any is open.
    sides : list of ComparedSide
        At least two, the first one first.
    members : list of str
        Ids of the members that all have, in the order of the first.
    months : list of str
        The first and the last month that is free in all.
    dropped : list of Dropped
        What was left out of each.
    tested : int >= 0
        Outcomes for whose number p-values are corrected.
    correction : str
        How: ``holm``.
    level, power, assurance : float in (0, 1)
        Level of the verdicts, power behind ``detectable``, and the probability with which
        ``runs_needed`` do tell.
    comparisons : list of SideComparison
        One for each side but the first.
    """

    question: str
    verdict: Verdict
    sides: list[ComparedSide]
    members: list[str]
    months: list[str]
    dropped: list[Dropped]
    tested: int
    correction: str
    level: float
    power: float
    assurance: float
    comparisons: list[SideComparison]
