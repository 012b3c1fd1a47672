"""Tipping in rows: how far each member is from it, and which single change moves most."""

from __future__ import annotations

from sim import words
from sim.analysis.tipping.findings import RangeChange, TippingDistance
from sim.analysis.tipping.result import TippingChange, TippingDistances
from sim.plots.shared.dots import dot
from sim.plots.shared.palette import FEWER, MORE
from sim.plots.shared.sheet import LETTER, SMALL, TEXT, Part, Sheet, escaped
from sim.statistics.estimates import Estimate, sign
from sim.words.shared.amounts import points, shortened, signed
from sim.words.sweep import sweep
from sim.words.tipping import distances as tipping_distances
from sim.words.tipping.crossings import number

ROW, HEAD, TALL = 22, 26, 38
SHORT = {
    "trust.external": "trust, attack",
    "trust.regime": "trust, crisis at home",
    "alignment": "alignment",
    "pull": "outside pull",
}
"""The quantities, as short as a picture needs them."""
LONG = ("never; under 1% at 0.001", "not told (49%)")
"""The longest texts beside a row: on a page, and on a telephone."""


# --- distances ------------------------------------------------------------------------------------


def distances(sheet: Sheet[TippingDistances]) -> Part:
    """For each member the scale of each quantity: where it is now, and where it tips."""
    parts: Part = {"data": [], "shapes": [], "annotations": []}
    y, ticks, member = 0.0, {}, None
    for row in tipping_distances.in_order(sheet.answer):
        if row.member != member:
            member = row.member
            y += HEAD
            parts["annotations"].append(_member_name(sheet, row, y))
        y += ROW
        ticks[y - ROW / 2] = _quantity(sheet, row)
        parts["shapes"] += [_scale(sheet, y - ROW / 2), _now(sheet, row, y - ROW / 2)]
        if row.value is not None:
            parts["shapes"].append(_way(sheet, row, row.value, y - ROW / 2))
            parts["data"].append(_tips(sheet, row, row.value, y - ROW / 2))
        parts["annotations"].append(_where(sheet, row, y - ROW / 2))
    parts["data"] = parts["data"] or [_nothing()]
    longest = max((len(text) for text in ticks.values()), default=0)
    return parts | {
        "xaxis": sheet.axis(
            range=[-0.02, 1.02],
            tickvals=[0, 1],
            ticktext=["lowest", "highest"],
        ),
        "yaxis": sheet.axis(
            range=[max(y, ROW), 0],
            tickvals=list(ticks),
            ticktext=list(ticks.values()),
            tickfont={"size": TEXT, "color": sheet.theme.ink},
        ),
        "height": round(max(y, ROW)),
        "margin": {
            "l": round(longest * TEXT * LETTER) + 14,
            "r": round(len(LONG[sheet.is_narrow]) * SMALL * LETTER) + 14,
            "t": 6,
            "b": 26,
        },
    }


def _quantity(sheet: Sheet, row: TippingDistance) -> str:
    text = SHORT[row.quantity]
    return text.removesuffix(" at home") if sheet.is_narrow else text


def _nothing() -> Part:
    """A mark that is not seen: a picture without one has no axes."""
    return {"type": "scatter", "x": [None], "y": [None], "hoverinfo": "skip"}


def _share(row: TippingDistance, value: float) -> float:
    """Where a value lies on its scale."""
    return float((value - row.minimum) / (row.maximum - row.minimum))


def _member_name(sheet: Sheet, row: TippingDistance, y: float) -> Part:
    member = row.member
    text = f"<b>{sheet.labels[member]}</b> leaves in {words.percent(row.today)} of runs"
    return sheet.member_note(
        member, text, xref="paper", x=0, xanchor="left", y=y, yanchor="bottom", yshift=1
    )


def _scale(sheet: Sheet, y: float) -> Part:
    line = {"width": 7, "color": sheet.theme.grid}
    return {"type": "line", "layer": "below", "x0": 0, "x1": 1, "y0": y, "y1": y, "line": line}


def _now(sheet: Sheet, row: TippingDistance, y: float) -> Part:
    x, line = _share(row, row.now), {"width": 2, "color": sheet.theme.ink}
    return {"type": "line", "x0": x, "x1": x, "y0": y - 7, "y1": y + 7, "line": line}


def _way(sheet: Sheet, row: TippingDistance, value: float, y: float) -> Part:
    """From where it is now to where it tips."""
    line = {"width": 2, "dash": "dot", "color": sheet.theme.quiet}
    ends = {"x0": _share(row, row.now), "x1": _share(row, value)}
    return {"type": "line", "y0": y, "y1": y, "line": line, **ends}


