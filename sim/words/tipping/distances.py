"""Words for how far each member is from tipping, and for the change that moves most."""

from __future__ import annotations

from sim.analysis.tipping.findings import RangeChange, TippingDistance
from sim.analysis.tipping.result import TippingChange, TippingDistances
from sim.answer import Answer
from sim.words.shared.amounts import listing, many, percent, points, signed
from sim.words.shared.subject import end, labels
from sim.words.sweep import sweep
from sim.words.tipping.crossings import (
    EACH_ALONE,
    INTERVAL,
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


def in_order(answer: Answer[TippingDistances]) -> list[TippingDistance]:
    """Every member and quantity, in the order of the scenario."""
    members = answer.result.members
    inside = [member for member in labels(answer) if member in members]
    return [members[member][quantity] for member in inside for quantity in QUANTITIES]


def nearest_first(answer: Answer[TippingDistances]) -> list[TippingDistance]:
    """Every member and quantity, the nearest to tipping by the part of its scale first."""
    return sorted(in_order(answer), key=_part_of_scale)


def _part_of_scale(each: TippingDistance) -> float:
    if each.shift is None:
        return 2.0
    return abs(each.shift) / (each.maximum - each.minimum)


def _reached(answer: Answer[TippingDistances]) -> list[tuple[TippingDistance, float, float]]:
    """The shifts that bring a member there, the nearest first: with the value and the shift."""
    return [
        (each, each.value, each.shift)
        for each in nearest_first(answer)
        if each.value is not None and each.shift is not None
    ]


def _shift(answer: Answer[TippingDistances], each: TippingDistance, value: float, by: float) -> str:
    """A distance in words."""
    name, what = labels(answer)[each.member], QUANTITIES[each.quantity]
    way = "higher" if by > 0 else "lower"
    return (
        f"{name}, with {what} {number(abs(by))} {way} at now: {number(value)} "
        f"({span_of(each)}) in place of {number(each.now)}"
    )


def nearest(answer: Answer[TippingDistances]) -> str:
    """Who is nearest, in one sentence."""
    reached = _reached(answer)
    if not reached:
        return f"No single shift at now brings any member to leave in {level(answer)} of runs"
    first = _shift(answer, *reached[0])
    return f"Nearest to leaving in {level(answer)} of runs by one shift is {first}"


def distances_more(answer: Answer[TippingDistances]) -> list[str]:
    """The next ones, and whom nothing brings there."""
    found, names = nearest_first(answer), labels(answer)
    reached = _reached(answer)
    near = [each for each in found if each.undecided]
    can = {each.member for each in (*(each for each, _, _ in reached), *near)}
    never = [names[m] for m in dict.fromkeys(each.member for each in found) if m not in can]
    others = [_shift(answer, *each) for each in reached[1:4]]
    return [
        f"Next: {'; '.join(others)}." if others else "",
        f"These runs do not tell for {listing([_near(answer, each) for each in near])}."
        if near
        else "",
        f"Nothing moved alone brings {listing(never)} there, within all that is allowed."
        if never
        else "",
        f"One quantity is moved at now, all else stays; counted up to {end(answer)}. {INTERVAL} "
        f"{EACH_ALONE}",
    ]


def _near(answer: Answer[TippingDistances], each: TippingDistance) -> str:
    name, what = labels(answer)[each.member], QUANTITIES[each.quantity]
    return f"{what} of {name} ({percent(each.best)} at {number(each.best_at)})"


def distances_rows(answer: Answer[TippingDistances]) -> tuple[list[str], list[list[str]]]:
    """Every distance as a table."""
    names = labels(answer)
    found = [
        [
            f"{names[each.member]}: {QUANTITIES[each.quantity]}",
            number(each.now),
            percent(each.today),
            distance(each),
            f"{percent(each.best)} at {number(each.best_at)}",
        ]
        for each in in_order(answer)
    ]
    heads = ["What is moved at now", "now", "leaves in", f"{level(answer)} at", "nearest tried"]
    return heads, found


def distance(each: TippingDistance) -> str:
    """Where it tips, or that it does not."""
    if each.value is None:
        return "not told" if each.undecided else "nowhere"
    return f"{number(each.value)} ({span_of(each)})"


# --- the single change ----------------------------------------------------------------------------


def as_first_measured(answer: Answer[TippingChange]) -> list[RangeChange]:
    """Every change that was tried, the largest first."""
    rows = answer.tables["changes"].to_dict("records")
    return [RangeChange(**{str(key): value for key, value in row.items()}) for row in rows]


def change(answer: Answer[TippingChange], moved: RangeChange) -> str:
    """A change of one number."""
    ends = f"from {number(moved.stated)} to {number(moved.to)}"
    return f"{sweep.quantity(moved.path, answer)} {ends}"


def difference(answer: Answer[TippingChange], moved: RangeChange) -> str:
    """A difference with its interval, in points of a chance or in exits."""
    tell = points if sweep.unit(answer.result.outcome) == "probability" else signed
    value, low, high = (tell(each) for each in (moved.value, moved.low, moved.high))
    return f"{value} ({low} to {high})"


def _what(answer: Answer[TippingChange]) -> str:
    return within(outcome(answer))


def _unit(answer: Answer[TippingChange]) -> str:
    is_chance = sweep.unit(answer.result.outcome) == "probability"
    return "percentage points" if is_chance else "exits"


def largest(answer: Answer[TippingChange]) -> str:
    """What moves it most, in one sentence."""
    top = answer.result.largest
    if top is None:
        return f"The scenario states no range, so nothing in it can move {_what(answer)}"
    what = f"{change(answer, top)} moves it by {difference(answer, top)} {_unit(answer)}"
    if not top.resolved:
        return (
            f"No single change within the stated ranges is told to move {_what(answer)}: on "
            f"other runs the largest, {what}"
        )
    return (
        f"The single change within the stated ranges that moves {_what(answer)} most: {what}, "
        f"{amount(answer, top.stated_outcome)} becomes {amount(answer, top.becomes)}"
    )


def change_more(answer: Answer[TippingChange]) -> list[str]:
    """How it was found, and what follows."""
    next_ones = as_first_measured(answer)[1:4]
    number_of = many(answer.result.changes, "change")
    following = [f"{change(answer, each)}, {difference(answer, each)}" for each in next_ones]
    return [
        f"{number_of} were tried, each alone, to either end of a stated range; the largest was "
        "then measured again on runs that had no part in choosing it. Its numbers are from these.",
        f"The next ones, as first measured, each interval alone: {'; '.join(following)}."
        if following
        else "",
        _of_states(answer),
        "A range states what is plausible, not what anybody could do.",
    ]


def _of_states(answer: Answer[TippingChange]) -> str:
    """The largest change that is no strength of a rule."""
    changes = as_first_measured(answer)
    top = next((each for each in changes if not each.path.startswith("parameters.")), None)
    if top is None or top is changes[0]:
        return ""
    return (
        "Of what is stated about states and events, not about the rules, most is moved by "
        f"{change(answer, top)}: {difference(answer, top)}."
    )


def change_rows(answer: Answer[TippingChange]) -> tuple[list[str], list[list[str]]]:
    """The largest changes as a table."""
    found = [
        [change(answer, each), each.grade, difference(answer, each)]
        for each in as_first_measured(answer)[:MOST_ROWS]
    ]
    return ["Change", "Range is", f"{opened(_unit(answer))}, as first measured"], found
