"""Tipping in pictures: an outcome over one path, over two, and over the strength of channels."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.tipping.findings import LevelCrossing
from sim.analysis.tipping.result import TippingChannels, TippingPhases, TippingValue
from sim.plots.shared.curves import band
from sim.plots.shared.palette import HUES, MORE, readable
from sim.plots.shared.rounding import round_top
from sim.plots.shared.sheet import SMALL, TEXT, Part, Sheet, escaped
from sim.plots.shared.spacing import apart
from sim.plots.sweep import map as sweep_map
from sim.plots.sweep import sweep
from sim.plots.sweep.cells import Cells
from sim.words.sweep import sweep as sweep_sweep
from sim.words.tipping import channel_strengths, crossings

PLOTTED = 280
"""Height of the picture of the channels, in pixels."""


# --- one path, and two ----------------------------------------------------------------------------


def curve(sheet: Sheet[TippingValue]) -> Part:
    """The outcome over a path, the level, and where it is crossed."""
    answer = sheet.answer
    parts = sweep.curve(replace(sheet, answer=crossings.as_sweep(answer)))
    at = answer.result.level
    parts["shapes"].append(_level_line(sheet, at, xref="x domain"))
    low, high = parts["yaxis"]["range"]
    parts["yaxis"]["range"] = [min(low, at), max(high, at * 1.04)]
    if sweep_sweep.unit(answer.result.outcome) == "probability":
        shown = sheet.share_axis(round_top(max(high, at)))
        parts["yaxis"] |= {name: shown[name] for name in ("range", "tickvals", "ticktext")}
    ends = sweep.range_of(sheet, answer.result.path)
    for crossing in answer.result.crossings:
        parts["data"].append(_mark(sheet, crossing, at, ends, lambda value: value))
    return parts


def phases(sheet: Sheet[TippingPhases]) -> Part:
    """The outcome over two paths, with the line where it has the level."""
    as_sweep = replace(sheet, answer=crossings.as_sweep(sheet.answer))
    parts = sweep_map.heat_map(as_sweep)
    table = as_sweep.answer.tables["data"]
    cells, at = Cells(as_sweep, table), sheet.answer.result.level
    axes = sweep.axes_of(0)
    parts["data"].append(
        {
            "type": "contour",
            "x": cells.x,
            "y": cells.y,
            "z": cells.of("value"),
            "autocontour": False,
            "contours": {"type": "constraint", "operation": "=", "value": at, "showlabels": False},
            "line": {"width": 2.5, "color": "#20262E"},
            "showscale": False,
            "hoverinfo": "skip",
            **axes,
        }
    )
    parts["data"].append(_undecided(as_sweep, axes))
    return parts


def _undecided(sheet: Sheet, axes: sweep.Axes) -> Part:
    """The points at which the runs do not tell the side of the level."""
    table = sheet.answer.tables["data"]
    first, second = sweep_sweep.paths(sheet.answer)
    shown = table[table["side"] == 0]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": shown[second].to_numpy(),
        "y": shown[first].to_numpy(),
        "marker": {"symbol": "circle-open", "size": 10, "color": "#20262E", "line": {"width": 1.6}},
        "hoverinfo": "skip",
        **axes,
    }


# --- the channels ---------------------------------------------------------------------------------


def channels(sheet: Sheet[TippingChannels]) -> Part:
    """A curve for each channel alone, and for all together; strengths at even distances."""
    answer = sheet.answer
    table, at = answer.tables["strengths"], answer.result.level
    ticks = sorted(set(table[table["scanned"]]["strength"]))
    low, high = min(0.0, float(table["low"].min())), max(at, float(table["high"].max()))
    air = 0.05 * max(high - low, 0.05)
    span = (low - (air if low < 0 else 0), high + air)
    data: list[Part] = []
    marks: list[Part] = []
    ends: dict[str, float] = {}
    for name, rows in table.groupby("channel", sort=False):
        hue = _hue(sheet, str(name))
        x = _place(ticks, rows["strength"].to_numpy())
        if name == "all":
            data.append(band(x, rows["low"].to_numpy(), rows["high"].to_numpy(), hue, 0.16))
        data.append(_line(sheet, str(name), x, rows, hue))
        ends[str(name)] = float(rows["value"].iloc[-1])
        crossing = channel_strengths.first_resolved(answer.result.channels[str(name)])
        if crossing:
            ends_of = (ticks[0], ticks[-1])
            place = lambda value: float(_place(ticks, np.array([value]))[0])  # noqa: E731
            marks.append(_mark(sheet, crossing, at, ends_of, place, hue))
    return {
        "data": [*data, *marks],
        "shapes": [_level_line(sheet, at)],
        "xaxis": sheet.axis(
            range=[-0.1, len(ticks) - 0.9],
            tickvals=list(range(len(ticks))),
            ticktext=[_strength(tick) for tick in ticks],
            title=sheet.titled("strength of the channel", standoff=4),
        ),
        "yaxis": _outcome_axis(sheet, span),
        "annotations": [*_names(sheet, ends, span), _title(sheet)],
        "height": PLOTTED,
        "margin": {"l": 48, "r": 30 + round(len("all together") * TEXT * 0.53), "t": 30, "b": 42},
    }


def _place(ticks: list[float], strengths: NDArray[Any]) -> NDArray[np.float64]:
    """Where strengths stand when those that were tried first are equally far apart."""
    places: NDArray[np.float64] = np.interp(
        strengths.astype(float), ticks, np.arange(len(ticks), dtype=float)
    )
    return places


def _strength(value: float) -> str:
    return "off" if value == 0 else f"×{value:g}"


def _hue(sheet: Sheet[TippingChannels], name: str) -> str:
    names = channel_strengths.names(sheet.answer)
    return MORE if name == "all" else HUES[names.index(name) % len(HUES)]


def _short(name: str) -> str:
    return "all together" if name == "all" else name


def _line(
    sheet: Sheet[TippingChannels], name: str, x: NDArray[np.float64], rows: Any, hue: str
) -> Part:
    unit = sweep_sweep.unit(sheet.answer.result.outcome)
    hovers = [
        f"<b>{_short(name)}</b> {_strength(row['strength'])}<br>"
        f"{sweep_sweep.cell(row, sheet.answer.result.outcome)} {unit}"
        for row in rows.to_dict("records")
    ]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": rows["value"].to_numpy(),
        "line": {"color": hue, "width": 2.6 if name == "all" else 1.6},
        "text": hovers,
        "hovertemplate": "%{text}<extra></extra>",
    }


def _names(
    sheet: Sheet[TippingChannels], ends: dict[str, float], span: tuple[float, float]
) -> list[Part]:
    gap = TEXT * 1.25 / PLOTTED * (span[1] - span[0])
    places = apart(list(ends.values()), gap, *span)
    return [
        sheet.note(
            _short(name),
            font={"size": TEXT, "color": readable(_hue(sheet, name), sheet.theme)},
            xref="paper",
            x=1,
            xanchor="left",
            xshift=6,
            y=place,
            yanchor="middle",
        )
        for name, place in zip(ends, places, strict=True)
    ]


def _title(sheet: Sheet[TippingChannels]) -> Part:
    return sheet.note(
        escaped(crossings.outcome(sheet.answer)),
        font={"size": TEXT, "color": sheet.theme.ink},
        xref="paper",
        x=0,
        xanchor="left",
        xshift=-40,
        yref="paper",
        y=1,
        yanchor="bottom",
        yshift=8,
    )


def _outcome_axis(sheet: Sheet[TippingChannels], span: tuple[float, float]) -> Part:
    if sweep_sweep.unit(sheet.answer.result.outcome) == "probability":
        return sheet.share_axis(round_top(span[1]))
    return sheet.axis(
        range=list(span), showgrid=True, gridcolor=sheet.theme.grid, nticks=5, tickformat=".2~f"
    )


# --- what they share ------------------------------------------------------------------------------


def _level_line(sheet: Sheet, at: float, xref: str = "paper") -> Part:
    line = {"width": 1.4, "color": sheet.theme.ink, "dash": "dash"}
    return {"type": "line", "xref": xref, "x0": 0, "x1": 1, "y0": at, "y1": at, "line": line}


def _mark(
    sheet: Sheet,
    crossing: LevelCrossing,
    at: float,
    ends: tuple[float, float],
    place: Any,
    hue: str | None = None,
) -> Part:
    """A crossing on the line of the level, with its interval; open where it reaches an end."""
    low, high = (
        place(end if found is None else found)
        for found, end in zip((crossing.low, crossing.high), ends, strict=True)
    )
    value = (low + high) / 2 if crossing.value is None else place(crossing.value)
    hue = hue or sheet.theme.ink
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [value],
        "y": [at],
        "marker": {
            "size": 10 if crossing.resolved else 0.1,
            "color": hue,
            "line": {"color": sheet.theme.ground, "width": 1.5},
        },
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [high - value],
            "arrayminus": [value - low],
            "color": hue,
            "thickness": 3,
            "width": 5,
        },
        "text": [escaped(crossings.spot(crossing))],
        "hovertemplate": "%{text}<extra></extra>",
        "textfont": {"size": SMALL},
    }
