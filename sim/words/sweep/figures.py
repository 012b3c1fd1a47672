"""The sentences of the figures of a sweep, and how to read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.answer import Answer
from sim.sweeps.result import SweepResult
from sim.words.shared.amounts import likelihood
from sim.words.sweep.sweep import (
    amount,
    cell,
    headline,
    of_outcome,
    outcome,
    outcomes,
    paths,
    quantity,
    setting,
    shows_stated,
    unit,
)


def curve(answer: Answer[SweepResult]) -> str:
    """The first outcome at both ends of what was varied."""
    name, path = outcomes(answer)[0], paths(answer)[0]
    table = of_outcome(answer, name).sort_values(path)
    if table.empty:
        return headline(answer)
    ends = [table.iloc[0], table.iloc[-1]]
    first, last = (f"{amount(row['value'], unit(name))} at {setting(row[path])}" for row in ends)
    return f"{outcome(name, answer)} by {quantity(path, answer)}: {first}, {last}."


def phases(answer: Answer[SweepResult]) -> str:
    """The regions at both ends of the first outcome."""
    name = outcomes(answer)[0]
    found, kind = answer.result.outcomes[name], unit(name)
    if found.lowest is None or found.highest is None:
        return headline(answer)
    first, last = (_word(extreme.value, kind) for extreme in (found.lowest, found.highest))
    told = f"{first} everywhere" if first == last else f"from {first} to {last}"
    return f"{outcome(name, answer)}: {told}."


def _word(value: float, unit: str) -> str:
    return likelihood(value) if unit == "probability" else amount(value, unit)


def region(ends: tuple[float, float], unit: str) -> str:
    """The name of a region between two values of an outcome."""
    low, high = ends
    if unit == "probability":
        return likelihood((low + high) / 2)
    return f"{amount(low, unit)} to {amount(high, unit)}"


def point(answer: Answer[SweepResult], name: str, row: Mapping[Any, Any]) -> list[str]:
    """A point in lines: its values, the outcome, its interval.

    Parameters
    ----------
    answer : Answer of SweepResult
        A sweep.
    name : str
        An outcome.
    row : mapping
        A line of its table: the value of each path, value, low, high.
    """
    lines = [f"{quantity(path, answer)} {setting(row[path])}" for path in paths(answer)[:6]]
    return [*lines, f"{outcome(name, answer)}: {cell(row, name)}"]


def curve_reading(answer: Answer[SweepResult]) -> str:
    """How to read the curve."""
    text = "Bands are 95% intervals over the luck of the runs."
    is_shown = any(shows_stated(answer, path) for path in paths(answer))
    return f"{text} Grey line: what the scenario states." if is_shown else text


def map_reading(answer: Answer[SweepResult]) -> str:
    """How to read the map."""
    cells = "cell" if answer.inputs.options["design"] == "grid" else "dot"
    return f"Each {cells} is one point of the sweep.{_cross(answer)}"


def phases_reading(answer: Answer[SweepResult]) -> str:
    """How to read the regions."""
    if unit(outcomes(answer)[0]) == "probability":
        return (
            "Lines where one word for a probability gives way to the next, at 5, 20, 45, 55, 80 "
            f"and 95%; drawn between the points.{_cross(answer)}"
        )
    return f"Lines of equal value, drawn between the points.{_cross(answer)}"


def _cross(answer: Answer[SweepResult]) -> str:
    is_shown = all(shows_stated(answer, path) for path in paths(answer))
    return " Cross: what the scenario states." if is_shown else ""


def scatter_reading(answer: Answer[SweepResult]) -> str:
    """How to read the dots."""
    text = (
        "Each dot is one point of the sweep; all paths vary at once. Line: mean of the dots in "
        "each tenth of the range."
    )
    is_shown = any(shows_stated(answer, path) for path in paths(answer))
    return f"{text} Grey line: what the scenario states." if is_shown else text
