"""Sides of a comparison month by month: overlaid curves, and their difference.

A member keeps its hue; the sides differ by the stroke of their lines and by a letter at its end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim import words
from sim.plots.comparison.contrast import points_of, signed_axis
from sim.plots.shared.curves import band, by_member
from sim.plots.shared.rounding import round_top
from sim.plots.shared.sheet import SMALL, TEXT, Part, Sheet, escaped, milliseconds
from sim.plots.shared.spacing import apart
from sim.words.comparison.sides import name, sides
from sim.words.shared.amounts import shortened

if TYPE_CHECKING:
    from pandas import DataFrame

PANEL, NAME, FOOT, BETWEEN = 116, 24, 24, 26
"""Pixels: height of a panel, room above for its name, below for its years, and between two."""
KEY = 18
"""Height of a line of the key."""
LEFT, RIGHT, ENDS = 44, 10, 50
"""Pixels at either side, and for the letters and values at the ends of the curves."""
DASHES = {
    "A": "solid",
    "B": "6px,3px",
    "C": "2px,3px",
    "D": "dashdot",
    "E": "longdash",
    "F": "longdashdot",
}
LARGEST_KEY = 90
"""Letters of a title in the key, where there is room."""


def curves(sheet: Sheet) -> Part:
    """P(first exit by a month) of every side, a panel for each member."""
    table = sheet.answer.tables["exits"]
    top = round_top(max(0.01, float(table["high"].max())))
    labels = list(sides(sheet.answer))
    axis = sheet.share_axis(top)

    def lines(member: str, panel: dict[str, str]) -> tuple[list[Part], list[Part]]:
        chosen = dict(_by_side(table, member, labels))
        data = [
            part
            for label, rows in chosen.items()
            for part in _curve(sheet, member, label, rows, panel)
        ]
        ends = {label: float(rows["value"].iloc[-1]) for label, rows in chosen.items()}
        texts = {label: f"{label} {_percent(end)}" for label, end in ends.items()}
        return data, _ends(sheet, member, ends, texts, (0, top), panel)

    return _panels(sheet, axis, lines, table, key=labels)


def _percent(share: float) -> str:
    return words.percent(share).replace("under ", "&lt;").replace("over ", "&gt;")


def over_time(sheet: Sheet) -> Part:
    """Difference of P(first exit by a month) from the first side, a panel for each member."""
    table = sheet.answer.tables["over_time"]
    labels = list(sides(sheet.answer))[1:]
    high = max(0.0005, float(table["high"].max())) * 1.1
    low = min(-0.0005, float(table["low"].min())) * 1.1
    axis = signed_axis(sheet, low, high, 3)

    def lines(member: str, panel: dict[str, str]) -> tuple[list[Part], list[Part]]:
        chosen = dict(_by_side(table, member, labels))
        data = [
            part
            for label, rows in chosen.items()
            for part in _difference_curve(sheet, member, label, rows, panel)
        ]
        ends = {label: float(rows["value"].iloc[-1]) for label, rows in chosen.items()}
        texts = {
            label: f"{label} {points_of(end)}" if len(labels) > 1 else points_of(end)
            for label, end in ends.items()
        }
        return data, _ends(sheet, member, ends, texts, (low, high), panel)

    return _panels(sheet, axis, lines, table, key=labels if len(labels) > 1 else [])


def _by_side(
    table: DataFrame, member: str, labels: Sequence[str]
) -> Iterator[tuple[str, DataFrame]]:
    rows = by_member(table)[member]
    for label in labels:
        own = rows[rows["side"] == label]
        if len(own):
            yield label, own


def _curve(
    sheet: Sheet, member: str, label: str, rows: DataFrame, panel: dict[str, str]
) -> list[Part]:
    hover = (
        f"<b>{sheet.labels[member]}</b>, {label}: has left by %{{x|%B %Y}}<br>"
        "in %{y:.1%} of runs (%{customdata[0]:.1%} to %{customdata[1]:.1%})<extra></extra>"
    )
    return _line(sheet, member, DASHES[label], rows, hover, panel)


def _difference_curve(
    sheet: Sheet, member: str, label: str, rows: DataFrame, panel: dict[str, str]
) -> list[Part]:
    several = len(sides(sheet.answer)) > 2
    hover = (
        f"<b>{sheet.labels[member]}</b>, {label} less A, by %{{x|%B %Y}}<br>"
        "%{y:+.2%} (%{customdata[0]:+.2%} to %{customdata[1]:+.2%}) of all runs<extra></extra>"
    )
    return _line(sheet, member, DASHES[label] if several else "solid", rows, hover, panel)


def _line(
    sheet: Sheet, member: str, dash: str, rows: DataFrame, hover: str, panel: dict[str, str]
) -> list[Part]:
    x, colour = milliseconds(list(rows["month"])), sheet.colours[member]
    value, low, high = (rows[name].to_numpy() for name in ("value", "low", "high"))
    line = {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": value.astype(np.float32),
        "customdata": np.stack([low, high], axis=1).astype(np.float32),
        "line": {"color": colour, "width": 2, "dash": dash},
        "hovertemplate": hover,
        **panel,
    }
    return [band(x, low, high, colour, 0.14, **panel), line]


def _ends(
    sheet: Sheet,
    member: str,
    ends: Mapping[str, float],
    texts: Mapping[str, str],
    span: tuple[float, float],
    panel: dict[str, str],
) -> list[Part]:
    """Letters and values at the ends of the curves of one panel, moved apart."""
    low, high = span
    order = [*ends][::-1]  # where two end alike, the first side stands above
    gap = TEXT * 1.25 / PANEL * (high - low)
    places = apart([ends[label] for label in order], gap, low, high)
    last = int(milliseconds([sheet.answer.inputs.end])[0])
    return [
        sheet.member_note(
            member,
            texts[label],
            xref=panel["xaxis"],
            yref=panel["yaxis"],
            x=last,
            y=place,
            xanchor="left",
            yanchor="middle",
            xshift=4,
        )
        for label, place in zip(order, places, strict=True)
    ]


def _panels(
    sheet: Sheet,
    axis: Part,
    lines: Callable[[str, dict[str, str]], tuple[list[Part], list[Part]]],
    table: DataFrame,
    key: Sequence[str],
) -> Part:
    """A panel for each member of a table on common axes, and a key to the strokes above them."""
    members = list(by_member(table))
    columns = 1 if sheet.is_narrow else min(3, len(members))
    rows = -(-len(members) // columns)
    above = KEY * len(key)
    height = above + rows * (NAME + PANEL) + (rows - 1) * FOOT
    room = sheet.width - LEFT - RIGHT
    wide = (room - BETWEEN * (columns - 1)) / columns
    parts: Part = {"data": [], "shapes": [], "annotations": []}
    for place, member in enumerate(members):
        row, column = divmod(place, columns)
        number = "" if place == 0 else str(place + 1)
        panel = {"xaxis": f"x{number}", "yaxis": f"y{number}"}
        left = column * (wide + BETWEEN) / room
        top = 1 - (above + row * (NAME + PANEL + FOOT) + NAME) / height
        parts[f"xaxis{number}"] = _years(sheet, wide, domain=[left, left + wide / room]) | {
            "anchor": panel["yaxis"]
        }
        parts[f"yaxis{number}"] = axis | {
            "domain": [max(0.0, top - PANEL / height), top],
            "anchor": panel["xaxis"],
            "showticklabels": column == 0,
        }
        data, notes = lines(member, panel)
        parts["data"] += data
        parts["annotations"] += [*notes, _name(sheet, member, left, top)]
        parts["shapes"].append(_zero_across(sheet, panel))
    for place, label in enumerate(key):
        parts["shapes"].append(_stroke(sheet, label, place))
        parts["annotations"].append(_title(sheet, label, place))
    return parts | {"height": height, "margin": {"l": LEFT, "r": RIGHT, "t": 8, "b": FOOT}}


def _years(sheet: Sheet, wide: float, **stated: Any) -> Part:
    first, last = sheet.answer.result.months
    months = milliseconds([first, last])
    axis = sheet.years(first, last, (wide - ENDS) * 0.9, **stated)
    end = int(months[1]) + (int(months[1]) - int(months[0])) * ENDS / max(wide - ENDS, 1)
    return axis | {"range": [int(months[0]), max(end, int(months[0]) + 1)]}


def _name(sheet: Sheet, member: str, left: float, top: float) -> Part:
    return sheet.member_note(
        member,
        f"<b>{sheet.labels[member]}</b>",
        xref="paper",
        x=left,
        xanchor="left",
        yref="paper",
        y=top,
        yanchor="bottom",
        yshift=2,
    )


def _zero_across(sheet: Sheet, panel: dict[str, str]) -> Part:
    first, last = milliseconds(sheet.answer.result.months)
    return {
        "type": "line",
        "layer": "below",
        "xref": panel["xaxis"],
        "x0": int(first),
        "x1": int(last),
        "yref": panel["yaxis"],
        "y0": 0,
        "y1": 0,
        "line": {"width": 1, "color": sheet.theme.quiet},
    }


def _stroke(sheet: Sheet, label: str, place: int) -> Part:
    """A piece of a side's line, in the key."""
    y = -KEY * (place + 0.5)
    return {
        "type": "line",
        "xref": "paper",
        "yref": "paper",
        "xsizemode": "pixel",
        "ysizemode": "pixel",
        "xanchor": 0,
        "yanchor": 1,
        "x0": 0,
        "x1": 28,
        "y0": y,
        "y1": y,
        "line": {"color": sheet.theme.ink, "width": 2, "dash": DASHES[label]},
    }


def _title(sheet: Sheet, label: str, place: int) -> Part:
    given = sides(sheet.answer)
    title = given[label].title
    if len({side.title for side in given.values()}) < len(given):
        title = name(sheet.answer, label).removesuffix(f" ({label})")
    letters = min(LARGEST_KEY, int((sheet.width - LEFT - RIGHT - 40) / (SMALL * 0.55)) - 4)
    text = shortened(title, letters)
    return sheet.note(
        f"<b>{label}</b>  {escaped(text)}",
        xref="paper",
        x=0,
        xanchor="left",
        xshift=34,
        yref="paper",
        y=1,
        yanchor="middle",
        yshift=-KEY * (place + 0.5),
    )
