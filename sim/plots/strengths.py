"""How strong which channel must be: further exits by the strength of each channel."""

from __future__ import annotations

import numpy as np

from sim.answer import Answer
from sim.plots.curves import band
from sim.plots.palette import MORE
from sim.plots.sheet import TEXT, Part, Sheet, apart

PLOTTED = 260


def strengths_figure(answer: Answer, *, theme: str = "light", width: int = 860) -> Part:
    """A curve for each channel alone, and for all together; strengths at even distances."""
    sheet = Sheet.of(answer, theme, width)
    table = answer.tables["strengths"]
    levels = sorted(set(table["strength"]))
    x = np.arange(len(levels), dtype=np.float64)
    low, high = float(table["low"].min()), float(table["high"].max())
    air = 0.06 * max(high - low, 0.05)
    span = [min(low, 0.0) - air, high + air]
    data: list[Part] = []
    ends: dict[str, float] = {}
    for channel, rows in table.groupby("channel", sort=False):
        name = str(channel)
        ordered = rows.sort_values("strength")
        is_all = name == "all"
        hue = MORE if is_all else sheet.theme.quiet
        if is_all:
            data.append(band(x, ordered["low"].to_numpy(), ordered["high"].to_numpy(), hue, 0.18))
        data.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": name,
                "x": x,
                "y": ordered["value"].to_numpy().astype(np.float32),
                "line": {"color": hue, "width": 2.4 if is_all else 1.4},
                "marker": {"size": 5},
                "text": [_level(level) for level in levels],
                "hovertemplate": (
                    "<b>%{fullData.name}</b>, %{text}: %{y:+.3f} further exits<extra></extra>"
                ),
            }
        )
        ends[name] = float(ordered["value"].iloc[-1])
    places = apart(list(ends.values()), TEXT * 1.25 / PLOTTED * (span[1] - span[0]), *span)
    notes = [
        sheet.note(
            "all together" if name == "all" else name,
            font={"size": TEXT, "color": sheet.theme.ink if name == "all" else sheet.theme.quiet},
            xref="paper",
            x=1,
            xanchor="left",
            xshift=6,
            y=place,
            yanchor="middle",
        )
        for name, place in zip(ends, places, strict=True)
    ]
    figure = {
        "data": data,
        "xaxis": sheet.axis(
            range=[-0.1, len(levels) - 0.9],
            tickvals=x,
            ticktext=[_level(level) for level in levels],
        ),
        "yaxis": sheet.axis(
            range=span,
            showgrid=True,
            gridcolor=sheet.theme.grid,
            zeroline=True,
            zerolinecolor=sheet.theme.reference,
            tickformat="+.2~f",
            nticks=5,
        ),
        "annotations": notes,
    }
    margin = {"l": 48, "r": 96, "t": 10, "b": 26}
    return sheet.framed("strengths", figure, height=PLOTTED, margin=margin, bare=True)


def _level(level: float) -> str:
    return {0.0: "off", 1.0: "as stated"}.get(level, f"×{level:g}")
