"""Words for the tables and figures of a comparison."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.analysis.comparison.result import DIFFERS, ComparisonResult
from sim.answer import Answer
from sim.words.comparison.contrast import (
    Row,
    clearest_rows,
    difference,
    is_share,
    rows_of,
    settles,
    value,
    what,
)
from sim.words.comparison.sides import sides
from sim.words.shared.amounts import listing, many, month, points, shortened
from sim.words.shared.subject import labels
from sim.words.sweep.sweep import cell, outcome, paths, quantity, setting, shows_stated
from sim.words.sweep.sweep import unit as unit_of

if TYPE_CHECKING:
    from pandas import DataFrame

STROKES = {
    "A": "solid",
    "B": "dashed",
    "C": "dotted",
    "D": "dash-dotted",
    "E": "long-dashed",
    "F": "long-dash-dotted",
}
"""How the curves of each side are drawn."""
SET_IN = "\u00a0\u00a0"
"""Before a field of an entry: spaces that pages keep, and break no line at."""
MOST_DRAWN = 60
"""Outcomes in one picture; of more, the clearest."""


def rows(answer: Answer[ComparisonResult]) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of the comparison as a table; of very many outcomes, the clearest."""
    many_sides = len(answer.result.comparisons) > 1
    last = month(answer.inputs.end)
    heads = [f"By {last}", "A", "B", "Difference, in points", "Verdict", "Would settle it"]
    body = []
    for row in clearest_rows(answer):
        text = what(answer, row).replace(f" by {last}", "").replace(f" in {last}", "")
        if many_sides:
            text = f"{row['side']}: {text}"
        body.append(
            [
                text[:1].upper() + text[1:],
                value(row, "a"),
                value(row, "b"),
                difference(row, bare=True),
                row["verdict"],
                settles(row),
            ]
        )
    return (heads if not many_sides else [heads[0], "A", "The other", *heads[3:]]), body


def change_rows(
    answer: Answer[ComparisonResult], *, bears: bool, whole: bool = False
) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of what was asked differently, that which bears on outcomes or the rest.

    Beneath an entry that only one side has, each field that it states, set in; not if ``whole``.

    Parameters
    ----------
    answer : Answer of ComparisonResult
        A comparison.
    bears : bool
        Whether to tell what bears on outcomes, or the rest.
    whole : bool
        Whether an entry that only one side has is told as a whole alone.
    """
    table = answer.tables["inputs"]
    known = table.astype(object).where(table.notna(), None).to_dict("records")
    several = len(sides(answer)) > 2
    entries = {(row["side"], row["within"]) for row in known}
    body, is_shown = [], False
    for row in known:
        row["is_entry"] = (row["side"], row["path"]) in entries
        if row["within"] is None:
            is_shown = row["bears"] == bears
        if not is_shown or (row["within"] and (whole or _is_in_the_line_above(row))):
            continue
        change = _change(row)
        body.append(
            [
                *_place(answer, row),
                f"{row['side']}: {change}" if several and not row["within"] else change,
                _sources(row),
            ]
        )
    return ["Part", "Field", "From A" if several else "From A to B", "Source"], body


def number_of_changes(answer: Answer[ComparisonResult], *, bears: bool) -> int:
    """How many differences there are of either kind; an entry that only one side has is one."""
    return len(change_rows(answer, bears=bears, whole=True)[1])


def _place(answer: Answer[ComparisonResult], row: dict[Any, Any]) -> tuple[str, str]:
    """Part and field; of an entry's own field the field alone, set in."""
    group, path = str(row["group"]), str(row["path"])
    if row["within"]:
        return "", f"{SET_IN}{path.removeprefix(f'{row["within"]}.')}"
    return labels(answer).get(group.removeprefix("members."), group), path.removeprefix(f"{group}.")


def _is_in_the_line_above(row: dict[Any, Any]) -> bool:
    """Whether the line of the entry says what it is called."""
    return row["path"].removeprefix(f"{row['within']}.") in ("title", "name")


def _change(row: dict[Any, Any]) -> str:
    """From one to the other; of an entry's own field what it states."""
    if row["within"]:
        return _stated(row["b"] if row["a"] is None else row["a"])
    return f"{_stated(row['a'])} → {_stated(row['b'])}"


