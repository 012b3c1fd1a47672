"""Words for tipping: what an answer says, whichever of its five questions it answers."""

from __future__ import annotations

from collections.abc import Callable

from sim.analysis.tipping.result import TippingResult
from sim.answer import Answer
from sim.words.shared.subject import assumptions
from sim.words.tipping import channel_strengths, crossings
from sim.words.tipping import distances as tipping_distances
from sim.words.tipping.crossings import ask


def headline(answer: Answer[TippingResult]) -> str:
    """What tips it, in one sentence."""
    return f"{_HEADLINES[ask(answer)](answer)}, {assumptions(answer)}."


def sentences(answer: Answer[TippingResult]) -> list[str]:
    """The headline, and what it rests on."""
    return [headline(answer), *(text for text in _MORE[ask(answer)](answer) if text)]


def rows(answer: Answer[TippingResult]) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of the answer as a small table."""
    return _ROWS[ask(answer)](answer)


_HEADLINES: dict[str, Callable[[Answer], str]] = {
    "value": crossings.value,
    "phases": crossings.phases,
    "channels": channel_strengths.headline,
    "distances": tipping_distances.nearest,
    "change": tipping_distances.largest,
}
_MORE: dict[str, Callable[[Answer], list[str]]] = {
    "value": crossings.value_more,
    "phases": crossings.phases_more,
    "channels": channel_strengths.more,
    "distances": tipping_distances.distances_more,
    "change": tipping_distances.change_more,
}
_ROWS: dict[str, Callable[[Answer], tuple[list[str], list[list[str]]]]] = {
    "value": crossings.value_rows,
    "phases": crossings.phases_rows,
    "channels": channel_strengths.rows,
    "distances": tipping_distances.distances_rows,
    "change": tipping_distances.change_rows,
}
