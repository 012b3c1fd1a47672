"""Dots and intervals: who leaves first, and what changes for each other member."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim import words
from sim.analysis.domino.result import EffectResult
from sim.analysis.forecast.result import ForecastResult
from sim.plots.shared.curves import asked
from sim.plots.shared.rounding import round_top
from sim.plots.shared.sheet import SMALL, TEXT, Part, Sheet
from sim.statistics.estimates import Estimate, KnownEstimate, is_known, sign
from sim.words.domino.effect import CHANCE

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


def order(sheet: Sheet[ForecastResult]) -> Part:
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


def dot(
    sheet: Sheet,
    estimate: KnownEstimate,
    y: float,
    hue: str,
    hover: str,
    hollow: bool,
) -> Part:
    """A dot with its interval.

    Parameters
    ----------
    sheet : Sheet
        On which it is drawn.
    estimate : KnownEstimate
        Where it stands, in the unit of the axis.
    y : float
        Its place down the figure, in pixels.
    hue : str
        Colour of dot and interval.
    hover : str
        What is said where one points at it; markup.
    hollow : bool
        Whether the interval holds the null.
    """
    return {
        "type": "scatter",
        "mode": "markers",
        "cliponaxis": False,
        "x": [estimate.value],
        "y": [y],
        "marker": {
            "size": 10,
            "color": sheet.theme.ground if hollow else hue,
            "line": {"color": hue, "width": 2},
        },
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [estimate.high - estimate.value],
            "arrayminus": [estimate.value - estimate.low],
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
    estimate = Estimate.of_row(row).known()
    return dot(sheet, estimate, y, sheet.colours[member], hover, hollow=False)


# --- effect ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OtherMember:
    """A member that counts: its chance to leave in two futures, and the difference."""

    member: str
    treated: float
    control: float
    difference: KnownEstimate


def effect(sheet: Sheet[EffectResult]) -> Part:
    """For each other member the difference between two futures, and the chance in both."""
    treated, control = sheet.answer.result.arms
    others = _others(sheet)
    ends = [end for other in others for end in (other.difference.low, other.difference.high)]
    reach = max([0.005, *map(abs, ends)])
    low = min([-0.2 * reach, *ends]) - 0.1 * reach
    high = max([0.2 * reach, *ends]) + 0.1 * reach
    parts: Part = {"data": [], "annotations": [_column_heads(sheet)]}
    ticks = {}
    for place, other in enumerate(others):
        y = HEAD + (place + 0.5) * (ROW + 8)
        ticks[y] = sheet.names[other.member]
        difference = other.difference
        hover = (
            f"<b>{sheet.labels[other.member]}</b><br>{CHANCE[treated]} "
            f"{words.percent(other.treated)}, {CHANCE[control]} "
            f"{words.percent(other.control)}<br>difference {words.points(difference.value)} points "
            f"({words.points(difference.low)} to {words.points(difference.high)})"
        )
        hollow = sign(difference) == 0
        parts["data"].append(dot(sheet, difference, y, sheet.colours[other.member], hover, hollow))
        parts["annotations"] += [_difference(sheet, other, y), _both(sheet, other, y)]
    height = HEAD + max(1, len(others)) * (ROW + 8)
    return parts | {
        "xaxis": _points_axis(sheet, low, high),
        "yaxis": _rows_axis(sheet, height, ticks),
        "shapes": [_zero(sheet)],
        "height": height,
        "margin": {"l": sheet.label_width + 8, "r": _right(sheet, others), "t": 6, "b": 42},
    }


def _others(sheet: Sheet[EffectResult]) -> list[OtherMember]:
    """The members that can still leave when the futures part."""
    treated, control = sheet.answer.result.arms
    found = []
    for row in sheet.answer.tables["by_member"].to_dict("records"):
        difference = Estimate.of_row(row)
        if is_known(difference):
            found.append(OtherMember(str(row["member"]), row[treated], row[control], difference))
    return found


def _right(sheet: Sheet[EffectResult], others: Sequence[OtherMember]) -> int:
    """Room for the chances beside the rows; no more than they take where the figure is narrow."""
    if not sheet.is_narrow:
        return 104
    chances = [_chances(sheet, other) for other in others]
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


def _difference(sheet: Sheet, other: OtherMember, y: float) -> Part:
    """The difference over its dot."""
    value = other.difference.value
    font = {"size": TEXT, "color": sheet.inks[other.member]}
    return sheet.note(words.points(value), x=value, y=y, yanchor="bottom", yshift=5, font=font)


def _both(sheet: Sheet, other: OtherMember, y: float) -> Part:
    """The chance in the future without it, and in the one with it."""
    text = _chances(sheet, other)
    return sheet.note(text, xref="paper", x=1, xanchor="left", xshift=10, y=y, yanchor="middle")


def _chances(sheet: Sheet, other: OtherMember) -> str:
    text = f"{words.percent(other.control)} → {words.percent(other.treated)}"
    text = text.replace("under ", "&lt;")
    return text.replace("over ", "&gt;") if sheet.is_narrow else text


def _arms(sheet: Sheet[EffectResult]) -> str:
    treated, control = sheet.answer.result.arms
    return f"{control} → {treated}"


def _column_heads(sheet: Sheet[EffectResult]) -> Part:
    return sheet.note(
        _arms(sheet),
        xref="paper",
        x=1,
        xanchor="left",
        xshift=10,
        y=HEAD - 4,
        yanchor="bottom",
    )
