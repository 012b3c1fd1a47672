"""``domino seed``: a scenario of any body and year, from the record."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Organisation = Annotated[
    str, typer.Argument(metavar="ORGANISATION", help="A body of the record, as NATO.")
]
Year = Annotated[
    int, typer.Option("--year", min=1800, max=2100, help="Nothing from this year on is read.")
]
NewFile = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", show_default=False, help="A new file; else stdout."),
]
Unseen = Annotated[
    bool, typer.Option("--unseen", help="Fitted to all other bodies alone, as the hindcasts are.")
]


def seed(
    organisation: Organisation, year: Year, out: NewFile = None, unseen: Unseen = False
) -> None:
    """Make a scenario of any body and year from the record, each number by one rule for all."""
    content = text(organisation, year, unseen=unseen)
    write(content, out) if out else typer.echo(content, nl=False)


def text(organisation: str, year: int, *, unseen: bool) -> str:
    """The scenario, with the posterior of the whole record, or of all other bodies."""
    from sim.hindcast.posterior import ALL, WITHOUT
    from sim.hindcast.stored import posterior
    from sim.record import read
    from sim.seeding.document import seeded_text

    draws = posterior().of(f"{WITHOUT}{organisation}" if unseen else ALL)
    return seeded_text(read(), organisation, year, draws)


def write(content: str, file: Path) -> None:
    """Write the scenario whole or not at all; a file that is there is left alone."""
    from sim.hindcast.stored import replaced
    from sim.refusal import Refusal

    if file.exists():
        raise Refusal("is there already", field="out", found=str(file), allowed="a new file")
    replaced(file, lambda partial: partial.write_text(content, encoding="utf-8"))
