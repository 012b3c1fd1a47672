"""Whose share of an effect: bars with intervals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim.analysis.attribution.result import AttributionResult
from sim.plots.shared.palette import FEWER, MORE
from sim.plots.shared.sheet import LETTER, TEXT, Part, Sheet, escaped
from sim.statistics.estimates import sign as sign_of
from sim.words.attribution import shares as w
from sim.words.attribution.shares import PartShare
from sim.words.shared.amounts import points, shortened, signed

ROW, TALL_ROW = 28, 44
"""Height of a row, in pixels: with its name beside it, and above it."""
TOTAL = "together"
STEPS = (1, 2, 5)


def attribution(sheet: Sheet[AttributionResult]) -> Part:
    """The parts of an effect as bars with intervals, their sum last."""
    answer = sheet.answer
    rows = w.moving(answer)[: w.MOST_SHOWN]
    tall = w.by(answer) == "events"
    height = TALL_ROW if tall else ROW
    places = [height * (k + 0.5) + (8 if tall else 0) for k in range(len(rows))]
    last = height * (len(rows) + 0.5) + (8 if tall else 0) + 8
    found = answer.result.total.known()
    total = PartShare("", TOTAL, found.value, found.low, found.high)
    low, high = _reach([*rows, total])
    data = [_bar(sheet, row, y) for row, y in zip(rows, places, strict=True)]
    data.append(_bar(sheet, total, last, is_total=True))
    named = {y: _name(sheet, row) for y, row in zip([*places, last], [*rows, total], strict=True)}
    notes = [_value(sheet, row, y) for row, y in zip([*rows, total], [*places, last], strict=True)]
    return {
        "data": data,
        "barmode": "overlay",
        "xaxis": _amount_axis(sheet, low, high),
        "yaxis": sheet.axis(
            range=[last + height / 2, 0],
            tickvals=[] if tall else list(named),
            ticktext=[] if tall else list(named.values()),
            tickfont={"size": TEXT, "color": sheet.theme.ink},
        ),
        "shapes": [zero_line(sheet), _rule(sheet, last - height / 2 - 4)],
        "annotations": [*notes, *([_above(sheet, text, y) for y, text in named.items()] * tall)],
        "height": round(last + height / 2),
        "margin": {
            "l": 12 if tall else left_margin(sheet, named.values()),
            "r": 66,
            "t": 6,
            "b": 42,
        },
    }


def _name(sheet: Sheet[AttributionResult], row: PartShare) -> str:
    """The name of a part, as long as there is room for."""
    if w.by(sheet.answer) == "members" and row.part in sheet.names:
        return sheet.names[row.part]
    room = int((sheet.width - 90) / (TEXT * LETTER)) if w.by(sheet.answer) == "events" else 30
    return escaped(shortened(row.label, room))


def left_margin(sheet: Sheet, names: Iterable[str]) -> int:
    """Pixels that the longest of some names takes, left of a picture."""
    return round(max(len(name) for name in names) * TEXT * LETTER) + 14


def _above(sheet: Sheet[AttributionResult], text: str, y: float) -> Part:
    font = {"size": TEXT, "color": sheet.theme.ink}
    ground = sheet.theme.ground  # over the line at 0
    return sheet.note(
        text,
        font=font,
        bgcolor=ground,
        xref="paper",
        x=0,
        xanchor="left",
        y=y - 11,
        yanchor="bottom",
    )


def _reach(rows: Sequence[PartShare]) -> tuple[float, float]:
    low = min([0.0, *(row.low for row in rows)])
    high = max([0.0, *(row.high for row in rows)])
    air = 0.06 * ((high - low) or 1.0)
    return low - air, high + air


def _amount_axis(sheet: Sheet[AttributionResult], low: float, high: float) -> Part:
    """An axis of exits, or of percentage points, with both sides of 0."""
    steps = (step * 10.0**power for power in range(-7, 3) for step in STEPS)
    step = next(step for step in steps if (high - low) / step <= 5)
    ticks = [k * step for k in range(int(low / step), int(high / step) + 1)]
    places = max(0, len(f"{step:.7f}".rstrip("0").partition(".")[2]))
    is_chance = w.by(sheet.answer) == "members"
    texts = [points(tick) if is_chance else signed(tick, places) for tick in ticks]
    title = "percentage points" if is_chance else "exits of other members"
    return sheet.axis(
        range=[low, high],
        tickvals=ticks,
        ticktext=texts,
        showgrid=True,
        gridcolor=sheet.theme.grid,
        title=sheet.titled(title, standoff=4),
    )


def _bar(
    sheet: Sheet[AttributionResult], row: PartShare, y: float, *, is_total: bool = False
) -> Part:
    """A bar from 0: filled where it adds, hatched where it takes away, hollow where unresolved."""
    sign, value = sign_of(row), row.value
    hue = sheet.theme.ink if is_total else (sheet.theme.quiet, MORE, FEWER)[sign]
    marker: Part = {
        "color": hue if sign > 0 else sheet.theme.ground,
        "line": {"color": hue, "width": 1.5},
    }
    if sign < 0:
        ground = sheet.theme.ground
        marker |= {"color": hue}
        marker["pattern"] = {
            "shape": "/",
            "fgcolor": hue,
            "bgcolor": ground,
            "size": 5,
            "solidity": 0.4,
        }
    name = TOTAL if is_total else w.explained(sheet.answer, row)
    hover = f"<b>{escaped(name)}</b><br>{w.amount_and_interval(sheet.answer, row)}"
    return {
        "type": "bar",
        "orientation": "h",
        "x": [value],
        "y": [y],
        "width": 13,
        "marker": marker,
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [row.high - value],
            "arrayminus": [value - row.low],
            "color": sheet.theme.ink,
            "thickness": 1,
            "width": 3,
        },
        "text": [hover],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
    }


def _value(sheet: Sheet[AttributionResult], row: PartShare, y: float) -> Part:
    """The share, right of the picture."""
    text, font = w.amount(sheet.answer, row), {"size": TEXT, "color": sheet.theme.ink}
    text = f"<b>{text}</b>" if row.label == TOTAL else text
    return sheet.note(
        text, font=font, xref="paper", x=1, xanchor="left", xshift=8, y=y, yanchor="middle"
    )


def zero_line(sheet: Sheet) -> Part:
    """A line at 0, over the whole height."""
    line = {"width": 1, "color": sheet.theme.quiet}
    return {"type": "line", "x0": 0, "x1": 0, "yref": "paper", "y0": 0, "y1": 1, "line": line}


def _rule(sheet: Sheet[AttributionResult], y: float) -> Part:
    """A line over the sum."""
    line = {"width": 1, "color": sheet.theme.grid}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": y, "y1": y, "line": line}