def _stated(value: str | None) -> str:
    return shortened(value or "not set", 160)


def _sources(row: dict[Any, Any]) -> str:
    """Where the two values come from; of one that is not stated, nothing.

    A member, and a text that it states, have no source of their own: its numbers do.
    """
    named = [row[f"source_{side}"] for side in "ab" if row[side] is not None]
    if row["is_entry"] or (row["within"] and not any(named)):
        named = [source for source in named if source]
    return " → ".join(dict.fromkeys(source or "none named" for source in named))


def curves_sentence(answer: Answer[ComparisonResult]) -> str:
    """Who has left by the end on two sides, where they differ most clearly."""
    rows = [row for row in rows_of(answer) if row["outcome"] == "p_ever_out"]
    row = max(rows, key=lambda row: abs(row["z"]))
    clearest = ": the clearest difference" if row["verdict"] == DIFFERS else ""
    subject = labels(answer)[row["member"]]
    return (
        f"By {month(answer.inputs.end)} {subject} has left in {value(row, 'a')} of the runs of A "
        f"and {value(row, 'b')} of {row['side']}{clearest}."
    )


def curves_reading(answer: Answer[ComparisonResult]) -> str:
    """How to tell the sides apart."""
    lines = [f"{label} is {STROKES[label]}" for label in sides(answer)]
    return f"{listing(lines)}; bands are the 95% intervals of each over its runs."


def differences_sentence(answer: Answer[ComparisonResult]) -> str:
    """How many differences are resolved."""
    resolved = sum(len(comparison.resolved) for comparison in answer.result.comparisons)
    tested = answer.result.tested
    if not tested:
        return "Nothing that is compared can differ but by luck."
    if not resolved:
        return f"None of {many(tested, 'outcome')} is told apart."
    verb = "is" if resolved == 1 else "are"
    return f"{resolved} of {many(tested, 'outcome')} {verb} told apart, corrected for their number."


def differences_reading(answer: Answer[ComparisonResult]) -> str:
    """How to read the dots."""
    text = (
        "Differences from A in percentage points, each with its own 95% interval; hollow where it "
        "contains 0. Right: the chance in A → in the other."
    )
    if len({row["name"] for row in rows_of(answer) if is_share(row)}) > MOST_DRAWN:
        text += f" Drawn are the {MOST_DRAWN} clearest."
    return text


def over_time_sentence(answer: Answer[ComparisonResult]) -> str:
    """Where and when the difference is largest, of those that are resolved."""
    rows = answer.tables["over_time"].to_dict("records")
    resolved = [row for row in rows if row["low"] > 0 or row["high"] < 0]
    if not resolved:
        return "In no month does the interval of a difference exclude 0."
    row = max(resolved, key=lambda row: abs(row["value"]))
    size = f"{points(row['value'])} points ({points(row['low'])} to {points(row['high'])})"
    return (
        f"The largest difference that is told: {labels(answer)[str(row['member'])]} by "
        f"{month(str(row['month']))}, {size} in {row['side']}."
    )


def over_time_reading(answer: Answer[ComparisonResult]) -> str:
    """How to read the bands."""
    return (
        "Difference of the chance to have left by a month, from A, in percentage points; bands "
        "are 95% intervals of each month alone."
    )


def share_rows(answer: Answer[ComparisonResult]) -> list[Row]:
    """The outcomes that are drawn, sides together: the clearest of those in percentage points."""
    rows = [row for row in rows_of(answer) if is_share(row) and (row["a_high"] or row["b_high"])]
    clear = {row["name"]: 0.0 for row in rows}
    for row in rows:
        clear[row["name"]] = max(clear[row["name"]], abs(row["z"]))
    kept = sorted(clear, key=lambda name: -clear[name])[:MOST_DRAWN]
    order = {name: place for place, name in enumerate(clear) if name in kept}
    return sorted((row for row in rows if row["name"] in order), key=lambda row: order[row["name"]])


# --- sweeps ---------------------------------------------------------------------------------------


