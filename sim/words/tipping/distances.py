"""Words for how far each member is from tipping, and for the change that moves most."""

from __future__ import annotations

from sim.answer import Answer
from sim.words.shared.amounts import listing, many, percent, points, signed
from sim.words.shared.subject import end, labels
from sim.words.sweep import sweep
from sim.words.tipping.crossings import (
    EACH_ALONE,
    INTERVAL,
    Row,
    amount,
    level,
    number,
    opened,
    outcome,
    span_of,
    within,
)

MOST_ROWS = 12
"""Changes that a table or a figure shows."""
QUANTITIES = {
    "trust.external": "trust in help against an attack",
    "trust.regime": "trust in help in a crisis at home",
    "alignment": "alignment",
    "pull": "pull of the strongest outside offer",
}
"""What a member's distance is counted in."""


def distances(answer: Answer) -> list[Row]:
    """Every member and quantity, the nearest to tipping by the part of its scale first."""
    table = answer.tables["distances"].astype(object)
    found = table.where(table.notna(), None).to_dict("records")
    return sorted(({str(k): v for k, v in row.items()} for row in found), key=_part_of_scale)


def _part_of_scale(row: Row) -> float:
    if row["shift"] is None:
        return 2.0
    return float(abs(row["shift"]) / (row["maximum"] - row["minimum"]))


def shift(answer: Answer, row: Row) -> str:
    """A distance in words."""
    name, what = labels(answer)[row["member"]], QUANTITIES[row["quantity"]]
    way = "higher" if row["shift"] > 0 else "lower"
    return (
        f"{name}, with {what} {number(abs(row['shift']))} {way} at now: {number(row['value'])} "
        f"({span_of(row)}) in place of {number(row['now'])}"
    )


def nearest(answer: Answer) -> str:
    """Who is nearest, in one sentence."""
    reached = [row for row in distances(answer) if row["shift"] is not None]
    if not reached:
        return f"No single shift at now brings any member to leave in {level(answer)} of runs"
    return (
        f"Nearest to leaving in {level(answer)} of runs by one shift is {shift(answer, reached[0])}"
    )


def distances_more(answer: Answer) -> list[str]:
    """The next ones, and whom nothing brings there."""
    found, names = distances(answer), labels(answer)
    reached = [row for row in found if row["shift"] is not None]
    near = [row for row in found if row["open"]]
    can = {row["member"] for row in (*reached, *near)}
    never = [names[m] for m in dict.fromkeys(row["member"] for row in found) if m not in can]
    others = [shift(answer, row) for row in reached[1:4]]
    return [
        f"Next: {'; '.join(others)}." if others else "",
        f"These runs do not tell for {listing([_near(answer, row) for row in near])}."
        if near
        else "",
        f"Nothing moved alone brings {listing(never)} there, within all that is allowed."
        if never
        else "",
        f"One quantity is moved at now, all else stays; counted up to {end(answer)}. {INTERVAL} "
        f"{EACH_ALONE}",
    ]


def _near(answer: Answer, row: Row) -> str:
    name, what = labels(answer)[row["member"]], QUANTITIES[row["quantity"]]
    return f"{what} of {name} ({percent(row['best'])} at {number(row['best_at'])})"


def distances_rows(answer: Answer) -> tuple[list[str], list[list[str]]]:
    """Every distance as a table."""
    names = labels(answer)
    table = answer.tables["distances"].astype(object)
    found = [
        [
            f"{names[row['member']]}: {QUANTITIES[row['quantity']]}",
            number(row["now"]),
            percent(row["today"]),
            distance(row),
            f"{percent(row['best'])} at {number(row['best_at'])}",
        ]
        for row in table.where(table.notna(), None).to_dict("records")
    ]
    heads = ["What is moved at now", "now", "leaves in", f"{level(answer)} at", "nearest tried"]
    return heads, found


def distance(row: Row) -> str:
    """Where it tips, or that it does not."""
    if row["value"] is None:
        return "not told" if row["open"] else "nowhere"
    return f"{number(row['value'])} ({span_of(row)})"


# --- the single change ----------------------------------------------------------------------------


def change(answer: Answer, row: Row) -> str:
    """A change of one number."""
    ends = f"from {number(row['stated'])} to {number(row['to'])}"
    return f"{sweep.quantity(row['path'], answer)} {ends}"


def difference(answer: Answer, row: Row) -> str:
    """A difference with its interval, in points of a chance or in exits."""
    tell = points if sweep.unit(answer.numbers["outcome"]) == "probability" else signed
    value, low, high = (tell(float(row[name])) for name in ("value", "low", "high"))
    return f"{value} ({low} to {high})"


def _what(answer: Answer) -> str:
    return within(outcome(answer))


def _unit(answer: Answer) -> str:
    is_chance = sweep.unit(answer.numbers["outcome"]) == "probability"
    return "percentage points" if is_chance else "exits"


def largest(answer: Answer) -> str:
    """What moves it most, in one sentence."""
    row = answer.numbers["largest"]
    if row is None:
        return f"The scenario states no range, so nothing in it can move {_what(answer)}"
    what = f"{change(answer, row)} moves it by {difference(answer, row)} {_unit(answer)}"
    if not row["told"]:
        return (
            f"No single change within the stated ranges is told to move {_what(answer)}: on "
            f"other runs the largest, {what}"
        )
    return (
        f"The single change within the stated ranges that moves {_what(answer)} most: {what}, "
        f"{amount(answer, row['from'])} becomes {amount(answer, row['becomes'])}"
    )


def change_more(answer: Answer) -> list[str]:
    """How it was found, and what follows."""
    table = answer.tables["changes"].to_dict("records")[1:4]
    number_of = many(answer.numbers["changes"], "change")
    following = [f"{change(answer, row)}, {difference(answer, row)}" for row in table]
    return [
        f"{number_of} were tried, each alone, to either end of a stated range; the largest was "
        "then measured again on runs that had no part in choosing it. Its numbers are from these.",
        f"The next ones, as first measured, each interval alone: {'; '.join(following)}."
        if following
        else "",
        _of_states(answer),
        "A range states what is plausible, not what anybody could do.",
    ]


def _of_states(answer: Answer) -> str:
    """The largest change that is no strength of a rule."""
    rows = answer.tables["changes"].to_dict("records")
    row = next((row for row in rows if not row["path"].startswith("parameters.")), None)
    if row is None or row is rows[0]:
        return ""
    return (
        "Of what is stated about states and events, not about the rules, most is moved by "
        f"{change(answer, row)}: {difference(answer, row)}."
    )


def change_rows(answer: Answer) -> tuple[list[str], list[list[str]]]:
    """The largest changes as a table."""
    found = [
        [change(answer, row), str(row["grade"]), difference(answer, row)]
        for row in answer.tables["changes"].head(MOST_ROWS).to_dict("records")
    ]
    return ["Change", "Range is", f"{opened(_unit(answer))}, as first measured"], found