def _tips(sheet: Sheet, row: TippingDistance, value: float, y: float) -> Part:
    low = row.minimum if row.low is None else row.low
    high = row.maximum if row.high is None else row.high
    placed = Estimate(*(_share(row, end) for end in (value, low, high))).known()
    hover = f"<b>{SHORT[row.quantity]}</b> now {number(row.now)}<br>" + escaped(
        tipping_distances.distance(row)
    )
    return dot(sheet, placed, y, sheet.colours[row.member], hover, not row.resolved)


def _where(sheet: Sheet, row: TippingDistance, y: float) -> Part:
    if sheet.is_narrow:
        text = _briefly(row)
    elif row.value is None:
        far = f"{words.percent(row.best)} at {number(row.best_at)}"
        text = f"not told ({far})" if row.undecided else f"never; {far}"
    else:
        text = f"at {tipping_distances.distance(row)}".replace(" to ", "…")
    return sheet.note(text, xref="paper", x=1, xanchor="left", xshift=8, y=y, yanchor="middle")


def _briefly(row: TippingDistance) -> str:
    if row.value is None:
        return f"not told ({words.percent(row.best)})" if row.undecided else "never"
    return f"at {number(row.value)}"


# --- the single change ----------------------------------------------------------------------------


def changes(sheet: Sheet[TippingChange]) -> Part:
    """The changes that move the outcome most, as dots with intervals."""
    rows = tipping_distances.as_first_measured(sheet.answer)[: tipping_distances.MOST_ROWS]
    low = min([0.0, *(row.low for row in rows)])
    high = max([0.0, *(row.high for row in rows)])
    air = 0.08 * ((high - low) or 1.0)
    parts: Part = {"data": [], "annotations": []}
    for place, row in enumerate(rows):
        y = TALL * (place + 0.65)
        resolved = sign(row)
        hue = (sheet.theme.quiet, MORE, FEWER)[resolved]
        name = tipping_distances.change(sheet.answer, row)
        hover = f"{escaped(name)}<br>{tipping_distances.difference(sheet.answer, row)}"
        parts["data"].append(dot(sheet, row, y, hue, hover, resolved == 0))
        parts["annotations"] += [_named(sheet, name, y), _moved(sheet, row, y)]
    parts["data"] = parts["data"] or [_nothing()]
    height = TALL * max(1, len(rows)) + 6
    is_chance = sweep.unit(sheet.answer.result.outcome) == "probability"
    return parts | {
        "xaxis": sheet.axis(
            range=[low - air, high + air],
            nticks=6,
            showgrid=True,
            gridcolor=sheet.theme.grid,
            title=sheet.titled("percentage points" if is_chance else "exits", standoff=4),
            **(_tick_marks(low - air, high + air) if is_chance else {"tickformat": "+.2~f"}),
        ),
        "yaxis": sheet.axis(range=[height, 0], tickvals=[]),
        "shapes": [_zero(sheet)],
        "height": height,
        "margin": {"l": 12, "r": 60, "t": 6, "b": 42},
    }


def _tick_marks(low: float, high: float) -> Part:
    """Percentage points with their sign, on both sides of 0."""
    steps = (step * 10.0**power for power in range(-6, 1) for step in (1, 2, 5))
    step = next(step for step in steps if (high - low) / step <= 6)
    ticks = [k * step for k in range(int(low / step), int(high / step) + 1)]
    return {"tickvals": ticks, "ticktext": [points(tick) for tick in ticks]}


def _zero(sheet: Sheet) -> Part:
    line = {"width": 1, "color": sheet.theme.quiet}
    return {"type": "line", "x0": 0, "x1": 0, "yref": "paper", "y0": 0, "y1": 1, "line": line}


def _named(sheet: Sheet, name: str, y: float) -> Part:
    room = int((sheet.width - 90) / (SMALL * LETTER))
    return sheet.note(
        escaped(shortened(name, room)),
        font={"size": SMALL, "color": sheet.theme.ink},
        bgcolor=sheet.theme.ground,
        xref="paper",
        x=0,
        xanchor="left",
        y=y - 7,
        yanchor="bottom",
    )


def _moved(sheet: Sheet[TippingChange], row: RangeChange, y: float) -> Part:
    is_chance = sweep.unit(sheet.answer.result.outcome) == "probability"
    text = points(row.value) if is_chance else signed(row.value)
    font = {"size": TEXT, "color": sheet.theme.ink}
    return sheet.note(
        text, font=font, xref="paper", x=1, xanchor="left", xshift=8, y=y, yanchor="middle"
    )
