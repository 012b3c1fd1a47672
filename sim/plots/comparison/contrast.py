"""Dots and intervals: the difference of each outcome between the sides of a comparison."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sim.analysis.comparison.result import DIFFERS
from sim.plots.shared.dots import HEAD, ROW, dot
from sim.plots.shared.sheet import SMALL, TEXT, Part, Sheet, escaped
from sim.statistics.estimates import Estimate
from sim.words.comparison import contrast
from sim.words.comparison.side_by_side import share_rows
from sim.words.comparison.sides import sides
from sim.words.domino.effect import CHANCE
from sim.words.shared.amounts import MINUS, month, shortened
from sim.words.sweep.sweep import outcome

SYMBOLS = {"B": "circle", "C": "square", "D": "diamond", "E": "triangle-up", "F": "pentagon"}
STEPS = (0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)


def differences(sheet: Sheet) -> Part:
    """Every difference in percentage points with its interval, in groups; hollow where 0 is in."""
    groups = _groups(sheet)
    rows = [row for _, found in groups for row in found]
    low = min([-0.001, *(row["low"] for row in rows)]) * 1.12
    high = max([0.001, *(row["high"] for row in rows)]) * 1.12
    parts: Part = {"data": [], "annotations": []}
    y, ticks = 0.0, {}
    for name, found in groups:
        y += HEAD
        parts["annotations"].append(_group_name(sheet, name, y))
        for place, row in enumerate(found):
            y += ROW
            middle = y - ROW / 2
            if place == 0 or row["name"] != found[place - 1]["name"]:
                ticks[middle] = _row_name(sheet, row)
            parts["data"].append(_dot(sheet, row, middle))
            parts["annotations"].append(_both(sheet, row, middle))
    return parts | {
        "xaxis": signed_axis(
            sheet, low, high, 4, title=sheet.titled("percentage points", standoff=4)
        ),
        "yaxis": sheet.axis(
            range=[max(y, 1.0), 0],
            tickvals=list(ticks),
            ticktext=list(ticks.values()),
            tickfont={"size": TEXT, "color": sheet.theme.ink},
        ),
        "shapes": [_zero(sheet)],
        "height": max(round(y), ROW),
        "margin": {
            "l": _names_width(sheet, ticks.values()),
            "r": _right(sheet, rows),
            "t": 6,
            "b": 42,
        },
    }


def _groups(sheet: Sheet) -> list[tuple[str, list[contrast.Row]]]:
    """The outcomes that are drawn, by what they are; P(out at the end) stays in the table."""
    last = month(sheet.answer.inputs.end)
    titles = {
        "p_ever_out": f"has left by {last}",
        "p_frozen": f"is frozen in {last}",
        "p_at_least": f"left by {last}",
        "by_member": f"effect on the chance to leave by {last}",
        "matrix": f"effect of an exit on another's chance to leave by {last}",
        "p_another_5y": "another member leaves within five years",
    }
    grouped: dict[str, list[contrast.Row]] = {title: [] for title in titles.values()}
    for row in share_rows(sheet.answer):
        if row["at"]:
            name = row["name"].partition("@")[0]
            grouped.setdefault(outcome(name, sheet.answer), []).append(row)
        elif row["outcome"] in titles:
            grouped[titles[row["outcome"]]].append(row)
    return [(title, found) for title, found in grouped.items() if found]


def _row_name(sheet: Sheet, row: contrast.Row) -> str:
    _, _, argument = row["name"].partition(".")
    if row["at"]:
        return escaped(shortened(row["at"], 24 if sheet.is_narrow else 48))
    if row["outcome"] == "p_at_least":
        return "one or more" if argument == "1" else f"{argument} or more"
    if row["outcome"] == "p_another_5y":
        return CHANCE[argument]
    parts = argument.split(".")
    names = sheet.codes if sheet.is_narrow and len(parts) > 1 else sheet.names
    return " → ".join(names.get(part, escaped(part)) for part in parts)


def _names_width(sheet: Sheet, names: Iterable[str]) -> int:
    return sheet.text_width(names, TEXT) + (14 if sheet.is_narrow else 18)


def _right(sheet: Sheet, rows: Sequence[contrast.Row]) -> int:
    """Room for the chances beside the rows; no more than they take where the figure is narrow."""
    if not sheet.is_narrow:
        return 112
    return sheet.text_width((_chances(sheet, row) for row in rows), SMALL) + 10


def _group_name(sheet: Sheet, text: str, y: float) -> Part:
    return sheet.note(
        f"<b>{escaped(text)}</b>",
        xref="paper",
        x=0,
        xanchor="left",
        y=y,
        yanchor="bottom",
        yshift=1,
    )


def _dot(sheet: Sheet, row: contrast.Row, y: float) -> Part:
    member = row["member"]
    hue = sheet.colours[member] if member else sheet.theme.quiet
    what = escaped(contrast.what(sheet.answer, row))
    hover = (
        f"<b>{what}</b><br>{contrast.value(row, 'a')} in A, {contrast.value(row, 'b')} in "
        f"{row['side']}<br>difference {contrast.difference(row)} ({row['method']})"
    )
    hollow = row["verdict"] != DIFFERS
    part = dot(sheet, Estimate.of_row(row).known(), y, hue, hover, hollow)
    part["marker"]["symbol"] = SYMBOLS[row["side"]]
    return part


def _both(sheet: Sheet, row: contrast.Row, y: float) -> Part:
    """The chance on both sides, and which side it is where there are several."""
    text = _chances(sheet, row)
    if len(sides(sheet.answer)) > 2:
        text = text.replace(row["side"], f"<b>{row['side']}</b>", 1)
    return sheet.note(text, xref="paper", x=1, xanchor="left", xshift=8, y=y, yanchor="middle")


def _chances(sheet: Sheet, row: contrast.Row) -> str:
    """The same without its looks."""
    text = f"{contrast.value(row, 'a')} → {contrast.value(row, 'b')}".replace("under ", "&lt;")
    text = text.replace("over ", "&gt;") if sheet.is_narrow else text
    return f"{row['side']}  {text}" if len(sides(sheet.answer)) > 2 else text


def _zero(sheet: Sheet) -> Part:
    line = {"width": 1, "color": sheet.theme.quiet}
    return {"type": "line", "x0": 0, "x1": 0, "yref": "paper", "y0": 0, "y1": 1, "line": line}


def signed_axis(sheet: Sheet, low: float, high: float, most: int, **stated: Any) -> Part:
    """An axis of differences in percentage points that shows both sides of 0.

    Parameters
    ----------
    sheet : Sheet
        What is drawn on.
    low, high : float
        Ends, as fractions; 0 lies between them.
    most : int >= 1
        Ticks on either side of 0, at most.
    **stated
        More of the axis, as Plotly takes it.
    """
    step = next(step for step in STEPS if (high - low) / step <= 2 * most or step == STEPS[-1])
    ticks = [k * step for k in range(-int(-low / step), int(high / step) + 1)]
    return sheet.axis(
        range=[low, high],
        tickvals=ticks,
        ticktext=[points_of(tick) for tick in ticks],
        showgrid=True,
        gridcolor=sheet.theme.grid,
        **stated,
    )


def points_of(difference: float) -> str:
    """Percentage points with two digits and their sign."""
    text = f"{float(f'{abs(difference) * 100:.2g}'):g}"
    if float(text) == 0:
        return "0"
    return f"+{text}" if difference > 0 else f"{MINUS}{text}"
