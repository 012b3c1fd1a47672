"""``domino ledger``: forecasts that are dated and sealed, and scored when their day has come."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import Changes, Json, Runs, ScenarioName, Seed

app = typer.Typer(help="Forecasts, dated and sealed: add, list, score.", rich_markup_mode=None)

LEDGER = Path("scenarios/ledger")
Folder = Annotated[Path, typer.Option("--ledger", metavar="DIR", help="Folder of the ledger.")]
By = Annotated[
    str,
    typer.Option("--by", metavar="YYYY-MM", help="Month by whose end it is decided."),
]
Body = Annotated[
    str, typer.Option("--body", metavar="ID", help="The body in the record that decides it.")
]
Note = Annotated[str, typer.Option("--note", help="What a reader should know.")]


@app.command()
def add(
    scenario: ScenarioName,
    by: By,
    body: Body = "CSTO",
    runs: Runs = 10_000,
    seed: Seed = 1,
    changes: Changes = None,
    note: Note = "",
    ledger: Folder = LEDGER,
) -> None:
    """Add the forecast of a scenario for a day; it is never changed."""
    from datetime import UTC, datetime

    from sim.cli import output
    from sim.cli.asking import loaded
    from sim.ledger.book import add as added
    from sim.ledger.entry import forecast

    today = datetime.now(UTC).date()
    entry = forecast(
        loaded(scenario, changes), by, body, made=today, runs=runs, seed=seed, note=note
    )
    output.lines([f"Added {added(entry, ledger)}"])


@app.command("list")
def listed(ledger: Folder = LEDGER, as_json: Json = False) -> None:
    """List what is in the ledger."""
    from sim.cli import output
    from sim.ledger.book import entries
    from sim.words.ledger import rows

    found = list(entries(ledger))
    if as_json:
        output.document([entry.model_dump() | {"id": entry.id} for entry in found])
    else:
        output.table(*rows(found), texts=4)


@app.command()
def score(ledger: Folder = LEDGER, as_json: Json = False) -> None:
    """Score the forecasts whose day the record covers."""
    from sim.cli import output
    from sim.hindcast.reading import UNTIL
    from sim.ledger.book import entries
    from sim.ledger.deciding import decide
    from sim.record import read
    from sim.words.ledger import decided_rows

    record = read()
    found = [decide(entry, record, UNTIL) for entry in entries(ledger)]
    if as_json:
        output.document(
            [
                {
                    "id": one.entry.id,
                    "left": one.left,
                    "log_loss": one.log_loss,
                    "brier": one.brier,
                }
                for one in found
            ]
        )
    else:
        output.table(*decided_rows(found), texts=3)
