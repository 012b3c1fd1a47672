"""Why: the terms of the decision, member by member, soon and at the end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from sim import words
from sim.analysis.forecast.result import ForecastResult
from sim.plots.shared.palette import see_through
from sim.plots.shared.sheet import SMALL, TEXT, Part, Sheet

if TYPE_CHECKING:
    from pandas import DataFrame

ROW = 24
HEAD = 8
ALL = "all together"


def terms(sheet: Sheet[ForecastResult]) -> Part:
    """A table of bars: terms down, members across; bars now, marks at the end."""
    soon, late = _both_ends(sheet)
    members, names = list(sheet.labels), [*soon.columns, ALL]
    low, high = _reach(soon, late)
    width = (high - low) * 1.15
    rows = {name: k for k, name in enumerate(names)}
    parts: Part = {"data": [], "shapes": [_rule(sheet, len(names) - 1.5)], "annotations": []}
    zeros = [width * (place + 0.06) - low for place in range(len(members))]
    for member, zero in zip(members, zeros, strict=True):
        ends = (table.loc[[member]].iloc[0].to_dict() for table in (soon, late))
        parts["data"] += _column(sheet, member, zero, rows, *ends)
        parts["shapes"].append(_zero(sheet, zero))
        parts["annotations"].append(_heading(sheet, member, zero))
    marked = _marked(sheet, low, high)
    return parts | {
        "barmode": "overlay",
        "xaxis": sheet.axis(
            range=[0, width * max(1, len(members))],
            tickvals=[zero + mark for zero in zeros for mark in marked],
            ticktext=[_whole(mark) for mark in marked] * len(members),
            tickangle=0,
            tickfont={"size": SMALL - 1, "color": sheet.theme.quiet},
        ),
        "yaxis": sheet.axis(
            range=[len(names) - 0.5, -0.5],
            tickvals=list(rows.values()),
            ticktext=list(rows),
            tickfont={"size": TEXT, "color": sheet.theme.ink},
        ),
        "height": ROW * len(names),
        "margin": {
            "l": 80,
            "r": 40 if sheet.is_narrow else 8,
            "t": _head_room(sheet),
            "b": 26,
        },
    }


def _marked(sheet: Sheet, low: float, high: float) -> list[int]:
    """Whole logits that the axis of a column marks."""
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if high < step * 3.5)
    marked = [k * step for k in range(int(low / step), int(high / step) + 1)]
    return [mark for mark in marked if mark in (0, marked[-1])] if sheet.is_narrow else marked


def _whole(mark: int) -> str:
    return f"+{mark}" if mark > 0 else f"−{-mark}" if mark < 0 else "0"


def _reach(soon: DataFrame, late: DataFrame) -> tuple[float, float]:
    """The lowest and the highest of all terms and sums, 0 included."""
    values = [table.to_numpy().ravel() for table in (soon, late)]
    values += [table.sum(axis=1).to_numpy() for table in (soon, late)]
    every = np.concatenate(values)
    return min(-0.5, float(every.min())), max(1.0, float(every.max()))


def _both_ends(sheet: Sheet) -> tuple[DataFrame, DataFrame]:
    """Members by terms: in the first free month, and in the last."""
    table = sheet.answer.tables["terms"]
    order = list(dict.fromkeys(table["term"]))
    ends = (table["month"].min(), table["month"].max())
    soon, late = (
        table[table["month"] == end]
        .pivot(index="member", columns="term", values="value")
        .reindex(columns=order)
        for end in ends
    )
    return soon, late


def _head_room(sheet: Sheet) -> int:
    return round(sheet.label_width * 0.6) + 10 if sheet.is_narrow else 26


def _heading(sheet: Sheet, member: str, zero: float) -> Part:
    """A member's name over its column, slanted where there is little room."""
    slanted = sheet.is_narrow
    return sheet.member_note(
        member,
        f"<b>{sheet.names[member]}</b>",
        x=zero,
        xanchor="left",
        xshift=-4,
        yref="paper",
        y=1,
        yanchor="bottom",
        yshift=2,
        textangle=-35 if slanted else 0,
    )


def _zero(sheet: Sheet, at: float) -> Part:
    line = {"width": 1, "color": sheet.theme.reference}
    return {"type": "line", "x0": at, "x1": at, "yref": "paper", "y0": 0, "y1": 1, "line": line}


def _rule(sheet: Sheet, at: float) -> Part:
    """A line over the sum."""
    line = {"width": 1, "color": sheet.theme.grid}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": at, "y1": at, "line": line}


def _column(
    sheet: Sheet,
    member: str,
    zero: float,
    rows: Mapping[str, int],
    soon: Mapping[Any, float],
    late: Mapping[Any, float],
) -> list[Part]:
    """One member's bars and marks."""
    first, last = ({**side, ALL: sum(side.values())} for side in (soon, late))
    hue, inputs = sheet.colours[member], sheet.answer.inputs
    hover = [
        f"<b>{sheet.labels[member]}</b>, {name}<br>{_signed(first[name])} soon, "
        f"{_signed(last[name])} in {words.month(inputs.end)}"
        for name in rows
    ]
    bars = {
        "type": "bar",
        "orientation": "h",
        "y": list(rows.values()),
        "x": [first[name] for name in rows],
        "base": [zero] * len(rows),
        "width": 0.62,
        "marker": {"color": see_through(hue, 0.75), "line": {"width": 0}},
        "text": hover,
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
    }
    marks = {
        "type": "scatter",
        "mode": "markers",
        "x": [zero + last[name] for name in rows],
        "y": list(rows.values()),
        "marker": {
            "symbol": "line-ns-open",
            "size": 14,
            "color": sheet.theme.ink,
            "line": {"color": sheet.theme.ink, "width": 1.6},
        },
        "text": hover,
        "hovertemplate": "%{text}<extra></extra>",
    }
    return [bars, marks]


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{abs(value):.2f}"
