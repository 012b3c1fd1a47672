"""The sentences of the figures of tipping, and how to read them."""

from __future__ import annotations

from sim.answer import Answer
from sim.words import sweeps, tipping
from sim.words.crossings import level
from sim.words.tipping_states import MOST_ROWS


def first(answer: Answer) -> str:
    """The answer without its condition, which stands beside the figure."""
    return f"{tipping.headline(answer).partition(', conditional on')[0]}."


def curve_reading(answer: Answer) -> str:
    """How to read the curve."""
    return (
        f"Line: the estimate at each value, band its 95% interval. Dashed: {level(answer)}. Dot "
        f"and bar: where it crosses, with the 95% interval.{_stated(answer, 'Grey line')}"
    )


def phases_reading(answer: Answer) -> str:
    """How to read the phase diagram."""
    return (
        f"Colour: the estimate at each point. Line: {level(answer)}, drawn between the points. "
        f"Ringed points: their 95% interval holds it.{_stated(answer, 'Cross')}"
    )


def _stated(answer: Answer, mark: str) -> str:
    """What marks the scenario itself, where it states these numbers."""
    values = (sweeps.stated_value(answer, axis[0]) for axis in answer.inputs.options["vary"])
    return "" if None in values else f" {mark}: what the scenario states."


def channels_reading(answer: Answer) -> str:
    """How to read the strengths."""
    return (
        "By the strength of the channel, 1 as written; the band is the 95% interval with all "
        f"together. Dashed: {level(answer)}. Dots and bars: where a curve rises through it, with "
        "the 95% interval."
    )


def distances_reading(answer: Answer) -> str:
    """How to read the distances."""
    return (
        "Each bar is the whole scale of a quantity. Tick: its value now. Dot and line: where the "
        f"member leaves in {level(answer)} of runs, with the 95% interval. Right: that value, or "
        "the chance nearest to it that a shift reaches."
    )


def changes_reading(answer: Answer) -> str:
    """How to read the changes."""
    return (
        f"The {MOST_ROWS} changes that move it most, on the same luck; lines are 95% intervals, "
        "hollow where they contain 0. Among so many some are told by chance alone."
    )
