"""How far it is, with the time left, on stderr; only where it takes long enough to ask."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

PATIENCE = 1.0
"""Seconds after which people wonder."""


class Progress:
    """Called with (done, total); shows a bar on a terminal, else one line that it goes on."""

    def __init__(self, unit: str) -> None:
        self.unit = unit
        self.began = time.monotonic()
        self.bar: Bar | None = None
        self.line: Any = None
        self.told = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.bar is not None:
            self.bar.stop()

    def __call__(self, done: int, total: int) -> None:
        """So much is done of so much."""
        if self.bar is not None:
            self.bar.update(self.line, completed=done)
        elif not self.told and done < total and time.monotonic() - self.began > PATIENCE:
            self.told = True
            if sys.stderr.isatty():
                self._draw(done, total)
            else:
                print(f"{total:,} {self.unit}: {done / total:.0%} done…", file=sys.stderr)

    def _draw(self, done: int, total: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        self.bar = Bar(
            TextColumn(f"{total:,} {self.unit}"),
            BarColumn(),
            TextColumn("{task.percentage:.0f}%"),
            TimeRemainingColumn(),
            TextColumn("left"),
            console=Console(stderr=True),
            transient=True,
        )
        self.line = self.bar.add_task("", total=total, completed=done)
        self.bar.start()
