"""Words for the tables and figures of a comparison."""

from __future__ import annotations

from typing import Any

from sim.answer import Answer
from sim.words.amounts import listing, many, month, shortened
from sim.words.compare import sides
from sim.words.contrast import Row, difference, is_share, rows_of, settles, unit, value, what
from sim.words.subject import labels

STROKES = {
    "A": "solid",
    "B": "dashed",
    "C": "dotted",
    "D": "dash-dotted",
    "E": "long-dashed",
    "F": "long-dash-dotted",
}
"""How the curves of each side are drawn."""


def rows(answer: Answer) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of the comparison as a table."""
    many_sides = len(answer.numbers["comparisons"]) > 1
    heads = ["Outcome", "A", "B", "Difference", "Verdict", "Would settle it"]
    body = []
    for row in rows_of(answer):
        text = what(answer, row["name"])
        if many_sides:
            text = f"{row['side']}: {text}"
        mark = unit(row)
        body.append(
            [
                text[:1].upper() + text[1:],
                value(row, "a"),
                value(row, "b"),
                f"{difference(row)}{mark}",
                row["verdict"],
                settles(row),
            ]
        )
    return (heads if not many_sides else ["Outcome", "A", "The other", *heads[3:]]), body


def change_rows(answer: Answer) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of what was asked differently, what bears on outcomes first."""
    table = answer.tables["inputs"]
    known = table.astype(object).where(table.notna(), None).to_dict("records")
    names = labels(answer)
    body = []
    for row in sorted(known, key=lambda row: not row["bears"]):
        group = names.get(str(row["group"]).removeprefix("members."), str(row["group"]))
        body.append(
            [
                row["side"],
                group,
                row["path"],
                shortened(row["a"] or "none", 160),
                shortened(row["b"] or "none", 160),
                _sources(row),
                "yes" if row["bears"] else "no",
            ]
        )
    heads = ["Side", "Part", "Field", "In A", "In the side", "Sources", "Bears on outcomes"]
    return heads, body


def _sources(row: dict[Any, Any]) -> str:
    both = [row["source_a"], row["source_b"]]
    named = [str(source) for source in dict.fromkeys(both) if source]
    return " → ".join(named)


def curves_sentence(answer: Answer) -> str:
    """Who has left by when, on all sides."""
    last = month(answer.inputs.end)
    rows = [row for row in rows_of(answer) if row["outcome"] == "p_ever_out"]
    row = max(rows, key=lambda row: abs(row["z"]))
    text = what(answer, row["name"])
    return (
        f"Who has left by when, up to {last}: {text}, {value(row, 'a')} in A and "
        f"{value(row, 'b')} in {row['side']}."
    )


def curves_reading(answer: Answer) -> str:
    """How to tell the sides apart."""
    lines = [f"{label} is {STROKES[label]}" for label in sides(answer)]
    return f"{listing(lines)}; bands are the 95% intervals of each over its runs."


def differences_sentence(answer: Answer) -> str:
    """How many differences are told."""
    told = sum(len(document["told"]) for document in answer.numbers["comparisons"])
    tested = answer.numbers["tested"]
    if not tested:
        return "Nothing that is compared can differ but by luck."
    if not told:
        return f"None of {many(tested, 'outcome')} is told apart."
    verb = "is" if told == 1 else "are"
    return f"{told} of {many(tested, 'outcome')} {verb} told apart, corrected for their number."


def differences_reading(answer: Answer) -> str:
    """How to read the dots."""
    return (
        "Differences from A in percentage points, each with its own 95% interval; hollow where it "
        "contains 0. Right: the chance in A → in the other."
    )


def over_time_sentence(answer: Answer) -> str:
    """When the difference is told."""
    table = answer.tables["over_time"]
    sure = table[(table["low"] > 0) | (table["high"] < 0)]
    if sure.empty:
        return "In no month does the interval of a difference exclude 0."
    first = sure.sort_values("month", kind="stable").iloc[0]
    return (
        f"The first month whose interval excludes 0: {month(str(first['month']))}, for "
        f"{labels(answer)[str(first['member'])]} ({first['side']} against A)."
    )


def over_time_reading(answer: Answer) -> str:
    """How to read the bands."""
    return (
        "Difference of the chance to have left by a month, from A, in percentage points; bands "
        "are 95% intervals of each month alone."
    )


def share_rows(answer: Answer) -> list[Row]:
    """The outcomes that are drawn: those in percentage points."""
    return [row for row in rows_of(answer) if is_share(row)]
