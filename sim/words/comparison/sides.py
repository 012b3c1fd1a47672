"""Words for the sides of a comparison: their names, what they were asked, what is left out."""

from __future__ import annotations

from typing import Any

from sim.analysis.comparison.result import (
    ComparedSide,
    ComparisonResult,
    InputDifference,
    SideComparison,
)
from sim.answer import Answer
from sim.words.shared import scenario_changes
from sim.words.shared.amounts import count, listing, many, month, shortened
from sim.words.shared.subject import labels
from sim.words.sweep.sweep import quantity


def sides(answer: Answer[ComparisonResult]) -> dict[str, ComparedSide]:
    """What is compared, by label."""
    return {side.label: side for side in answer.result.sides}


def name(answer: Answer[ComparisonResult], label: str) -> str:
    """A side in a few words: armenia-2026 (B), armenia-2025 with patron.capacity 0.4 (B)."""
    given = sides(answer)
    text = str(given[label].scenario)
    if label != "A" and text == given["A"].scenario:
        comparison = next(each for each in answer.result.comparisons if each.side == label)
        bearing = [each for each in asked_differently(comparison) if each.bears]
        if len(bearing) == 1 and bearing[0].b is not None:
            text += f" with {quantity(bearing[0].path, answer)} {in_words(bearing[0].b)}"
        elif len(bearing) == 1:
            text += f" with no {quantity(bearing[0].path, answer)} of its own"
        elif bearing:
            text += ", stated differently"
    return f"{text} ({label})"


def asked_differently(comparison: SideComparison) -> list[InputDifference]:
    """What was asked differently, each entry that only one side has as a whole."""
    return [each for each in comparison.inputs if each.within is None]


def key(answer: Answer[ComparisonResult]) -> str:
    """The sides with their titles."""
    titled: dict[str, list[str]] = {}
    for label, side in sides(answer).items():
        titled.setdefault(shortened(side.title), []).append(label)
    parts = [f"{listing(labels)}: “{title}”" for title, labels in titled.items()]
    return f"{'; '.join(parts)}."


def in_words(stated: Any) -> str:
    """What a side states of a field."""
    return "not set" if stated is None else scenario_changes.value(stated)


def dropped(answer: Answer[ComparisonResult]) -> list[str]:
    """What only some sides have, and is left out or counted as it is."""
    sentences, names = [], labels(answer)
    last = answer.result.months[1]
    for lost in answer.result.dropped:
        side, items = lost.side, lost.items
        if lost.what == "members":
            sentences.append(f"Left out of {side}: {listing(items)}, not a member of the others.")
        elif lost.what == "out":
            sentences.append(
                f"Out already in {side}: {listing([names.get(m, m) for m in items])}, whose first "
                "exit is history there; numbers of exits do not count it."
            )
        elif items[0] > last:
            sentences.append(
                f"Left out of {side}: {_span(items)}, after the last month of the others."
            )
        else:
            sentences.append(
                f"Not drawn of {side}: {_span(items)}, the record of another; who leaves in them "
                "counts as having left."
            )
    return sentences


def _span(items: list[str]) -> str:
    first, last = (month(each) for each in items)
    return first if first == last else f"{first} to {last}"


def runs(answer: Answer[ComparisonResult]) -> str:
    """So many runs of each side."""
    numbers = dict.fromkeys(count(side.runs) for side in answer.result.sides)
    return f"{' and '.join(numbers)} runs of what is compared"


def source_line(answer: Answer[ComparisonResult]) -> str:
    """Where the numbers of each side come from."""
    return " · ".join(_side_line(side) for side in answer.result.sides)


def _side_line(side: ComparedSide) -> str:
    return (
        f"{side.label}: {side.scenario} ({side.scenario_hash[:8]}), seed {side.seed}, "
        f"{many(side.runs, 'run')}, recorded up to {month(side.now)}"
    )
