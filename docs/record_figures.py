"""The pictures of the documents that follow from the record, as SVG."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from record_tables import CAUSES

from sim.record import KNOWN_UNTIL, read
from sim.record.ladder import Rate, rates

FIGURE = Path(__file__).resolve().parent / "spells.svg"
WIDTH, LEFT, RIGHT, ROW, HEAD, FOOT = 720, 300, 30, 22, 30, 46
TOP_RATE = 0.30
SHOWN = ("finish", "back", "return")
INK, QUIET, GRID, HUE = "#1f2933", "#52606d", "#d9e2ec", "#1f6f8b"


def spells() -> str:
    """Rates of the ladder: the observed rate as a dot, nine tenths of its posterior as a line."""
    parts: list[str] = []
    y = 0.0
    found = [rate for rate in rates(read(), KNOWN_UNTIL) if rate.cause in SHOWN]
    for cause, group in groupby(found, key=lambda rate: rate.cause):
        y += HEAD
        parts.append(_text(8, y - 8, CAUSES[cause], 'font-weight="bold"'))
        for rate in group:
            parts += _row(rate, y + ROW / 2)
            y += ROW
    height = y + FOOT
    grid = [part for step in range(0, 31, 5) for part in _line(step / 100, y)]
    axis = _text(LEFT, height - 8, "per cent of spells a year", f'fill="{QUIET}"')
    return "\n".join([_opening(height), *grid, *parts, axis, "</svg>", ""])


def _opening(height: float) -> str:
    title = "Rates at which freezes end and leavers return, with their intervals"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" '
        f'role="img" font-family="sans-serif" font-size="13"><title>{title}</title>'
        f'<rect width="{WIDTH}" height="{height:.0f}" fill="white"/>'
    )


def _x(rate: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * min(rate, TOP_RATE) / TOP_RATE


def _row(rate: Rate, y: float) -> list[str]:
    low, high = _x(rate.quantile(0.05)), _x(rate.quantile(0.95))
    return [
        _text(LEFT - 12, y + 4, rate.choice, f'text-anchor="end" fill="{INK}"'),
        f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{y}" y2="{y}" stroke="{HUE}" stroke-width="2"/>',
        f'<circle cx="{_x(rate.observed):.1f}" cy="{y}" r="4.5" fill="{HUE}"/>',
    ]


def _line(rate: float, bottom: float) -> list[str]:
    x = _x(rate)
    label = _text(x, bottom + 16, f"{100 * rate:.0f}", f'text-anchor="middle" fill="{QUIET}"')
    return [
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{HEAD}" y2="{bottom}" stroke="{GRID}"/>',
        label,
    ]


def _text(x: float, y: float, text: str, how: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" {how}>{text}</text>'
