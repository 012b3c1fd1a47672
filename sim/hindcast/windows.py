"""Windows of five years in which a member may or may not take its first free step."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sim.seeding.history import Body, Span

YEARS = 5
PHASES = 5
LEAST = 0.5
"""A window is left out when less than this share of it lies before the end of body or record."""


@dataclass(frozen=True, slots=True)
class Row:
    """One member in one window.

    Attributes
    ----------
    left : bool
        Whether its first free step falls into the window.
    years : float
        Length of the window as far as it was watched.
    at : float
        Years from the beginning of the window to the step, or to the end of watching.
    act : str
        Name of the act that the step belongs to.
    """

    iso3: str
    left: bool
    years: float
    at: float
    act: str


@dataclass(frozen=True)
class Window:
    """The members that take full part in a body on 1 January of ``year``, and what they do next."""

    organisation: str
    year: int
    rows: tuple[Row, ...]

    @property
    def phase(self) -> int:
        """Which of the ``PHASES`` interleaved series of windows it belongs to, by calendar."""
        return self.year % YEARS


def windows(body: Body, until: float) -> Iterator[Window]:
    """Windows from each 1 January after the founding, so that all phases are covered.

    Parameters
    ----------
    until : float
        Year and fraction at which the record ends.
    """
    end = min(body.dissolved, until)
    year = math.floor(body.founded) + 1
    while end - year >= LEAST * YEARS:
        if body.leader(year) is not None:
            rows = tuple(watched(body.at_risk(year), year, min(year + YEARS, end)))
            if rows:
                yield Window(body.name, year, rows)
        year += 1


def watched(spans: Iterable[Span], year: int, end: float) -> Iterator[Row]:
    """What became of each member; one that was made to go early on is left out."""
    for span in spans:
        left = span.step < end
        last = span.step if left else min(end, span.gone)
        if left or last - year >= LEAST * YEARS:
            years = (end if left else last) - year
            act = span.act if left else ""
            yield Row(span.iso3, left, years, last - year, act)
