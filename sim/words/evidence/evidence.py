"""Words of the page on evidence: what the numbers rest on, and which guess to replace first."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Any

from sim.analysis.evidence.evidence import grade
from sim.analysis.evidence.result import EvidenceResult, SeedingCheck, WeakestResult
from sim.answer import Answer
from sim.home import home
from sim.scenario.document.months import between
from sim.scenario.scenario import Scenario
from sim.words.shared.amounts import many, month, percent, points, shortened

TITLE = "What these numbers rest on"
SCOPES = {
    "numbers": "Numbers",
    "article": "The article",
    "timeline": "Timeline",
    "weakest": "Weakest first",
    "method": "Method and limits",
}
"""Parts of the page."""

LOOKING = "Each guess goes to both ends of its range: about a minute."
ARTICLE = (
    "The baseline grew out of one news article. It is a seed, not evidence: each of its sentences "
    "in other words, the place in the scenario that holds it, and what was found when it was "
    "checked."
)
NO_SEEDING = "No ranges are known for its members in its record: nothing to check."


def headline(found: Answer[EvidenceResult]) -> str:
    """How much of a scenario is measured, derived and judged."""
    share, number = found.result.share, found.result.numbers
    return (
        f"Of {many(number, 'number')} {percent(share.measured)} are measured, "
        f"{percent(share.derived)} derived by a rule from what is measured, and "
        f"{percent(share.judged)} judged."
    )


def seeding(check: SeedingCheck) -> str:
    """Whether the replay lands where the record says."""
    if check.month is None:
        return NO_SEEDING
    return (
        f"The replay without noise, at {month(check.month)}: {check.inside} of {check.checked} "
        "values of trust and alignment lie inside their range. With an empty record "
        f"{check.inside_without_events} would: what the check adds is the difference."
    )


def judged(found: Answer[EvidenceResult]) -> str:
    """What the judged numbers are."""
    return (
        f"Of the {found.result.count.judged} judged ones {found.result.judged_in_sourced_events} "
        "are sizes of events that have a source: the case is on record, its size is judgement; "
        f"{found.result.judged_without_range} have no range."
    )


def how_old(as_of: str) -> str:
    """Up to when sources were read, and how long ago that is today."""
    ago = between(as_of, f"{date.today():%Y-%m}")
    age = f", {many(ago, 'month')} before today" if ago > 0 else ""
    return f"The record knows sources up to {month(as_of)}{age}; nothing later is in it."


def numbers(scenario: Scenario) -> list[dict[str, Any]]:
    """Every number with its range, unit, grade, source and reason."""
    rows = []
    for path, setting in scenario.paths().items():
        source = scenario.source(setting.source) if setting.source else None
        rows.append(
            {
                "path": path,
                "value": setting.value,
                "low": setting.low,
                "high": setting.high,
                "unit": setting.unit or None,
                "grade": grade(setting),
                "source": setting.source,
                "cited as": source.title if source else None,
                "rule": setting.rule,
                "reason": setting.note,
                "meaning": setting.help or None,
            }
        )
    return rows


def sources(scenario: Scenario) -> tuple[list[str], list[list[str]]]:
    """The sources that its numbers and events name."""
    named = {s.source for s in scenario.paths().values() if s.source}
    named |= {e.source for e in scenario.events.values() if e.source}
    rows = []
    for name in sorted(named):
        source = scenario.source(name)
        if source is not None:
            rows.append([name, source.citation(), source.address or "", source.date_read or ""])
    return ["Source", "What", "Where", "Read"], rows


@cache
def article() -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Heads and rows of the sentence table of the article's document; empty where it is missing."""
    file = home() / "docs" / "article.md"
    if not file.is_file():
        return (), ()
    lines = [
        line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("| ")
    ]
    heads, *rest = (_cells(line) for line in lines)
    wide = [row for row in rest if len(row) == len(heads) and row[0].isdecimal()]
    return heads, tuple(wide)


def _cells(line: str) -> tuple[str, ...]:
    parts = re.split(r"(?<!\\)\|", line.strip().strip("|"))
    return tuple(re.sub(r"[`*]", "", part).strip() for part in parts)


def method() -> str:
    """The document on method, as Markdown of our own; empty where it is missing."""
    file = home() / "docs" / "method.md"
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def first_three(found: Answer[WeakestResult]) -> str:
    """Which guesses to replace first."""
    table = found.tables["guesses"]
    told = table[table["swing"] > table["noise"]].head(3)
    if told.empty:
        return "No single guess moves the answer by more than these runs can tell."
    names = ", ".join(str(path) for path in told["path"])
    return f"Fix these first: {names}."


def guesses(found: Answer[WeakestResult], scenario: Scenario) -> tuple[list[str], list[list[str]]]:
    """The guesses that move the answer most, as a table."""
    heads = [
        "Guess",
        "Range",
        "P(somebody leaves) at its ends",
        "Swing, in points",
        "Moves most",
        "Reason given",
    ]
    stated = scenario.paths()
    rows = [
        [
            str(row["path"]),
            f"{row['low']:g} to {row['high']:g}",
            f"{percent(row['at_low'])} to {percent(row['at_high'])}",
            points(row["swing"]).lstrip("+")
            + ("" if row["swing"] > row["noise"] else " (not told)"),
            f"{scenario.label(str(row['member']))} {points(row['member_swing'])}",
            shortened(stated[str(row["path"])].note or "", 160),
        ]
        for row in found.tables["guesses"].head(20).to_dict("records")
    ]
    return heads, rows
