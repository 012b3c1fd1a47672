"""Words for what an effect is the effect of, which an attribution shares out too."""

from __future__ import annotations

from typing import Any, Protocol

from sim.answer import Answer
from sim.words.shared.amounts import count, month, shortened
from sim.words.shared.subject import labels, repetitions, stated


class Caused(Protocol):
    """A result about a cause: the exit of a member, or an event."""

    @property
    def of(self) -> str | None:
        """Id of the member or the event."""

    @property
    def kind(self) -> str | None:
        """``member`` or ``event``."""

    @property
    def at(self) -> str:
        """Month in which the futures with and without it part."""

    @property
    def left_out(self) -> int:
        """Pairs of runs that do not count."""


def is_event[R: Caused](answer: Answer[R]) -> bool:
    """Whether the effect is that of an event rather than of an exit."""
    return answer.result.kind == "event"


def cause[R: Caused](answer: Answer[R]) -> str:
    """What is held against its absence: a member, or an event by its title."""
    of = str(answer.result.of)
    if not is_event(answer):
        return labels(answer)[of]
    event = _stated_event(answer) or {}
    return f"“{shortened(str(event.get('title') or of), 80)}”"


def event_month[R: Caused](answer: Answer[R]) -> str:
    """When an event happens; one without a month of its own comes by chance, or never."""
    when = month(answer.result.at)
    event = _stated_event(answer) or {}
    return f"in {when}" if event.get("month") else f"possible from {when} on"


def _stated_event[R: Caused](answer: Answer[R]) -> dict[str, Any] | None:
    """The event as the scenario states it."""
    event: dict[str, Any] | None = (stated(answer.inputs.scenario_text).get("events") or {}).get(
        answer.result.of
    )
    return event


def pairs[R: Caused](answer: Answer[R]) -> str:
    """How many pairs count, and which do not."""
    left_out = answer.result.left_out
    if not left_out:
        return ""
    verb = "is" if left_out == 1 else "are"
    return (
        f"{count(left_out)} of {repetitions(answer)} {verb} left out: {cause(answer)} is "
        "already out there when the futures part."
    )


def uncertainty(answer: Answer) -> str:
    """What the interval holds, and what it does not."""
    return (
        f"The interval is the luck of {repetitions(answer)} alone. The record does not tell "
        "beforehand whether an exit draws others or closes ranks; what is not known about the "
        "assumptions is wider than this interval and not in it."
    )
