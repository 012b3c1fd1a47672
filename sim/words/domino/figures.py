"""The sentences of the figures of the domino effect and the matrix, and how to read them."""

from __future__ import annotations

from sim.answer import Answer
from sim.words.domino import domino
from sim.words.shared.amounts import (
    percent,
    points,
)
from sim.words.shared.subject import end, known, labels


def effect(answer: Answer) -> str:
    """For whom an exit or event changes most."""
    name, estimate = domino.cause(answer), answer.numbers["effect"]
    if not known(estimate):
        return "No pair of runs is left to compare."
    names = labels(answer)
    changes = {m: e for m, e in answer.numbers["by_member"].items() if known(e)}
    told = [m for m, e in changes.items() if domino.sign(e)]
    subject = name if domino.is_event(answer) else f"An exit of {name}"
    if all(change["low"] == change["high"] == 0 for change in changes.values()):
        return f"{subject} changes nothing for any other member, in any pair of runs."
    if not told:
        return f"{subject}: for no other member do these runs tell whether it leaves more often."
    top = max(told, key=lambda member: abs(changes[member]["value"]))
    return (
        f"{subject} changes the chance to leave most for {names[top]}: "
        f"{points(changes[top]['value'])} percentage points by {end(answer)}."
    )


def effect_cascade(answer: Answer) -> str:
    """How many others leave, in both futures."""
    table, (treated, control) = answer.tables["cascade"], domino.arms(answer)
    chances = table.set_index(["arm", "k"])["value"]
    if (treated, 1) not in chances.index:
        return "There is no other member."
    one, two = percent(chances[treated, 1]), percent(chances[control, 1])
    first, second = domino.futures(answer)
    return f"At least one other member is out by {end(answer)}: {one} ({first}), {two} ({second})."


def matrix(answer: Answer) -> str:
    """The strongest link."""
    names = labels(answer)
    told = [cell for cell in domino.cells(answer) if domino.sign(cell)]
    if not told:
        return "For no pair of members is the sign told."
    cell = told[0]
    return (
        f"If {names[cell['leaver']]} leaves, the chance that {names[cell['other']]} leaves by "
        f"{end(answer)} changes by {points(cell['value'])} percentage points: the strongest link."
    )


def effect_reading(answer: Answer) -> str:
    """How to read it."""
    first, second = domino.futures(answer)
    return (
        f"Difference in percentage points between two futures ({first}; {second}) on the same "
        "luck; lines are 95% intervals, hollow where they contain 0. Right: the chance in both."
    )


def effect_cascade_reading(answer: Answer) -> str:
    """How to read it."""
    first, second = domino.futures(answer)
    text = f"Filled: {first}. Hatched: {second}."
    reference = domino.reference(answer)
    if reference:
        low, high = reference
        text += f" Grey: what the record suggests, {low * 100:.0f} to {high * 100:.0f}%."
    return text


def matrix_reading(_: Answer) -> str:
    """How to read it."""
    return (
        "Change of P(first exit), in percentage points, on the same luck. Grey with a dot: the 95% "
        "interval contains 0."
    )
