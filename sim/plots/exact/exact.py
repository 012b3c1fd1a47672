"""The held-still variant both ways: exact lines, and the runs as dots upon them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.plots.shared.curves import by_member
from sim.plots.shared.rounding import round_top
from sim.plots.shared.sheet import TEXT, Part, Sheet, milliseconds
from sim.plots.shared.spacing import apart
from sim.scenario.document.months import ordinal
from sim.words.exact.exact import fine

if TYPE_CHECKING:
    from pandas import DataFrame

PANEL, GAP, HEAD = 210, 40, 22
"""Heights, in pixels: of a panel, between two, and of the words above one."""
LEFT = 40
PANELS = {"OUT": "Out", "FROZEN": "Part in the alliance frozen"}
BETWEEN_DOTS = 26
"""Pixels between two dots, at least."""
STEPS = (1, 2, 3, 6, 12, 24, 60, 120)


def exact(sheet: Sheet) -> Part:
    """P(out) and P(frozen) by month for each member, exactly and by the runs."""
    table = sheet.answer.tables["exact"]
    shown = [s for s in PANELS if s == "OUT" or table[table["status"] == s]["exact"].max() > 0]
    height = len(shown) * (PANEL + HEAD) + (len(shown) - 1) * GAP
    right = sheet.label_width + 54
    room = sheet.width - LEFT - right
    months = list(dict.fromkeys(table["month"]))
    parts: Part = {"data": [], "annotations": []}
    for place, status in enumerate(shown):
        number = "" if place == 0 else str(place + 1)
        top = 1 - (place * (PANEL + HEAD + GAP) + HEAD) / height
        domain = [max(0.0, top - PANEL / height), top]
        members = by_member(table[table["status"] == status])
        highest = round_top(max(float(rows["high"].max()) for rows in members.values()))
        parts[f"yaxis{number}"] = sheet.share_axis(highest, domain=domain, anchor=f"x{number}")
        parts[f"xaxis{number}"] = sheet.years(
            sheet.answer.inputs.now, months[-1], room, anchor=f"y{number}"
        )
        axes = {"xaxis": f"x{number}", "yaxis": f"y{number}"}
        every = _step(len(months), room)
        for member, rows in members.items():
            parts["data"] += [
                _line(sheet, member, rows, axes),
                _dots(sheet, member, rows[_marked(rows, every)], axes),
            ]
        parts["annotations"] += [
            _heading(sheet, PANELS[status], top),
            *_ends(sheet, members, highest, axes["yaxis"]),
        ]
    return parts | {"height": height, "margin": {"l": LEFT, "r": right, "t": 4, "b": 26}}


def _step(months: int, room: float) -> int:
    """Months from dot to dot."""
    return next((step for step in STEPS if room / months * step >= BETWEEN_DOTS), STEPS[-1])


def _marked(rows: DataFrame, every: int) -> list[bool]:
    """The months that have a dot; the last one has."""
    last = ordinal(str(rows["month"].iloc[-1]))
    return [(last - ordinal(str(month))) % every == 0 for month in rows["month"]]


def _line(sheet: Sheet, member: str, rows: DataFrame, axes: dict[str, str]) -> Part:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": sheet.labels[member],
        "x": milliseconds(list(rows["month"])),
        "y": rows["exact"].to_numpy(),
        "line": {"color": sheet.colours[member], "width": 1.6},
        "hovertemplate": "<b>%{fullData.name}</b>, %{x|%B %Y}<br>%{y:.2%} exactly<extra></extra>",
        **axes,
    }


def _dots(sheet: Sheet, member: str, rows: DataFrame, axes: dict[str, str]) -> Part:
    value, low, high = (rows[name].to_numpy() for name in ("value", "low", "high"))
    colour = sheet.colours[member]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": sheet.labels[member],
        "cliponaxis": False,
        "x": milliseconds(list(rows["month"])),
        "y": value,
        "customdata": np.stack([low, high, rows["exact"].to_numpy(), rows["z"].to_numpy()], axis=1),
        "marker": {
            "size": 7,
            "color": sheet.theme.ground,
            "line": {"color": colour, "width": 1.6},
            "opacity": 1,
        },
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": high - value,
            "arrayminus": value - low,
            "color": colour,
            "thickness": 1.2,
            "width": 3,
        },
        "hovertemplate": (
            "<b>%{fullData.name}</b>, %{x|%B %Y}<br>%{y:.2%} of runs (%{customdata[0]:.2%} to "
            "%{customdata[1]:.2%})<br>%{customdata[2]:.2%} exactly, %{customdata[3]:+.1f} standard "
            "errors<extra></extra>"
        ),
        **axes,
    }


def _heading(sheet: Sheet, text: str, top: float) -> Part:
    return sheet.note(
        f"<b>{text}</b>",
        xref="paper",
        x=0,
        xanchor="left",
        yref="paper",
        y=top,
        yanchor="bottom",
        yshift=3,
    )


def _ends(sheet: Sheet, members: dict[str, DataFrame], top: float, axis: str) -> list[Part]:
    """Names and exact values at the ends of the lines, moved apart."""
    ends = {member: float(rows["exact"].iloc[-1]) for member, rows in members.items()}
    places = apart(list(ends.values()), TEXT * 1.3 / PANEL * top, 0, top)
    return [
        sheet.member_note(
            member,
            f"{sheet.names[member]} <b>{fine(end)}</b>",
            xref="paper",
            x=1,
            xanchor="left",
            xshift=8,
            yref=axis,
            y=place,
            yanchor="middle",
            align="left",
        )
        for (member, end), place in zip(ends.items(), places, strict=True)
    ]
