"""Ends of axes, and shares in short."""

from __future__ import annotations

from sim import words
from sim.plots.shared.sheet import Sheet


def briefly(sheet: Sheet, share: float) -> str:
    """A probability; with signs for under and over where the figure is narrow."""
    text = words.percent(share)
    return text.replace("under ", "&lt;").replace("over ", "&gt;") if sheet.is_narrow else text


def round_top(value: float) -> float:
    """An end for an axis of probabilities that leaves a little air above the highest value."""
    tops = (0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)
    return next((top for top in tops if value <= top * 0.97), 1.0)
