"""Words for the domino effect and the matrix: two futures, and what tells them apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.answer import Answer
from sim.bounds import FIVE_YEARS
from sim.words.shared.amounts import (
    Estimate,
    count,
    decimals,
    listing,
    month,
    percent,
    percent_and_interval,
    plain,
    points,
    shortened,
    signed,
    signed_interval,
)
from sim.words.shared.subject import assumptions, end, known, labels, repetitions, span, stated

CANNOT_TELL = "cannot tell the sign"

CHANCE = {"exit": "on an exit", "stay": "on a stay", "with": "with it", "without": "without it"}
"""The futures by the names of their arms."""


def sign(estimate: Estimate) -> int:
    """+1 or -1 where the interval tells the sign, else 0."""
    if estimate["low"] > 0:
        return 1
    return -1 if estimate["high"] < 0 else 0


def is_event(answer: Answer) -> bool:
    """Whether the effect is that of an event rather than of an exit."""
    return bool(answer.numbers.get("kind") == "event")


def arms(answer: Answer) -> tuple[str, str]:
    """Names of the two futures in the tables: with it, and without it."""
    return ("with", "without") if is_event(answer) else ("exit", "stay")


def cause(answer: Answer) -> str:
    """What is held against its absence: a member, or an event by its title."""
    of = str(answer.numbers["of"])
    if not is_event(answer):
        return labels(answer)[of]
    event = (stated(answer.inputs.scenario_text).get("events") or {}).get(of) or {}
    return f"“{shortened(str(event.get('title') or of), 80)}”"


def futures(answer: Answer) -> tuple[str, str]:
    """The two futures in a few words each."""
    name = cause(answer)
    if is_event(answer):
        return f"with {name}", "without it"
    return f"{name} leaves", "it stays"


def _condition(answer: Answer) -> str:
    """The first future as a condition."""
    when = month(answer.numbers["at"])
    if is_event(answer):
        return f"with {cause(answer)} {event_month(answer)}"
    return f"if {cause(answer)} leaves in {when}"


def event_month(answer: Answer) -> str:
    """When an event happens; one without a month of its own comes by chance, or never."""
    when = month(answer.numbers["at"])
    event = (stated(answer.inputs.scenario_text).get("events") or {}).get(answer.numbers["of"])
    return f"in {when}" if (event or {}).get("month") else f"possible from {when} on"


def _against(answer: Answer) -> str:
    return "without it" if is_event(answer) else "if it stays as it is"


def headline(answer: Answer) -> str:
    """The effect in one sentence, with its sign or the word that it cannot be told."""
    estimate = answer.numbers["effect"]
    if not known(estimate):
        return f"No pair of runs is left to compare, {assumptions(answer)}."
    value, places = estimate["value"], decimals(estimate)
    interval = signed_interval(estimate)
    condition, against = _condition(answer), _against(answer)
    if estimate["low"] == estimate["high"] == 0:
        return (
            f"Exactly as many other members leave by {end(answer)} {condition} as {against}, "
            f"in every pair of runs, {assumptions(answer)}."
        )
    if sign(estimate) == 0:
        return (
            f"These runs {CANNOT_TELL}: {condition}, the number of other members that leave by "
            f"{end(answer)} differs on average by {signed(value, places)} {interval} from the "
            f"future {against}, {assumptions(answer)}."
        )
    more = "more" if value > 0 else "fewer"
    return (
        f"{condition[:1].upper()}{condition[1:]}, {plain(abs(value), places)} {more} other members "
        f"leave on average by {end(answer)} than {against} {interval}, {assumptions(answer)}."
    )


def effect(answer: Answer) -> list[str]:
    """The domino effect in sentences, the answer first."""
    if not known(answer.numbers["effect"]):
        return [headline(answer), pairs(answer)]
    sentences = [
        headline(answer),
        ratio(answer),
        another(answer),
        strongest(answer),
        concerned(answer),
        already_out(answer),
        against_active(answer),
        pairs(answer),
        uncertainty(answer),
    ]
    return [sentence for sentence in sentences if sentence]


def ratio(answer: Answer) -> str:
    """How much faster the others leave."""
    estimate = answer.numbers["hazard_ratio"]
    if not known(estimate):
        return "There is no hazard ratio: in one of the futures nobody else leaves."
    low, high = estimate["low"], estimate["high"]
    told = ""
    if low <= 1 <= high:
        told = "; the interval contains 1"
    return (
        f"The others leave at {plain(estimate['value'])} times the rate (hazard ratio, "
        f"{plain(low)} to {plain(high)}{told})."
    )


def another(answer: Answer) -> str:
    """Whether another exit follows within five years, beside the record's reference."""
    both = answer.numbers.get("p_another_5y") or {}
    if not all(known(both.get(arm)) for arm in arms(answer)):
        return ""
    one, two = (percent_and_interval(both[arm]) for arm in arms(answer))
    where = ("with it", "without it") if is_event(answer) else ("with the exit", "without it")
    sentence = (
        f"Within {span(horizon(answer))} another member is out in {one} of runs {where[0]} and "
        f"in {two} {where[1]}"
    )
    record = reference(answer)
    if record:
        low, high = record
        sentence += f"; the record suggests {low * 100:.0f} to {high * 100:.0f}% after an exit"
    return f"{sentence}."


