"""The sentences of the figures and the table of a sensitivity analysis, and how to read them."""

from __future__ import annotations

from sim.analysis.sensitivity.result import (
    MorrisResult,
    SensitivityResult,
    SobolResult,
    SplitResult,
)
from sim.answer import Answer
from sim.words.sensitivity.numbers import (
    PARTS,
    QuantityEffects,
    QuantityIndices,
    effect_and_interval,
    effects,
    indices,
    most,
    moving,
    share,
    share_and_interval,
    signed_size,
    size,
    sized,
)
from sim.words.shared.amounts import count, many
from sim.words.sweep.sweep import outcome, outcomes, quantity, setting, unit


def rows(answer: Answer[SensitivityResult]) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of the analysis as a table, the outcomes one after the other."""
    result, names = answer.result, outcomes(answer)
    match result:
        case SobolResult():
            heads = ["Assumption", "Alone", "With interactions"]
            made = {name: _index_rows(answer, result, name) for name in names}
        case MorrisResult():
            heads = ["Assumption", "Range", "Mean size", "Mean", "Standard deviation"]
            made = {name: _effect_rows(answer, name) for name in names}
        case SplitResult():
            heads = ["Part", "Share of the variance of a run"]
            made = {name: _part_rows(result, name) for name in names}
    if len(made) == 1:
        return heads, next(iter(made.values()))
    empty = [""] * (len(heads) - 1)
    return heads, [
        row for name, some in made.items() for row in [[outcome(name, answer), *empty], *some]
    ]


def _index_rows(
    answer: Answer[SensitivityResult], result: SobolResult, name: str
) -> list[list[str]]:
    return [
        [
            quantity(each.path, answer),
            share_and_interval(each.first),
            share_and_interval(each.total),
        ]
        for each in indices(result, name)
    ]


def _effect_rows(answer: Answer[SensitivityResult], name: str) -> list[list[str]]:
    kind, every = unit(name), effects(answer, name)
    shown = moving(answer, name)[: most(answer)]
    body = [
        [
            quantity(each.path, answer),
            f"{setting(each.range_low)} to {setting(each.range_high)}",
            effect_and_interval(each, kind),
            signed_size(each.mu, kind),
            size(each.sigma, kind),
        ]
        for each in shown
    ]
    rest = every[len(shown) :]
    if rest:
        top = f"at most {size(rest[0].value, kind)}" if rest[0].value else "0"
        body.append([f"{many(len(rest), 'other')}", "", top, "", ""])
    return body


def _part_rows(result: SplitResult, name: str) -> list[list[str]]:
    parts = result.outcomes[name].parts
    return [[words, share_and_interval(parts[part])] for part, words in PARTS.items() if parts]


# --- the figures ----------------------------------------------------------------------------------


def indices_sentence(answer: Answer[SobolResult]) -> str:
    """What the figure of the indices shows."""
    name = outcomes(answer)[0]
    listed = indices(answer.result, name)
    if not listed:
        return f"{outcome(name, answer)} is the same at every point that was tried."
    top = listed[0]
    return (
        f"{outcome(name, answer)} hangs most on {quantity(top.path, answer)}: "
        f"{share(top.total.value)} of its variance with all interactions, "
        f"{share(top.first.value)} alone."
    )


def indices_reading(answer: Answer[SobolResult]) -> str:
    """How to read the figure of the indices."""
    return (
        "Share of the variance between points. Filled: what an assumption accounts for alone. "
        "Hollow: with all its interactions, which several may share, so that these sum to more "
        f"than 100%. Lines are 95% intervals of the sample of points.{_left_out(answer)}"
    )


def effects_sentence(answer: Answer[SensitivityResult]) -> str:
    """What the figure of the effects shows."""
    name = outcomes(answer)[0]
    moved = moving(answer, name)
    if not moved:
        return f"{outcome(name, answer)} is the same at every point that was tried."
    top = moved[0]
    return (
        f"{outcome(name, answer)} moves most over the range of {quantity(top.path, answer)}: "
        f"{sized(top.value, unit(name))} on average."
    )


def effects_reading(answer: Answer[SensitivityResult]) -> str:
    """How to read the figure of the effects."""
    drawn, whole = 0, 0
    for name in outcomes(answer):
        moved = len(moving(answer, name))
        drawn, whole = max(drawn, min(moved, most(answer))), max(whole, moved)
    left = f" Of {count(whole)} that move it, the {count(drawn)} largest." if whole > drawn else ""
    return (
        "Bars: mean size of the change as one assumption goes over its whole range and the others "
        "stand anywhere in theirs, from steps of two thirds of it; lines are 95% intervals. "
        "Filled: raises on average; hatched: lowers. Diamonds: standard deviation of the changes; "
        f"far right, the assumption interacts or its effect bends.{left}"
    )


def _left_out(answer: Answer[SobolResult]) -> str:
    whole = max(len(indices(answer.result, name)) for name in outcomes(answer))
    rest = whole - most(answer)
    return (
        f" {many(rest, 'smaller one')} {'is' if rest == 1 else 'are'} not drawn."
        if rest > 0
        else ""
    )


def split_sentence(answer: Answer[SplitResult]) -> str:
    """What the figure of the split shows."""
    name = outcomes(answer)[0]
    parts = answer.result.outcomes[name].parts
    if not parts:
        return f"{outcome(name, answer)}: no run that was played differs from another."
    top = max(parts, key=lambda part: parts[part].value)
    return (
        f"{outcome(name, answer)}: {share(parts[top].value)} of the variance of a single run is "
        f"{_is(top)}."
    )


def _is(part: str) -> str:
    return {
        "luck": "luck",
        "parameters": "what is not known about the parameters",
        "rule": "the choice of the rule of decision",
        "both": "what the rule does at some parameters and not at others",
    }[part]


def split_reading(_: Answer[SplitResult]) -> str:
    """How to read the figure of the split."""
    return (
        "Variance of an outcome of one run, when parameters are drawn from their ranges and one of "
        "three rules of decision is drawn evenly. Parts near 0 may be estimated below it and are "
        "drawn as 0. In brackets: 95% intervals."
    )


def index_hover(found: QuantityIndices) -> str:
    """An index as it is told when pointed at."""
    return (
        f"alone {share_and_interval(found.first)}<br>with interactions "
        f"{share_and_interval(found.total)}"
    )


def effect_hover(found: QuantityEffects, kind: str) -> str:
    """An elementary effect as it is told when pointed at."""
    return (
        f"size {effect_and_interval(found, kind)}<br>mean {signed_size(found.mu, kind)}, standard "
        f"deviation {size(found.sigma, kind)}"
    )


def axis_of(kind: str) -> str:
    """Title of an axis of effects."""
    names = {"probability": "percentage points", "exits": "exits"}
    return names.get(kind, "exits per member-year")
