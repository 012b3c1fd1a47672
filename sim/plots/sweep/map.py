"""Sweeps over two paths: maps of outcomes, and the regions of one."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.plots.shared.palette import PROBABILITY, Scale, signed_scale
from sim.plots.shared.rounding import round_top
from sim.plots.shared.sheet import SMALL, Part, Sheet, escaped
from sim.plots.sweep.cells import Cells
from sim.plots.sweep.regions import KEY_LINE, within_and_below
from sim.plots.sweep.regions import RIGHT as REGIONS_RIGHT
from sim.plots.sweep.sweep import (
    MAP,
    MOST_PANELS,
    Axes,
    axes_of,
    hovers,
    panel_name,
    panels,
    path_axis,
    range_of,
    set_axis,
    thinned,
)
from sim.words.shared.amounts import LIKELIHOODS
from sim.words.sweep import figures as sweep_figures
from sim.words.sweep import sweep

if TYPE_CHECKING:
    from pandas import DataFrame

RIGHT = 70
REGIONS = 5
"""Of an outcome that is no probability."""


def heat_map(sheet: Sheet) -> Part:
    """Each outcome over two paths: the cells of a grid, else dots."""
    names = sweep.outcomes(sheet.answer)[:MOST_PANELS]
    is_grid = sheet.answer.inputs.options["design"] == "grid"
    parts = panels(sheet, len(names), MAP, RIGHT)
    for place, name in enumerate(names):
        axes = axes_of(place)
        table = sweep.of_outcome(sheet.answer, name)
        scale = _scale(sheet, name, table, parts[f"yaxis{axes['yaxis'][1:]}"]["domain"])
        draw = _cells if is_grid else _dots
        parts["data"].append(draw(sheet, name, table, axes, scale))
        head = sweep.outcome(name, sheet.answer)
        furnish(sheet, parts, head, axes, cells=0.5 if is_grid else 0.0)
    return parts


def phases(sheet: Sheet) -> Part:
    """The regions of the first outcome over two paths, named, with lines between them."""
    name = sweep.outcomes(sheet.answer)[0]
    table, axes = sweep.of_outcome(sheet.answer, name), axes_of(0)
    levels = _levels(table, sweep.unit(name))
    cells = Cells(sheet, table)
    place = np.interp(cells.of("value"), levels, np.arange(len(levels)))
    last = len(levels) - 1
    parts = panels(sheet, 1, MAP, REGIONS_RIGHT)
    parts["data"].append(
        {
            "type": "contour",
            "x": cells.x,
            "y": cells.y,
            "z": place,
            "zmin": 0,
            "zmax": last,
            "autocontour": False,
            "contours": {"start": 1, "end": last - 1, "size": 1, "coloring": "fill"},
            "colorscale": PROBABILITY,
            "line": {"width": 1, "color": sheet.theme.ground, "smoothing": 0},
            "showscale": False,
            **cells.told(sheet, name),
            **axes,
        }
    )
    within, below = within_and_below(sheet, cells, place, _region_names(name, levels))
    parts["annotations"] += [*within, *below]
    parts["margin"]["b"] += KEY_LINE * len({note["yshift"] for note in below})
    furnish(sheet, parts, sweep.outcome(name, sheet.answer), axes, cells=0.0)
    return parts


def _cells(sheet: Sheet, name: str, table: DataFrame, axes: Axes, scale: Part) -> Part:
    cells = Cells(sheet, table)
    return {
        "type": "heatmap",
        "x": cells.x,
        "y": cells.y,
        "z": cells.of("value"),
        "customdata": cells.of("k"),
        **cells.told(sheet, name),
        **scale,
        **axes,
    }


def _dots(sheet: Sheet, name: str, table: DataFrame, axes: Axes, scale: Part) -> Part:
    first, second = sweep.paths(sheet.answer)
    shown = thinned(table, "k")
    ends = {"cmin": scale["zmin"], "cmax": scale["zmax"]}
    colours = {key: scale[key] for key in ("colorscale", "showscale", "colorbar")}
    return {
        "type": "scatter",
        "mode": "markers",
        "x": shown[second].to_numpy(),
        "y": shown[first].to_numpy(),
        "customdata": shown["k"].to_numpy(),
        "text": hovers(sheet, name, shown),
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"size": 9, "color": shown["value"].to_numpy(), **ends, **colours},
        **axes,
    }


def _scale(sheet: Sheet, name: str, table: DataFrame, domain: list[float]) -> Part:
    """Colours of an outcome, from the lowest that is drawn to the highest, and their key."""
    unit = sweep.unit(name)
    low, high = (table["value"].min(), table["value"].max()) if len(table) else (0.0, 1.0)
    colours: Scale = PROBABILITY
    if unit == "probability":
        low, high = 0.0, round_top(float(high))
    elif low < 0 < high:
        high = max(-low, high)
        low, colours = -high, signed_scale(sheet.theme)
    elif low == high:
        high = low + 1
    ticks = np.linspace(float(low), float(high), 5)
    return {
        "zmin": float(low),
        "zmax": float(high),
        "colorscale": colours,
        "showscale": True,
        "colorbar": colour_key(sheet, domain, ticks, [_tick(tick, unit) for tick in ticks]),
    }


def colour_key(
    sheet: Sheet, domain: list[float], ticks: NDArray[np.float64], texts: list[str]
) -> Part:
    """The key to the colours of a map, beside it.

    Parameters
    ----------
    sheet : Sheet
        What is drawn on.
    domain : list of float
        Lower and upper end of the panel, as shares of the height.
    ticks : sequence of float
        Where on the scale a text stands, in the unit of the outcome.
    texts : sequence of str
        One for each tick.
    """
    return {
        "thickness": 10,
        "outlinewidth": 0,
        "x": 1.01,
        "xanchor": "left",
        "y": sum(domain) / 2,
        "len": domain[1] - domain[0],
        "ypad": 0,
        "tickvals": ticks,
        "ticktext": texts,
        "tickfont": {"size": SMALL, "color": sheet.theme.quiet},
    }


def _tick(value: float, unit: str) -> str:
    return f"{value * 100:.3g}%" if unit == "probability" else f"{value:.3g}"


def furnish(sheet: Sheet, parts: Part, head: str, axes: Axes, *, cells: float) -> None:
    """The axes of a map, what it shows, and a cross where the scenario itself lies.

    Parameters
    ----------
    sheet : Sheet
        What is drawn on.
    parts : dict
        The figure so far, which is added to.
    head : str
        What stands above the panel.
    axes : dict of str
        Names of its two axes.
    cells : float in [0, 0.5]
        What is seen of the map beyond the range of a grid, in cells.
    """
    first, second = sweep.paths(sheet.answer)
    set_axis(parts, axes["xaxis"], path_axis(sheet, second) | _beyond(sheet, second, cells))
    set_axis(parts, axes["yaxis"], path_axis(sheet, first) | _beyond(sheet, first, cells))
    along = escaped(sweep.quantity(first, sheet.answer))
    parts["annotations"].append(panel_name(sheet, f"{head}; upwards: ", axes))
    parts["annotations"][-1]["text"] += along
    parts[f"yaxis{axes['yaxis'][1:]}"].pop("title")
    x, y = (sweep.stated_value(sheet.answer, path) for path in (second, first))
    if all(sweep.shows_stated(sheet.answer, path) for path in (first, second)):
        parts["data"].append(_cross(sheet, x, y, axes))


def _beyond(sheet: Sheet, path: str, cells: float) -> Part:
    counts = {axis[0]: axis[3] for axis in sheet.answer.inputs.options["vary"]}
    if counts[path] is None:
        return {}
    low, high = range_of(sheet, path)
    air = cells * (high - low) / (counts[path] - 1)
    return {"range": [low - air, high + air]}


def _cross(sheet: Sheet, x: float | None, y: float | None, axes: Axes) -> Part:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x],
        "y": [y],
        "marker": {
            "symbol": "cross-thin",
            "size": 13,
            "line": {"width": 2, "color": sheet.theme.ink},
        },
        "hoverinfo": "skip",
        **axes,
    }


def _levels(table: DataFrame, unit: str) -> list[float]:
    """Bounds of the regions, the outer ones included."""
    if unit == "probability":
        return [0.0, *(bound for bound, _ in LIKELIHOODS), 1.0]
    low, high = (table["value"].min(), table["value"].max()) if len(table) else (0.0, 1.0)
    return np.linspace(
        float(low), float(high) if high > low else float(low) + 1, REGIONS + 1
    ).tolist()


def _region_names(name: str, levels: list[float]) -> list[str]:
    """What each region is called, escaped."""
    unit = sweep.unit(name)
    return [escaped(sweep_figures.region(ends, unit)) for ends in pairwise(levels)]