def horizon(answer: Answer) -> int:
    """Months within which another exit is counted: five years, less where the end is nearer."""
    return int(answer.numbers["p_another_5y"].get("months", FIVE_YEARS))


def reference(answer: Answer) -> tuple[float, float] | None:
    """What the record suggests for another exit within five years of one; None elsewhere."""
    both = answer.numbers.get("p_another_5y") or {}
    if is_event(answer) or not both.get("reference") or horizon(answer) != FIVE_YEARS:
        return None
    low, high = both["reference"]
    return float(low), float(high)


def strongest(answer: Answer) -> str:
    """Whose chance of leaving changes most, among those where the sign is told."""
    changes = {m: e for m, e in answer.numbers["by_member"].items() if known(e)}
    told = [m for m, e in changes.items() if sign(e)]
    if not changes:
        return ""
    if all(change["low"] == change["high"] == 0 for change in changes.values()):
        return "No other member leaves more or less often in any pair of runs."
    if not told:
        return "For no single member is the sign of the change told."
    names = labels(answer)
    told.sort(key=lambda member: -abs(changes[member]["value"]))
    parts = [f"{names[member]} {points(changes[member]['value'])}" for member in told]
    rest = [names[member] for member in changes if member not in told]
    sentence = f"Change of the chance to leave, in percentage points: {listing(parts)}"
    return f"{sentence}; the sign is not told for {listing(rest)}." if rest else f"{sentence}."


def concerned(answer: Answer) -> str:
    """Whom an event concerns by itself: it topples nobody else by them."""
    names = labels(answer)
    own = [names[member] for member in names if member not in answer.numbers["by_member"]]
    if not is_event(answer) or not own:
        return ""
    are, them = ("is", "it") if len(own) == 1 else ("are", "them")
    return f"{listing(own)} {are} not counted: the event itself concerns {them}."


def already_out(answer: Answer) -> str:
    """Who is out when the futures part, and cannot be toppled."""
    names = labels(answer)
    out = [names[m] for m, change in answer.numbers["by_member"].items() if not known(change)]
    return f"Already out when the futures part: {listing(out)}." if out else ""


def against_active(answer: Answer) -> str:
    """The effect against a future in which a frozen member is active again."""
    estimate = answer.numbers["against_active"]
    if not known(estimate):
        return ""
    return (
        f"Against a future in which {cause(answer)} is active again instead of frozen: "
        f"{signed(estimate['value'], decimals(estimate))} exits {signed_interval(estimate)}."
    )


def pairs(answer: Answer) -> str:
    """How many pairs count, and which do not."""
    left_out = int(answer.numbers.get("left_out") or 0)
    if not left_out:
        return ""
    verb = "is" if left_out == 1 else "are"
    return (
        f"{count(left_out)} of {repetitions(answer)} {verb} left out: {cause(answer)} is "
        "already out there when the futures part."
    )


def uncertainty(answer: Answer) -> str:
    """What the interval holds, and what it does not."""
    return (
        f"The interval is the luck of {repetitions(answer)} alone. The record does not tell "
        "beforehand whether an exit draws others or closes ranks; what is not known about the "
        "assumptions is wider than this interval and not in it."
    )


