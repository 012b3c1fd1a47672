"""The forecast: who has left by when, after the recorded statuses."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from sim import words
from sim.analysis.forecast.result import ForecastResult
from sim.plots.shared.curves import asked, at_end, band, by_member, now_line, shown_from
from sim.plots.shared.palette import see_through
from sim.plots.shared.rounding import briefly, round_top
from sim.plots.shared.sheet import SMALL, TEXT, Part, Sheet, milliseconds
from sim.plots.shared.spacing import apart
from sim.scenario.document.months import between, later

if TYPE_CHECKING:
    from pandas import DataFrame

PLOTTED = 330
"""Height of the forecast's plotted area, in pixels."""
LEFT = 40
RECORD_ROOM = 64
"""Pixels that the words for the recorded months take."""
SPAN_STEP = 9
"""Pixels between two bars of uncertainty."""
LANE = 0.115
"""Height of a lane of recorded status, as a share of the plotted area."""


def forecast(sheet: Sheet[ForecastResult]) -> Part:
    """P(first exit by month) for each member with its 95% band, after the recorded statuses."""
    inputs = sheet.answer.inputs
    exits = by_member(sheet.answer.tables["exits"])
    curves = by_member(asked(sheet.answer.tables["exits"]))
    spans = _spans(sheet)
    right = sheet.label_width + 54
    room = sheet.width - LEFT - right - SPAN_STEP * len(spans)
    first = shown_from(sheet)
    month = between(first, inputs.end) / room  # months in a pixel
    top = round_top(max([0.01, *_highest(curves), *(span["high"] for span in spans.values())]))
    air = round(month * SPAN_STEP * (len(spans) + 1)) if spans else 0
    data = [part for member, rows in curves.items() for part in _curve(sheet, member, rows)]
    data += _span_bars(sheet, spans, month)
    lanes, lane_names = _lanes(sheet, first)
    axis = sheet.years(first, inputs.end, room, air=air)
    if between(first, inputs.now) / month > RECORD_ROOM:
        lane_names.append(_recorded(sheet, first))
    return {
        "data": data + lanes,
        "xaxis": axis,
        "yaxis": sheet.share_axis(top),
        "yaxis2": sheet.axis(overlaying="y", range=[0, 1], showticklabels=False),
        "shapes": [sheet.record_ground(first, inputs.now), now_line(sheet)],
        "annotations": [*_end_labels(sheet, exits, top), *lane_names],
        "height": PLOTTED,
        "margin": {"l": LEFT, "r": right, "t": 12, "b": 26},
    }


def _highest(exits: dict[str, DataFrame]) -> list[float]:
    return [float(rows["high"].max()) for rows in exits.values()]


def _curve(sheet: Sheet, member: str, rows: DataFrame) -> list[Part]:
    x, colour = milliseconds(list(rows["month"])), sheet.colours[member]
    value, low, high = (rows[name].to_numpy() for name in ("value", "low", "high"))
    line = {
        "type": "scatter",
        "mode": "lines",
        "name": sheet.labels[member],
        "x": x,
        "y": value.astype(np.float32),
        "customdata": np.stack([low, high], axis=1).astype(np.float32),
        "line": {"color": colour, "width": 2.2},
        "hovertemplate": (
            "<b>%{fullData.name}</b> has left by %{x|%B %Y}<br>"
            "in %{y:.1%} of runs (%{customdata[0]:.1%} to %{customdata[1]:.1%})<extra></extra>"
        ),
    }
    return [band(x, low, high, colour, 0.2), line]


def _end_labels(sheet: Sheet, exits: dict[str, DataFrame], top: float) -> list[Part]:
    """Names and values at the ends of the curves, moved apart."""
    ends = {member: at_end(rows) for member, rows in exits.items()}
    line = TEXT * 1.3 / PLOTTED * top
    places = apart(list(ends.values()), line, 0, top)
    already = sheet.answer.tables["members"].set_index("member")["status"] == "OUT"
    values = {m: "out" if already[m] else briefly(sheet, end) for m, end in ends.items()}
    return [
        sheet.member_note(
            member,
            f"{sheet.names[member]} <b>{values[member]}</b>",
            xref="paper",
            x=1,
            xanchor="left",
            xshift=5,
            y=place,
            yanchor="middle",
            align="left",
        )
        for member, place in zip(ends, places, strict=True)
    ]


def _spans(sheet: Sheet) -> dict[str, dict[str, Any]]:
    """The span of each member's P(has left by the end) over the stated ranges."""
    table = sheet.answer.tables.get("spread")
    if table is None:
        return {}
    spans = table[(table["outcome"] == "p_ever_out") & table["low"].notna()]
    rows = spans.to_dict("records")
    return {str(row["member"]): {str(key): cell for key, cell in row.items()} for row in rows}


