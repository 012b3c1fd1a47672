"""Showing an answer on a terminal: words, tables, and where it was written; or as JSON."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.questions import QUESTIONS, imported

if TYPE_CHECKING:
    from rich.console import Console

    from sim.answer import Answer
    from sim.store import Entry

Rows = Sequence[Sequence[str]]

PAPER = 120
"""Letters in a line of a table where no terminal says how wide it is."""


def document(data: Any) -> None:
    """Print one JSON document: keys in order, so that the same numbers are the same text."""
    from sim.store import canonical

    sys.stdout.write(canonical(data))


def lines(texts: Iterable[str]) -> None:
    """Print lines; on a terminal they are broken between words."""
    console = _console()
    for text in texts:
        console.print(text, soft_wrap=not console.is_terminal)


def note(text: str) -> None:
    """Say something beside the answer."""
    print(text, file=sys.stderr)


def answer(found: Answer, place: Path) -> None:
    """Print an answer in words and tables, and where it lies."""
    from sim import words

    said = words.lines(found)
    lines([said[0], "", *said[1:], ""])
    heads, rows = words.rows(found)
    table(*_with_spread(found, heads, rows))
    if more := QUESTIONS[found.question].more_rows:
        table(*imported(more)(found))
    heads, rows = words.rows_by_rule(found)
    if rows:
        table(heads, rows)
    lines(_paths(place))


def table(heads: Sequence[str], rows: Rows, texts: int = 1) -> None:
    """Print a table: the first columns, which are texts, to the left, the others to the right."""
    from rich import box
    from rich.table import Table

    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for place, head in enumerate(heads):
        grid.add_column(head, justify="left" if place < texts else "right", overflow="fold")
    for row in rows:
        grid.add_row(*row)
    _console().print(grid)


def results(entries: Sequence[Entry], out: Path) -> None:
    """Print the list of results."""
    if not entries:
        lines([f"No results in {out} yet: domino run stores one."])
        return
    rows = [
        [entry.id, entry.time[:16].replace("T", " "), f"{entry.bytes / 1e6:.1f} MB"]
        for entry in entries
    ]
    table(["Result", "Stored (UTC)", "Size"], rows)
    lines(f"{entry.id}: {entry.fault}" for entry in entries if not entry.is_complete)


def _console() -> Console:
    from rich.console import Console

    width = None if sys.stdout.isatty() else PAPER
    return Console(markup=False, highlight=False, emoji=False, width=width)


def _paths(place: Path) -> list[str]:
    page = place / "index.html"
    told = [f"Result: {place}"]
    return [*told, f"Open {page} in a browser to see it."] if page.is_file() else told


def _with_spread(found: Answer, heads: list[str], rows: list[list[str]]) -> tuple[list[str], Rows]:
    """The table with the span over uncertain points beside the interval over runs."""
    spread = found.tables.get("spread")
    if spread is None:
        return heads, rows
    own = spread[spread["outcome"] == "p_ever_out"].set_index("member")
    members = list(found.tables["members"]["member"])
    spans = [_span(own.loc[member, "low"], own.loc[member, "high"]) for member in members]
    head = f"5 to 95% of {int(spread['points'].iloc[0]):,} points"
    return (
        [*heads[:2], head, *heads[2:]],
        [[*row[:2], span, *row[2:]] for row, span in zip(rows, spans, strict=True)],
    )


def _span(low: float, high: float) -> str:
    from sim.words import interval

    return "–" if low != low else interval(low, high)
