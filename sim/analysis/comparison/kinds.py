"""How two answers of a kind are compared: which numbers they have, and what more can be shown."""

from __future__ import annotations

FORECASTS, NUMBERS, SWEEPS = "forecasts", "numbers", "sweeps"
"""Forecasts run by run and month by month; numbers with their intervals; sweeps point by point."""
