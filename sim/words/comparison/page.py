"""Words of the page that compares stored results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.analysis.comparison.result import ComparisonResult
from sim.answer import Answer
from sim.questions import QUESTIONS
from sim.store import Entry
from sim.words.comparison.side_by_side import change_rows
from sim.words.shared.amounts import many, shortened

TITLE = "What differs, and can these runs tell?"
NOTHING_STORED = "Nothing is stored yet."
HOW_TO_STORE = (
    "Keep a result in Explore, let a sweep end, or use the command line: “domino run” stores its "
    "answer in the same folder."
)
CHOOSE = "Choose two or more results of the same kind."


def entry(found: Entry) -> str:
    """A stored result in one line."""
    kind = title(found)
    runs = many(found.runs, "run") if found.runs else ""
    parts = [
        f"{kind} {found.id[-4:]}",  # what tells them apart comes first, where it is not cut off
        shortened(found.title, 60),
        runs,
        f"seed {found.seed}",
        _time(found),
    ]
    return " · ".join(part for part in parts if part)


def title(found: Entry) -> str:
    """The name of the question that a result answers."""
    known = QUESTIONS.get(found.question)
    return known.title if known else found.question


def rows(stored: Sequence[Entry]) -> tuple[list[str], list[list[str]]]:
    """All stored results as a table."""
    heads = ["Result", "Question", "Scenario", "Runs", "Seed", "Stored (UTC)", ""]
    return heads, [
        [
            each.id,
            title(each),
            shortened(each.title, 60),
            f"{each.runs:,}" if each.runs else "",
            "" if each.seed is None else str(each.seed),
            _time(each),
            each.fault and "not complete",
        ]
        for each in stored
    ]


def differences(
    answer: Answer[ComparisonResult],
) -> Iterator[tuple[str, list[str], list[list[str]]]]:
    """What was asked differently: title, heads and rows; what bears on an outcome first."""
    for bears, title in ((True, "What was asked differently"), (False, "What else differs")):
        heads, found = change_rows(answer, bears=bears)
        if found:
            yield title, heads, found


def _time(found: Entry) -> str:
    return found.time[:16].replace("T", " ")
