"""A variance as one stacked bar: luck, parameters, and the rule of decision."""

from __future__ import annotations

from typing import Any

from sim.analysis.sensitivity.result import SplitResult, VariancePart
from sim.plots.sensitivity.sensitivity import HEAD, head
from sim.plots.shared.palette import FEWER, MORE, ink_on, mixed
from sim.plots.shared.sheet import TEXT, Part, Sheet, escaped
from sim.words.sensitivity.numbers import PARTS, share, share_and_interval
from sim.words.sweep.sweep import outcome, outcomes

BAR, UNDER, LEGEND_LINE = 34, 8, 18
"""Heights of a stacked bar, of the gap under it, and of a line of its legend."""
NAMED = 0.06
"""Parts larger than this have their share written into them."""


def split(sheet: Sheet[SplitResult]) -> Part:
    """The variance of a run of each outcome as one bar, its parts told under it."""
    names, lines = outcomes(sheet.answer), 4 if sheet.is_narrow else 1
    group = HEAD + BAR + UNDER + LEGEND_LINE * lines + 12
    data: list[Part] = []
    notes: list[Part] = []
    for place, name in enumerate(names):
        top = place * group + HEAD
        notes.append(head(sheet, escaped(outcome(name, sheet.answer)), top - 4))
        found = sheet.answer.result.outcomes[name].parts
        data += _stack(sheet, found, top + BAR / 2)
        notes += _inside(sheet, found, top + BAR / 2)
        notes += _legend(sheet, found, top + BAR + UNDER)
    height = len(names) * group
    ticks = (0.0, 0.5, 1.0) if sheet.is_narrow else (0.0, 0.25, 0.5, 0.75, 1.0)
    return {
        "data": data,
        "barmode": "overlay",
        "xaxis": sheet.axis(
            range=[0, 1], tickvals=ticks, ticktext=[share(tick) for tick in ticks], tickangle=0
        ),
        "yaxis": sheet.axis(range=[height, 0], tickvals=[], ticktext=[]),
        "shapes": [],
        "annotations": notes,
        "height": height,
        "margin": {"l": 12, "r": 22, "t": 6, "b": 26},
    }


def _hues(sheet: Sheet) -> dict[str, str]:
    hues = (sheet.theme.reference, MORE, FEWER, mixed(MORE, FEWER, 0.5))
    return dict(zip(PARTS, hues, strict=True))


def _spans(found: dict[str, VariancePart]) -> dict[str, tuple[float, float]]:
    """Where each part begins and how long it is; what was estimated below 0 has no length."""
    lengths = {name: max(0.0, part.value) for name, part in found.items()}
    total, begin, spans = sum(lengths.values()), 0.0, {}
    for part, length in lengths.items():
        spans[part] = (begin, length / total)
        begin += length / total
    return spans


def _stack(sheet: Sheet, found: dict[str, VariancePart], y: float) -> list[Part]:
    hues = _hues(sheet)
    return [
        {
            "type": "bar",
            "orientation": "h",
            "base": [begin],
            "x": [length],
            "y": [y],
            "width": BAR,
            "marker": {"color": hues[part], "line": {"color": sheet.theme.ground, "width": 1}},
            "text": [f"<b>{PARTS[part]}</b><br>{share_and_interval(found[part])}"],
            "textposition": "none",
            "hovertemplate": "%{text}<extra></extra>",
        }
        for part, (begin, length) in _spans(found).items()
    ]


def _inside(sheet: Sheet, found: dict[str, VariancePart], y: float) -> list[Part]:
    hues = _hues(sheet)
    return [
        sheet.note(
            share(found[part].value),
            x=begin + length / 2,
            y=y,
            font={"size": TEXT, "color": ink_on(hues[part])},
        )
        for part, (begin, length) in _spans(found).items()
        if length > NAMED * (2 if sheet.is_narrow else 1)
    ]


def _legend(sheet: Sheet, found: dict[str, VariancePart], y: float) -> list[Part]:
    """Each part with its hue, share and interval: in a line, or one under the other."""
    hues, font = _hues(sheet), {"size": TEXT, "color": sheet.theme.ink}
    named = [
        f'<span style="color:{hues[part]}">■</span> {PARTS[part]} {share_and_interval(found[part])}'
        for part in found
    ]
    lines = named if sheet.is_narrow else [" &nbsp; ".join(named)] if named else []
    at: dict[str, Any] = {"xref": "paper", "x": 0, "xanchor": "left", "yanchor": "top"}
    return [
        sheet.note(line, font=font, y=y + LEGEND_LINE * k, **at) for k, line in enumerate(lines)
    ]
