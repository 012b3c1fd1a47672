"""What a sweep says: where an outcome is low and high, by what was varied."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.answer import Answer
from sim.sweeps.result import Extreme, SweepResult
from sim.words.shared.amounts import (
    count,
    interval,
    listing,
    many,
    percent,
    plain,
    rate,
)
from sim.words.shared.subject import end, labels, named, stated

if TYPE_CHECKING:
    from pandas import DataFrame

    from sim.futures.outcomes import Outcome

MOST_ROWS = 40
"""Points that a small table tells one by one."""


def outcomes(answer: Answer) -> list[str]:
    """Names of the outcomes, in the order in which they were asked for."""
    return list(answer.inputs.options["outcomes"])


def paths(answer: Answer) -> list[str]:
    """The paths that are varied."""
    return [str(axis[0]) for axis in answer.inputs.options["vary"]]


def _kind(name: str) -> Outcome:
    from sim.futures.outcomes import (
        OUTCOMES,  # needs the engines, which other questions' words do not
    )

    return OUTCOMES[name.partition(".")[0]]


def unit(name: str) -> str:
    """Unit of an outcome."""
    return _kind(name).unit


def outcome(name: str, answer: Answer) -> str:
    """An outcome in words, as on an axis."""
    argument = name.partition(".")[2]
    return _kind(name).told(labels(answer).get(argument, argument))


def label_of_all(name: str) -> str:
    """What all outcomes of a kind are, whomever they are about."""
    return _kind(name).told("…")


def quantity(path: str, answer: Answer) -> str:
    """What a path leads to, in words."""
    keys, names = path.split("."), labels(answer)
    at = ""
    if keys[0] == "present" and len(keys) > 1:
        keys, at = keys[1:], " at now"
    what = " ".join(keys[2:]).replace("_", " ")
    match keys[0]:
        case "members" if len(keys) > 2:
            told = f"{what} of {names.get(keys[1], keys[1])}"
        case "patron" if len(keys) > 1:
            told = f"{' '.join(keys[1:]).replace('_', ' ')} of the patron"
        case "channels" if len(keys) == 2:
            told = f"strength of {keys[1]}"
        case "influence" if len(keys) == 3:
            who, whom = (names.get(key, key) for key in keys[1:])
            told = f"influence of {whom} on {who}"
        case "events" if len(keys) > 2:
            told = f"{what} of {keys[1]}"
        case "parameters" | "charter" if len(keys) > 1:
            told = " ".join(named(key) for key in keys[1:])
        case _:
            told = path
    return told + at


def amount(value: float | None, unit: str) -> str:
    """A value of an outcome as people read it."""
    if value is None or value != value:
        return "unknown"
    match unit:
        case "probability":
            return percent(value)
        case "per member-year":
            return f"{rate(value)} a year"
        case "months":
            return many(round(value), "month")
    return plain(value)


def setting(value: float) -> str:
    """A value of what was varied."""
    return f"{value:.4g}"


def stated_value(answer: Answer, path: str) -> float | None:
    """What the scenario itself states at a path, where it states a number."""
    found: Any = stated(answer.inputs.scenario_text)
    for key in path.split("."):
        found = found.get(key) if isinstance(found, dict) else None
    found = found.get("value") if isinstance(found, dict) else found
    return float(found) if isinstance(found, (int, float)) else None


def shows_stated(answer: Answer, path: str) -> bool:
    """Whether what the scenario states lies in the range over which a path was varied.

    Of scenarios that are compared, what all of them state.
    """
    changed = answer.tables.get("inputs")
    if changed is not None and (changed["path"] == path).any():
        return False
    vary = {axis[0]: axis for axis in answer.inputs.options["vary"]}
    value = stated_value(answer, path)
    return value is not None and bool(float(vary[path][1]) <= value <= float(vary[path][2]))


def of_outcome(answer: Answer, name: str) -> DataFrame:
    """The rows of one outcome, those where it has a value, in the order of the points."""
    table = answer.tables["data"]
    return table[(table["outcome"] == name) & table["value"].notna()]


# --- sentences ------------------------------------------------------------------------------------


def headline(answer: Answer[SweepResult]) -> str:
    """Between which values the first outcome lies."""
    name, varied = outcomes(answer)[0], paths(answer)
    span = _ends(answer, name)
    if span is None:
        return f"{outcome(name, answer)} has no value at any point."
    if len(varied) == 1:
        ((path, low, high, _),) = answer.inputs.options["vary"]
        over = f"as {quantity(path, answer)} goes from {setting(low)} to {setting(high)}"
    elif len(varied) <= 3:
        over = f"over {listing([quantity(path, answer) for path in varied])}"
    else:
        over = f"over {len(varied)} quantities that vary at once"
    low, high = span
    told = f"{low} everywhere" if low == high else f"between {low} and {high}"
    return f"{outcome(name, answer)}: {told}, {over}."


def sentences(answer: Answer[SweepResult]) -> list[str]:
    """The headline; where each outcome is lowest and highest; what was varied."""
    first = headline(answer)
    told = [where(answer, name) for name in outcomes(answer)[:6]]
    return [first, *(line for line in told if line != first), _varied(answer)]


def where(answer: Answer[SweepResult], name: str = "") -> str:
    """Where an outcome, or the first one, is lowest and highest."""
    name = name or outcomes(answer)[0]
    found, span = answer.result.outcomes[name], _ends(answer, name)
    if span is None or found.lowest is None or found.highest is None:
        return f"{outcome(name, answer)} has no value at any point."
    low, high = span
    if low == high:
        return f"{outcome(name, answer)} is {low} at every point."
    return (
        f"{outcome(name, answer)}: lowest, {low}, at {_at(answer, found.lowest)}; highest, "
        f"{high}, at {_at(answer, found.highest)}."
    )


def _ends(answer: Answer[SweepResult], name: str) -> tuple[str, str] | None:
    """The lowest and the highest value of an outcome, in words."""
    found = answer.result.outcomes[name]
    if found.lowest is None or found.highest is None:
        return None
    return amount(found.lowest.value, unit(name)), amount(found.highest.value, unit(name))


def _at(answer: Answer[SweepResult], extreme: Extreme) -> str:
    """Where a point lies; of many paths the first three."""
    varied = paths(answer)
    told = [f"{quantity(path, answer)} {setting(extreme.at[path])}" for path in varied[:3]]
    return ", ".join(told) + (", …" if len(varied) > 3 else "")


_DESIGNS = {
    "grid": "a grid",
    "lhs": "a Latin hypercube",
    "sobol": "a Sobol sequence",
}


def _varied(answer: Answer[SweepResult]) -> str:
    options = answer.inputs.options
    ranges = [
        f"{quantity(path, answer)} from {setting(low)} to {setting(high)}"
        for path, low, high, _ in options["vary"]
    ]
    more = f" and {len(ranges) - 4} more" if len(ranges) > 5 else ""
    told = ", ".join(ranges[:4]) + more if more else listing(ranges)
    return (
        f"Varied: {told}; {count(options['points'])} points of {_DESIGNS[options['design']]}, "
        f"all with the same luck, played on to {end(answer)}."
    )


# --- a small table --------------------------------------------------------------------------------


def rows(answer: Answer[SweepResult]) -> tuple[list[str], list[list[str]]]:
    """One path with few values: the outcomes at each. Else where each is lowest and highest."""
    varied = paths(answer)
    if len(varied) == 1 and answer.inputs.options["points"] <= MOST_ROWS:
        return _along(answer, varied[0])
    heads = ["Outcome", "Lowest", "at", "Highest", "at"]
    found = []
    for name in outcomes(answer):
        extremes, kind = answer.result.outcomes[name], unit(name)
        cells = [outcome(name, answer)]
        for extreme in (extremes.lowest, extremes.highest):
            cells += (
                ["unknown", ""]
                if extreme is None
                else [amount(extreme.value, kind), _at(answer, extreme)]
            )
        found.append(cells)
    return heads, found


def _along(answer: Answer[SweepResult], path: str) -> tuple[list[str], list[list[str]]]:
    names = outcomes(answer)
    heads = [
        f"{quantity(path, answer)[:1].upper()}{quantity(path, answer)[1:]}",
        *(outcome(name, answer) for name in names),
    ]
    table = answer.tables["data"].sort_values([path, "k"], kind="stable")
    found = []
    for _, point in table.groupby("k", sort=False):
        cells = {str(row["outcome"]): row for row in point.to_dict("records")}
        found.append([setting(point[path].iloc[0]), *(cell(cells[name], name) for name in names)])
    return heads, found


def cell(row: Mapping[Any, Any], name: str) -> str:
    """A value of an outcome with its interval."""
    kind = unit(name)
    told = amount(row["value"], kind)
    if row["low"] != row["low"] or row["value"] != row["value"]:
        return told
    if kind == "probability":
        return f"{told} {interval(row['low'], row['high'])}"
    if kind == "per member-year":
        return f"{told} ({rate(row['low'])} to {rate(row['high'])})"
    return f"{told} ({plain(row['low'])} to {plain(row['high'])})"


def points_and_runs(answer: Answer[SweepResult]) -> str:
    """So many points of so many runs."""
    points = many(answer.inputs.options["points"], "point")
    return f"{points} of {many(answer.inputs.runs, 'run')} each"
