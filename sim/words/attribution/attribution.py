"""Words for an attribution: whose share of an effect, contagion, and who toppled whom."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from sim.answer import Answer
from sim.statistics import estimates
from sim.statistics.estimates import Estimate as Found
from sim.words.domino import cause
from sim.words.shared.amounts import (
    Estimate,
    count,
    decimals,
    listing,
    many,
    month,
    percent_and_interval,
    points,
    shortened,
    signed,
)
from sim.words.shared.subject import assumptions, end, known, labels

Row = dict[str, Any]

CHANNELS = {
    "reputation": "which pledges others saw kept or broken",
    "alignment": "how the others lean",
    "club": "how many remain",
    "dilution": "how far the patron is stretched",
    "precedent": "how leavers fare",
    "discipline": "who joins the patron's pressure",
    "conditional_events": "events that come only under conditions",
    "direct": "the event itself, with all channels cut",
}
"""What the parts are, for people."""

MOST_NAMED = 4
"""Parts that a sentence names at most."""
MOST_SHOWN = 12
"""Parts that a figure shows at most."""
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def by(answer: Answer) -> str:
    """What it is shared out to: channels, events or members."""
    return str(answer.numbers["by"])


def parts(answer: Answer) -> list[Row]:
    """The parts with label and estimate; events with the largest share first."""
    rows = [
        {str(k): v for k, v in row.items()} for row in answer.tables["parts"].to_dict("records")
    ]
    if by(answer) == "events":
        rows.sort(key=lambda row: -abs(row["value"]))
    return rows


def moving(answer: Answer) -> list[Row]:
    """The parts that change something in some run."""
    return [row for row in parts(answer) if not row["low"] == row["high"] == 0]


def amount(answer: Answer, estimate: Estimate) -> str:
    """A share with its sign: exits, or percentage points of a chance."""
    if by(answer) == "members":
        return points(estimate["value"])
    return signed(estimate["value"], places(answer))


def places(answer: Answer) -> int:
    """Decimals of exits: the same for all parts, so that one sees them sum up."""
    return max(3, decimals(answer.numbers["total"]))


def amount_and_interval(answer: Answer, estimate: Estimate) -> str:
    """Both: +0.010 (+0.008 to +0.012)."""
    if by(answer) == "members":
        value, low, high = (points(estimate[name]) for name in ("value", "low", "high"))
    else:
        value, low, high = (
            signed(estimate[name], places(answer)) for name in ("value", "low", "high")
        )
    return f"{value} ({low} to {high})"


def label(answer: Answer, row: Row, length: int = 70) -> str:
    """The name of a part for people: an event by its title."""
    text = shortened(str(row["label"]), length)
    return f"“{text}”" if by(answer) == "events" else text


def explained(answer: Answer, row: Row) -> str:
    """The name of a part, of a channel with what it is."""
    meaning = CHANNELS.get(str(row["part"])) if by(answer) == "channels" else None
    return f"{label(answer, row)}: {meaning}" if meaning else label(answer, row)


def at_least(k: int) -> str:
    """How many: two or more."""
    return f"{NUMBERS[k] if k < len(NUMBERS) else count(k)} or more"


def _opened(text: str) -> str:
    """A sentence with a capital at its beginning."""
    return text[:1].upper() + text[1:]


# --- the answer -----------------------------------------------------------------------------------


def headline(answer: Answer) -> str:
    """Whose share of what, in one sentence."""
    told = [row for row in moving(answer) if estimates.sign(Found.of_row(row).known())]
    told.sort(key=lambda row: -abs(row["value"]))
    named = [f"{label(answer, row)} {amount(answer, row)}" for row in told[:MOST_NAMED]]
    whole, lead = _whole(answer)
    shares = f"{lead} {listing(named)}" if named else "; no part is told from 0"
    return f"{whole}{shares}, {assumptions(answer)}."


def _whole(answer: Answer) -> tuple[str, str]:
    """What is shared out, and how its parts are led in."""
    numbers, total = answer.numbers, answer.numbers["total"]
    if by(answer) == "members":
        chance = percent_and_interval(numbers["all"])
        return (
            f"{_opened(at_least(numbers['k']))} members leave by {end(answer)} in {chance} of runs",
            "; of these percentage points each member carries:",
        )
    changes = f"{_cause(answer)} changes the number of other members that leave by {end(answer)} by"
    what = amount_and_interval(answer, total)
    if by(answer) == "channels":
        return f"{changes} {what} on average", ", carried by"
    bare = amount_and_interval(answer, numbers["none"])
    lead = (
        "lies in:"
        if estimates.sign(Found.of_row(total).known())
        else "is not told from 0, so that these of its parts may be luck:"
    )
    return (
        f"{changes} {amount_and_interval(answer, numbers['all'])} on average, and by {bare} if "
        f"none of the recorded events had happened",
        f"; the difference of {what} {lead}",
    )


def _cause(answer: Answer) -> str:
    name = cause.cause(_of_cause(answer))
    if cause.is_event(_of_cause(answer)):
        return f"{_opened(name)} {cause.event_month(_of_cause(answer))}"
    return f"An exit of {name} in {month(answer.numbers['at'])}"


def attribution(answer: Answer) -> list[str]:
    """The attribution in sentences, the answer first."""
    sentences = [
        headline(answer),
        not_told(answer),
        together(answer),
        contagion(answer),
        toppled(answer),
        method(answer),
        cause.pairs(_of_cause(answer)) if by(answer) != "members" else "",
        cause.uncertainty(answer),
    ]
    return [sentence for sentence in sentences if sentence]


def not_told(answer: Answer) -> str:
    """The parts whose sign the runs do not tell, and those that change nothing."""
    untold = [row for row in moving(answer) if not estimates.sign(Found.of_row(row).known())]
    still = [row for row in parts(answer) if row["low"] == row["high"] == 0]
    told = []
    if untold:
        told.append(f"the sign is not told for {_some(answer, untold)}")
    if still:
        told.append(f"{_some(answer, still)} change{'s' * (len(still) == 1)} nothing in any run")
    return f"{_opened('; '.join(told))}." if told else ""


def together(answer: Answer) -> str:
    """The parts that are told where all are looked at at once; nothing of a single part."""
    found = answer.numbers["simultaneous"]
    if found["parts"] < 2:
        return ""
    rows = [row for row in parts(answer) if row["part"] in found["told"]]
    named = [label(answer, row) for row in rows[:MOST_NAMED]]
    left = len(rows) - len(named)
    names = listing([*named, *([f"{count(left)} more"] if left else [])])
    return (
        f"Each interval is of one part alone; corrected for all {found['parts']} at once (Holm), "
        f"the sign is told for {names or 'none'}."
    )


def _some(answer: Answer, rows: list[Row]) -> str:
    """Parts by name, or how many where they are events."""
    if by(answer) == "events":
        return many(len(rows), "event")
    return listing([label(answer, row) for row in rows])


def method(answer: Answer) -> str:
    """How the shares were found."""
    orders, number = answer.numbers["orders"], len(answer.tables["parts"])
    shares = "A share is what a part adds, averaged over all orders of adding the parts (Shapley)"
    if orders is None:
        number -= "direct" in set(answer.tables["parts"]["part"])
        return f"{shares}; every one of the {count(2**number)} combinations was played."
    return f"{shares}, of which {count(orders)} were drawn; its interval holds that too."


def contagion(answer: Answer) -> str:
    """How much of several exits is contagion, for the k that was asked."""
    k = answer.numbers["k"]
    row = next(row for row in answer.numbers["contagion"] if row["k"] == k)
    many_leave = f"{at_least(k)} members leave by {end(answer)}"
    if not known(row):
        return f"In no run do {many_leave}: there is nothing to split."
    both = (
        f"{_opened(many_leave)} in {chance(row['free'])} of runs, and in {chance(row['cut'])} on "
        "the same luck when nobody learns of the others"
    )
    span = f"({share(row['low'])} to {share(row['high'])})"
    if row["low"] > 0:
        return (
            f"{both}: {share(row['value'])} of it is contagion {span}, the rest common cause and "
            "each member's own reasons."
        )
    if row["high"] < 0:
        return (
            f"{both}: the channels hold members together, for contagion's share is negative, "
            f"{share(row['value'])} {span}."
        )
    return f"{both}: whether there is contagion in it is not told, {share(row['value'])} {span}."


def chance(probability: float) -> str:
    """A rare chance; differences between such do not show without a decimal."""
    return f"{probability * 100:.1f}%"


def share(value: float) -> str:
    """A share of contagion, which may be negative."""
    text = f"{abs(value) * 100:.0f}%"
    return f"−{text}" if value < 0 and text != "0%" else text


def edges(answer: Answer) -> list[Row]:
    """Who toppled whom, or kept whom in: the edges that occur, the most frequent first."""
    rows = [row for row in answer.numbers["toppled"] if row["value"] or row["kept"]]
    return sorted(rows, key=lambda row: -abs(net(row)))


def net(row: Row) -> float:
    """Share of runs in which an exit topples another member, less that in which it keeps it in."""
    return float(row["value"] - row["kept"])


def told_edge(row: Row) -> int:
    """+1 or -1 where the sign of an edge is told, else 0."""
    if row["change"] is None:
        return 0
    return estimates.sign(Found(row["change"], row["change_low"], row["change_high"]).known())


def _of_cause(answer: Answer) -> Answer[Any]:
    """The answer as words for a cause read it."""
    return replace(answer, result=SimpleNamespace(**answer.numbers))


def toppled(answer: Answer) -> str:
    """The strongest edge, in words."""
    found = edges(answer)
    told = [row for row in found if told_edge(row)]
    if not found:
        return (
            "In no run does one exit bring about another one, or prevent it, beyond what the "
            "notice before it did."
        )
    if not told:
        return (
            "For no pair of members do these runs tell whether one exit brings about another, "
            "beyond what the notice before it did."
        )
    return f"{edge(answer, told[0])}{_beyond_notice()}"


def edge(answer: Answer, row: Row) -> str:
    """An edge with its counterfactual."""
    names = labels(answer)
    leaver, other = names[row["leaver"]], names[row["other"]]
    return (
        f"Where {leaver} leaves, {other} leaves from then on in {chance(row['with'])} of runs, "
        f"and in {chance(row['without'])} on the same luck without {leaver}'s exit."
    )


def _beyond_notice() -> str:
    return " Without it means: held at the status before it, which may be a notice already given."


def table(answer: Answer) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of the shares as a table, the sum last."""
    unit = "Points" if by(answer) == "members" else "Exits"
    heads = [by(answer)[:-1].capitalize(), unit, "95% interval"]
    shown, rest = moving(answer), len(parts(answer)) - len(moving(answer))
    body = [[explained(answer, row), *_amounts(answer, row)] for row in shown]
    if rest:
        body.append([f"{many(rest, 'part')} without effect in any run", "0", ""])
    return heads, [*body, ["together", *_amounts(answer, answer.numbers["total"])]]


