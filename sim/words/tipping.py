"""Words for tipping: what an answer says, whichever of its five questions it answers."""

from __future__ import annotations

from sim.answer import Answer
from sim.words import crossings, tipping_channels, tipping_states
from sim.words.crossings import ask
from sim.words.subject import assumptions


def headline(answer: Answer) -> str:
    """What tips it, in one sentence."""
    return f"{_HEADLINES[ask(answer)](answer)}, {assumptions(answer)}."


def sentences(answer: Answer) -> list[str]:
    """The headline, and what it rests on."""
    return [headline(answer), *(text for text in _MORE[ask(answer)](answer) if text)]


def rows(answer: Answer) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of the answer as a small table."""
    return _ROWS[ask(answer)](answer)


_HEADLINES = {
    "value": crossings.value,
    "phases": crossings.phases,
    "channels": tipping_channels.headline,
    "distances": tipping_states.nearest,
    "change": tipping_states.largest,
}
_MORE = {
    "value": crossings.value_more,
    "phases": crossings.phases_more,
    "channels": tipping_channels.more,
    "distances": tipping_states.distances_more,
    "change": tipping_states.change_more,
}
_ROWS = {
    "value": crossings.value_rows,
    "phases": crossings.phases_rows,
    "channels": tipping_channels.rows,
    "distances": tipping_states.distances_rows,
    "change": tipping_states.change_rows,
}
