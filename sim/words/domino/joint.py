"""Words for the exit of several members at once: together, each alone, and beyond their sum."""

from __future__ import annotations

from sim.analysis.domino.result import JointResult
from sim.answer import Answer
from sim.statistics.estimates import KnownEstimate, is_known, sign
from sim.words.domino import effect
from sim.words.domino.cause import uncertainty
from sim.words.shared.amounts import (
    count,
    decimals,
    listing,
    month,
    plain,
    signed,
    signed_interval,
)
from sim.words.shared.subject import assumptions, end, labels, repetitions

JOINT, BEYOND = "joint", "beyond"


def leavers(answer: Answer[JointResult]) -> str:
    """Who exits, by name."""
    names = labels(answer)
    return listing([names[member] for member in answer.result.of])


def headline(answer: Answer[JointResult]) -> str:
    """The joint effect in one sentence, with its sign or the word that it cannot be told."""
    estimate = answer.result.effect
    if not is_known(estimate):
        return f"No pair of runs is left to compare, {assumptions(answer)}."
    value, interval = estimate.value, signed_interval(estimate)
    when = month(answer.result.at)
    condition = f"{leavers(answer)} all leave in {when}"
    if len(answer.result.of) == 2:
        condition = f"{leavers(answer)} both leave in {when}"
    stay = "they stay as they are"
    if estimate.low == estimate.high == 0:
        return (
            f"Exactly as many other members leave by {end(answer)} if {condition} as if {stay}, "
            f"in every pair of runs, {assumptions(answer)}."
        )
    if sign(estimate) == 0:
        return (
            f"These runs {effect.CANNOT_TELL}: if {condition}, the number of other members that "
            f"leave by {end(answer)} differs on average by {signed(value, decimals(estimate))} "
            f"{interval} from the future in which {stay}, {assumptions(answer)}."
        )
    more = "more" if value > 0 else "fewer"
    return (
        f"If {condition}, {plain(abs(value), decimals(estimate))} {more} other members leave on "
        f"average by {end(answer)} than if {stay} {interval}, {assumptions(answer)}."
    )


def sentences(answer: Answer[JointResult]) -> list[str]:
    """The joint effect in sentences, the answer first."""
    if not is_known(answer.result.effect):
        return [headline(answer), left_out(answer)]
    told = [
        headline(answer),
        alone(answer),
        beyond(answer),
        effect.ratio(answer),
        effect.strongest(answer),
        effect.already_out(answer),
        against_active(answer),
        left_out(answer),
        uncertainty(answer),
    ]
    return [sentence for sentence in told if sentence]


def alone(answer: Answer[JointResult]) -> str:
    """What each exit does by itself, on the same members."""
    names = labels(answer)
    parts = [f"{names[m]} {_with_interval(e.known())}" for m, e in answer.result.alone.items()]
    return f"Each alone, while the rest of them stay: {listing(parts)} exits of the same members."


def beyond(answer: Answer[JointResult]) -> str:
    """What comes of leaving together."""
    estimate = answer.result.beyond.known()
    told = _with_interval(estimate)
    if estimate.low == estimate.high == 0:
        return "Together they do exactly what each alone adds up to, in every pair of runs."
    if sign(estimate) == 0:
        return f"Beyond the sum of these: {told}, whose sign is not told."
    more = "more" if estimate.value > 0 else "less"
    return f"Together they do {more} than each alone adds up to: {told}."


def _with_interval(estimate: KnownEstimate) -> str:
    value = signed(estimate.value, decimals(estimate))
    return f"{value} {signed_interval(estimate)}"


def against_active(answer: Answer[JointResult]) -> str:
    """The effect against a future in which the frozen among them are active again."""
    estimate = answer.result.against_active
    if not is_known(estimate):
        return ""
    return (
        "Against a future in which those of them that are frozen are active again: "
        f"{_with_interval(estimate)} exits."
    )


def left_out(answer: Answer[JointResult]) -> str:
    """How many pairs do not count."""
    number = int(answer.result.left_out)
    if not number:
        return ""
    verb = "is" if number == 1 else "are"
    return (
        f"{count(number)} of {repetitions(answer)} {verb} left out: one of {leavers(answer)} is "
        "already out there when the futures part."
    )


def rows(answer: Answer[JointResult]) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of the joint effect as a table."""
    result = answer.result
    found = {JOINT: result.effect, **result.alone, BEYOND: result.beyond}
    body = [
        [row_name(answer, of), signed(e.value, decimals(e)), signed_interval(e)]
        for of, e in found.items()
        if is_known(e)
    ]
    return ["Who leaves", "Further exits", "95% interval"], body


def row_name(answer: Answer[JointResult], of: str) -> str:
    """A row of the table in words."""
    usual = {JOINT: "together", BEYOND: "beyond the sum"}
    return usual.get(of) or f"{labels(answer)[of]} alone"


def figure_sentence(answer: Answer[JointResult]) -> str:
    """What leaving together adds."""
    return beyond(answer) if is_known(answer.result.effect) else "No pair of runs is left."


def figure_reading(answer: Answer[JointResult]) -> str:
    """How to read it."""
    return (
        f"Further exits of the other members by {end(answer)}, on the same luck: all of them leave "
        "against all stay, each alone against all stay, and what is beyond the sum; lines are 95% "
        "intervals, hollow where they contain 0."
    )
