"""Words for crossings: at which value of one path, or where over two, an outcome has a level."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Protocol

from sim.analysis.tipping.findings import LevelCrossing, RangeEnd
from sim.analysis.tipping.result import TippingPhases, TippingResult, TippingValue
from sim.answer import Answer
from sim.words.shared.amounts import (
    MINUS,
    listing,
    many,
    percent_and_interval,
)
from sim.words.shared.subject import end
from sim.words.sweep import sweep


class HasOutcome(Protocol):
    """A result about one outcome."""

    @property
    def outcome(self) -> str:
        """Its name."""


class HasLevel(Protocol):
    """A result about a level that is crossed."""

    @property
    def outcome(self) -> str | None:
        """Name of what crosses it; None where that is the chance of each member."""

    @property
    def level(self) -> float:
        """The level, in the outcome's unit."""


class HasInterval(Protocol):
    """What has a 95% interval of values, open where it reaches the end of the range."""

    @property
    def low(self) -> float | None:
        """The lower end."""

    @property
    def high(self) -> float | None:
        """The upper end."""


def ask(answer: Answer[TippingResult]) -> str:
    """Which of the five questions it answers."""
    return answer.result.ask


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


def outcome[Found: HasOutcome](answer: Answer[Found]) -> str:
    """What crosses the level."""
    return sweep.outcome(answer.result.outcome, answer)


def within(text: str) -> str:
    """A text as it stands within a sentence; P( keeps its capital."""
    return text if text[1:2] == "(" else text[:1].lower() + text[1:]


def amount[Found: HasOutcome](answer: Answer[Found], value: float) -> str:
    """A value of what crosses the level."""
    return _amount(answer.result.outcome, value)


def _amount(outcome_name: str, value: float) -> str:
    unit = sweep.unit(outcome_name)
    return f"{value:.3g}" if unit in ("exits", "ratio") else sweep.amount(value, unit)


def level[Found: HasLevel](answer: Answer[Found]) -> str:
    """The level."""
    name, value = answer.result.outcome, answer.result.level
    if name and sweep.unit(name) != "probability":
        return _amount(name, value)
    return f"{value * 100:.3g}%"


def spot(crossing: LevelCrossing, *, named: bool = True, is_estimate: bool = False) -> str:
    """A crossing in words: rises at 0.52 (0.50 to 0.55).

    Parameters
    ----------
    crossing : LevelCrossing
        Where it is.
    named : bool
        Whether the direction is said.
    is_estimate : bool
        Whether it is said that only the estimate crosses.
    """
    span = span_of(crossing)
    if crossing.value is None:
        return f"perhaps {span}"
    way = "" if not named else "rises at " if crossing.rising else "falls at "
    return f"{'the estimate ' if is_estimate else ''}{way}{number(crossing.value)} ({span})"


def span_of(found: HasInterval) -> str:
    """An interval of values: 0.50 to 0.55."""
    low, high = found.low, found.high
    if low is not None and high is not None:
        return f"{number(low)} to {number(high)}"
    if high is not None:
        return f"up to {number(high)}"
    return "anywhere in the range" if low is None else f"from {number(low)} on"


MOST_COLUMNS = 9
"""Values of the second path that a small table shows."""
INTERVAL = (
    "The interval holds the values at which the outcome's own 95% interval holds the level; all "
    "points share their luck."
)
EACH_ALONE = "Each is of one crossing alone, not of all at once."
"""What is said of several."""


# --- one path -------------------------------------------------------------------------------------


def _path(answer: Answer[TippingValue]) -> str:
    return sweep.quantity(answer.result.path, answer)


def _range(answer: Answer[TippingValue]) -> str:
    ((_, low, high, _),) = answer.inputs.options["vary"]
    return f"from {number(low)} to {number(high)}"


