"""The sentences of the figures and the table of a sensitivity analysis, and how to read them."""

from __future__ import annotations

from sim.answer import Answer
from sim.words.sensitivity.numbers import (
    PARTS,
    Row,
    effect_and_interval,
    effects,
    indices,
    method,
    most,
    parts,
    share,
    share_and_interval,
    signed_size,
    size,
    sized,
)
from sim.words.shared.amounts import count, many
from sim.words.sweep.sweep import outcome, outcomes, quantity, setting, unit


def rows(answer: Answer) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of the analysis as a table, the outcomes one after the other."""
    match method(answer):
        case "sobol":
            heads = ["Assumption", "Alone", "With interactions"]
            made = {name: _index_rows(answer, name) for name in outcomes(answer)}
        case "morris":
            heads = ["Assumption", "Range", "Mean size", "Mean", "Standard deviation"]
            made = {name: _effect_rows(answer, name) for name in outcomes(answer)}
        case _:
            heads = ["Part", "Share of the variance of a run"]
            made = {name: _part_rows(answer, name) for name in outcomes(answer)}
    if len(made) == 1:
        return heads, next(iter(made.values()))
    empty = [""] * (len(heads) - 1)
    return heads, [
        row for name, some in made.items() for row in [[outcome(name, answer), *empty], *some]
    ]


def _index_rows(answer: Answer, name: str) -> list[list[str]]:
    return [
        [
            quantity(row["path"], answer),
            share_and_interval(row["first"]),
            share_and_interval(row["total"]),
        ]
        for row in indices(answer, name)
    ]


def _effect_rows(answer: Answer, name: str) -> list[list[str]]:
    kind, every = unit(name), effects(answer, name)
    shown = [row for row in every if row["value"] > 0][: most(answer)]
    body = [
        [
            quantity(row["path"], answer),
            f"{setting(row['range_low'])} to {setting(row['range_high'])}",
            effect_and_interval(row, kind),
            signed_size(row["mu"], kind),
            size(row["sigma"], kind),
        ]
        for row in shown
    ]
    rest = every[len(shown) :]
    if rest:
        top = f"at most {size(rest[0]['value'], kind)}" if rest[0]["value"] else "0"
        body.append([f"{many(len(rest), 'other')}", "", top, "", ""])
    return body


def _part_rows(answer: Answer, name: str) -> list[list[str]]:
    split = parts(answer, name)
    return [[words, share_and_interval(split[part])] for part, words in PARTS.items() if split]


# --- the figures ----------------------------------------------------------------------------------


def indices_sentence(answer: Answer) -> str:
    """What the figure of the indices shows."""
    name = outcomes(answer)[0]
    listed = indices(answer, name)
    if not listed:
        return f"{outcome(name, answer)} is the same at every point that was tried."
    top = listed[0]
    return (
        f"{outcome(name, answer)} hangs most on {quantity(top['path'], answer)}: "
        f"{share(top['total']['value'])} of its variance with all interactions, "
        f"{share(top['first']['value'])} alone."
    )


def indices_reading(answer: Answer) -> str:
    """How to read the figure of the indices."""
    return (
        "Share of the variance between points. Filled: what an assumption accounts for alone. "
        "Hollow: with all its interactions, which several may share, so that these sum to more "
        f"than 100%. Lines are 95% intervals of the sample of points.{_left_out(answer)}"
    )


def effects_sentence(answer: Answer) -> str:
    """What the figure of the effects shows."""
    name = outcomes(answer)[0]
    moved = [row for row in effects(answer, name) if row["value"] > 0]
    if not moved:
        return f"{outcome(name, answer)} is the same at every point that was tried."
    top = moved[0]
    return (
        f"{outcome(name, answer)} moves most over the range of {quantity(top['path'], answer)}: "
        f"{sized(top['value'], unit(name))} on average."
    )


def effects_reading(answer: Answer) -> str:
    """How to read the figure of the effects."""
    drawn, whole = 0, 0
    for name in outcomes(answer):
        moved = sum(row["value"] > 0 for row in effects(answer, name))
        drawn, whole = max(drawn, min(moved, most(answer))), max(whole, moved)
    left = f" Of {count(whole)} that move it, the {count(drawn)} largest." if whole > drawn else ""
    return (
        "Bars: mean size of the change as one assumption goes over its whole range and the others "
        "stand anywhere in theirs, from steps of two thirds of it; lines are 95% intervals. "
        "Filled: raises on average; hatched: lowers. Diamonds: standard deviation of the changes; "
        f"far right, the assumption interacts or its effect bends.{left}"
    )


def _left_out(answer: Answer) -> str:
    whole = max(len(indices(answer, name)) for name in outcomes(answer))
    rest = whole - most(answer)
    return (
        f" {many(rest, 'smaller one')} {'is' if rest == 1 else 'are'} not drawn."
        if rest > 0
        else ""
    )


def split_sentence(answer: Answer) -> str:
    """What the figure of the split shows."""
    name = outcomes(answer)[0]
    split = parts(answer, name)
    if not split:
        return f"{outcome(name, answer)}: no run that was played differs from another."
    top = max(split, key=lambda part: float(split[part]["value"]))
    return (
        f"{outcome(name, answer)}: {share(split[top]['value'])} of the variance of a single run is "
        f"{_is(top)}."
    )


def _is(part: str) -> str:
    return {
        "luck": "luck",
        "parameters": "what is not known about the parameters",
        "rule": "the choice of the rule of decision",
        "both": "what the rule does at some parameters and not at others",
    }[part]


def split_reading(_: Answer) -> str:
    """How to read the figure of the split."""
    return (
        "Variance of an outcome of one run, when parameters are drawn from their ranges and one of "
        "three rules of decision is drawn evenly. Parts near 0 may be estimated below it and are "
        "drawn as 0. In brackets: 95% intervals."
    )


def index_hover(row: Row) -> str:
    """An index as it is told when pointed at."""
    return (
        f"alone {share_and_interval(row['first'])}<br>with interactions "
        f"{share_and_interval(row['total'])}"
    )


def effect_hover(row: Row, kind: str) -> str:
    """An elementary effect as it is told when pointed at."""
    return (
        f"size {effect_and_interval(row, kind)}<br>mean {signed_size(row['mu'], kind)}, standard "
        f"deviation {size(row['sigma'], kind)}"
    )


def axis_of(kind: str) -> str:
    """Title of an axis of effects."""
    names = {"probability": "percentage points", "exits": "exits"}
    return names.get(kind, "exits per member-year")
