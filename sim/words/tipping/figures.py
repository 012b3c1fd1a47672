"""The sentences of the figures of tipping, and how to read them."""

from __future__ import annotations

from sim.analysis.tipping.result import (
    TippingChange,
    TippingChannels,
    TippingDistances,
    TippingPhases,
    TippingValue,
)
from sim.answer import Answer
from sim.words.shared.amounts import many
from sim.words.sweep import figures as sweep_figures
from sim.words.sweep import sweep
from sim.words.tipping import channel_strengths, crossings
from sim.words.tipping.crossings import level
from sim.words.tipping.distances import MOST_ROWS


def curve(answer: Answer[TippingValue]) -> str:
    """The outcome at both ends of the range."""
    return sweep_figures.curve(crossings.as_sweep(answer))


def phases(answer: Answer[TippingPhases]) -> str:
    """The lowest and the highest estimate."""
    table = answer.tables["data"]["value"]
    low, high = (crossings.amount(answer, float(end)) for end in (table.min(), table.max()))
    return f"{crossings.outcome(answer)}: from {low} to {high} over the points tried."


def channels(answer: Answer[TippingChannels]) -> str:
    """Which single channel brings most at its strongest, beside all together."""
    table = answer.tables["strengths"]
    last = table[table["strength"] == answer.result.up_to].set_index("channel")["value"]
    single = last.drop("all").astype(float)
    top = str(single.idxmax())
    most, whole = (channel_strengths.shown(answer, value) for value in (single[top], last["all"]))
    return (
        f"At {crossings.number(answer.result.up_to)} times its "
        f"strength {top} alone brings most of single channels, {most}; all together {whole}."
    )


def distances(answer: Answer[TippingDistances]) -> str:
    """How many shifts tip a member."""
    table = answer.tables["distances"]
    reach, number = int(table["value"].notna().sum()), len(table)
    bring = "brings its member" if reach == 1 else "bring their member"
    return (
        f"Of {many(number, 'shift')} of one quantity {reach} {bring} to leave in "
        f"{level(answer)} of runs."
    )


def changes(answer: Answer[TippingChange]) -> str:
    """How many changes are resolved."""
    table = answer.tables["changes"]
    resolved = int(((table["low"] > 0) | (table["high"] < 0)).sum())
    return (
        f"Of {many(len(table), 'change')} to an end of a stated range {resolved} move "
        f"{crossings.within(crossings.outcome(answer))} by more than their interval."
    )


def curve_reading(answer: Answer[TippingValue]) -> str:
    """How to read the curve."""
    return (
        f"Line: the estimate at each value, band its 95% interval. Dashed: {level(answer)}. Dot "
        f"and bar: where it crosses, with the 95% interval.{_stated(answer, 'Grey line')}"
    )


def phases_reading(answer: Answer[TippingPhases]) -> str:
    """How to read the phase diagram."""
    return (
        f"Colour: the estimate at each point. Line: {level(answer)}, drawn between the points. "
        f"Ringed points: their 95% interval holds it.{_stated(answer, 'Cross')}"
    )


def _stated(answer: Answer, mark: str) -> str:
    """What marks the scenario itself, where it states these numbers."""
    values = (sweep.stated_value(answer, axis[0]) for axis in answer.inputs.options["vary"])
    return "" if None in values else f" {mark}: what the scenario states."


def channels_reading(answer: Answer[TippingChannels]) -> str:
    """How to read the strengths."""
    return (
        "By the strength of the channel, 1 as written; the band is the 95% interval with all "
        f"together. Dashed: {level(answer)}. Dots and bars: where a curve crosses it, with "
        "the 95% interval."
    )


def distances_reading(answer: Answer[TippingDistances]) -> str:
    """How to read the distances."""
    return (
        "Each bar is the whole scale of a quantity. Tick: its value now. Dot and line: where the "
        f"member leaves in {level(answer)} of runs, with the 95% interval. Right: that value, or "
        "the chance nearest to it that a shift reaches."
    )


def changes_reading(answer: Answer[TippingChange]) -> str:
    """How to read the changes."""
    return (
        f"The {MOST_ROWS} changes that move it most, on the same luck; lines are 95% intervals, "
        "hollow where they contain 0. Among so many some are told by chance alone."
    )
