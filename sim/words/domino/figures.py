"""The sentences of the figures of the domino effect and the matrix, and how to read them."""

from __future__ import annotations

from sim.analysis.domino.result import EffectResult, MatrixResult
from sim.answer import Answer
from sim.statistics.estimates import is_known, sign
from sim.words.domino.cause import cause, is_event
from sim.words.domino.effect import changes_of, futures, reference
from sim.words.domino.matrix import resolved_links
from sim.words.shared.amounts import percent, points
from sim.words.shared.subject import end, labels


def effect(answer: Answer[EffectResult]) -> str:
    """For whom an exit or event changes most."""
    if not is_known(answer.result.effect):
        return "No pair of runs is left to compare."
    name, names, changes = cause(answer), labels(answer), changes_of(answer)
    resolved = [member for member, change in changes.items() if sign(change)]
    subject = name if is_event(answer) else f"An exit of {name}"
    if all(change.low == change.high == 0 for change in changes.values()):
        return f"{subject} changes nothing for any other member, in any pair of runs."
    if not resolved:
        return f"{subject}: for no other member do these runs tell whether it leaves more often."
    top = max(resolved, key=lambda member: abs(changes[member].value))
    return (
        f"{subject} changes the chance to leave most for {names[top]}: "
        f"{points(changes[top].value)} percentage points by {end(answer)}."
    )


def effect_cascade(answer: Answer[EffectResult]) -> str:
    """How many others leave, in both futures."""
    table, (treated, control) = answer.tables["cascade"], answer.result.arms
    chances = table.set_index(["arm", "k"])["value"]
    if (treated, 1) not in chances.index:
        return "There is no other member."
    one, two = percent(chances[treated, 1]), percent(chances[control, 1])
    first, second = futures(answer)
    return f"At least one other member is out by {end(answer)}: {one} ({first}), {two} ({second})."


def matrix(answer: Answer[MatrixResult]) -> str:
    """The strongest link."""
    names, resolved = labels(answer), resolved_links(answer)
    if not resolved:
        return "For no pair of members is the sign told."
    link = resolved[0]
    return (
        f"If {names[link.leaver]} leaves, the chance that {names[link.other]} leaves by "
        f"{end(answer)} changes by {points(link.change.value)} percentage points: the strongest "
        "link."
    )


def effect_reading(answer: Answer[EffectResult]) -> str:
    """How to read it."""
    first, second = futures(answer)
    return (
        f"Difference in percentage points between two futures ({first}; {second}) on the same "
        "luck; lines are 95% intervals, hollow where they contain 0. Right: the chance in both."
    )


def effect_cascade_reading(answer: Answer[EffectResult]) -> str:
    """How to read it."""
    first, second = futures(answer)
    text = f"Filled: {first}. Hatched: {second}."
    record = reference(answer)
    if record:
        low, high = record
        text += (
            f" Grey: what the record suggests, {percent(low)} (median) to {percent(high)} "
            "(its 95% point)."
        )
    return text


def matrix_reading(_: Answer) -> str:
    """How to read it."""
    return (
        "Change of P(first exit), in percentage points, on the same luck. Grey with a dot: the 95% "
        "interval contains 0."
    )