def _span_bars(sheet: Sheet, spans: dict[str, dict[str, Any]], month: float) -> list[Part]:
    bars = []
    for place, (member, span) in enumerate(spans.items(), 1):
        at = milliseconds([later(sheet.answer.inputs.end, round(month * SPAN_STEP * place))])
        colour = sheet.colours[member]
        hover = (
            f"<b>{sheet.labels[member]}</b> over {span['points']:.0f} draws from the stated ranges"
            f"<br>{words.percent(span['low'])} to {words.percent(span['high'])}, "
            f"median {words.percent(span['median'])}"
        )
        bars.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "cliponaxis": False,
                "x": np.repeat(at, 3),
                "y": [span["low"], span["median"], span["high"]],
                "text": [hover] * 3,
                "hovertemplate": "%{text}<extra></extra>",
                "line": {"color": see_through(colour, 0.45), "width": 5},
                "marker": {"color": colour, "size": [0, 6, 0], "line": {"width": 0}, "opacity": 1},
            }
        )
    return bars


def _recorded(sheet: Sheet, first: str) -> Part:
    return sheet.note(
        "the record",
        x=int(milliseconds([first])[0]),
        xanchor="left",
        xshift=3,
        yref="paper",
        y=0,
        yanchor="bottom",
    )


def _lanes(sheet: Sheet, first: str) -> tuple[list[Part], list[Part]]:
    """The recorded statuses as one lane for each member, and the lanes' names."""
    status = sheet.answer.tables["status"]
    now = sheet.answer.inputs.now
    recorded = status[(status["month"] >= first) & (status["month"] <= now)]
    likeliest = recorded.loc[recorded.groupby(["member", "month"], sort=False)["value"].idxmax()]
    members = by_member(likeliest)
    height = min(LANE, 0.9 / max(1, len(members)))
    lanes: list[Part] = []
    names: list[Part] = []
    for place, (member, rows) in enumerate(members.items()):
        y = 0.94 - height * place
        months = list(zip(rows["status"], rows["month"], strict=True))
        for state, span in groupby(months, key=lambda pair: pair[0]):
            held = [month for _, month in span]
            lanes.append(_status_bar(sheet, member, str(state), held[0], held[-1], y))
            if state != "ACTIVE":
                names.append(
                    _lane_note(sheet, member, str(state).lower(), held[-1], y, above=False)
                )
        names.append(_lane_note(sheet, member, sheet.names[member], first, y, above=True))
    return lanes, names


def _lane_note(sheet: Sheet, member: str, text: str, month: str, y: float, above: bool) -> Part:
    """A member's name above the beginning of its lane, or a status below its end."""
    return sheet.note(
        text,
        font={"size": SMALL - 1, "color": sheet.inks[member]},
        x=int(milliseconds([month])[0]),
        xanchor="left" if above else "right",
        xshift=3 if above else -2,
        yref="y2",
        y=y,
        yanchor="bottom" if above else "top",
        yshift=2 if above else -3,
    )


PATTERNS = {"FROZEN": "/", "NOTICE": "x", "OUT": ""}
"""Statuses differ by pattern as well as by name: a plain line is active, an empty bar is out."""


def _status_bar(sheet: Sheet, member: str, state: str, first: str, last: str, y: float) -> Part:
    """A recorded status from one month to another."""
    x0, x1 = milliseconds([first, min(later(last, 1), sheet.answer.inputs.now)])
    colour = sheet.colours[member]
    bar: Part = {
        "type": "scatter",
        "mode": "lines",
        "yaxis": "y2",
        "name": sheet.labels[member],
        "text": f"{state.lower()}, {words.month(first)} to {words.month(last)}",
        "hovertemplate": "<b>%{fullData.name}</b><br>%{text}<extra></extra>",
        "line": {"color": colour, "width": 1},
    }
    if state == "ACTIVE":
        return bar | {"x": [int(x0), int(x1)], "y": [y, y], "line": {"color": colour, "width": 3}}
    half = 0.012
    fill: Part = {"fillcolor": "rgba(0,0,0,0)"}
    if PATTERNS[state]:
        fill = {"fillpattern": {"shape": PATTERNS[state], "fgcolor": colour, "size": 4}}
    corners = {
        "x": [int(x0), int(x1), int(x1), int(x0), int(x0)],
        "y": [y - half, y - half, y + half, y + half, y - half],
    }
    return bar | corners | {"fill": "toself", "hoveron": "fills", **fill}
