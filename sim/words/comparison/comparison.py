"""Words for a comparison: the verdict, what it rests on, and what was asked differently."""

from __future__ import annotations

from collections import Counter

from sim import edition
from sim.analysis.comparison.result import (
    CANNOT_TELL,
    DIFFERS,
    SAME,
    ComparisonResult,
    SideComparison,
)
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
from sim.words.comparison.sides import asked_differently, dropped, in_words, key, name, sides
from sim.words.shared.amounts import count, listing, many
from sim.words.sweep.sweep import quantity

MOST_NAMED = 3
WHY_UNPAIRED = {
    "seed": "their seeds differ",
    "runs": "they have different numbers of runs",
    "start": "their records begin in different months, from which luck is drawn",
    "program": "two versions of the program made them",
    "kept": "what single runs came to was not kept of all of them",
}
"""Why the runs of two sides are no pairs."""


def headline(answer: Answer[ComparisonResult]) -> str:
    """The verdict in one sentence."""
    comparisons = answer.result.comparisons
    if len(comparisons) == 1:
        return verdict(answer, comparisons[0])
    verdicts: Counter[str] = Counter(comparison.verdict for comparison in comparisons)
    parts = [
        f"{listing([name(answer, c.side) for c in comparisons if c.verdict == each])} {words}"
        for each, words in (
            (DIFFERS, "measurably so"),
            (CANNOT_TELL, "by no more than these runs can tell"),
            (SAME, "in nothing that bears on an outcome"),
        )
        if verdicts[each]
    ]
    return f"From {name(answer, 'A')} differ: {'; '.join(parts)}."


def compare(answer: Answer[ComparisonResult]) -> list[str]:
    """The comparison in sentences, the answer first."""
    comparisons = answer.result.comparisons
    sentences = [headline(answer), key(answer), editions(answer)]
    for comparison in comparisons:
        if len(comparisons) > 1:
            sentences.append(verdict(answer, comparison))
        sentences += [
            resolved(answer, comparison),
            reach(answer, comparison),
            pairing(answer, comparison),
            changes(answer, comparison),
        ]
    sentences += [*dropped(answer), correction(answer), in_the_table(answer)]
    return [sentence for sentence in sentences if sentence]


def editions(answer: Answer[ComparisonResult]) -> str:
    """That the sides were answered by different editions of the model, where they were."""
    found = {label: side.edition for label, side in sides(answer).items()}
    if len(set(found.values())) == 1:
        return ""
    named = listing([f"{label} by edition {number}" for label, number in found.items()])
    return (
        f"Two editions of the model answered, {named}: what differs may be the model and not the "
        f"scenario. In edition {edition.EDITION} {edition.CHANGED}."
    )


def in_the_table(answer: Answer[ComparisonResult]) -> str:
    """That the table does not tell all, where it does not."""
    number = len(answer.tables["outcomes"])
    if number <= MOST_ROWS:
        return ""
    return f"In the table: the {MOST_ROWS} clearest of {count(number)}; in the CSV file: all."


def verdict(answer: Answer[ComparisonResult], comparison: SideComparison) -> str:
    """The verdict on one side against the first."""
    a, b = (name(answer, label) for label in (comparison.against, comparison.side))
    if comparison.verdict == SAME:
        return f"{a} and {b} differ in nothing that bears on an outcome{_luck(answer, comparison)}."
    row = clearest(answer, comparison)
    if comparison.verdict == DIFFERS:
        return (
            f"{a} and {b} differ: {what(answer, row)}, {value(row, 'a')} in A and "
            f"{value(row, 'b')} in {comparison.side}, a difference of {difference(row)}, "
            "conditional on the assumptions of each."
        )
    start = f"{_runs(answer, comparison)} cannot tell {b} from {a}"
    if row["value"] == 0:
        return f"{start}: in none of them does any outcome differ."
    runs = needed(comparison.runs_needed, beyond=comparison.beyond)
    return (
        f"{start}; the clearest difference: {what(answer, row)}, {difference(row)}. "
        f"Gone on from these, {runs} of each would tell them apart nine times in ten."
    )


def clearest(answer: Answer[ComparisonResult], comparison: SideComparison) -> Row:
    """The outcome that differs most clearly; where any is resolved, of leaving if it can be."""
    rows = rows_of(answer, comparison.side)
    corrected = [row for row in rows if row["name"] in comparison.resolved]
    leaving = [row for row in corrected if row["outcome"] in ("p_ever_out", "effect")]
    if comparison.settled_by:
        return next(row for row in rows if row["name"] == comparison.settled_by)
    return max(leaving or corrected or rows, key=lambda row: abs(row["z"]))


