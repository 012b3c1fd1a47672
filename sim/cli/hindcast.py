"""``domino hindcast``: how well the model does against the record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.options import Json

if TYPE_CHECKING:
    from sim.hindcast.result import Hindcast

Tables = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[FILES]",
        show_default=False,
        help="Tables of bodies that the model has never seen (docs/data.md); default the record "
        "that comes with it.",
    ),
]


def hindcast(paths: Tables = None, as_json: Json = False) -> None:
    """Score the model against the record, beside simple forecasters; takes a minute or two."""
    from sim.cli import output
    from sim.hindcast import front

    found = front.hindcast_of(paths) if paths else front.hindcast()
    output.document(found.document()) if as_json else show(found)


def show(said: Hindcast) -> None:
    """Print a sentence and a table for each comparison."""
    from sim.cli import output
    from sim.words.hindcast import scores

    for comparison in said.comparisons:
        output.lines([scores.TITLES[comparison.title] + ".", scores.headline(comparison)])
        heads, rows = scores.table(comparison)
        output.table(heads, rows)
    output.lines(
        [
            "In brackets 95% over redrawn bodies. What each number means, what was tried and where "
            "it fails: docs/validation.md."
        ]
    )