def effect_rows(answer: Answer) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of an effect as a table."""
    names = labels(answer)
    first, second = ("With it", "Without it") if is_event(answer) else ("Exit", "Stay")
    treated, control = arms(answer)
    body = []
    for row in answer.tables["by_member"].to_dict("records"):
        one, two = row[treated], row[control]
        cells = ["–", "–", "–"]
        if row["value"] == row["value"]:
            change = f"{points(row['value'])} ({_span(row)})"
            cells = [percent(one), percent(two), change]
        body.append([names[row["member"]], *cells])
    return ["Other member", first, second, "Difference in points"], body


# --- the matrix -----------------------------------------------------------------------------------


def cells(answer: Answer) -> list[dict[str, Any]]:
    """The cells off the diagonal, the largest change first."""
    table = answer.tables["matrix"]
    known_rows = table[table["value"].notna()].to_dict("records")
    rows = [{str(key): value for key, value in row.items()} for row in known_rows]
    return sorted(rows, key=lambda row: -abs(row["value"]))


def matrix_headline(answer: Answer) -> str:
    """Who changes most for whom, in one sentence."""
    names = labels(answer)
    everything = cells(answer)
    told = [cell for cell in everything if sign(cell)]
    if everything and all(cell["low"] == cell["high"] == 0 for cell in everything):
        return f"No exit changes anything for anyone else, in any run, {assumptions(answer)}."
    if not told:
        return (
            f"For no pair of members can these runs tell whether one exit makes another more or "
            f"less likely by {end(answer)}, {assumptions(answer)}."
        )
    cell = told[0]
    more = "more" if cell["value"] > 0 else "less"
    size = points(abs(cell["value"])).lstrip("+")
    ends = sorted(abs(cell[name]) for name in ("low", "high"))
    span = " to ".join(points(each).lstrip("+") for each in ends)
    return (
        f"The strongest link: if {names[cell['leaver']]} leaves, an exit of "
        f"{names[cell['other']]} by {end(answer)} is {size} percentage points {more} likely "
        f"({span}), {assumptions(answer)}."
    )


def matrix(answer: Answer) -> list[str]:
    """The matrix in sentences, the answer first."""
    everything = cells(answer)
    signs = [sign(cell) for cell in everything]
    if all(cell["low"] == cell["high"] == 0 for cell in everything):
        return [matrix_headline(answer)]
    sentences = [
        matrix_headline(answer),
        f"Of {len(signs)} ordered pairs of members, the exit of one makes that of the other "
        f"likelier in {signs.count(1)} and less likely in {signs.count(-1)}; in "
        f"{signs.count(0)} the sign is not told.",
        heaviest(answer),
        outside(answer),
        uncertainty(answer),
    ]
    return [sentence for sentence in sentences if sentence]


def heaviest(answer: Answer) -> str:
    """Whose exit changes most in all."""
    table = answer.tables["matrix"].dropna(subset=["value"])
    if table.empty:
        return ""
    sums = table.groupby("leaver", sort=False)["value"].sum()
    names = labels(answer)
    parts = [f"{names[str(leaver)]} {signed(value)}" for leaver, value in sums.items()]
    return f"Further exits when one leaves, all others together: {listing(parts)}."


def outside(answer: Answer) -> str:
    """Who cannot leave, for it is out already."""
    names, inside = labels(answer), {cell["leaver"] for cell in cells(answer)}
    out = [names[member] for member in names if member not in inside]
    if not out:
        return ""
    theirs = "its row and column are" if len(out) == 1 else "their rows and columns are"
    return f"Out already in {month(answer.inputs.now)}: {listing(out)}; {theirs} empty."


def matrix_rows(answer: Answer) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of the matrix as a table, in percentage points, each with its interval."""
    names = labels(answer)
    found = {(cell["leaver"], cell["other"]): cell for cell in cells(answer)}
    body = []
    for leaver in names:
        row = [f"{names[leaver]} leaves"]
        row += [_with_interval(found.get((leaver, other))) for other in names]
        body.append(row)
    return ["", *names.values()], body


def _with_interval(cell: Estimate | None) -> str:
    if cell is None:
        return ""
    return f"{cell_text(cell)}\n({_span(cell)})"


def _span(cell: Mapping[Any, Any]) -> str:
    """The interval of a change; none where no pair differs, of which it would say too much."""
    if cell["low"] == cell["high"] == 0:
        return "no pair differs"
    return f"{points(cell['low'])} to {points(cell['high'])}"


def cell_text(cell: Estimate | None) -> str:
    """A cell of the matrix in points; marked with a dot where the sign is not told."""
    if cell is None:
        return ""
    text = points(cell["value"])
    return text if sign(cell) else f"{text} ·"