def _amounts(answer: Answer, estimate: Estimate) -> list[str]:
    value, _, span = amount_and_interval(answer, estimate).partition(" ")
    return [value, span.strip("()")]


# --- the figures ----------------------------------------------------------------------------------


def shares_sentence(answer: Answer) -> str:
    """What the figure of the shares shows."""
    told = [row for row in moving(answer) if estimates.sign(Found.of_row(row).known())]
    if not told:
        return "For no part do these runs tell whether it adds to the effect or takes from it."
    top = max(told, key=lambda row: abs(row["value"]))
    name = label(answer, top)
    against = [row for row in told if row["value"] * top["value"] < 0]
    text = f"The largest part is {name}: {amount(answer, top)} of {_total(answer)}"
    if against:
        text += f"; {listing([label(answer, row) for row in against[:MOST_NAMED]])} the other way"
    return f"{text}."


def _total(answer: Answer) -> str:
    unit = "percentage points" if by(answer) == "members" else "exits"
    return f"{amount(answer, answer.numbers['total'])} {unit}"


def shares_reading(answer: Answer) -> str:
    """How to read the figure of the shares."""
    unit = "Percentage points" if by(answer) == "members" else "Exits of other members"
    left_out = len(moving(answer)) - MOST_SHOWN
    rest = f"; {count(left_out)} smaller ones are not drawn" if left_out > 0 else ""
    return (
        f"{unit} that each part adds, with 95% intervals; all parts sum to the last row{rest}. "
        "Filled: adds. Hatched: takes away. Hollow: the interval contains 0."
    )


def contagion_reading(_: Answer) -> str:
    """How to read the figure of contagion."""
    return (
        "Share of the chance that goes when nobody learns of the others, on the same luck; lines "
        "are 95% intervals, hollow where they contain 0; left of 0 the channels hold members back. "
        "Right: the chance with the channels, and with all of them cut."
    )


def tree_sentence(answer: Answer) -> str:
    """What the figure of the tree shows."""
    told = [row for row in edges(answer) if told_edge(row)]
    return edge(answer, told[0]) if told else toppled(answer)


def tree_reading(_: Answer) -> str:
    """How to read the figure of the tree."""
    return (
        "From the one who leaves to the one for whom that decides it. Solid, with a head: it "
        "leaves, and would not have. Dashed, with a bar: it stays, and would have left. Width: net "
        "share of runs, written in percentage points. Thin and grey: the sign is not told."
    )
