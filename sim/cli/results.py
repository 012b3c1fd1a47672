"""``domino results``: what is stored."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import RESULTS, Json, Out, Result

app = typer.Typer(help="What is stored: list, show, rm, export.", rich_markup_mode=None)


@app.callback(invoke_without_command=True)
def stored(context: typer.Context) -> None:
    """List what is stored, where nothing else is asked."""
    if context.invoked_subcommand is None:
        list_results(RESULTS)


@app.command("list")
def list_results(out: Out = RESULTS, as_json: Json = False) -> None:
    """List the results, the latest first."""
    from dataclasses import asdict

    from sim import store
    from sim.cli import output

    entries = store.listing(out)
    if as_json:
        output.document([asdict(entry) for entry in entries])
    else:
        output.results(entries, out)


@app.command("show")
def show_result(result: Result, out: Out = RESULTS, as_json: Json = False) -> None:
    """Show a result again."""
    from sim.cli.asking import show_stored

    show_stored(result, out, as_json=as_json)


@app.command("rm")
def remove_results(
    results: Annotated[list[str], typer.Argument(help="Results to remove.")],
    out: Out = RESULTS,
) -> None:
    """Remove results."""
    from sim import store
    from sim.cli import output
    from sim.store.names import folder_of
    from sim.sweeps.locking import refuse_busy

    for name in results:
        refuse_busy(folder_of(name, out))
        output.lines([f"Removed: {store.remove(name, out)}"])


@app.command("export")
def export_result(
    result: Result,
    folder: Annotated[Path, typer.Argument(help="Where to write.")] = Path(),
    csv: Annotated[bool, typer.Option("--csv", help="A CSV file a table; the one format.")] = True,
    out: Out = RESULTS,
) -> None:
    """Write the tables of a result as CSV files, which `domino reopen` knows."""
    from sim import store
    from sim.cli import output

    output.lines([f"Written: {file}" for file in store.export_csv(result, out, folder)])
