"""Sweeps over one path or many: curves with bands, dots, and the panels of all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from sim.plots.shared.curves import band
from sim.plots.shared.palette import HUES, readable, see_through
from sim.plots.shared.rounding import round_top
from sim.plots.shared.sheet import TEXT, Part, Sheet, escaped
from sim.plots.shared.spacing import apart
from sim.words.sweep import figures as sweep_figures
from sim.words.sweep import sweep

if TYPE_CHECKING:
    from pandas import DataFrame

Axes = dict[str, str]
"""Which axes of the figure a mark belongs to."""

PANEL, MAP = 220, 330
"""Heights of a panel of curves or dots, and of a map, in pixels."""
HEAD, FOOT = 26, 40
"""Room above a panel for its name, and below it for its axis."""
LEFT = 46
MOST_PANELS = 6
MOST_DOTS = 1_000
TENTHS = 10
"""Parts of a range over which dots are averaged."""


# --- one path -------------------------------------------------------------------------------------


def curve(sheet: Sheet) -> Part:
    """Outcomes over one path with their 95% bands; those of one kind share a panel."""
    (path,) = sweep.paths(sheet.answer)
    names = sweep.outcomes(sheet.answer)
    kinds = [list(same) for _, same in groupby(names, lambda name: name.partition(".")[0])]
    right = 16 + round(max(len(_short(sheet, name)) for name in names) * TEXT * 0.53)
    parts = panels(sheet, len(kinds[:MOST_PANELS]), PANEL, right)
    for place, panel in enumerate(kinds[:MOST_PANELS]):
        axes = axes_of(place)
        tables = {name: thinned(sweep.of_outcome(sheet.answer, name), path) for name in panel}
        span = span_of(tables.values(), sweep.unit(panel[0]))
        set_axis(parts, axes["xaxis"], path_axis(sheet, path))
        set_axis(parts, axes["yaxis"], value_axis(sheet, sweep.unit(panel[0]), span))
        parts["shapes"] += stated_line(sheet, path, axes)
        head = _kind(sheet, panel)
        parts["annotations"] += [panel_name(sheet, head, axes), *_ends(sheet, tables, span, axes)]
        for number, (name, table) in enumerate(tables.items()):
            parts["data"] += _line(sheet, name, path, table, number, axes)
    return parts


def _line(
    sheet: Sheet, name: str, path: str, table: DataFrame, number: int, axes: Axes
) -> list[Part]:
    colour, known = hue_of(sheet, name, number), table[table["low"].notna()]
    x, low, high = (known[column].to_numpy() for column in (path, "low", "high"))
    line = {
        "type": "scatter",
        "mode": "lines+markers" if len(table) <= 40 else "lines",
        "x": table[path].to_numpy(),
        "y": table["value"].to_numpy(),
        "customdata": table["k"].to_numpy(),
        "text": hovers(sheet, name, table),
        "hovertemplate": "%{text}<extra></extra>",
        "line": {"color": colour, "width": 2.2},
        "marker": {"size": 5, "color": colour},
        **axes,
    }
    return [band(x, low, high, colour, 0.2, **axes), line]


def _ends(
    sheet: Sheet, tables: Mapping[str, DataFrame], span: tuple[float, float], axes: Axes
) -> list[Part]:
    """What tells the curves of a panel apart, at their ends, moved apart."""
    ends = {name: float(table["value"].iloc[-1]) for name, table in tables.items() if len(table)}
    line = TEXT * 1.3 / PANEL * (span[1] - span[0])
    places = apart(list(ends.values()), line, *span)
    numbers = {name: number for number, name in enumerate(tables)}
    return [
        sheet.note(
            _short(sheet, name),
            font={"size": TEXT, "color": readable(hue_of(sheet, name, numbers[name]), sheet.theme)},
            xref=f"{axes['xaxis']} domain",
            x=1,
            xanchor="left",
            xshift=6,
            yref=axes["yaxis"],
            y=place,
            yanchor="middle",
        )
        for name, place in zip(ends, places, strict=True)
    ]


def _kind(sheet: Sheet, panel: list[str]) -> str:
    """What the outcomes of a panel have in common."""
    if len(panel) == 1:
        return sweep.outcome(panel[0], sheet.answer)
    return sweep.label_of_all(panel[0])


def _short(sheet: Sheet, name: str) -> str:
    """What tells an outcome from the others of its kind."""
    argument = name.partition(".")[2]
    return sheet.names.get(argument) or escaped(argument)


def hue_of(sheet: Sheet, name: str, number: int) -> str:
    """The hue of the member that an outcome is about, else the next one.

    Parameters
    ----------
    sheet : Sheet
        What is drawn on.
    name : str
        An outcome.
    number : int >= 0
        Its place among all that are drawn.
    """
    return sheet.colours.get(name.partition(".")[2], HUES[number % len(HUES)])


# --- many paths -----------------------------------------------------------------------------------


def scatter(sheet: Sheet) -> Part:
    """The first outcome over each path alone: a dot for each point, and their mean by tenths."""
    name, paths = sweep.outcomes(sheet.answer)[0], sweep.paths(sheet.answer)
    table = sweep.of_outcome(sheet.answer, name)
    kind = sweep.unit(name)
    span = span_of([table], kind)
    parts = panels(sheet, len(paths[: 2 * MOST_PANELS]), PANEL // 2, 16)
    for place, path in enumerate(paths[: 2 * MOST_PANELS]):
        axes = axes_of(place)
        set_axis(parts, axes["xaxis"], path_axis(sheet, path))
        set_axis(parts, axes["yaxis"], value_axis(sheet, kind, span))
        parts["shapes"] += stated_line(sheet, path, axes)
        parts["data"] += [_dots(sheet, name, path, table, axes), _means(sheet, path, table, axes)]
    parts["annotations"].append(panel_name(sheet, sweep.outcome(name, sheet.answer), axes_of(0)))
    return parts


def _dots(sheet: Sheet, name: str, path: str, table: DataFrame, axes: Axes) -> Part:
    shown = thinned(table, "k")
    return {
        "type": "scatter",
        "mode": "markers",
        "x": shown[path].to_numpy(),
        "y": shown["value"].to_numpy(),
        "customdata": shown["k"].to_numpy(),
        "text": hovers(sheet, name, shown),
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"size": 5, "color": see_through(HUES[1], 0.35)},
        **axes,
    }


def _means(sheet: Sheet, path: str, table: DataFrame, axes: Axes) -> Part:
    low, high = range_of(sheet, path)
    edges = np.linspace(low, high, TENTHS + 1)
    part = np.clip(np.digitize(table[path], edges) - 1, 0, TENTHS - 1)
    means = table["value"].groupby(part).mean()
    return {
        "type": "scatter",
        "mode": "lines",
        "x": (edges[means.index] + edges[means.index + 1]) / 2,
        "y": means.to_numpy(),
        "line": {"color": HUES[0], "width": 2.2},
        "hoverinfo": "skip",
        **axes,
    }


# --- panels ---------------------------------------------------------------------------------------


def panels(sheet: Sheet, number: int, height: int, right: int) -> Part:
    """Panels one below the other, each with an axis of its own below it.

    Parameters
    ----------
    sheet : Sheet
        What is drawn on.
    number : int >= 1
        How many panels.
    height : int > 0
        Of each, in pixels.
    right : int >= 0
        Room at the right of each, in pixels.
    """
    each = HEAD + height + FOOT
    whole = number * each
    parts: Part = {"data": [], "shapes": [], "annotations": []}
    for place in range(number):
        axes, top = axes_of(place), 1 - (place * each + HEAD) / whole
        parts[f"xaxis{axes['xaxis'][1:]}"] = sheet.axis(anchor=axes["yaxis"])
        domain = [top - height / whole, top]
        parts[f"yaxis{axes['yaxis'][1:]}"] = sheet.axis(anchor=axes["xaxis"], domain=domain)
    return parts | {"height": whole, "margin": {"l": LEFT, "r": right, "t": 6, "b": 4}}


def axes_of(place: int) -> Axes:
    """The axes of a panel, counted from 0."""
    suffix = str(place + 1) if place else ""
    return {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}"}


def set_axis(parts: Part, axis: str, stated: Part) -> None:
    """State more of an axis.

    Parameters
    ----------
    parts : dict
        The figure so far, which is added to.
    axis : str
        Name of the axis, as ``x2``.
    stated : dict
        How it looks, as Plotly takes it.
    """
    parts[f"{axis[0]}axis{axis[1:]}"] |= stated


def panel_name(sheet: Sheet, text: str, axes: Axes) -> Part:
    """What a panel shows, above it.

    Parameters
    ----------
    sheet : Sheet
        What is drawn on.
    text : str
        The name.
    axes : dict of str
        Names of the two axes of the panel.
    """
    return sheet.note(
        escaped(text),
        font={"size": TEXT, "color": sheet.theme.ink},
        xref="paper",
        x=0,
        xanchor="left",
        xshift=-LEFT + 8,
        yref=f"{axes['yaxis']} domain",
        y=1,
        yanchor="bottom",
        yshift=6,
    )


def path_axis(sheet: Sheet, path: str) -> Part:
    """The axis of a path."""
    low, high = range_of(sheet, path)
    air = (high - low) * 0.02
    title = sheet.titled(escaped(sweep.quantity(path, sheet.answer)), standoff=4)
    return {"range": [low - air, high + air], "nticks": 6, "title": title}


def range_of(sheet: Sheet, path: str) -> tuple[float, float]:
    """The range over which a path was varied."""
    vary = {axis[0]: axis for axis in sheet.answer.inputs.options["vary"]}
    return float(vary[path][1]), float(vary[path][2])


def stated_line(sheet: Sheet, path: str, axes: Axes) -> list[Part]:
    """The value that the scenario states, where it lies in the range.

    Parameters
    ----------
    sheet : Sheet
        What is drawn on.
    path : str
        What is varied along the panel.
    axes : dict of str
        Names of the two axes of the panel.
    """
    if not sweep.shows_stated(sheet.answer, path):
        return []
    value = sweep.stated_value(sheet.answer, path)
    line = {"width": 1, "color": sheet.theme.reference}
    yref = f"{axes['yaxis']} domain"
    where = {"xref": axes["xaxis"], "yref": yref, "x0": value, "x1": value, "y0": 0, "y1": 1}
    return [{"type": "line", "layer": "below", "line": line, **where}]


def hovers(sheet: Sheet, name: str, table: DataFrame) -> list[str]:
    """What is told of each point that one points at.

    Parameters
    ----------
    sheet : Sheet
        What is drawn on.
    name : str
        An outcome.
    table : DataFrame
        Its points.
    """
    return [
        "<br>".join(escaped(line) for line in sweep_figures.point(sheet.answer, name, row))
        for row in table.to_dict("records")
    ]


def thinned(table: DataFrame, by: str) -> DataFrame:
    """Rows in the order of a column; of very many, some evenly spaced."""
    ordered = table.sort_values(by, kind="stable")
    return ordered.iloc[:: max(1, -(-len(ordered) // MOST_DOTS))]


def span_of(tables: Iterable[DataFrame], unit: str) -> tuple[float, float]:
    """Ends of an axis that holds all intervals."""
    ends = [
        float(end)
        for table in tables
        for column in ("value", "low", "high")
        for end in (table[column].min(), table[column].max())
        if end == end
    ]
    if unit == "probability":
        return 0.0, round_top(max([0.01, *ends]))
    low, high = (min([0.0, *ends]), max(ends)) if ends else (0.0, 1.0)
    air = (high - low or 1.0) * 0.04
    return low - (air if low < 0 else 0), high + air


def value_axis(sheet: Sheet, unit: str, span: tuple[float, float]) -> Part:
    """The axis of an outcome.

    Parameters
    ----------
    sheet : Sheet
        What is drawn on.
    unit : str
        Of the outcome.
    span : tuple of float
        Both ends, in that unit.
    """
    grid = {"showgrid": True, "gridcolor": sheet.theme.grid, "nticks": 5}
    if unit != "probability":
        return {"range": list(span), **grid}
    share = sheet.share_axis(span[1])
    return {key: share[key] for key in ("range", "tickvals", "ticktext", "showgrid", "gridcolor")}
