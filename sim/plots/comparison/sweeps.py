"""Sweeps side by side: overlaid curves and their difference over one path, maps of it over two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.plots.comparison.comparison import DASHES
from sim.plots.comparison.contrast import points_of, signed_axis
from sim.plots.shared.curves import band
from sim.plots.shared.palette import ink_on, readable, scale_colour, signed_scale
from sim.plots.shared.sheet import TEXT, Part, Sheet, escaped
from sim.plots.shared.spacing import apart
from sim.plots.sweep.cells import Cells
from sim.plots.sweep.map import RIGHT, colour_key, furnish
from sim.plots.sweep.sweep import (
    HEAD,
    MAP,
    MOST_PANELS,
    PANEL,
    Axes,
    axes_of,
    hue_of,
    panel_name,
    panels,
    path_axis,
    set_axis,
    span_of,
    stated_line,
    thinned,
    value_axis,
)
from sim.words.comparison import side_by_side
from sim.words.comparison.sides import sides
from sim.words.shared.amounts import MINUS
from sim.words.sweep import sweep

if TYPE_CHECKING:
    from pandas import DataFrame

LETTERS = 34
"""Room for the letter of a side at the end of its curve, in pixels."""
MOST_MARKED = 400
"""Cells of a map in which the sign is written; of more, the colour alone tells it."""


# --- one path -------------------------------------------------------------------------------------


def curves(sheet: Sheet) -> Part:
    """Each outcome on every side over one path, and below it the difference from the first."""
    names = sweep.outcomes(sheet.answer)[: MOST_PANELS // 2]
    parts = panels(sheet, 2 * len(names), PANEL - HEAD, LETTERS)
    for place, name in enumerate(names):
        tables = side_by_side.of_sides(sheet.answer, name)
        differences = side_by_side.differences_of(sheet.answer, name)
        above, below = axes_of(2 * place), axes_of(2 * place + 1)
        colour, kind = hue_of(sheet, name, place), sweep.unit(name)
        _levels(sheet, parts, name, tables, above, colour)
        low, high = _ends(differences, kind)
        axis = signed_axis(sheet, low, high, 3) if kind == "probability" else None
        set_axis(parts, below["yaxis"], axis or value_axis(sheet, kind, (low, high)))
        parts["shapes"].append(_zero(sheet, below))
        parts["annotations"].append(panel_name(sheet, side_by_side.less(sheet.answer, name), below))
        for label, table in differences.items():
            parts["data"] += _line(sheet, label, thinned(table, _path(sheet)), colour, below)
        if len(differences) > 1:
            parts["annotations"] += _letters(sheet, differences, (low, high), colour, below)
        for axes in (above, below):
            set_axis(parts, axes["xaxis"], path_axis(sheet, _path(sheet)))
            parts["shapes"] += stated_line(sheet, _path(sheet), axes)
    return parts


def _path(sheet: Sheet) -> str:
    return sweep.paths(sheet.answer)[0]


def _levels(
    sheet: Sheet,
    parts: Part,
    name: str,
    tables: Mapping[str, DataFrame],
    axes: Axes,
    colour: str,
) -> None:
    """The outcome itself on each side."""
    span = span_of(tables.values(), sweep.unit(name))
    set_axis(parts, axes["yaxis"], value_axis(sheet, sweep.unit(name), span))
    parts["annotations"].append(panel_name(sheet, sweep.outcome(name, sheet.answer), axes))
    for label, table in tables.items():
        parts["data"] += _line(sheet, label, thinned(table, _path(sheet)), colour, axes)
    parts["annotations"] += _letters(sheet, tables, span, colour, axes)


def _line(sheet: Sheet, label: str, table: DataFrame, colour: str, axes: Axes) -> list[Part]:
    x, low, high = (table[column].to_numpy() for column in (_path(sheet), "low", "high"))
    several = len(sides(sheet.answer)) > 2
    is_difference = "resolved" in table
    line = {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": table["value"].to_numpy(),
        "text": [_hover(sheet, row) for row in table.to_dict("records")],
        "hovertemplate": "%{text}<extra></extra>",
        "line": {
            "color": colour,
            "width": 2.2,
            "dash": "solid" if is_difference and not several else DASHES[label],
        },
        **axes,
    }
    return [band(x, low, high, colour, 0.16, **axes), line]


def _hover(sheet: Sheet, row: Mapping[Any, Any]) -> str:
    return "<br>".join(escaped(line) for line in side_by_side.point(sheet.answer, row))


def _letters(
    sheet: Sheet,
    tables: Mapping[str, DataFrame],
    span: tuple[float, float],
    colour: str,
    axes: Axes,
) -> list[Part]:
    """Which side a curve belongs to, at its end."""
    path = _path(sheet)
    ends = {
        label: float(table.sort_values(path)["value"].iloc[-1])
        for label, table in list(tables.items())[::-1]  # where two end alike, A stands above
        if len(table)
    }
    places = apart(list(ends.values()), TEXT * 1.3 / (PANEL - HEAD) * (span[1] - span[0]), *span)
    return [
        sheet.note(
            f"<b>{label}</b>",
            font={"size": TEXT, "color": readable(colour, sheet.theme)},
            xref=f"{axes['xaxis']} domain",
            x=1,
            xanchor="left",
            xshift=6,
            yref=axes["yaxis"],
            y=place,
            yanchor="middle",
        )
        for label, place in zip(ends, places, strict=True)
    ]


def _ends(differences: Mapping[str, DataFrame], unit: str) -> tuple[float, float]:
    """Ends of an axis of differences that holds all intervals and 0."""
    least = 0.001 if unit == "probability" else 1e-9
    low = min([-least, *(float(table["low"].min()) for table in differences.values())])
    high = max([least, *(float(table["high"].max()) for table in differences.values())])
    return low * 1.1, high * 1.1


def _zero(sheet: Sheet, axes: Axes) -> Part:
    return {
        "type": "line",
        "layer": "below",
        "xref": f"{axes['xaxis']} domain",
        "x0": 0,
        "x1": 1,
        "yref": axes["yaxis"],
        "y0": 0,
        "y1": 0,
        "line": {"width": 1, "color": sheet.theme.quiet},
    }


# --- two paths ------------------------------------------------------------------------------------


def maps(sheet: Sheet) -> Part:
    """The difference of each outcome from the first side over two paths."""
    shown = [
        (name, label, table)
        for name in sweep.outcomes(sheet.answer)
        for label, table in side_by_side.differences_of(sheet.answer, name).items()
    ][:MOST_PANELS]
    is_grid = sheet.answer.inputs.options["design"] == "grid"
    parts = panels(sheet, len(shown), MAP, RIGHT)
    for place, (name, label, table) in enumerate(shown):
        axes = axes_of(place)
        reach = float(table["value"].abs().max()) if len(table) else 0.0
        reach = reach or (0.001 if sweep.unit(name) == "probability" else 1.0)
        domain = parts[f"yaxis{axes['yaxis'][1:]}"]["domain"]
        draw = _cells if is_grid else _dots
        parts["data"] += draw(sheet, table, axes, _scale(sheet, name, reach, domain))
        head = side_by_side.less(sheet.answer, name, label)
        furnish(sheet, parts, head, axes, cells=0.5 if is_grid else 0.0)
    return parts


def _scale(sheet: Sheet, name: str, reach: float, domain: list[float]) -> Part:
    ticks = np.linspace(-reach, reach, 5)
    is_share = sweep.unit(name) == "probability"
    texts = [points_of(tick) if is_share else _signed(tick) for tick in ticks]
    key = {"zmin": -reach, "zmax": reach, "colorscale": signed_scale(sheet.theme)}
    return key | {"showscale": True, "colorbar": colour_key(sheet, domain, ticks, texts)}


def _signed(value: float) -> str:
    text = f"{abs(value):.2g}"
    return text if value == 0 else f"{'+' if value > 0 else MINUS}{text}"


def _cells(sheet: Sheet, table: DataFrame, axes: Axes, scale: Part) -> list[Part]:
    cells = Cells(sheet, table)
    written = np.full((len(cells.y), len(cells.x)), "", object)
    written[cells.row, cells.column] = [
        _hover(sheet, row) for row in cells.table.to_dict("records")
    ]
    drawn: Part = {
        "type": "heatmap",
        "x": cells.x,
        "y": cells.y,
        "z": cells.of("value"),
        "text": written.tolist(),
        "hovertemplate": "%{text}<extra></extra>",
        **scale,
        **axes,
    }
    if len(cells.table) > MOST_MARKED:
        return [drawn]
    return [drawn, _signs(sheet, cells, scale["zmax"], axes)]


def _signs(sheet: Sheet, cells: Cells, reach: float, axes: Axes) -> Part:
    """The sign of each difference that is resolved, so that it can be read without colour."""
    resolved = cells.table[cells.table["resolved"]]
    colours = signed_scale(sheet.theme)
    fills = [scale_colour(colours, (value / reach + 1) / 2) for value in resolved["value"]]
    upwards, along = cells.paths
    return {
        "type": "scatter",
        "mode": "text",
        "x": resolved[along].to_numpy(),
        "y": resolved[upwards].to_numpy(),
        "text": ["+" if value > 0 else MINUS for value in resolved["value"]],
        "textfont": {"size": TEXT, "color": [ink_on(fill) for fill in fills]},
        "hoverinfo": "skip",
        **axes,
    }


def _dots(sheet: Sheet, table: DataFrame, axes: Axes, scale: Part) -> list[Part]:
    first, second = sweep.paths(sheet.answer)
    shown = thinned(table, "k")
    ends = {"cmin": scale["zmin"], "cmax": scale["zmax"]}
    colours = {key: scale[key] for key in ("colorscale", "showscale", "colorbar")}
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": shown[second].to_numpy(),
            "y": shown[first].to_numpy(),
            "text": [_hover(sheet, row) for row in shown.to_dict("records")],
            "hovertemplate": "%{text}<extra></extra>",
            "marker": {
                "size": [10 if resolved else 5 for resolved in shown["resolved"]],
                "line": {"width": 1, "color": sheet.theme.quiet},
                "color": shown["value"].to_numpy(),
                **ends,
                **colours,
            },
            **axes,
        }
    ]
