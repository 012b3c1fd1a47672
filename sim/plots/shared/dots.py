"""Dots and intervals: who leaves first, and what changes for each other member."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim import words
from sim.plots.shared.curves import asked
from sim.plots.shared.sheet import SMALL, TEXT, Part, Sheet, round_top
from sim.words.domino import domino

ROW = 22
"""Height of a row, in pixels."""
HEAD = 26
"""Room above a group of rows for its name."""
VISIBLE = 0.01
"""Positions at which nobody is likelier than this are not drawn."""
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


def ordinal(position: int) -> str:
    """A position as a word."""
    return ORDINALS[position - 1] if position <= len(ORDINALS) else f"{position}th"


# --- order ----------------------------------------------------------------------------------------


def order(sheet: Sheet) -> Part:
    """P(a member is the first, the second, … to leave)."""
    table = sheet.answer.tables["order"]
    highest = table.groupby("position")["value"].max()
    positions = [int(p) for p in highest.index if highest[p] >= VISIBLE or p == 1]
    rows = asked(table[table["position"].isin(positions)])
    top = round_top(max([0.02, *rows["high"]]) * 1.1)
    parts: Part = {"data": [], "annotations": []}
    y, ticks = 0.0, {}
    for position in positions:
        y += HEAD
        parts["annotations"].append(_group_name(sheet, f"{ordinal(position)} to leave", y))
        for row in rows[rows["position"] == position].to_dict("records"):
            y += ROW
            ticks[y - ROW / 2] = sheet.names[row["member"]]
            parts["data"].append(_position(sheet, row, y - ROW / 2))
            parts["annotations"].append(_beside(sheet, row, y, top))
    return parts | {
        "xaxis": sheet.share_axis(top) | {"range": [-0.015 * top, top]},
        "yaxis": _rows_axis(sheet, y, ticks),
        "height": round(y),
        "margin": {"l": sheet.label_width + 8, "r": 22, "t": 6, "b": 26},
    }


def _rows_axis(sheet: Sheet, height: float, ticks: Mapping[float, str]) -> Part:
    """An axis of rows in pixels from the top, with names."""
    return sheet.axis(
        range=[height, 0],
        tickvals=list(ticks),
        ticktext=list(ticks.values()),
        tickfont={"size": TEXT, "color": sheet.theme.ink},
    )


def _group_name(sheet: Sheet, text: str, y: float) -> Part:
    return sheet.note(
        f"<b>{text}</b>", xref="paper", x=0, xanchor="left", y=y, yanchor="bottom", yshift=1
    )


def _beside(sheet: Sheet, row: Mapping[Any, Any], y: float, top: float) -> Part:
    """A value right of its interval, or left of it where the axis ends."""
    ends = row["high"] > 0.8 * top
    side = {"x": row["low"], "xanchor": "right", "xshift": -8}
    if not ends:
        side = {"x": row["high"], "xanchor": "left", "xshift": 8}
    return sheet.note(words.percent(row["value"]), y=y - ROW / 2, yanchor="middle", **side)


def dot(sheet: Sheet, row: Mapping[Any, Any], y: float, hue: str, hover: str, hollow: bool) -> Part:
    """A dot with its interval; hollow where the interval holds the null."""
    value = float(row["value"])
    return {
        "type": "scatter",
        "mode": "markers",
        "cliponaxis": False,
        "x": [value],
        "y": [y],
        "marker": {
            "size": 10,
            "color": sheet.theme.ground if hollow else hue,
            "line": {"color": hue, "width": 2},
        },
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [row["high"] - value],
            "arrayminus": [value - row["low"]],
            "color": hue,
            "thickness": 2,
            "width": 0,
        },
        "text": [hover],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _position(sheet: Sheet, row: Mapping[Any, Any], y: float) -> Part:
    member = str(row["member"])
    hover = (
        f"<b>{sheet.labels[member]}</b> is the {ordinal(int(row['position']))} to leave<br>in "
        f"{words.percent(row['value'])} of runs {words.interval(row['low'], row['high'])}"
    )
    return dot(sheet, row, y, sheet.colours[member], hover, hollow=False)


# --- effect ---------------------------------------------------------------------------------------


def effect(sheet: Sheet) -> Part:
    """For each other member the difference between two futures, and the chance in both."""
    treated, control = domino.arms(sheet.answer)
    rows = sheet.answer.tables["by_member"].dropna(subset=["value"]).to_dict("records")
    reach = max([0.005, *(abs(row[end]) for row in rows for end in ("low", "high"))])
    low = min([-0.2 * reach, *(row["low"] for row in rows)]) - 0.1 * reach
    high = max([0.2 * reach, *(row["high"] for row in rows)]) + 0.1 * reach
    parts: Part = {"data": [], "annotations": [_column_heads(sheet)]}
    ticks = {}
    for place, row in enumerate(rows):
        y = HEAD + (place + 0.5) * (ROW + 8)
        member = str(row["member"])
        ticks[y] = sheet.names[member]
        hover = (
            f"<b>{sheet.labels[member]}</b><br>{domino.CHANCE[treated]} "
            f"{words.percent(row[treated])}, {domino.CHANCE[control]} "
            f"{words.percent(row[control])}<br>difference {words.points(row['value'])} points "
            f"({words.points(row['low'])} to {words.points(row['high'])})"
        )
        hollow = domino.sign(row) == 0  # type: ignore[arg-type]
        parts["data"].append(dot(sheet, row, y, sheet.colours[member], hover, hollow))
        parts["annotations"] += _difference(sheet, row, y)
        parts["annotations"].append(_both(sheet, row[treated], row[control], y))
    height = HEAD + max(1, len(rows)) * (ROW + 8)
    return parts | {
        "xaxis": _points_axis(sheet, low, high),
        "yaxis": _rows_axis(sheet, height, ticks),
        "shapes": [_zero(sheet)],
        "height": height,
        "margin": {"l": sheet.label_width + 8, "r": _right(sheet, rows), "t": 6, "b": 42},
    }


def _right(sheet: Sheet, rows: Sequence[Mapping[Any, Any]]) -> int:
    """Room for the chances beside the rows; no more than they take where the figure is narrow."""
    if not sheet.is_narrow:
        return 104
    treated, control = domino.arms(sheet.answer)
    chances = [_chances(sheet, row[treated], row[control]) for row in rows]
    return sheet.text_width([*chances, _arms(sheet)], SMALL) + 12


def _points_axis(sheet: Sheet, low: float, high: float) -> Part:
    """An axis of differences that shows both sides of 0."""
    steps = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
    step = next(step for step in steps if (high - low) / step <= 5 or step == steps[-1])
    ticks = [k * step for k in range(int(low / step), int(high / step) + 1)]
    return sheet.axis(
        range=[low, high],
        tickvals=ticks,
        ticktext=[words.points(tick) for tick in ticks],
        showgrid=True,
        gridcolor=sheet.theme.grid,
        title=sheet.titled("percentage points", standoff=4),
    )


def _zero(sheet: Sheet) -> Part:
    line = {"width": 1, "color": sheet.theme.quiet}
    return {"type": "line", "x0": 0, "x1": 0, "yref": "paper", "y0": 0, "y1": 1, "line": line}


def _difference(sheet: Sheet, row: Mapping[Any, Any], y: float) -> list[Part]:
    """The difference over its dot."""
    text = words.points(row["value"])
    font = {"size": TEXT, "color": sheet.inks[str(row["member"])]}
    return [sheet.note(text, x=row["value"], y=y, yanchor="bottom", yshift=5, font=font)]


def _both(sheet: Sheet, treated: float, control: float, y: float) -> Part:
    """The chance in the future without it, and in the one with it."""
    text = _chances(sheet, treated, control)
    return sheet.note(text, xref="paper", x=1, xanchor="left", xshift=10, y=y, yanchor="middle")


def _chances(sheet: Sheet, treated: float, control: float) -> str:
    text = f"{words.percent(control)} → {words.percent(treated)}".replace("under ", "&lt;")
    return text.replace("over ", "&gt;") if sheet.is_narrow else text


def _arms(sheet: Sheet) -> str:
    treated, control = domino.arms(sheet.answer)
    return f"{control} → {treated}"


def _column_heads(sheet: Sheet) -> Part:
    return sheet.note(
        _arms(sheet),
        xref="paper",
        x=1,
        xanchor="left",
        xshift=10,
        y=HEAD - 4,
        yanchor="bottom",
    )
