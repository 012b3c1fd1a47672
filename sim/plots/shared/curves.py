"""What curves over months share: bands, the recorded months, and where they end."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.plots.shared.palette import see_through
from sim.plots.shared.sheet import Part, Sheet, milliseconds
from sim.scenario.document.months import later

if TYPE_CHECKING:
    from pandas import DataFrame

HISTORY = 120
"""Recorded months that are shown at most."""


def band(
    x: NDArray[Any], low: NDArray[Any], high: NDArray[Any], colour: str, opacity: float, **axes: str
) -> Part:
    """The area between two curves.

    Parameters
    ----------
    x, low, high : ndarray (points,)
        Where it stands, and its lower and upper edge, in the units of the axes.
    colour : str
        Its hue, ``#RRGGBB``.
    opacity : float in [0, 1]
        How much of the hue there is.
    axes : str
        ``xaxis`` and ``yaxis``, where they are not the first.
    """
    return {
        "type": "scatter",
        "mode": "lines",
        "x": np.concatenate([x, x[::-1]]),
        "y": np.concatenate([high, low[::-1]]).astype(np.float32),
        "fill": "toself",
        "fillcolor": see_through(colour, opacity),
        "line": {"width": 0},
        "hoverinfo": "skip",
        **axes,
    }


def by_member(table: DataFrame) -> dict[str, DataFrame]:
    """The rows of each member."""
    return {str(member): rows for member, rows in table.groupby("member", sort=False)}


def asked(table: DataFrame) -> DataFrame:
    """The rows that have a number: who is out already has no first exit to draw."""
    return table[table["value"].notna()]


def at_end(rows: DataFrame) -> float:
    """Where the curve of a member ends, on the ground where it has none: its name stands there."""
    last = float(rows["value"].iloc[-1])
    return 0.0 if math.isnan(last) else last


def shown_from(sheet: Sheet) -> str:
    """The first month that is drawn."""
    inputs = sheet.answer.inputs
    return max(inputs.start, later(inputs.now, -HISTORY))


def now_line(sheet: Sheet, **axes: Any) -> Part:
    """The end of the record."""
    at = int(milliseconds([sheet.answer.inputs.now])[0])
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": at,
        "x1": at,
        "y0": 0,
        "y1": 1,
        "layer": "below",
        "line": {"width": 1, "color": sheet.theme.reference},
        **axes,
    }
