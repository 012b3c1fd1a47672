"""Pictures of results: ``FIGURES`` by name, each with its sentence and its source line."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from sim.answer import Answer
from sim.plots.shared.sheet import Part, Sheet
from sim.questions import FIGURES as DRAWN
from sim.questions import imported

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

WIDE, PHONE = 860, 364
"""Widths, in pixels, for which figures are drawn: a column of text, and a telephone."""


def draw(
    name: str, answer: Answer, *, theme: str = "light", width: int = WIDE, bare: bool = False
) -> Figure:
    """A figure of an answer.

    Parameters
    ----------
    name : str
        One of ``FIGURES``.
    answer : Answer
        What it shows.
    theme : str
        ``light`` or ``dark``.
    width : int
        Pixels that it is drawn for: text is wrapped, and labels are shortened, to fit.
    bare : bool
        Without its sentence and source line, for a page that sets these as text, and as wide as
        the page makes it.

    Raises
    ------
    KeyError
        A name that no figure has.
    """
    import plotly.graph_objects as go

    return go.Figure(drawing(name, answer, theme=theme, width=width, bare=bare), _validate=False)


def drawing(
    name: str, answer: Answer, *, theme: str = "light", width: int = WIDE, bare: bool = False
) -> Part:
    """The same figure as a plain dict."""
    sheet = Sheet.of(answer, theme, width)
    parts: Part = imported(DRAWN[name].draw)(sheet)
    height, margin = parts.pop("height"), parts.pop("margin")
    return sheet.framed(name, parts, height=height, margin=margin, bare=bare)


FIGURES: dict[str, Callable[..., Figure]] = {name: partial(draw, name) for name in DRAWN}
"""Every figure by its name: a function of an answer, with the options of ``draw``."""
