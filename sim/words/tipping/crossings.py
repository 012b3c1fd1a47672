"""Words for crossings: at which value of one path, or where over two, an outcome has a level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sim.answer import Answer
from sim.words.shared.amounts import (
    MINUS,
    listing,
    many,
    percent_and_interval,
)
from sim.words.shared.subject import end
from sim.words.sweep import sweep

Row = Mapping[Any, Any]


def ask(answer: Answer) -> str:
    """Which of the five questions it answers."""
    return str(answer.numbers["ask"])


def as_sweep(answer: Answer) -> Answer:
    """What was tried first, in the shape of a sweep, whose words and pictures it shares."""
    options = answer.inputs.options
    table = answer.tables["data"]
    scanned = table[table["k"] >= 0]
    tables = answer.tables | {"data": scanned}
    shape = {"outcomes": [options["outcome"]], "design": "grid", "points": len(scanned)}
    inputs = replace(answer.inputs, options=options | shape)
    return replace(answer, inputs=inputs, tables=tables)


def number(value: float) -> str:
    """A value of what is moved."""
    return f"{value:.3g}".replace("-", MINUS)


def outcome(answer: Answer) -> str:
    """What crosses the level."""
    return sweep.outcome(answer.numbers["outcome"], answer)


def within(text: str) -> str:
    """A text as it stands within a sentence; P( keeps its capital."""
    return text if text[1:2] == "(" else text[:1].lower() + text[1:]


def amount(answer: Answer, value: float) -> str:
    """A value of what crosses the level."""
    unit = sweep.unit(answer.numbers["outcome"])
    return f"{value:.3g}" if unit in ("exits", "ratio") else sweep.amount(value, unit)


def level(answer: Answer) -> str:
    """The level."""
    value = answer.numbers["level"]
    if answer.numbers["outcome"] and sweep.unit(answer.numbers["outcome"]) != "probability":
        return amount(answer, value)
    return f"{value * 100:.3g}%"


def spot(row: Row, *, named: bool = True, open_: bool = False) -> str:
    """A crossing: rises at 0.52 (0.50 to 0.55); ``open_`` where only the estimate crosses."""
    low, high, value = row["low"], row["high"], row["value"]
    if low is None and high is None:
        span = "anywhere in the range"
    elif low is None or high is None:
        span = f"up to {number(high)}" if low is None else f"from {number(low)} on"
    else:
        span = f"{number(low)} to {number(high)}"
    if value is None:
        return f"perhaps {span}"
    way = "" if not named else "rises at " if row["rising"] else "falls at "
    return f"{'the estimate ' if open_ else ''}{way}{number(value)} ({span})"


def span_of(row: Row) -> str:
    """The interval of a crossing alone: 0.50 to 0.55."""
    return spot({**row, "value": None}).removeprefix("perhaps ")


MOST_COLUMNS = 9
"""Values of the second path that a small table shows."""
INTERVAL = (
    "The interval holds the values at which the outcome's own 95% interval holds the level; all "
    "points share their luck."
)
EACH_ALONE = "Each is of one crossing alone, not of all at once."
"""What is said of several."""


# --- one path -------------------------------------------------------------------------------------


def _path(answer: Answer) -> str:
    return sweep.quantity(answer.numbers["path"], answer)


def _range(answer: Answer) -> str:
    ((_, low, high, _),) = answer.inputs.options["vary"]
    return f"from {number(low)} to {number(high)}"


def value(answer: Answer) -> str:
    """Where it crosses, in one sentence."""
    crossings = answer.numbers["crossings"]
    moved = f"as {_path(answer)} goes {_range(answer)}"
    if not crossings:
        where = "above" if answer.numbers["side"] > 0 else "below"
        return f"{outcome(answer)} stays {where} {level(answer)} {moved}"
    if not any(row["told"] for row in crossings):
        told = listing([spot(row, open_=True) for row in crossings])
        return (
            f"These runs do not tell whether {within(outcome(answer))} crosses {level(answer)} "
            f"{moved}: {told}"
        )
    if len(crossings) == 1:
        (row,) = crossings
        way = "rises" if row["rising"] else "falls"
        return (
            f"{outcome(answer)} {way} through {level(answer)} where {_path(answer)} reaches "
            f"{spot(row, named=False)}"
        )
    told = listing([spot(row) for row in crossings])
    return f"{outcome(answer)} crosses {level(answer)} more than once {moved}: it {told}"


def value_more(answer: Answer) -> list[str]:
    """The ends of the range, and what the interval is."""
    first, last = answer.numbers["ends"]
    ends = [f"{_with_interval(answer, row)} at {number(row['at'])}" for row in (first, last)]
    tried = [row for row in answer.tables["data"]["k"] if row >= 0]
    turns = "" if answer.numbers["monotone"] else " It both rises and falls over the range."
    return [
        f"At the ends of the range: {listing(ends)}.{turns}",
        f"{many(len(tried), 'value')} were tried first: two crossings closer together than these "
        f"are not seen. {INTERVAL} It counts up to {end(answer)}.",
    ]


def _with_interval(answer: Answer, row: Row) -> str:
    if sweep.unit(answer.numbers["outcome"]) == "probability":
        return percent_and_interval(row)
    return sweep.cell(row, answer.numbers["outcome"])


def value_rows(answer: Answer) -> tuple[list[str], list[list[str]]]:
    """The crossings as a table."""
    found = [
        [
            opened(_path(answer)),
            _way(row),
            "" if row["value"] is None else number(row["value"]),
            span_of(row),
        ]
        for row in answer.numbers["crossings"]
    ]
    return ["What is moved", f"Through {level(answer)}", "at", "95% interval"], found


def _way(row: Row) -> str:
    if row["rising"] is None:
        return "not told"
    return ("rises" if row["rising"] else "falls") + ("" if row["told"] else ", perhaps")


def opened(text: str) -> str:
    """A text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


# --- two paths ------------------------------------------------------------------------------------


def phases(answer: Answer) -> str:
    """At how many points it is above, in one sentence."""
    numbers = answer.numbers
    over = listing([sweep.quantity(path, answer) for path in numbers["paths"]])
    if numbers["above"] == numbers["points"] or numbers["below"] == numbers["points"]:
        where = "above" if numbers["above"] else "below"
        return f"{outcome(answer)} is {where} {level(answer)} everywhere over {over}"
    return (
        f"{outcome(answer)} is above {level(answer)} at {numbers['above']} of "
        f"{many(numbers['points'], 'point')} over {over}, below it at {numbers['below']}"
    )


def phases_more(answer: Answer) -> list[str]:
    """What the runs do not tell."""
    open_ = answer.numbers["undecided"]
    text = f"At {many(open_, 'point')} these runs do not tell the side. " if open_ else ""
    return [f"{text}All points share their luck; it counts up to {end(answer)}."]


def phases_rows(answer: Answer) -> tuple[list[str], list[list[str]]]:
    """The outcome at each point of a small grid; ? where the side is not told."""
    first, second = answer.numbers["paths"]
    table = answer.tables["data"]
    columns = sorted(set(table[second]))
    shown = columns[:: max(1, -(-len(columns) // MOST_COLUMNS))]
    heads = [f"{sweep.quantity(first, answer)}, by {sweep.quantity(second, answer)}"]
    found = []
    for value, row in table[table[second].isin(shown)].groupby(first):
        cells = zip(row.sort_values(second)["value"], row.sort_values(second)["side"], strict=True)
        told = [f"{amount(answer, each)}{'' if side else '?'}" for each, side in cells]
        found.append([number(float(value)), *told])
    return [*heads, *(number(each) for each in shown)], found
