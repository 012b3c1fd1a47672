"""What bears on an answer: bars of Sobol indices and of elementary effects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sim.analysis.sensitivity.result import SensitivityResult, SobolResult
from sim.plots.shared.palette import FEWER, MORE
from sim.plots.shared.sheet import LETTER, TEXT, Part, Sheet, escaped
from sim.statistics.estimates import KnownEstimate
from sim.words.sensitivity import figures as w
from sim.words.sensitivity.numbers import (
    QuantityEffects,
    QuantityIndices,
    indices,
    most,
    moving,
    share,
    size,
)
from sim.words.shared.amounts import shortened
from sim.words.sweep.sweep import outcome, outcomes, quantity, unit

ROW, TALL_ROW = 30, 48
"""Height of a row, in pixels: with its name beside it, and above it."""
HEAD = 28
"""Room above the rows of an outcome for its name, where there are several."""
LONGEST = 40
"""Letters of a name beside its row."""
STEPS = (1, 2, 5)


@dataclass(frozen=True)
class _Rows[Quantity: (QuantityIndices, QuantityEffects)]:
    """The rows of a picture from the top down: names with places, heads of groups, height."""

    placed: list[tuple[str, Quantity, float]]
    """Outcome, row, and its place."""
    heads: list[tuple[str, float]]
    height: float


def _rows[Quantity: (QuantityIndices, QuantityEffects)](
    sheet: Sheet, names: Sequence[str], found: Callable[[str], list[Quantity]]
) -> _Rows[Quantity]:
    row_height, y = TALL_ROW if sheet.is_narrow else ROW, 0.0
    placed, heads = [], []
    for name in names:
        if len(names) > 1:
            y += HEAD
            heads.append((name, y))
        for row in found(name)[: most(sheet.answer)]:
            placed.append((name, row, y + row_height * (0.66 if sheet.is_narrow else 0.5)))
            y += row_height
    return _Rows(placed, heads, max(y, row_height))


def indices_figure(sheet: Sheet[SobolResult]) -> Part:
    """First-order and total indices, the largest total first."""
    answer = sheet.answer
    rows = _rows(sheet, outcomes(answer), lambda name: indices(answer.result, name))
    both = [index for _, row, _ in rows.placed for index in (row.first, row.total)]
    low = min([0.0, *(index.low for index in both)])
    high = max([0.1, *(index.high for index in both)])
    data = []
    for _, row, y in rows.placed:
        hover = f"<b>{_name(sheet, row, 80)}</b><br>{w.index_hover(row)}"
        data.append(_bar(sheet, row.first, y - 5, sheet.theme.quiet, hover, "filled"))
        data.append(_bar(sheet, row.total, y + 5, sheet.theme.quiet, hover, "hollow"))
    axis = _axis(sheet, low, high, share, "share of the variance between points")
    return _framed(sheet, rows, data, axis, lambda _, row: share(row.total.value))


def effects_figure(sheet: Sheet[SensitivityResult]) -> Part:
    """Mean sizes of elementary effects, and how far they differ, the largest first."""
    answer = sheet.answer
    kind = unit(outcomes(answer)[0])
    names = [name for name in outcomes(answer) if unit(name) == kind]
    rows = _rows(sheet, names, lambda name: moving(answer, name))
    high = max([1e-9, *(max(row.high, row.sigma) for _, row, _ in rows.placed)])
    data = []
    for _, row, y in rows.placed:
        hover = f"<b>{_name(sheet, row, 80)}</b><br>{w.effect_hover(row, kind)}"
        hue, look = (MORE, "filled") if row.mu >= 0 else (FEWER, "hatched")
        data += [_bar(sheet, row, y, hue, hover, look), _diamond(sheet, row.sigma, y, hover)]
    axis = _axis(sheet, 0.0, high, lambda tick: size(tick, kind), w.axis_of(kind))
    return _framed(sheet, rows, data, axis, lambda name, row: size(row.value, unit(name)))


def _framed[Quantity: (QuantityIndices, QuantityEffects)](
    sheet: Sheet,
    rows: _Rows[Quantity],
    data: list[Part],
    axis: Part,
    value: Callable[[str, Quantity], str],
) -> Part:
    """Bars with their names, and each value right of the picture."""
    named = {y: _name(sheet, row, LONGEST) for _, row, y in rows.placed}
    beside = {} if sheet.is_narrow else named
    font = {"size": TEXT, "color": sheet.theme.ink}
    place: Part = {"xref": "paper", "x": 1, "xanchor": "left", "xshift": 8, "yanchor": "middle"}
    notes = [sheet.note(value(name, row), font=font, y=y, **place) for name, row, y in rows.placed]
    notes += [head(sheet, escaped(outcome(name, sheet.answer)), y) for name, y in rows.heads]
    if sheet.is_narrow:
        notes += [_above(sheet, text, y) for y, text in named.items()]
    if not rows.placed:
        notes.append(sheet.note("nothing moves it", xref="paper", x=0.5, y=rows.height / 2))
    return {
        "data": data,
        "barmode": "overlay",
        "xaxis": axis,
        "yaxis": sheet.axis(
            range=[rows.height, 0],
            tickvals=list(beside),
            ticktext=list(beside.values()),
            tickfont=font,
        ),
        "shapes": [_zero(sheet)],
        "annotations": notes,
        "height": round(rows.height),
        "margin": {"l": _left(sheet, beside), "r": 54, "t": 6, "b": 42},
    }


def _left(sheet: Sheet, beside: dict[float, str]) -> int:
    longest = max((len(name) for name in beside.values()), default=0)
    return 12 if sheet.is_narrow else round(longest * TEXT * LETTER) + 16


def _name(sheet: Sheet, row: QuantityIndices | QuantityEffects, length: int) -> str:
    text = quantity(row.path, sheet.answer)
    return escaped(shortened(f"{text[:1].upper()}{text[1:]}", length))


def head(sheet: Sheet, text: str, y: float) -> Part:
    """The name of a group of rows, above them.

    Parameters
    ----------
    sheet : Sheet
        On which it stands.
    text : str
        The name, escaped.
    y : float
        Its lower edge, in pixels from the top.
    """
    at: Part = {"xref": "paper", "x": 0, "xanchor": "left", "y": y, "yanchor": "bottom"}
    ground = sheet.theme.ground  # over the line at 0
    return sheet.note(f"<b>{text}</b>", yshift=2, bgcolor=ground, **at)


def _above(sheet: Sheet, text: str, y: float) -> Part:
    at: Part = {"xref": "paper", "x": 0, "xanchor": "left", "y": y - 11, "yanchor": "bottom"}
    font = {"size": TEXT, "color": sheet.theme.ink}
    return sheet.note(text, font=font, bgcolor=sheet.theme.ground, **at)


def _zero(sheet: Sheet) -> Part:
    line = {"width": 1, "color": sheet.theme.quiet}
    return {"type": "line", "x0": 0, "x1": 0, "yref": "paper", "y0": 0, "y1": 1, "line": line}


def _axis(sheet: Sheet, low: float, high: float, text: Callable[[float], str], title: str) -> Part:
    """An axis from 0, or from where an interval begins."""
    air = 0.04 * (high - low)
    steps = (step * 10.0**power for power in range(-12, 4) for step in STEPS)
    room = 4 if sheet.is_narrow else 6
    step = next(step for step in steps if (high - low) / step <= room)
    ticks = [k * step for k in range(int((low - air) / step), int((high + air) / step) + 1)]
    return sheet.axis(
        range=[low - air if low < 0 else 0.0, high + air],
        tickvals=ticks,
        ticktext=[text(tick) for tick in ticks],
        tickangle=0,
        showgrid=True,
        gridcolor=sheet.theme.grid,
        title=sheet.titled(title, standoff=4),
    )


def _bar(sheet: Sheet, estimate: KnownEstimate, y: float, hue: str, hover: str, look: str) -> Part:
    """A bar from 0 with its interval: filled, hollow or hatched."""
    value = estimate.value
    marker: Part = {
        "color": sheet.theme.ground if look == "hollow" else hue,
        "line": {"color": hue, "width": 1.5},
    }
    if look == "hatched":
        ground = sheet.theme.ground
        marker["pattern"] = {"shape": "/", "fgcolor": hue, "bgcolor": ground, "size": 5}
    return {
        "type": "bar",
        "orientation": "h",
        "x": [value],
        "y": [y],
        "width": 12 if look == "hatched" or hue == MORE else 8,
        "marker": marker,
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [estimate.high - value],
            "arrayminus": [value - estimate.low],
            "color": sheet.theme.ink,
            "thickness": 1,
            "width": 3,
        },
        "text": [hover],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
    }


def _diamond(sheet: Sheet, value: float, y: float, hover: str) -> Part:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [float(value)],
        "y": [y],
        "cliponaxis": False,
        "marker": {
            "symbol": "diamond",
            "size": 9,
            "color": sheet.theme.ground,
            "line": {"color": sheet.theme.ink, "width": 1.5},
        },
        "text": [hover],
        "hovertemplate": "%{text}<extra></extra>",
    }
