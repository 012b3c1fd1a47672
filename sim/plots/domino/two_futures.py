"""Two futures beside each other: an exit, and a stay, on the same luck."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.domino.result import EffectResult
from sim.answer import Answer
from sim.plots.shared.curves import band, by_member
from sim.plots.shared.rounding import briefly, round_top
from sim.plots.shared.sheet import (
    LETTER,
    LINE,
    TEXT,
    Part,
    Sheet,
    escaped,
    milliseconds,
)
from sim.plots.shared.spacing import apart
from sim.words.domino.effect import futures

if TYPE_CHECKING:
    from pandas import DataFrame

PLOTTED = 240
GAP = 0.06
LEFT = 40
BOLD = 1.1
"""Width of bold letters, in widths of plain ones."""


def futures_beside(
    answer: Answer[EffectResult],
    other: str | None = None,
    *,
    theme: str = "light",
    width: int = 860,
) -> Part:
    """P(first exit by month) of the other members: with the exit at the left, without at the right.

    Parameters
    ----------
    answer : Answer of EffectResult
        The effect.
    other : str, optional
        Id of the member that is drawn in full, the rest faintly; by default all alike.
    theme : str
        ``light`` or ``dark``.
    width : int
        Pixels that it is drawn for.
    """
    sheet = Sheet.of(answer, theme, width)
    table = answer.tables["futures"]
    counted = table[table["member"] != answer.result.of]
    top = round_top(max(0.01, float(counted["high"].max())))
    first, last = str(counted["month"].min()), str(counted["month"].max())
    right = _right(sheet)
    titles = _titles(sheet, (width - LEFT - right) * (0.5 - GAP / 2))
    parts: Part = {"data": [], "annotations": [], "shapes": []}
    for panel, arm in enumerate(answer.result.arms):
        axes = {
            "xaxis": f"x{panel + 1 if panel else ''}",
            "yaxis": f"y{panel + 1 if panel else ''}",
        }
        domain = [0, 0.5 - GAP / 2] if panel == 0 else [0.5 + GAP / 2, 1]
        room = (width - LEFT - right) / 2
        parts["xaxis" + axes["xaxis"][1:]] = sheet.years(
            first, last, room, domain=domain, anchor=axes["yaxis"]
        )
        parts["yaxis" + axes["yaxis"][1:]] = sheet.share_axis(
            top, anchor=axes["xaxis"], showticklabels=panel == 0
        )
        rows = by_member(counted[counted["arm"] == arm])
        for member, curve in rows.items():
            parts["data"] += _curve(
                sheet, member, curve, member in (other, None) or not other, axes
            )
        parts["annotations"].append(_title(sheet, titles[panel], axes))
        parts["annotations"] += _ends(sheet, rows, top, other, axes, named=panel == 1)
    above = max(title.count("<br>") for title in titles) * round(TEXT * LINE)
    margin = {"l": LEFT, "r": right, "t": 26 + above, "b": 26}
    return sheet.framed("futures", parts, height=PLOTTED, margin=margin, bare=True)


def _curve(
    sheet: Sheet, member: str, rows: DataFrame, is_full: bool, axes: dict[str, str]
) -> list[Part]:
    x, hue = milliseconds(list(rows["month"])), sheet.colours[member]
    line = {
        "type": "scatter",
        "mode": "lines",
        "name": sheet.labels[member],
        "x": x,
        "y": rows["value"].to_numpy().astype(np.float32),
        "opacity": 1 if is_full else 0.35,
        "line": {"color": hue, "width": 2.2 if is_full else 1.2},
        "hovertemplate": (
            "<b>%{fullData.name}</b> has left by %{x|%B %Y}<br>in %{y:.1%} of runs<extra></extra>"
        ),
        **axes,
    }
    if not is_full:
        return [line]
    low, high = rows["low"].to_numpy(), rows["high"].to_numpy()
    return [band(x, low, high, hue, 0.18, **axes), line]


def _right(sheet: Sheet) -> int:
    """Room for the names and values at the ends of the curves."""
    if not sheet.is_narrow:
        return sheet.label_width + 40
    return max(62, sheet.text_width((f"{code} 99%" for code in sheet.codes.values()), TEXT) + 8)


def _titles(sheet: Sheet[EffectResult], room: float) -> list[str]:
    """What each future is, in lines that fit over its panel."""
    texts = [f"{text[:1].upper()}{text[1:]}" for text in futures(sheet.answer)]
    letters = int(room / (TEXT * LETTER * BOLD))
    return ["<br>".join(map(escaped, textwrap.wrap(text, letters))) for text in texts]


def _title(sheet: Sheet, text: str, axes: dict[str, str]) -> Part:
    return sheet.note(
        f"<b>{text}</b>",
        align="left",
        font={"size": TEXT, "color": sheet.theme.ink},
        xref=f"{axes['xaxis']} domain",
        x=0,
        xanchor="left",
        yref="paper",
        y=1,
        yanchor="bottom",
        yshift=6,
    )


def _ends(
    sheet: Sheet,
    rows: dict[str, DataFrame],
    top: float,
    other: str | None,
    axes: dict[str, str],
    *,
    named: bool,
) -> list[Part]:
    """Values at the ends of the curves; names at the right of the second panel."""
    ends = {m: float(curve["value"].iloc[-1]) for m, curve in rows.items()}
    places = apart(list(ends.values()), TEXT * 1.3 / PLOTTED * top, 0, top)
    names = sheet.codes if sheet.is_narrow else sheet.names
    notes = []
    for (member, end), place in zip(ends.items(), places, strict=True):
        if not named and member != other:
            continue
        notes.append(
            sheet.member_note(
                member,
                (f"{names[member]} " if named else "") + f"<b>{briefly(sheet, end)}</b>",
                xref=f"{axes['xaxis']} domain",
                x=1,
                xanchor="left" if named else "right",
                xshift=5 if named else -2,
                yref=axes["yaxis"],
                y=place,
                yanchor="middle" if named else "bottom",
            )
        )
    return notes
