"""One run in pictures: the statuses of all members over time, and what they weigh in a month."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from sim import words
from sim.answer import Answer
from sim.plots.shared.palette import see_through
from sim.plots.shared.sheet import SMALL, TEXT, Part, Sheet, milliseconds
from sim.scenario.document.months import between, later
from sim.words.shared.pages import TERM_NAMES

if TYPE_CHECKING:
    from pandas import DataFrame

LANE, BAR = 30, 0.34
NAMED = 46
"""Pixels below which a stretch is too short for its name."""
PATTERNS = {"FROZEN": "/", "NOTICE": "x", "OUT": ""}


def lives(answer: Answer, month: str, *, theme: str = "light", width: int = 860) -> Part:
    """The statuses of each member from the first recorded month to the end; a line at a month.

    Parameters
    ----------
    answer : Answer of StoryResult
        A run with its members, see ``playback``.
    month : str
        Where the line stands, ``YYYY-MM``.
    theme : str
        ``light`` or ``dark``.
    width : int > 0
        Pixels that it is drawn for.
    """
    sheet = Sheet.of(answer, theme, width)
    table = answer.tables["months"]
    inputs = answer.inputs
    parts: Part = {"data": [], "annotations": []}
    for lane, member in enumerate(sheet.labels):
        rows = table[table["member"] == member]
        for status, first, last in _spans(rows):
            parts["data"].append(_bar(sheet, member, status, first, last, lane))
            room = between(first, last) / between(inputs.start, inputs.end) * width
            if status != "ACTIVE" and room > NAMED:
                parts["annotations"].append(_name(sheet, member, status, first, lane))
    at = int(milliseconds([month])[0])
    cursor = {"type": "line", "x0": at, "x1": at, "yref": "paper", "y0": 0, "y1": 1}
    layout = {
        "xaxis": sheet.years(inputs.start, inputs.end, width - sheet.label_width - 20),
        "yaxis": sheet.axis(
            range=[len(sheet.labels) - 0.5, -0.5],
            tickvals=list(range(len(sheet.labels))),
            ticktext=list(sheet.names.values()),
            tickfont={"size": TEXT, "color": sheet.theme.ink},
        ),
        "shapes": [
            sheet.record_ground(inputs.start, inputs.now),
            cursor | {"line": {"color": sheet.theme.ink, "width": 1.5}},
        ],
    }
    margin = {"l": sheet.label_width + 8, "r": 12, "t": 8, "b": 26}
    height = LANE * len(sheet.labels)
    return sheet.framed("lives", {**parts, **layout}, height=height, margin=margin, bare=True)


def _spans(rows: DataFrame) -> list[tuple[str, str, str]]:
    """Status, first month and last month of each stretch without a move."""
    pairs = zip(rows["status"].astype(str), rows["month"].astype(str), strict=True)
    found = []
    for status, group in groupby(pairs, key=lambda pair: pair[0]):
        months = [month for _, month in group]
        found.append((status, months[0], months[-1]))
    return found


def _bar(sheet: Sheet, member: str, status: str, first: str, last: str, lane: int) -> Part:
    x0, x1 = (int(at) for at in milliseconds([first, later(last, 1)]))
    hue = sheet.colours[member]
    low, high = lane - BAR, lane + BAR
    fill: Part = {"fillcolor": "rgba(0,0,0,0)"}
    if status == "ACTIVE":
        fill = {"fillcolor": see_through(hue, 0.75)}
    elif PATTERNS[status]:
        fill = {"fillpattern": {"shape": PATTERNS[status], "fgcolor": hue, "size": 6}}
    return {
        "type": "scatter",
        "mode": "lines",
        "name": sheet.labels[member],
        "x": [x0, x1, x1, x0, x0],
        "y": [low, low, high, high, low],
        "fill": "toself",
        "hoveron": "fills",
        "hoverinfo": "text",
        "text": f"<b>{sheet.labels[member]}</b><br>{status.lower()}, {words.month(first)} to "
        f"{words.month(last)}",
        "line": {"color": hue, "width": 1},
        **fill,
    }


def _name(sheet: Sheet, member: str, status: str, first: str, lane: int) -> Part:
    return sheet.note(
        status.lower(),
        font={"size": SMALL, "color": sheet.inks[member]},
        x=int(milliseconds([first])[0]),
        xanchor="left",
        xshift=4,
        y=lane,
        yanchor="middle",
        bgcolor=see_through(sheet.theme.ground, 0.8),
    )


def weights(
    answer: Answer, month: str, member: str, *, theme: str = "light", width: int = 860
) -> Part:
    """What one member weighs in a month: each term of the value of staying, and their sum.

    Parameters
    ----------
    answer : Answer of StoryResult
        A run with what was weighed, see ``playback``.
    month : str
        A free month, ``YYYY-MM``.
    member : str
        Its id.
    theme : str
        ``light`` or ``dark``.
    width : int > 0
        Pixels that it is drawn for.
    """
    sheet = Sheet.of(answer, theme, width)
    table = answer.tables["weights"]
    rows = table[(table["month"] == month) & (table["member"] == member)]
    values = {str(t): float(v) for t, v in zip(rows["term"], rows["value"], strict=True)}
    names = {**{term: TERM_NAMES.get(term, term) for term in values}, "": "all together"}
    numbers = [*values.values(), sum(values.values())]
    reach = max(1.0, *(abs(number) for number in numbers)) * 1.25
    hue = sheet.colours[member]
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": numbers,
        "y": list(range(len(numbers))),
        "width": 0.62,
        "marker": {"color": [see_through(hue, 0.75)] * len(values) + [sheet.theme.quiet]},
        "hoverinfo": "skip",
    }
    layout: dict[str, Any] = {
        "xaxis": sheet.axis(range=[-reach, reach], showticklabels=False),
        "yaxis": sheet.axis(
            range=[len(numbers) - 0.5, -0.5],
            tickvals=list(range(len(numbers))),
            ticktext=list(names.values()),
            tickfont={"size": TEXT, "color": sheet.theme.ink},
        ),
        "shapes": [
            {
                "type": "line",
                "x0": 0,
                "x1": 0,
                "yref": "paper",
                "y0": 0,
                "y1": 1,
                "line": {"width": 1, "color": sheet.theme.reference},
            }
        ],
        "annotations": [
            *(_beside(sheet, number, place) for place, number in enumerate(numbers)),
            *_sides(sheet),
        ],
    }
    margin = {"l": 150 if not sheet.is_narrow else 118, "r": 10, "t": 22, "b": 6}
    height = 24 * len(numbers)
    figure = {"data": [bars], **layout}
    return sheet.framed("weights", figure, height=height, margin=margin, bare=True)


def _beside(sheet: Sheet, number: float, place: int) -> Part:
    outward = "left" if number >= 0 else "right"
    return sheet.note(
        f"{'+' if number > 0 else '−' if number < 0 else ''}{abs(number):.1f}",
        x=number,
        y=place,
        xanchor=outward,
        xshift=4 if number >= 0 else -4,
        yanchor="middle",
    )


def _sides(sheet: Sheet) -> list[Part]:
    """Which side speaks for what."""
    place = {"xref": "paper", "yref": "paper", "y": 1, "yanchor": "bottom"}
    return [
        sheet.note("← for leaving", x=0, xanchor="left", **place),
        sheet.note("for staying →", x=1, xanchor="right", **place),
    ]