def of_sides(answer: Answer[ComparisonResult], name: str) -> dict[str, DataFrame]:
    """An outcome of sweeps on each side: a column for each path, value, low, high."""
    table = _of_outcome(answer, name)
    first = next(iter(table["side"]), None)
    columns = {"value": "", "low": "_low", "high": "_high"}
    found = {}
    for label in sides(answer):
        rows = table[table["side"] == (first if label == "A" else label)]
        letter = "a" if label == "A" else "b"
        own = {end: rows[f"{letter}{rest}"] for end, rest in columns.items()}
        found[label] = rows[["name", "k", *paths(answer)]].assign(side=label, **own)
    return found


def differences_of(answer: Answer[ComparisonResult], name: str) -> dict[str, DataFrame]:
    """The difference of an outcome of sweeps from the first; ``resolved`` where 0 is not in."""
    table = _of_outcome(answer, name)
    table = table.assign(resolved=table["verdict"] == DIFFERS)
    return {label: table[table["side"] == label] for label in sides(answer) if label != "A"}


def _of_outcome(answer: Answer[ComparisonResult], name: str) -> DataFrame:
    table = answer.tables["outcomes"]
    named = table["name"].str.rpartition("@")
    return table[named[0] == name].assign(k=named[2][named[0] == name].astype(int))


def less(answer: Answer[ComparisonResult], name: str, label: str = "") -> str:
    """What a panel of differences shows.

    Parameters
    ----------
    answer : Answer of ComparisonResult
        A comparison of sweeps.
    name : str
        An outcome.
    label : str
        Of the side that is held against the first; empty where all of them are in one panel.
    """
    unit = ", percentage points" if unit_of(name) == "probability" else ""
    if not label:
        return f"Difference from A{unit}"
    return f"{outcome(name, answer)}: {label} less A{unit}"


def point(answer: Answer[ComparisonResult], row: Mapping[Any, Any]) -> list[str]:
    """A point in lines: its values, and the outcome on a side or the difference."""
    lines = [f"{quantity(path, answer)} {setting(row[path])}" for path in paths(answer)]
    if "resolved" in row:
        doubt = "" if row["resolved"] else ", not told"
        return [*lines, f"{row['side']} less A: {difference({**row})}{doubt}"]
    name = str(row["name"]).partition("@")[0]
    return [*lines, f"{row['side']}, {outcome(name, answer)}: {cell(row, name)}"]


def sweep_sentence(answer: Answer[ComparisonResult]) -> str:
    """Where the difference is largest, of those that are resolved."""
    rows = rows_of(answer)
    names = {each.side: set(each.resolved) for each in answer.result.comparisons}
    resolved = [row for row in rows if row["name"] in names[row["side"]]]
    if not resolved:
        return f"None of {many(len(rows), 'difference')} is told, corrected for their number."
    first = max(resolved, key=lambda row: abs(row["z"]))
    verb = "is" if len(resolved) == 1 else "are"
    return (
        f"{len(resolved)} of {many(len(rows), 'difference')} {verb} told, "
        f"the clearest {what(answer, first)}: {difference(first)}."
    )


def sweep_curves_reading(answer: Answer[ComparisonResult]) -> str:
    """How to tell the sides apart, and what lies below."""
    lines = [f"{label} is {STROKES[label]}" for label in sides(answer)]
    text = (
        f"{listing(lines)}; bands are 95% intervals of each point alone, those of the difference "
        f"{_how(answer)}."
    )
    stated = shows_stated(answer, paths(answer)[0])
    return f"{text} Grey line: what the scenarios state." if stated else text


def sweep_maps_reading(answer: Answer[ComparisonResult]) -> str:
    """What the signs mean."""
    shape = (
        "+ and − stand where the 95% interval of the point alone excludes 0"
        if answer.inputs.options["design"] == "grid"
        else "small where the 95% interval of the point alone contains 0"
    )
    text = f"Difference from A at each point, {_how(answer)}; {shape}."
    stated = all(shows_stated(answer, path) for path in paths(answer))
    return f"{text} Cross: what the scenarios state." if stated else text


def _how(answer: Answer[ComparisonResult]) -> str:
    is_paired = all(row["method"] == "paired" for row in rows_of(answer))
    return "on the same luck" if is_paired else "from independent runs"
