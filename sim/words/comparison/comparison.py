"""Words for a comparison: the verdict, what it rests on, and what was asked differently."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sim.answer import Answer
from sim.words.comparison.contrast import (
    MOST_ROWS,
    Row,
    difference,
    needed,
    rows_of,
    size,
    value,
    what,
)
from sim.words.shared import scenario_changes
from sim.words.shared.amounts import count, listing, many, month, shortened
from sim.words.shared.subject import labels
from sim.words.sweep.sweep import quantity

DIFFERS, CANNOT_TELL, SAME = "differs", "cannot tell", "no difference"
MOST_NAMED = 3
PARTED = {
    "seed": "their seeds differ",
    "runs": "they have different numbers of runs",
    "start": "their records begin in different months, from which luck is drawn",
    "program": "two versions of the program made them",
    "kept": "what single runs came to was not kept of all of them",
}
"""Why the runs of two sides are no pairs."""


def sides(answer: Answer) -> dict[str, dict[str, Any]]:
    """What is compared, by label."""
    return {side["label"]: side for side in answer.numbers["sides"]}


def name(answer: Answer, label: str) -> str:
    """A side in a few words: armenia-2026 (B), armenia-2025 with patron.capacity 0.4 (B)."""
    given = sides(answer)
    text = str(given[label]["scenario"])
    if label != "A" and text == given["A"]["scenario"]:
        document = next(d for d in answer.numbers["comparisons"] if d["side"] == label)
        bearing = [each for each in asked_differently(document) if each["bears"]]
        if len(bearing) == 1 and bearing[0]["b"] is not None:
            text += f" with {quantity(bearing[0]['path'], answer)} {_told(bearing[0]['b'])}"
        elif len(bearing) == 1:
            text += f" with no {quantity(bearing[0]['path'], answer)} of its own"
        elif bearing:
            text += ", stated differently"
    return f"{text} ({label})"


def asked_differently(document: dict[str, Any]) -> list[dict[str, Any]]:
    """What was asked differently, each entry that only one side has as a whole."""
    return [each for each in document["inputs"] if each["within"] is None]


def headline(answer: Answer) -> str:
    """The verdict in one sentence."""
    documents = answer.numbers["comparisons"]
    if len(documents) == 1:
        return verdict(answer, documents[0])
    verdicts = Counter(document["verdict"] for document in documents)
    parts = [
        f"{listing([name(answer, d['side']) for d in documents if d['verdict'] == each])} {words}"
        for each, words in (
            (DIFFERS, "measurably so"),
            (CANNOT_TELL, "by no more than these runs can tell"),
            (SAME, "in nothing that bears on an outcome"),
        )
        if verdicts[each]
    ]
    return f"From {name(answer, 'A')} differ: {'; '.join(parts)}."


def compare(answer: Answer) -> list[str]:
    """The comparison in sentences, the answer first."""
    documents = answer.numbers["comparisons"]
    sentences = [headline(answer), key(answer)]
    for document in documents:
        if len(documents) > 1:
            sentences.append(verdict(answer, document))
        sentences += [
            told(answer, document),
            reach(answer, document),
            pairing(answer, document),
            changes(answer, document),
        ]
    sentences += [*dropped(answer), correction(answer), in_the_table(answer)]
    return [sentence for sentence in sentences if sentence]


def in_the_table(answer: Answer) -> str:
    """That the table does not tell all, where it does not."""
    number = len(answer.tables["outcomes"])
    if number <= MOST_ROWS:
        return ""
    return f"In the table: the {MOST_ROWS} clearest of {count(number)}; in the CSV file: all."


def verdict(answer: Answer, document: dict[str, Any]) -> str:
    """The verdict on one side against the first."""
    a, b = (name(answer, label) for label in (document["against"], document["side"]))
    if document["verdict"] == SAME:
        return f"{a} and {b} differ in nothing that bears on an outcome{_luck(answer, document)}."
    row = clearest(answer, document)
    if document["verdict"] == DIFFERS:
        return (
            f"{a} and {b} differ: {what(answer, row)}, {value(row, 'a')} in A and "
            f"{value(row, 'b')} in {document['side']}, a difference of {difference(row)}, "
            "conditional on the assumptions of each."
        )
    start = f"{_runs(answer, document)} cannot tell {b} from {a}"
    if row["value"] == 0:
        return f"{start}: in none of them does any outcome differ."
    return (
        f"{start}; the clearest difference: {what(answer, row)}, {difference(row)}. "
        f"Gone on from these, {needed(document)} of each would tell them apart nine times in ten."
    )


def clearest(answer: Answer, document: dict[str, Any]) -> Row:
    """The outcome that differs most clearly; where any is told, of leaving if it can be."""
    rows = rows_of(answer, document["side"])
    corrected = [row for row in rows if row["name"] in document["told"]]
    leaving = [row for row in corrected if row["outcome"] in ("p_ever_out", "effect")]
    if document["settled_by"]:
        return next(row for row in rows if row["name"] == document["settled_by"])
    return max(leaving or corrected or rows, key=lambda row: abs(row["z"]))


def _luck(answer: Answer, document: dict[str, Any]) -> str:
    rows = rows_of(answer, document["side"])
    if document["method"] == "paired" or all(row["value"] in (0, None) for row in rows):
        return ", and every number is the same"
    return "; what differs in their numbers is luck"


def _runs(answer: Answer, document: dict[str, Any]) -> str:
    given = sides(answer)
    a, b = (given[label]["runs"] for label in (document["against"], document["side"]))
    if document["method"] == "paired":
        return f"{count(a)} pairs of runs"
    return f"{many(a, 'run')} of A and {count(b)} of {document['side']}"


def key(answer: Answer) -> str:
    """The sides with their titles."""
    titled: dict[str, list[str]] = {}
    for label, side in sides(answer).items():
        titled.setdefault(shortened(side["title"]), []).append(label)
    parts = [f"{listing(labels)}: “{title}”" for title, labels in titled.items()]
    return f"{'; '.join(parts)}."


def told(answer: Answer, document: dict[str, Any]) -> str:
    """What is told beside the clearest outcome, and what is told only taken alone."""
    if document["verdict"] == SAME:
        return ""
    rows = rows_of(answer, document["side"])
    first = clearest(answer, document)["name"]
    sure = [row for row in rows if row["name"] in document["told"] and row["name"] != first]
    alone = [
        row for row in rows if row["verdict"] == DIFFERS and row["name"] not in document["told"]
    ]
    sentences = []
    if sure:
        sentences.append(f"Also told apart: {_named(answer, sure)}.")
    if alone:
        sentences.append(
            f"Told apart only when taken alone, which luck does to one outcome in twenty: "
            f"{_named(answer, alone)}."
        )
    return " ".join(sentences)


def _named(answer: Answer, rows: list[Row]) -> str:
    """The clearest of some outcomes; the others are counted."""
    rows = sorted(rows, key=lambda row: -abs(row["z"]))
    named = [f"{what(answer, row)} {difference(row)}" for row in rows[:MOST_NAMED]]
    left = len(rows) - MOST_NAMED
    return "; ".join(named) + (f"; and {left} more in the table" if left > 0 else "")


def reach(answer: Answer, document: dict[str, Any]) -> str:
    """The smallest difference that so many runs can find."""
    found = [
        row
        for row in rows_of(answer, document["side"])
        if row["outcome"] in ("p_ever_out", "effect") and row["detectable"]
    ]
    if document["verdict"] == SAME or not found:
        return ""
    row = max(found, key=lambda row: row["detectable"])
    return (
        f"So many runs find a true difference of {size(row, row['detectable'])} four times in "
        f"five ({what(answer, row)}, taken alone)."
    )


def pairing(answer: Answer, document: dict[str, Any]) -> str:
    """Whether the runs are pairs, and why not."""
    side = document["side"]
    if document["method"] == "paired":
        sentence = (
            f"Paired: run k of A and of {side} has the same luck, for seed, number of runs, first "
            "month and program agree."
        )
        rows = rows_of(answer, side)
        if any(row["method"] != "paired" for row in rows):
            sentence += (
                " Not so the statuses at the end: single runs kept those of their own last month."
            )
        return sentence
    reasons = listing([PARTED[reason] for reason in document["not_paired"]])
    remedy = ""
    if "kept" not in document["not_paired"]:
        remedy = " Asked with the same seed and runs, they would be pairs, and told apart sooner."
    return f"Not paired, the intervals are those of independent runs: {reasons}.{remedy}"


def changes(answer: Answer, document: dict[str, Any]) -> str:
    """What was asked differently, in short."""
    found = asked_differently(document)
    bearing = [each for each in found if each["bears"]]
    rest = len(found) - len(bearing)
    if not bearing:
        return f"{_silent(rest)}." if rest else ""
    parts = [
        f"{quantity(each['path'], answer)} ({_told(each['a'])} in A, {_told(each['b'])} in "
        f"{document['side']})"
        for each in bearing[:MOST_NAMED]
    ]
    left = len(bearing) - MOST_NAMED
    more = f" and {left} more" if left > 0 else ""
    return f"Asked differently: {'; '.join(parts)}{more}.{f' {_silent(rest)}.' if rest else ''}"


def _silent(number: int) -> str:
    verb = "differs" if number == 1 else "differ"
    return f"{many(number, 'field')} that {'bears' if number == 1 else 'bear'} on no outcome {verb}"


def _told(stated: Any) -> str:
    return "not set" if stated is None else scenario_changes.value(stated)


def dropped(answer: Answer) -> list[str]:
    """What only some sides have, and is left out or counted as it is."""
    sentences, names = [], labels(answer)
    last = answer.numbers["months"][1]
    for lost in answer.numbers["dropped"]:
        side, items = lost["side"], lost["items"]
        if lost["what"] == "members":
            sentences.append(f"Left out of {side}: {listing(items)}, not a member of the others.")
        elif lost["what"] == "out":
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


def correction(answer: Answer) -> str:
    """How the verdict on all outcomes together is reached."""
    tested = answer.numbers["tested"]
    if not tested:
        return ""
    return (
        f"The verdict is corrected for {many(tested, 'outcome')} compared at once (Holm); each "
        "interval, and each verdict in the table, is of one outcome alone."
    )


def runs(answer: Answer) -> str:
    """So many runs of each side."""
    numbers = dict.fromkeys(count(side["runs"]) for side in answer.numbers["sides"])
    return f"{' and '.join(numbers)} runs of what is compared"


def source_line(answer: Answer) -> str:
    """Where the numbers of each side come from."""
    return " · ".join(_side_line(side) for side in answer.numbers["sides"])


def _side_line(side: dict[str, Any]) -> str:
    return (
        f"{side['label']}: {side['scenario']} ({side['scenario_hash'][:8]}), seed {side['seed']}, "
        f"{many(side['runs'], 'run')}, recorded up to {month(side['now'])}"
    )
