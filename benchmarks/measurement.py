"""What is measured: a number with its spread over rounds, and the goal beside it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

SCENARIO = "armenia-2025"


@dataclass(frozen=True)
class Measurement:
    """A line of the table; ``values`` are those of the rounds, the median counts."""

    what: str
    values: Sequence[float]
    unit: str
    goal: str = ""
    is_met: bool | None = None

    def row(self) -> list[str]:
        """The line as text: what, median, spread, goal, whether it is met."""
        low, high = min(self.values), max(self.values)
        spread = f"{shown(low)} to {shown(high)}" if len(self.values) > 1 else ""
        met = {None: "", True: "yes", False: "NO"}[self.is_met]
        return [self.what, f"{shown(median(self.values))} {self.unit}", spread, self.goal, met]


HEADS = ["What", "Median", "Spread", "Goal", "Met"]


def at_most(what: str, values: Sequence[float], unit: str, goal: float) -> Measurement:
    """A measurement that should stay below its goal."""
    return Measurement(what, values, unit, f"≤ {shown(goal)} {unit}", median(values) <= goal)


def at_least(what: str, values: Sequence[float], unit: str, goal: float) -> Measurement:
    """A measurement that should reach its goal."""
    return Measurement(what, values, unit, f"≥ {shown(goal)} {unit}", median(values) >= goal)


def shown(value: float) -> str:
    """Three digits that count."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def seconds(action: Callable[[], object]) -> float:
    """How long something takes by the clock on the wall."""
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def peak() -> int:
    """The most memory that this process has held so far, in bytes; on Linux.

    ``resource.getrusage`` would count what the process that started it held.
    """
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise RuntimeError("this system does not tell how much memory was held")
