"""The record and what may come: events by month, in lanes by what they do."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

from sim import words
from sim.analysis.forecast.result import ForecastResult
from sim.plots.shared.curves import now_line
from sim.plots.shared.palette import see_through
from sim.plots.shared.sheet import Part, Sheet, escaped, milliseconds
from sim.scenario.document.months import between
from sim.words.shared.amounts import shortened

LANES = {
    "status": "statuses",
    "pledge": "pledges",
    "punishment": "punishments",
    "policy": "patron's policy",
    "shocks": "other events within",
    "outside": "events from outside",
}
"""Parts of an event, the most telling first, and the lane that each belongs to."""
DOT = 13
"""Diameter of an event of weight 1; the room that it takes in its lane."""
HEAD = 22


def timeline(sheet: Sheet[ForecastResult]) -> Part:
    """Dated events as dots: lane by kind, hue by member, size by weight."""
    events = sheet.answer.tables["events"]
    rows = events[events["month"].notna()].to_dict("records")
    inputs = sheet.answer.inputs
    months = [inputs.start, inputs.now, *(str(row["month"]) for row in rows)]
    first, last = min(months), max(months)
    room = sheet.width - 20
    lanes = _stacked(rows, between(first, last) / room * (DOT + 1))
    parts: Part = {"data": [], "annotations": [], "shapes": []}
    y = 0.0
    for lane, placed in lanes.items():
        y += HEAD
        parts["annotations"].append(_lane_name(sheet, lane, y))
        for row, level in placed:
            parts["data"].append(_event(sheet, row, y + (level + 0.5) * DOT))
        y += DOT * (1 + max(level for _, level in placed)) + 4
    parts["annotations"].append(_hues(sheet))
    parts["shapes"] = [sheet.record_ground(first, inputs.now), now_line(sheet)]
    return parts | {
        "xaxis": _widened(
            sheet.years(first, last, room, showgrid=True, gridcolor=sheet.theme.grid), months=4
        ),
        "yaxis": sheet.axis(range=[max(y, HEAD), 0], showticklabels=False),
        "height": round(max(y, HEAD)),
        "margin": {"l": 8, "r": 12, "t": 38 if sheet.is_narrow else 24, "b": 26},
    }


def _hues(sheet: Sheet) -> Part:
    """Whose hue is whose; grey where an event names several or none."""
    names = [
        f'<span style="color:{sheet.inks[member]}">■ {name}</span>'
        for member, name in sheet.names.items()
    ]
    names.append(f'<span style="color:{sheet.theme.quiet}">■ several or none</span>')
    if sheet.is_narrow:
        half = (len(names) + 1) // 2
        names[half - 1 : half + 1] = [f"{names[half - 1]}<br>{names[half]}"]
    return sheet.note(
        "  ".join(names),
        xref="paper",
        x=0,
        xanchor="left",
        yref="paper",
        y=1,
        yanchor="bottom",
        yshift=4,
        align="left",
    )


def _widened(axis: Part, months: int) -> Part:
    """An axis with air on both sides, so that no dot is cut."""
    air = months * 30 * 86_400_000
    low, high = axis["range"]
    return axis | {"range": [low - air, high + air]}


def lane_of(event: Mapping[Any, Any]) -> str:
    """The lane of an event: outside, or the most telling of its parts."""
    if event["record"] == "outside":
        return "outside"
    parts = {part.strip() for part in str(event["kinds"]).split(",")}
    return next((lane for lane in LANES if lane in parts), "shocks")


def _stacked(
    rows: list[dict[Any, Any]], apart: float
) -> dict[str, list[tuple[dict[Any, Any], int]]]:
    """Events by lane, each on the lowest level where it does not touch an earlier one.

    ``apart`` is the diameter of a dot in months.
    """
    lanes: dict[str, list[tuple[dict[Any, Any], int]]] = {}
    for lane in LANES:
        ends: list[str] = []
        placed = []
        for row in sorted(rows, key=lambda row: str(row["month"])):
            if lane_of(row) == lane:
                month = str(row["month"])
                free = (k for k, end in enumerate(ends) if between(end, month) >= apart)
                level = next(free, len(ends))
                ends[level:] = [month, *ends[level + 1 :]]
                placed.append((row, level))
        if placed:
            lanes[lane] = placed
    return lanes


def _lane_name(sheet: Sheet, lane: str, y: float) -> Part:
    return sheet.note(
        LANES[lane], xref="paper", x=0, xanchor="left", xshift=2, y=y, yanchor="bottom"
    )


def _event(sheet: Sheet, row: Mapping[Any, Any], y: float) -> Part:
    """One event: hue of the member if it names one alone."""
    named = [member for member in str(row["members"]).split(", ") if member in sheet.colours]
    hue = sheet.colours[named[0]] if len(named) == 1 else sheet.theme.quiet
    weight = float(row["weight"])
    size = max(5.0, (DOT - 2) * weight**0.5)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": milliseconds([str(row["month"])]),
        "y": [y],
        "marker": {
            "symbol": "circle" if row["record"] == "outside" else "square",
            "size": [size if row["record"] == "outside" else size * 0.88],
            "color": sheet.theme.ground if weight < 1 else see_through(hue, 0.9),
            "line": {"color": hue, "width": 1.5},
        },
        "text": [hover_of(sheet, row, named)],
        "customdata": [str(row["id"])],
        "hovertemplate": "%{text}<extra></extra>",
    }


def hover_of(sheet: Sheet, row: Mapping[Any, Any], named: list[str]) -> str:
    """What an event is, in lines that are not too long.

    Parameters
    ----------
    sheet : Sheet
        On which it is drawn.
    row : mapping
        Its row of the table ``events``.
    named : list of str
        Ids of the members that it names.
    """
    title = textwrap.wrap(shortened(str(row["title"]), 240), 44)
    lines = [f"<b>{words.month(str(row['month']))}</b>", *(escaped(line) for line in title)]
    if named:
        lines.append(", ".join(sheet.labels[member] for member in named))
    if float(row["weight"]) < 1:
        lines.append(f"contested: weight {float(row['weight']):.2f}")
    if row["source"]:
        lines.append(f"source: {escaped(shortened(str(row['source']), 60))}")
    return "<br>".join(lines)
