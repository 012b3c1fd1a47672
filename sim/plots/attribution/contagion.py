"""How much of several exits is contagion, and how much common cause: dots with intervals."""

from __future__ import annotations

from sim.analysis.attribution.result import AttributionResult, ContagionByCount
from sim.plots.attribution.attribution import ROW, left_margin, zero_line
from sim.plots.shared.dots import dot
from sim.plots.shared.palette import FEWER, MORE
from sim.plots.shared.sheet import TEXT, Part, Sheet
from sim.statistics.estimates import KnownEstimate, is_known, sign
from sim.words.attribution import contagion as w

LOWEST_DRAWN = -1.0
"""Shares whose interval reaches below are not drawn: too few cascades."""


def contagion(sheet: Sheet[AttributionResult]) -> Part:
    """For each number of exits the share that is contagion, and the chance free and cut."""
    rows = [row for row in sheet.answer.result.contagion if row.free > 0 or row.cut > 0]
    places = [26 + ROW * (k + 0.5) for k in range(len(rows))]
    shares = [_drawn(row) for row in rows]
    low = min([-0.1, *(share.low for share in shares if share)]) - 0.05
    ticks = (-0.5, 0.0, 0.5, 1.0) if sheet.is_narrow else (-0.5, 0.0, 0.25, 0.5, 0.75, 1.0)
    names = [f"{w.at_least(row.k)} leave" for row in rows]
    height = 26 + ROW * max(1, len(rows))
    return {
        "data": [
            _contagion_dot(sheet, row, share, y)
            for row, share, y in zip(rows, shares, places, strict=True)
            if share
        ],
        "xaxis": sheet.axis(
            range=[low, 1.05],
            tickvals=ticks,
            ticktext=[w.share(tick) for tick in ticks],
            tickangle=0,
            showgrid=True,
            gridcolor=sheet.theme.grid,
            title=sheet.titled("share that is contagion", standoff=4),
        ),
        "yaxis": sheet.axis(
            range=[height, 0],
            tickvals=places,
            ticktext=names,
            tickfont={"size": TEXT, "color": sheet.theme.ink},
        ),
        "shapes": [zero_line(sheet)],
        "annotations": [
            _beside(sheet, "with → cut", 13),
            *(_beside(sheet, _both(row), y) for row, y in zip(rows, places, strict=True)),
            *(_rare(sheet, y) for share, y in zip(shares, places, strict=True) if not share),
            *([] if rows else [_rare(sheet, 26 + ROW / 2, "nobody leaves in any run")]),
        ],
        "height": height,
        "margin": {"l": left_margin(sheet, [*names, "nobody"]), "r": 104, "t": 6, "b": 42},
    }


def _drawn(row: ContagionByCount) -> KnownEstimate | None:
    """The share of contagion, where it is known well enough to be drawn."""
    share = row.share
    return share if is_known(share) and share.low >= LOWEST_DRAWN else None


def _both(row: ContagionByCount) -> str:
    return f"{w.chance(row.free)} → {w.chance(row.cut)}"


def _contagion_dot(sheet: Sheet, row: ContagionByCount, share: KnownEstimate, y: float) -> Part:
    hover = (
        f"<b>{w.at_least(row.k)} leave</b><br>{w.chance(row.free)} of runs, "
        f"{w.chance(row.cut)} with all channels cut<br>contagion {w.share(share.value)} "
        f"({w.share(share.low)} to {w.share(share.high)})"
    )
    resolved = sign(share)
    hue = (sheet.theme.quiet, MORE, FEWER)[resolved]
    return dot(sheet, share, y, hue, hover, resolved == 0)


def _beside(sheet: Sheet, text: str, y: float) -> Part:
    return sheet.note(text, xref="paper", x=1, xanchor="left", xshift=10, y=y, yanchor="middle")


def _rare(sheet: Sheet, y: float, text: str = "too rare to tell") -> Part:
    return sheet.note(text, x=0, xanchor="left", xshift=6, y=y, yanchor="middle")
