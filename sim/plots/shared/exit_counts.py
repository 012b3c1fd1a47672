"""How many leave: P(at least k), as a forecast and in two futures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim import words
from sim.analysis.domino.result import EffectResult
from sim.analysis.forecast.result import ForecastResult
from sim.plots.shared.palette import see_through
from sim.plots.shared.rounding import round_top
from sim.plots.shared.sheet import SMALL, TEXT, Part, Sheet
from sim.statistics.estimates import Estimate, KnownEstimate, is_known
from sim.words.domino.effect import horizon, reference
from sim.words.forecast.figures import recorded_span

PLOTTED = 260
MARGIN = {"l": 40, "r": 8, "t": 14, "b": 40}
COLUMNS = 10
"""At most so many sizes are drawn."""
NUMBERS = ("nobody", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True)
class Column:
    """One bar: where it stands, what it counts, and its probability."""

    place: float
    counts: str
    estimate: KnownEstimate


def at_least(k: int, when: str) -> str:
    """What a bar counts, in two lines and with its time."""
    number = NUMBERS[k] if k < len(NUMBERS) else str(k)
    return f"{number}<br>or more{when}"


def cascade(sheet: Sheet[ForecastResult]) -> Part:
    """P(at least k first exits by the end), with what the record's rates alone would give."""
    sizes = _sizes(sheet.answer.tables["cascade"].to_dict("records"))
    columns = [Column(k, at_least(k, ""), row) for k, row in sizes.items()]
    span = recorded_span(sheet.answer)
    top = _top(columns, span)
    parts = _parts(sheet, [_bars(sheet, columns, sheet.theme.quiet)], columns, top)
    parts["annotations"] = _values(sheet, columns)
    if span:
        _add_reference(sheet, parts, 1, span, columns[1:], "at the recorded rates")
    return parts


def effect_cascade(sheet: Sheet[EffectResult]) -> Part:
    """P(at least k others leave) in two futures; the record's band where it applies."""
    treated, control = sheet.answer.result.arms
    columns = {arm: _of_arm(sheet, arm) for arm in (treated, control)}
    every = [*columns[treated], *columns[control]]
    record = reference(sheet.answer) if _soon(sheet, treated) else None
    hue = sheet.colours.get(sheet.answer.result.of, sheet.theme.quiet)
    data = [
        _bars(sheet, columns[treated], hue, shift=-0.2),
        _bars(sheet, columns[control], hue, shift=0.2, hatched=True),
    ]
    parts = _parts(sheet, data, columns[treated], _top(every, record))
    parts["annotations"] = _values(sheet, columns[treated], -0.2)
    parts["annotations"] += _values(sheet, columns[control], 0.2)
    if record:
        later = [column for column in every if column.place > 0]
        _add_reference(sheet, parts, 0, record, later, "the record")
    return parts


def _soon(sheet: Sheet[EffectResult], arm: str) -> KnownEstimate | None:
    """P(another exit within five years) in an arm, where there is one."""
    estimate = sheet.answer.result.p_another_5y.by_arm().get(arm)
    return estimate if is_known(estimate) else None


def _of_arm(sheet: Sheet[EffectResult], arm: str) -> list[Column]:
    """The bars of one future: another exit soon, then each size by the end."""
    table = sheet.answer.tables["cascade"]
    end = sheet.answer.inputs.end[:4]
    soon = _soon(sheet, arm)
    columns = [Column(0, f"one or more<br>in {_horizon(sheet)}", soon)] if soon else []
    sizes = _sizes(table[table["arm"] == arm].to_dict("records"))
    return columns + [Column(k, at_least(k, f"<br>by {end}"), row) for k, row in sizes.items()]


def _horizon(sheet: Sheet[EffectResult]) -> str:
    months = horizon(sheet.answer)
    return f"{months // 12} years" if months % 12 == 0 else f"{months} months"


def _sizes(rows: Sequence[Mapping[Any, Any]]) -> dict[int, KnownEstimate]:
    """P(at least so many exits) by size, from one on."""
    return {int(row["k"]): Estimate.of_row(row).known() for row in rows if 1 <= row["k"] <= COLUMNS}


def _top(columns: Sequence[Column], span: tuple[float, float] | None) -> float:
    highest = [column.estimate.high for column in columns]
    return round_top(max([0.02, *highest, *(span or ())]) * 1.08)


def _bars(
    sheet: Sheet, columns: Sequence[Column], hue: str, shift: float = 0.0, hatched: bool = False
) -> Part:
    """Bars with whiskers; hatched for the future without it."""
    values = [column.estimate.value for column in columns]
    highs = [column.estimate.high - value for column, value in zip(columns, values, strict=True)]
    lows = [value - column.estimate.low for column, value in zip(columns, values, strict=True)]
    hover = [
        f"{column.counts.replace('<br>', ' ')}: "
        f"{words.percent(column.estimate.value)} of runs "
        f"{words.interval(column.estimate.low, column.estimate.high)}"
        for column in columns
    ]
    pattern = {
        "shape": "/",
        "fgcolor": hue,
        "bgcolor": sheet.theme.ground,
        "size": 5,
        "solidity": 0.3,
    }
    return {
        "type": "bar",
        "x": [column.place + shift for column in columns],
        "y": values,
        "width": 0.36 if shift else 0.56,
        "marker": {
            "color": hue if hatched else see_through(hue, 0.8),
            "line": {"color": hue, "width": 1},
            **({"pattern": pattern} if hatched else {}),
        },
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": highs,
            "arrayminus": lows,
            "color": sheet.theme.ink,
            "thickness": 1,
            "width": 3,
        },
        "text": hover,
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
    }


def _parts(sheet: Sheet, data: list[Part], columns: Sequence[Column], top: float) -> Part:
    places = [column.place for column in columns]
    lines = max((column.counts.count("<br>") for column in columns), default=0) + 1
    first, last = (min(places), max(places)) if places else (0, 1)
    return {
        "data": data,
        "barmode": "overlay",
        "xaxis": sheet.axis(
            range=[first - 0.5, last + 0.5],
            tickvals=places,
            ticktext=[column.counts for column in columns],
        ),
        "yaxis": sheet.share_axis(top),
        "shapes": [],
        "annotations": [],
        "height": PLOTTED,
        "margin": {**MARGIN, "b": round(lines * SMALL * 1.3) + 10},
    }


def _values(sheet: Sheet, columns: Sequence[Column], shift: float = 0.0) -> list[Part]:
    """The probability over each bar."""
    return [
        sheet.note(
            words.percent(column.estimate.value).replace("under ", "<"),
            font={"size": SMALL - 1 if sheet.is_narrow else TEXT, "color": sheet.theme.ink},
            x=column.place + shift,
            y=column.estimate.high,
            yanchor="bottom",
            yshift=1,
        )
        for column in columns
    ]


def _add_reference(
    sheet: Sheet,
    parts: Part,
    place: float,
    span: tuple[float, float],
    neighbours: Sequence[Column],
    name: str,
) -> None:
    """What the record would suggest, behind the bar to which it applies."""
    low, high = span
    parts["shapes"].append(
        sheet.ground(
            x0=place - 0.48,
            x1=place + 0.48,
            yref="y",
            y0=low,
            y1=high,
            fillcolor=see_through(sheet.theme.reference, 0.4),
        )
    )
    if all(column.estimate.high < high * 0.85 for column in neighbours):
        text = f"{name}:<br>{low * 100:.0f} to {high * 100:.0f}%"
        parts["annotations"].append(
            sheet.note(
                text, x=place + 0.5, xanchor="left", xshift=4, y=high, yanchor="top", align="left"
            )
        )
