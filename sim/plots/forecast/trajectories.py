"""Paths of trust and alignment, a small panel for each member and quantity."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.forecast.result import ForecastResult
from sim.plots.shared.curves import band, by_member, shown_from
from sim.plots.shared.sheet import Part, Sheet, milliseconds

if TYPE_CHECKING:
    from pandas import DataFrame

PANEL, GAP = 84, 30
"""Height of a small panel, and the room above it for the member's name."""
QUANTITIES = (
    ("trust", "Trust in the patron", (0.0, 1.0), {0.0: "0", 0.5: "½", 1.0: "1"}),
    ("alignment", "Alignment with it", (-1.0, 1.0), {-1.0: "−1", 0.0: "0", 1.0: "+1"}),
)


def paths(sheet: Sheet[ForecastResult]) -> Part:
    """Trust and alignment of each member: median, half and nine in ten of the runs."""
    table = sheet.answer.tables["paths"]
    members = list(sheet.labels)
    height = len(members) * (PANEL + GAP) + 18
    first, inputs = shown_from(sheet), sheet.answer.inputs
    room = (sheet.width - 60) / 2
    parts: Part = {"data": [], "shapes": [], "annotations": []}
    for column, (quantity, heading, span, ticks) in enumerate(QUANTITIES):
        x = "x" if column == 0 else "x2"
        domain = [0, 0.46] if column == 0 else [0.54, 1]
        chosen = by_member(table[(table["quantity"] == quantity) & (table["month"] >= first)])
        parts[f"xaxis{x[1:]}"] = sheet.years(
            first, inputs.end, room * 0.85, domain=domain, anchor="free", position=0
        )
        parts["annotations"].append(_heading(sheet, heading, x))
        for row, member in enumerate(members):
            place = column * len(members) + row + 1
            axes = {"xaxis": x, "yaxis": f"y{place if place > 1 else ''}"}
            top = 1 - (18 + row * (PANEL + GAP) + GAP) / height
            parts[f"yaxis{axes['yaxis'][1:]}"] = sheet.axis(
                range=list(span),
                domain=[max(0.0, top - PANEL / height), top],
                anchor=x,
                tickvals=list(ticks),
                ticktext=list(ticks.values()),
                showgrid=True,
                gridcolor=sheet.theme.grid,
            )
            parts["data"] += _path(sheet, member, heading, chosen[member], axes)
            below = {"xref": x, "yref": f"{axes['yaxis']} domain"}
            parts["shapes"].append(sheet.record_ground(first, inputs.now, **below))
            if column == 0:
                parts["annotations"].append(_panel_name(sheet, member, top))
    return parts | {"height": height, "margin": {"l": 26, "r": 12, "t": 8, "b": 24}}


def _path(
    sheet: Sheet, member: str, heading: str, rows: DataFrame, axes: dict[str, str]
) -> list[Part]:
    x, colour = milliseconds(list(rows["month"])), sheet.colours[member]
    q05, q25, q50, q75, q95 = (
        rows[name].to_numpy() for name in ("q05", "q25", "q50", "q75", "q95")
    )
    median = {
        "type": "scatter",
        "mode": "lines",
        "name": sheet.labels[member],
        "x": x,
        "y": q50.astype(np.float32),
        "customdata": np.stack([q05, q25, q75, q95], axis=1).astype(np.float32),
        "line": {"color": colour, "width": 1.8},
        "hovertemplate": (
            f"<b>%{{fullData.name}}</b>, %{{x|%B %Y}}<br>{heading}: %{{y:.2f}}<br>"
            "half of the runs %{customdata[1]:.2f} to %{customdata[2]:.2f}<br>"
            "nine in ten %{customdata[0]:.2f} to %{customdata[3]:.2f}<extra></extra>"
        ),
        **axes,
    }
    wide = band(x, q05, q95, colour, 0.16, **axes)
    return [wide, band(x, q25, q75, colour, 0.3, **axes), median]


def _heading(sheet: Sheet, text: str, x: str) -> Part:
    return sheet.note(
        text, xref=f"{x} domain", x=0, xanchor="left", yref="paper", y=1, yanchor="top"
    )


def _panel_name(sheet: Sheet, member: str, top: float) -> Part:
    return sheet.member_note(
        member,
        f"<b>{sheet.labels[member]}</b>",
        xref="x domain",
        x=0,
        xanchor="left",
        yref="paper",
        y=top,
        yanchor="bottom",
        yshift=2,
    )
