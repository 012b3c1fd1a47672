"""What a scenario's numbers rest on, and whether its replay lands where the record says.

The check of the seeding looks at nothing after the record: the noise-free replay of each member's
trust and alignment is held against the ranges of ``scenarios/annex-a.csv``.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import asdict, dataclass
from functools import cache

from sim.analysis.evidence.result import (
    CheckedValue,
    EvidenceResult,
    GradeCounts,
    GradeShares,
    SeedingCheck,
)
from sim.answer import Answer, Inputs
from sim.futures.experiment import replayed
from sim.home import home
from sim.scenario.document.paths import Setting, keys_of
from sim.scenario.document.quantity import ASSUMPTION
from sim.scenario.scenario import Scenario

MEASURED, DERIVED, JUDGED = "measured", "derived", "judged"
GRADES = (MEASURED, DERIVED, JUDGED)
"""Stated by a source; following from one by a rule of docs/method.md; all else."""
JUDGEMENT = "judgement"
"""Source of what the authors judge, and the word by which a note says that a number is judged."""

CHECKED_MONTH = "2025-08"
"""The month for which ``annex-a.csv`` states its ranges."""


@dataclass(frozen=True)
class Range:
    """Where a quantity of a member plausibly lay in ``CHECKED_MONTH``."""

    member: str
    quantity: str
    low: float
    high: float


def evidence(scenario: Scenario) -> Answer[EvidenceResult]:
    """The share of numbers that are measured, derived and judged, and the check of the seeding.

    Returns
    -------
    Answer
        Tables ``grades`` (block, measured, derived, judged) and ``seeding`` (member, quantity,
        value, low, high, inside).
    """
    from pandas import DataFrame

    blocks, check = grades(scenario), seeding(scenario)
    total = GradeCounts(
        *(sum(getattr(block, name) for block in blocks.values()) for name in GRADES)
    )
    number = total.measured + total.derived + total.judged
    result = EvidenceResult(
        scenario=scenario.name,
        scenario_hash=scenario.hash,
        numbers=number,
        count=total,
        share=GradeShares(*(getattr(total, name) / max(number, 1) for name in GRADES)),
        judged_in_sourced_events=_judged_in_sourced_events(scenario),
        judged_without_range=_judged_without_range(scenario),
        blocks=blocks,
        seeding=SeedingCheck(
            month=CHECKED_MONTH if check else None,
            inside=sum(each.inside for each in check),
            checked=len(check),
            inside_without_events=sum(each.inside for each in seeding(_without_events(scenario))),
            values=check,
        ),
    )
    tables = {
        "grades": DataFrame([{"block": block, **asdict(each)} for block, each in blocks.items()]),
        "seeding": DataFrame(
            [asdict(each) for each in check],
            columns=["member", "quantity", "value", "low", "high", "inside"],
        ),
    }
    return Answer("evidence", Inputs.of(scenario, 0, 0), result, tables, ())


def grade(setting: Setting) -> str:
    """Whether a number is measured, derived by a rule from what is, or judged.

    A number whose note says that it is judgement is judged, though a source may stand beside it:
    the source then bears the case, not the number.
    """
    if setting.source in (None, ASSUMPTION, JUDGEMENT):
        return JUDGED
    if setting.rule is not None:
        return DERIVED
    return JUDGED if JUDGEMENT in (setting.note or "").lower() else MEASURED


def grades(scenario: Scenario) -> dict[str, GradeCounts]:
    """How many numbers of each grade stand in each block of the scenario."""
    found: dict[str, Counter[str]] = {}
    for path, setting in scenario.paths().items():
        found.setdefault(path.partition(".")[0], Counter())[grade(setting)] += 1
    return {
        block: GradeCounts(**{name: counts[name] for name in GRADES})
        for block, counts in found.items()
    }


def _judged_in_sourced_events(scenario: Scenario) -> int:
    """Judged numbers of events that name a source: the case is on record, its size is judgement."""
    return sum(
        grade(setting) == JUDGED and _event_is_sourced(scenario, path)
        for path, setting in scenario.paths().items()
    )


def _judged_without_range(scenario: Scenario) -> int:
    """Judged numbers of which nobody says how far they could be off."""
    return sum(grade(each) == JUDGED and each.low is None for each in scenario.paths().values())


def _event_is_sourced(scenario: Scenario, path: str) -> bool:
    match keys_of(path):
        case ("events", str(name), *_):
            return scenario.events[name].source not in (None, ASSUMPTION)
    return False


def seeding(scenario: Scenario) -> list[CheckedValue]:
    """Each quantity of the noise-free replay beside its range.

    Empty where the scenario's record does not reach ``CHECKED_MONTH``, or none of its members has
    a range. A later record is replayed up to that month alone.
    """
    if not scenario.start <= CHECKED_MONTH <= scenario.now:
        return []
    known = [row for row in ranges() if row.member in scenario.members]
    if not known:
        return []
    earlier = scenario.now > CHECKED_MONTH
    then = scenario.change({"branch_at": CHECKED_MONTH}) if earlier else scenario
    values = replayed(then)
    return [_checked(row, values[row.member, row.quantity]) for row in known]


def _without_events(scenario: Scenario) -> Scenario:
    """The same start with an empty record: the yardstick of the check of the seeding."""
    return scenario.change({f"events.{name}": None for name in scenario.events})


def _checked(row: Range, value: float) -> CheckedValue:
    inside = row.low <= value <= row.high
    return CheckedValue(row.member, row.quantity, value, row.low, row.high, inside)


@cache
def ranges() -> tuple[Range, ...]:
    """The ranges of ``scenarios/annex-a.csv``."""
    file = home() / "scenarios" / "annex-a.csv"
    with file.open(newline="", encoding="utf-8") as lines:
        return tuple(
            Range(row["member"], row["quantity"], float(row["low"]), float(row["high"]))
            for row in csv.DictReader(lines)
        )