def _luck(answer: Answer[ComparisonResult], comparison: SideComparison) -> str:
    rows = rows_of(answer, comparison.side)
    if comparison.method == "paired" or all(row["value"] in (0, None) for row in rows):
        return ", and every number is the same"
    return "; what differs in their numbers is luck"


def _runs(answer: Answer[ComparisonResult], comparison: SideComparison) -> str:
    given = sides(answer)
    a, b = (given[label].runs for label in (comparison.against, comparison.side))
    if comparison.method == "paired":
        return f"{count(a)} pairs of runs"
    return f"{many(a, 'run')} of A and {count(b)} of {comparison.side}"


def resolved(answer: Answer[ComparisonResult], comparison: SideComparison) -> str:
    """What is resolved beside the clearest outcome, and what is only taken alone."""
    if comparison.verdict == SAME:
        return ""
    rows = rows_of(answer, comparison.side)
    first = clearest(answer, comparison)["name"]
    beside = [row for row in rows if row["name"] in comparison.resolved and row["name"] != first]
    alone = [
        row for row in rows if row["verdict"] == DIFFERS and row["name"] not in comparison.resolved
    ]
    sentences = []
    if beside:
        sentences.append(f"Also told apart: {_named(answer, beside)}.")
    if alone:
        sentences.append(
            f"Told apart only when taken alone, which luck does to one outcome in twenty: "
            f"{_named(answer, alone)}."
        )
    return " ".join(sentences)


def _named(answer: Answer[ComparisonResult], rows: list[Row]) -> str:
    """The clearest of some outcomes; the others are counted."""
    rows = sorted(rows, key=lambda row: -abs(row["z"]))
    named = [f"{what(answer, row)} {difference(row)}" for row in rows[:MOST_NAMED]]
    left = len(rows) - MOST_NAMED
    return "; ".join(named) + (f"; and {left} more in the table" if left > 0 else "")


def reach(answer: Answer[ComparisonResult], comparison: SideComparison) -> str:
    """The smallest difference that so many runs can find."""
    found = [
        row
        for row in rows_of(answer, comparison.side)
        if row["outcome"] in ("p_ever_out", "effect") and row["detectable"]
    ]
    if comparison.verdict == SAME or not found:
        return ""
    row = max(found, key=lambda row: row["detectable"])
    return (
        f"So many runs find a true difference of {size(row, row['detectable'])} four times in "
        f"five ({what(answer, row)}, taken alone)."
    )


def pairing(answer: Answer[ComparisonResult], comparison: SideComparison) -> str:
    """Whether the runs are pairs, and why not."""
    side = comparison.side
    if comparison.method == "paired":
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
    reasons = listing([WHY_UNPAIRED[reason] for reason in comparison.not_paired])
    remedy = ""
    if "kept" not in comparison.not_paired:
        remedy = " Asked with the same seed and runs, they would be pairs, and told apart sooner."
    return f"Not paired, the intervals are those of independent runs: {reasons}.{remedy}"


def changes(answer: Answer[ComparisonResult], comparison: SideComparison) -> str:
    """What was asked differently, in short."""
    found = asked_differently(comparison)
    bearing = [each for each in found if each.bears]
    rest = len(found) - len(bearing)
    if not bearing:
        return f"{_silent(rest)}." if rest else ""
    parts = [
        f"{quantity(each.path, answer)} ({in_words(each.a)} in A, {in_words(each.b)} in "
        f"{comparison.side})"
        for each in bearing[:MOST_NAMED]
    ]
    left = len(bearing) - MOST_NAMED
    more = f" and {left} more" if left > 0 else ""
    return f"Asked differently: {'; '.join(parts)}{more}.{f' {_silent(rest)}.' if rest else ''}"


def _silent(number: int) -> str:
    verb = "differs" if number == 1 else "differ"
    return f"{many(number, 'field')} that {'bears' if number == 1 else 'bear'} on no outcome {verb}"


def correction(answer: Answer[ComparisonResult]) -> str:
    """How the verdict on all outcomes together is reached."""
    tested = answer.result.tested
    if not tested:
        return ""
    return (
        f"The verdict is corrected for {many(tested, 'outcome')} compared at once (Holm); each "
        "interval, and each verdict in the table, is of one outcome alone."
    )
