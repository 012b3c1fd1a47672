"""The bounds of what can be asked of the program and of what it counts, wherever that is."""

from __future__ import annotations

MOST_RUNS = 10_000_000
"""Runs of one ensemble."""
LAST_SEED = 2**63 - 1
"""The largest seed: what an int64 holds."""

FIVE_YEARS = 60
"""Months within which another exit is counted, as the reference class of follow-on exits does."""
