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
EVERY = 10.0
"""Seconds between two lines about how far stored work is, where no terminal shows a bar."""


class _WithBar:
    """Has a bar on a terminal, and takes it away at the end."""

    bar: Bar | None = None
    line: Any = None

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


class Progress(_WithBar):
    """Called with (done, total); shows a bar on a terminal, else one line that it goes on."""

    def __init__(self, unit: str) -> None:
        self.unit = unit
        self.began = time.monotonic()
        self.told = False

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


class StoredProgress(_WithBar):
    """The same of work whose finished part is stored: a bar, else a line now and then."""

    def __init__(self, unit: str) -> None:
        self.unit = unit
        self.done = self.total = self.stored = self.before = 0
        self.began = self.told = 0.0

    def __call__(self, done: int, total: int) -> None:
        """So much is done of so much; the first call says what was done before."""
        now = time.monotonic()
        if not self.total:
            self.told = now
            self.stored = done
            if sys.stderr.isatty():
                self._draw(done, total)
        if done > self.stored and not self.began:  # what was prepared before it takes no more time
            self.began, self.before = now, done
        self.done, self.total = done, total
        if self.bar is not None:
            self.bar.update(self.line, completed=done)
        elif now - self.told >= EVERY and done < total:
            self.told = now
            self.tell(f"{done:,} of {total:,} {self.unit}{self._time_left(now)}")

    def tell(self, line: str) -> None:
        """Say something beside the bar."""
        print(line, file=sys.stderr) if self.bar is None else self.bar.console.print(line)

    def left(self) -> str:
        """What an interruption leaves behind."""
        if not self.total:
            return "interrupted; nothing was computed"
        return (
            f"interrupted; {self.done:,} of {self.total:,} {self.unit} are stored, the same "
            "command goes on from there"
        )

    def _time_left(self, now: float) -> str:
        if self.done == self.before or now == self.began:
            return ""
        each = (now - self.began) / (self.done - self.before)
        seconds = round((self.total - self.done) * each)
        hours, minutes = divmod(seconds // 60, 60)
        return f", {hours}:{minutes:02}:{seconds % 60:02} left"

    def _draw(self, done: int, total: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        self.bar = Bar(
            MofNCompleteColumn(),
            TextColumn(self.unit),
            BarColumn(),
            TimeRemainingColumn(),
            TextColumn("left"),
            console=Console(stderr=True, markup=False, highlight=False),
            transient=True,
        )
        self.line = self.bar.add_task("", total=total, completed=done)
        self.bar.start()
