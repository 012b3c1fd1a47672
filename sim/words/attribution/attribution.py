"""Words for an attribution: whose share of an effect, contagion, and who toppled whom."""

from __future__ import annotations

from sim.analysis.attribution.result import AttributionResult
from sim.answer import Answer
from sim.statistics.estimates import sign
from sim.words.attribution.contagion import at_least, contagion
from sim.words.attribution.shares import (
    MOST_NAMED,
    amount,
    amount_and_interval,
    by,
    label,
    method,
    opened,
    resolved,
    resolved_together,
    unresolved,
)
from sim.words.attribution.tree import toppled
from sim.words.domino import cause
from sim.words.shared.amounts import listing, month, percent_and_interval
from sim.words.shared.subject import assumptions, end


def headline(answer: Answer[AttributionResult]) -> str:
    """Whose share of what, in one sentence."""
    found = sorted(resolved(answer), key=lambda part: -abs(part.value))
    named = [f"{label(answer, part)} {amount(answer, part)}" for part in found[:MOST_NAMED]]
    whole, lead = _whole(answer)
    shares = f"{lead} {listing(named)}" if named else "; no part is told from 0"
    return f"{whole}{shares}, {assumptions(answer)}."


def _whole(answer: Answer[AttributionResult]) -> tuple[str, str]:
    """What is shared out, and how its parts are led in."""
    result, total = answer.result, answer.result.total.known()
    if by(answer) == "members":
        chance = percent_and_interval(result.all.known())
        return (
            f"{opened(at_least(result.k))} members leave by {end(answer)} in {chance} of runs",
            "; of these percentage points each member carries:",
        )
    changes = f"{_cause(answer)} changes the number of other members that leave by {end(answer)} by"
    what = amount_and_interval(answer, total)
    if by(answer) == "channels":
        return f"{changes} {what} on average", ", carried by"
    bare = amount_and_interval(answer, result.none.known())
    lead = (
        "lies in:" if sign(total) else "is not told from 0, so that these of its parts may be luck:"
    )
    return (
        f"{changes} {amount_and_interval(answer, result.all.known())} on average, and by {bare} if "
        f"none of the recorded events had happened",
        f"; the difference of {what} {lead}",
    )


def _cause(answer: Answer[AttributionResult]) -> str:
    name = cause.cause(answer)
    if cause.is_event(answer):
        return f"{opened(name)} {cause.event_month(answer)}"
    return f"An exit of {name} in {month(answer.result.at)}"


def attribution(answer: Answer[AttributionResult]) -> list[str]:
    """The attribution in sentences, the answer first."""
    sentences = [
        headline(answer),
        unresolved(answer),
        resolved_together(answer),
        contagion(answer),
        toppled(answer),
        method(answer),
        cause.pairs(answer) if by(answer) != "members" else "",
        cause.uncertainty(answer),
    ]
    return [sentence for sentence in sentences if sentence]