def value(answer: Answer[TippingValue]) -> str:
    """Where it crosses, in one sentence."""
    crossings = answer.result.crossings
    moved = f"as {_path(answer)} goes {_range(answer)}"
    if not crossings:
        where = "above" if answer.result.side > 0 else "below"
        return f"{outcome(answer)} stays {where} {level(answer)} {moved}"
    if not any(each.resolved for each in crossings):
        spots = listing([spot(each, is_estimate=True) for each in crossings])
        return (
            f"These runs do not tell whether {within(outcome(answer))} crosses {level(answer)} "
            f"{moved}: {spots}"
        )
    if len(crossings) == 1:
        (only,) = crossings
        way = "rises" if only.rising else "falls"
        return (
            f"{outcome(answer)} {way} through {level(answer)} where {_path(answer)} reaches "
            f"{spot(only, named=False)}"
        )
    spots = listing([spot(each) for each in crossings])
    return f"{outcome(answer)} crosses {level(answer)} more than once {moved}: it {spots}"


def value_more(answer: Answer[TippingValue]) -> list[str]:
    """The ends of the range, and what the interval is."""
    ends = [f"{_with_interval(answer, end)} at {number(end.at)}" for end in answer.result.ends]
    tried = [row for row in answer.tables["data"]["k"] if row >= 0]
    turns = "" if answer.result.monotone else " It both rises and falls over the range."
    return [
        f"At the ends of the range: {listing(ends)}.{turns}",
        f"{many(len(tried), 'value')} were tried first: two crossings closer together than these "
        f"are not seen. {INTERVAL} It counts up to {end(answer)}.",
    ]


def _with_interval(answer: Answer[TippingValue], outcome_there: RangeEnd) -> str:
    name = answer.result.outcome
    if sweep.unit(name) == "probability":
        return percent_and_interval(outcome_there)
    return sweep.cell(asdict(outcome_there), name)


def value_rows(answer: Answer[TippingValue]) -> tuple[list[str], list[list[str]]]:
    """The crossings as a table."""
    found = [
        [
            opened(_path(answer)),
            _way(each),
            "" if each.value is None else number(each.value),
            span_of(each),
        ]
        for each in answer.result.crossings
    ]
    return ["What is moved", f"Through {level(answer)}", "at", "95% interval"], found


def _way(crossing: LevelCrossing) -> str:
    if crossing.rising is None:
        return "not told"
    way = "rises" if crossing.rising else "falls"
    return way if crossing.resolved else f"{way}, perhaps"


def opened(text: str) -> str:
    """A text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


# --- two paths ------------------------------------------------------------------------------------


def phases(answer: Answer[TippingPhases]) -> str:
    """At how many points it is above, in one sentence."""
    result = answer.result
    over = listing([sweep.quantity(path, answer) for path in result.paths])
    if result.above == result.points or result.below == result.points:
        where = "above" if result.above else "below"
        return f"{outcome(answer)} is {where} {level(answer)} everywhere over {over}"
    return (
        f"{outcome(answer)} is above {level(answer)} at {result.above} of "
        f"{many(result.points, 'point')} over {over}, below it at {result.below}"
    )


def phases_more(answer: Answer[TippingPhases]) -> list[str]:
    """What the runs do not tell."""
    undecided = answer.result.undecided
    text = f"At {many(undecided, 'point')} these runs do not tell the side. " if undecided else ""
    return [f"{text}All points share their luck; it counts up to {end(answer)}."]


def phases_rows(answer: Answer[TippingPhases]) -> tuple[list[str], list[list[str]]]:
    """The outcome at each point of a small grid; ? where the side is undecided."""
    first, second = answer.result.paths
    table = answer.tables["data"]
    columns = sorted(set(table[second]))
    shown = columns[:: max(1, -(-len(columns) // MOST_COLUMNS))]
    heads = [f"{sweep.quantity(first, answer)}, by {sweep.quantity(second, answer)}"]
    found = []
    for _, row in table[table[second].isin(shown)].groupby(first):
        cells = zip(row.sort_values(second)["value"], row.sort_values(second)["side"], strict=True)
        texts = [f"{amount(answer, each)}{'' if side else '?'}" for each, side in cells]
        found.append([number(float(row[first].iloc[0])), *texts])
    return [*heads, *(number(each) for each in shown)], found
