"""Arrows on a map: who draws whom along, and how much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.plots.shared.outlines import middle
from sim.plots.shared.palette import FEWER, MORE, see_through
from sim.plots.shared.sheet import Part, Sheet

if TYPE_CHECKING:
    pass

BEND = 0.18
"""How far an arrow bows out, as a share of its length: there and back do not overlie."""
THIN, THICK = 1.2, 8.0
STEPS = 24


@dataclass(frozen=True)
class MapArrow:
    """A signed link between two members."""

    leaver: str
    other: str
    value: float
    hover: str


def _width_of(arrow: MapArrow, arrows: Sequence[MapArrow]) -> float:
    most = max(abs(each.value) for each in arrows)
    return THIN + (THICK - THIN) * abs(arrow.value) / most


def _curve(codes: Mapping[str, str], arrow: MapArrow) -> np.ndarray[Any, np.dtype[np.float64]]:
    """A bow from one member to the other, float64 (steps, 2), short of both dots."""
    start, end = (np.array(middle(codes[m])) for m in (arrow.leaver, arrow.other))
    along = end - start
    control = (start + end) / 2 + BEND * np.array([-along[1], along[0]])
    t = np.linspace(0.06, 0.93, STEPS)[:, None]
    return np.asarray((1 - t) ** 2 * start + 2 * t * (1 - t) * control + t**2 * end)


def _hue(arrow: MapArrow) -> str:
    return MORE if arrow.value > 0 else FEWER


def shaft(
    sheet: Sheet, codes: Mapping[str, str], arrow: MapArrow, arrows: Sequence[MapArrow]
) -> list[Part]:
    """The shaft; dashed where the exit holds the other one in.

    Parameters
    ----------
    sheet : Sheet
        On which it is drawn.
    codes : mapping of str to str
        Country codes of the members whose outlines are known, by id.
    arrow : MapArrow
        Which one.
    arrows : sequence of MapArrow
        All of the map: the strongest is the widest.
    """
    if not {arrow.leaver, arrow.other} <= codes.keys():
        return []
    points = _curve(codes, arrow)
    line = {"color": see_through(_hue(arrow), 0.75), "width": _width_of(arrow, arrows)}
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": points[:-1, 0].tolist(),
            "y": points[:-1, 1].tolist(),
            "line": line if arrow.value > 0 else line | {"dash": "dash"},
            "text": [arrow.hover] * (STEPS - 1),
            "customdata": [[arrow.leaver, arrow.other]] * (STEPS - 1),
            "hovertemplate": "%{text}<extra></extra>",
        }
    ]


def head(
    sheet: Sheet, codes: Mapping[str, str], arrow: MapArrow, arrows: Sequence[MapArrow]
) -> Part:
    """The head; nothing to see where an outline is missing.

    Parameters
    ----------
    sheet, codes, arrow, arrows
        As of ``shaft``.
    """
    if not {arrow.leaver, arrow.other} <= codes.keys():
        return sheet.note("", visible=False, x=0, y=0)
    points = _curve(codes, arrow)
    (ax, ay), (x, y) = points[-4], points[-1]
    return sheet.note(
        "",
        x=float(x),
        y=float(y),
        ax=float(ax),
        ay=float(ay),
        axref="x",
        ayref="y",
        showarrow=True,
        arrowhead=2,
        arrowsize=max(0.6, 2.2 / _width_of(arrow, arrows)),
        arrowwidth=_width_of(arrow, arrows),
        arrowcolor=_hue(arrow),
    )
