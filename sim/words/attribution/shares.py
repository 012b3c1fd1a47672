"""Words for the parts of an effect: what each carries, and which are resolved."""

from __future__ import annotations

from dataclasses import dataclass

from sim.analysis.attribution.result import AttributionResult
from sim.answer import Answer
from sim.statistics.estimates import KnownEstimate, sign
from sim.words.shared.amounts import count, decimals, listing, many, points, shortened, signed

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


@dataclass(frozen=True)
class PartShare:
    """What a part carries: exits, or a difference of chances, with its 95% interval."""

    part: str
    label: str
    value: float
    low: float
    high: float

    @property
    def moves_nothing(self) -> bool:
        """Whether it changes nothing in any run."""
        return self.low == self.high == 0


def by(answer: Answer[AttributionResult]) -> str:
    """What it is shared out to: channels, events or members."""
    return answer.result.by


def parts(answer: Answer[AttributionResult]) -> list[PartShare]:
    """The parts with label and estimate; events with the largest share first."""
    rows = answer.tables["parts"][["part", "label", "value", "low", "high"]].to_dict("records")
    found = [PartShare(**{str(key): value for key, value in row.items()}) for row in rows]
    if by(answer) == "events":
        found.sort(key=lambda part: -abs(part.value))
    return found


def moving(answer: Answer[AttributionResult]) -> list[PartShare]:
    """The parts that change something in some run."""
    return [part for part in parts(answer) if not part.moves_nothing]


def resolved(answer: Answer[AttributionResult]) -> list[PartShare]:
    """The parts whose interval excludes 0."""
    return [part for part in moving(answer) if sign(part)]


def amount(answer: Answer[AttributionResult], estimate: KnownEstimate) -> str:
    """A share with its sign: exits, or percentage points of a chance."""
    return _signed(answer, estimate.value)


def amount_and_interval(answer: Answer[AttributionResult], estimate: KnownEstimate) -> str:
    """Both: +0.010 (+0.008 to +0.012)."""
    low, high = _signed(answer, estimate.low), _signed(answer, estimate.high)
    return f"{amount(answer, estimate)} ({low} to {high})"


def _signed(answer: Answer[AttributionResult], value: float) -> str:
    return points(value) if by(answer) == "members" else signed(value, places(answer))


def places(answer: Answer[AttributionResult]) -> int:
    """Decimals of exits: the same for all parts, so that one sees them sum up."""
    return max(3, decimals(answer.result.total.known()))


def label(answer: Answer[AttributionResult], part: PartShare, length: int = 70) -> str:
    """The name of a part for people: an event by its title.

    Parameters
    ----------
    answer : Answer
        An attribution.
    part : PartShare
        One of its parts.
    length : int
        Letters, at most.
    """
    text = shortened(part.label, length)
    return f"“{text}”" if by(answer) == "events" else text


def explained(answer: Answer[AttributionResult], part: PartShare) -> str:
    """The name of a part, of a channel with what it is."""
    meaning = CHANNELS.get(part.part) if by(answer) == "channels" else None
    return f"{label(answer, part)}: {meaning}" if meaning else label(answer, part)


def opened(text: str) -> str:
    """A sentence with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def unresolved(answer: Answer[AttributionResult]) -> str:
    """The parts whose interval holds 0, and those that change nothing."""
    open_parts = [part for part in moving(answer) if not sign(part)]
    still = [part for part in parts(answer) if part.moves_nothing]
    clauses = []
    if open_parts:
        clauses.append(f"the sign is not told for {_some(answer, open_parts)}")
    if still:
        changes = "changes" if len(still) == 1 else "change"
        clauses.append(f"{_some(answer, still)} {changes} nothing in any run")
    return f"{opened('; '.join(clauses))}." if clauses else ""


def resolved_together(answer: Answer[AttributionResult]) -> str:
    """The parts that are resolved where all are looked at at once; nothing of a single part."""
    found = answer.result.simultaneous
    if found.parts < 2:
        return ""
    those = [part for part in parts(answer) if part.part in found.resolved]
    named = [label(answer, part) for part in those[:MOST_NAMED]]
    left = len(those) - len(named)
    names = listing([*named, *([f"{count(left)} more"] if left else [])])
    return (
        f"Each interval is of one part alone; corrected for all {found.parts} at once (Holm), "
        f"the sign is told for {names or 'none'}."
    )


def _some(answer: Answer[AttributionResult], those: list[PartShare]) -> str:
    """Parts by name, or how many where they are events."""
    if by(answer) == "events":
        return many(len(those), "event")
    return listing([label(answer, part) for part in those])


def method(answer: Answer[AttributionResult]) -> str:
    """How the shares were found."""
    orders, number = answer.result.orders, len(answer.tables["parts"])
    shares = "A share is what a part adds, averaged over all orders of adding the parts (Shapley)"
    if orders is None:
        number -= "direct" in set(answer.tables["parts"]["part"])
        return f"{shares}; every one of the {count(2**number)} combinations was played."
    return f"{shares}, of which {count(orders)} were drawn; its interval holds that too."


def table(answer: Answer[AttributionResult]) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of the shares as a table, the sum last."""
    unit = "Points" if by(answer) == "members" else "Exits"
    heads = [by(answer)[:-1].capitalize(), unit, "95% interval"]
    shown, rest = moving(answer), len(parts(answer)) - len(moving(answer))
    body = [[explained(answer, part), *_amounts(answer, part)] for part in shown]
    if rest:
        body.append([f"{many(rest, 'part')} without effect in any run", "0", ""])
    return heads, [*body, ["together", *_amounts(answer, answer.result.total.known())]]


def _amounts(answer: Answer[AttributionResult], estimate: KnownEstimate) -> list[str]:
    value, _, span = amount_and_interval(answer, estimate).partition(" ")
    return [value, span.strip("()")]


def shares_sentence(answer: Answer[AttributionResult]) -> str:
    """What the figure of the shares shows."""
    found = resolved(answer)
    if not found:
        return "For no part do these runs tell whether it adds to the effect or takes from it."
    top = max(found, key=lambda part: abs(part.value))
    name = label(answer, top)
    against = [part for part in found if part.value * top.value < 0]
    text = f"The largest part is {name}: {amount(answer, top)} of {_total(answer)}"
    if against:
        text += f"; {listing([label(answer, part) for part in against[:MOST_NAMED]])} the other way"
    return f"{text}."


def _total(answer: Answer[AttributionResult]) -> str:
    unit = "percentage points" if by(answer) == "members" else "exits"
    return f"{amount(answer, answer.result.total.known())} {unit}"


def shares_reading(answer: Answer[AttributionResult]) -> str:
    """How to read the figure of the shares."""
    unit = "Percentage points" if by(answer) == "members" else "Exits of other members"
    left_out = len(moving(answer)) - MOST_SHOWN
    rest = f"; {count(left_out)} smaller ones are not drawn" if left_out > 0 else ""
    return (
        f"{unit} that each part adds, with 95% intervals; all parts sum to the last row{rest}. "
        "Filled: adds. Hatched: takes away. Hollow: the interval contains 0."
    )
