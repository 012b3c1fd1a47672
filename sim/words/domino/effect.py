"""Words for the domino effect: two futures, and what tells them apart."""

from __future__ import annotations

from typing import Protocol

from sim.analysis.domino.result import EffectResult
from sim.answer import Answer
from sim.bounds import FIVE_YEARS
from sim.statistics.estimates import Estimate, KnownEstimate, is_known, sign
from sim.words.domino.cause import cause, event_month, is_event, pairs, uncertainty
from sim.words.shared.amounts import (
    decimals,
    listing,
    month,
    percent,
    percent_and_interval,
    plain,
    points,
    signed,
    signed_interval,
)
from sim.words.shared.subject import assumptions, end, labels, span

CANNOT_TELL = "cannot tell the sign"

CHANCE = {"exit": "on an exit", "stay": "on a stay", "with": "with it", "without": "without it"}
"""The futures by the names of their arms."""


class Contrasted(Protocol):
    """A result that holds two futures against each other."""

    @property
    def hazard_ratio(self) -> Estimate | None:
        """First exits per member-month at risk, one future over the other."""

    @property
    def by_member(self) -> dict[str, Estimate]:
        """Change of the chance to leave, of each counted member."""


def changes_of[R: Contrasted](answer: Answer[R]) -> dict[str, KnownEstimate]:
    """Change of the chance to leave, of each member that could still leave."""
    return {
        member: change for member, change in answer.result.by_member.items() if is_known(change)
    }


def futures(answer: Answer[EffectResult]) -> tuple[str, str]:
    """The two futures in a few words each."""
    name = cause(answer)
    if is_event(answer):
        return f"with {name}", "without it"
    return f"{name} leaves", "it stays"


def _condition(answer: Answer[EffectResult]) -> str:
    """The first future as a condition."""
    when = month(answer.result.at)
    if is_event(answer):
        return f"with {cause(answer)} {event_month(answer)}"
    return f"if {cause(answer)} leaves in {when}"


def _against(answer: Answer[EffectResult]) -> str:
    return "without it" if is_event(answer) else "if it stays as it is"


def headline(answer: Answer[EffectResult]) -> str:
    """The effect in one sentence, with its sign or the word that it cannot be told."""
    estimate = answer.result.effect
    if not is_known(estimate):
        return f"No pair of runs is left to compare, {assumptions(answer)}."
    value, places = estimate.value, decimals(estimate)
    interval = signed_interval(estimate)
    condition, against = _condition(answer), _against(answer)
    if estimate.low == estimate.high == 0:
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


def sentences(answer: Answer[EffectResult]) -> list[str]:
    """The domino effect in sentences, the answer first."""
    if not is_known(answer.result.effect):
        return [headline(answer), pairs(answer)]
    parts = [
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
    return [part for part in parts if part]


def ratio[R: Contrasted](answer: Answer[R]) -> str:
    """How much faster the others leave."""
    estimate = answer.result.hazard_ratio
    if not is_known(estimate):
        return "There is no hazard ratio: in one of the futures nobody else leaves."
    low, high = estimate.low, estimate.high
    unresolved = "; the interval contains 1" if low <= 1 <= high else ""
    return (
        f"The others leave at {plain(estimate.value)} times the rate (hazard ratio, "
        f"{plain(low)} to {plain(high)}{unresolved})."
    )


def another(answer: Answer[EffectResult]) -> str:
    """Whether another exit follows within five years, beside the record's reference."""
    soon = answer.result.p_another_5y.by_arm()
    found = [soon[arm] for arm in answer.result.arms if arm in soon]
    chances = [percent_and_interval(chance) for chance in found if is_known(chance)]
    if len(chances) < 2:
        return ""
    one, two = chances
    where = ("with it", "without it") if is_event(answer) else ("with the exit", "without it")
    sentence = (
        f"Within {span(horizon(answer))} another member is out in {one} of runs {where[0]} and "
        f"in {two} {where[1]}"
    )
    record = reference(answer)
    if record:
        low, high = record
        sentence += f"; the record suggests {percent(low)} after an exit, and up to {percent(high)}"
    return f"{sentence}."


def horizon(answer: Answer[EffectResult]) -> int:
    """Months within which another exit is counted: five years, less where the end is nearer."""
    return answer.result.p_another_5y.months


def reference(answer: Answer[EffectResult]) -> tuple[float, float] | None:
    """What the record suggests for another exit within five years of one; None elsewhere."""
    if is_event(answer) or horizon(answer) != FIVE_YEARS:
        return None
    low, high = answer.result.p_another_5y.reference
    return low, high


def strongest[R: Contrasted](answer: Answer[R]) -> str:
    """Whose chance of leaving changes most, among those whose change is resolved."""
    changes = changes_of(answer)
    resolved = [member for member, change in changes.items() if sign(change)]
    if not changes:
        return ""
    if all(change.low == change.high == 0 for change in changes.values()):
        return "No other member leaves more or less often in any pair of runs."
    if not resolved:
        return "For no single member is the sign of the change told."
    names = labels(answer)
    resolved.sort(key=lambda member: -abs(changes[member].value))
    parts = [f"{names[member]} {points(changes[member].value)}" for member in resolved]
    rest = [names[member] for member in changes if member not in resolved]
    sentence = f"Change of the chance to leave, in percentage points: {listing(parts)}"
    return f"{sentence}; the sign is not told for {listing(rest)}." if rest else f"{sentence}."


def concerned(answer: Answer[EffectResult]) -> str:
    """Whom an event concerns by itself: it topples nobody else by them."""
    names = labels(answer)
    own = [names[member] for member in names if member not in answer.result.by_member]
    if not is_event(answer) or not own:
        return ""
    are, them = ("is", "it") if len(own) == 1 else ("are", "them")
    return f"{listing(own)} {are} not counted: the event itself concerns {them}."


def already_out[R: Contrasted](answer: Answer[R]) -> str:
    """Who is out when the futures part, and cannot be toppled."""
    names = labels(answer)
    out = [names[m] for m, change in answer.result.by_member.items() if not is_known(change)]
    return f"Already out when the futures part: {listing(out)}." if out else ""


def against_active(answer: Answer[EffectResult]) -> str:
    """The effect against a future in which a frozen member is active again."""
    estimate = answer.result.against_active
    if not is_known(estimate):
        return ""
    return (
        f"Against a future in which {cause(answer)} is active again instead of frozen: "
        f"{signed(estimate.value, decimals(estimate))} exits {signed_interval(estimate)}."
    )


def rows(answer: Answer[EffectResult]) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of an effect as a table."""
    names = labels(answer)
    first, second = ("With it", "Without it") if is_event(answer) else ("Exit", "Stay")
    treated, control = answer.result.arms
    body = []
    for row in answer.tables["by_member"].to_dict("records"):
        change = Estimate.of_row(row)
        cells = ["–", "–", "–"]
        if is_known(change):
            difference = f"{points(change.value)} ({span_of_change(change)})"
            cells = [percent(row[treated]), percent(row[control]), difference]
        body.append([names[row["member"]], *cells])
    return ["Other member", first, second, "Difference in points"], body


def span_of_change(change: KnownEstimate) -> str:
    """The interval of a change; none where no pair differs, of which it would say too much."""
    if change.low == change.high == 0:
        return "no pair differs"
    return f"{points(change.low)} to {points(change.high)}"
