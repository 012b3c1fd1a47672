"""The commands: each loads, asks and shows, and leaves the work to others."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.bounds import LAST_SEED
from sim.cli import (
    attribution,
    comparison,
    hindcast,
    ledger,
    results,
    seed,
    sensitivity,
    sweep,
    tipping,
)
from sim.cli.app import pages
from sim.cli.options import (
    MOST_POINTS,
    RESULTS,
    Changes,
    Json,
    Out,
    Result,
    Rules,
    Runs,
    ScenarioName,
    Seed,
    Threads,
)

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,  # Rich would take as long to load as the rest of the help
    pretty_exceptions_enable=False,
    help="Could one exit from an alliance set off others? Scenarios, forecasts, counterfactuals.",
)
app.add_typer(results.app, name="results")
app.add_typer(ledger.app, name="ledger")

Of = Annotated[
    list[str],
    typer.Option(
        "--of",
        metavar="MEMBER|EVENT",
        help="Id of a member or of an event; members can be repeated: they exit at once.",
    ),
]
At = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="YYYY-MM",
        show_default=False,
        help="Month in which the member leaves; default the first after the record.",
    ),
]


@app.callback(invoke_without_command=True)
def domino(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> None:
    """Say the version, or what there is to ask."""
    from importlib.metadata import version as installed

    if version:
        typer.echo(f"domino {installed('domino-alliances')}")
    elif context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command("list")
def list_scenarios(as_json: Json = False) -> None:
    """List the scenarios that come with it, one a line."""
    from sim.cli import output, scenarios

    found = scenarios.summaries()
    output.document(found) if as_json else output.lines(scenarios.told(found))


@app.command()
def show(scenario: ScenarioName, as_json: Json = False) -> None:
    """Show a scenario: what it asks, what it changes, its sources."""
    from sim.cli import output, scenarios

    portrait = scenarios.portrait(scenario)
    output.document(portrait) if as_json else output.lines(scenarios.described(portrait))


@app.command()
def validate(
    files: Annotated[list[str], typer.Argument(help="Files, or names.")],
    evidence: Annotated[
        bool, typer.Option("--evidence", help="Also the grades of its numbers, and the seeding.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Check scenario files: a line for each file, or for each fault."""
    from sim.cli import output
    from sim.cli import validate as cli_validate

    checks = [cli_validate.check(file, evidence=evidence) for file in files]
    output.document(cli_validate.as_document(checks)) if as_json else cli_validate.show(checks)
    raise typer.Exit(cli_validate.exit_code(checks))


@app.command()
def schema(
    of: Annotated[
        str | None,
        typer.Option(
            "--of",
            metavar="QUESTION",
            show_default=False,
            help="Of the document of a question, as run or effect; default of a scenario.",
        ),
    ] = None,
) -> None:
    """Print the JSON Schema of a scenario file, for editors; or of a document, for programs."""
    from sim.cli import schemas

    typer.echo(schemas.text(of), nl=False)


@app.command()
def run(
    scenario: ScenarioName,
    runs: Runs = 10_000,
    seed: Seed = 1,
    changes: Changes = None,
    uncertain: Annotated[
        int,
        typer.Option(
            "--uncertain",
            min=0,
            max=MOST_POINTS,
            metavar="K",
            help="Also draw K points from the stated ranges, each with --runs runs.",
        ),
    ] = 0,
    exact: Annotated[
        bool,
        typer.Option(
            "--exact",
            help="Not the forecast: the held-still variant as a Markov chain, beside its runs.",
        ),
    ] = False,
    rules: Rules = False,
    threads: Threads = None,
    out: Out = RESULTS,
    as_json: Json = False,
) -> None:
    """Forecast: who has left by when, in how many runs."""
    from sim.cli.asking import Question, answer_and_show, forecast_options, loaded

    stated = loaded(scenario, changes)
    name, options = forecast_options(stated, uncertain=uncertain, exact=exact, rules=rules)
    question = Question(name, stated, runs, seed, options)
    answer_and_show(question, out=out, threads=threads, as_json=as_json)


@app.command()
def effect(
    scenario: ScenarioName,
    of: Of,
    at: At = None,
    runs: Runs = 20_000,
    seed: Seed = 1,
    changes: Changes = None,
    rules: Rules = False,
    threads: Threads = None,
    out: Out = RESULTS,
    as_json: Json = False,
) -> None:
    """Domino effect: with an exit, or an event, against without it."""
    from sim.cli.asking import Question, answer_and_show, effect_options, loaded

    stated = loaded(scenario, changes)
    name, options = effect_options(stated, of, at, rules=rules)
    question = Question(name, stated, runs, seed, options)
    answer_and_show(question, out=out, threads=threads, as_json=as_json)


@app.command()
def matrix(
    scenario: ScenarioName,
    runs: Runs = 20_000,
    seed: Seed = 1,
    changes: Changes = None,
    threads: Threads = None,
    out: Out = RESULTS,
    as_json: Json = False,
) -> None:
    """Who topples whom: the effect of each exit on each other member."""
    from sim.cli.asking import Question, answer_and_show, loaded

    question = Question("matrix", loaded(scenario, changes), runs, seed, {})
    answer_and_show(question, out=out, threads=threads, as_json=as_json)


app.command()(attribution.attribute)


app.command()(tipping.tip)


app.command()(sweep.sweep)


app.command()(sensitivity.sensitivity)


app.command()(comparison.compare)

app.command()(seed.seed)

app.command()(hindcast.hindcast)


@app.command()
def story(
    scenario: ScenarioName,
    run: Annotated[int, typer.Option("--run", min=0, max=LAST_SEED, help="Which run.")] = 0,
    seed: Seed = 1,
    changes: Changes = None,
    record: Annotated[bool, typer.Option("--record", help="Tell the record too.")] = False,
    as_json: Json = False,
) -> None:
    """Tell one run month by month, with the causes of each move."""
    from sim.cli import output
    from sim.cli import story as cli_story

    told = cli_story.story(scenario, changes, run=run, seed=seed)
    output.document(told.numbers) if as_json else output.lines(cli_story.lines(told, record=record))


@app.command()
def plot(
    result: Result,
    kind: Annotated[
        str | None,
        typer.Option("--kind", show_default=False, help="Which figure; default its first."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", show_default=False, help="Ends in .html, .png or .svg."
        ),
    ] = None,
    folder: Annotated[
        Path, typer.Option("--results", metavar="DIR", help="Folder of the results.")
    ] = RESULTS,
) -> None:
    """Draw a figure of a stored result."""
    from sim.cli import output, pictures
    from sim.cli.asking import typed_command

    file = pictures.draw(result, folder, kind=kind, file=out, command=typed_command())
    output.lines([f"Written: {file}"])


@app.command()
def reopen(
    file: Annotated[Path, typer.Argument(help="A page, a picture, a table, or a manifest.")],
    threads: Threads = None,
    out: Out = RESULTS,
    as_json: Json = False,
) -> None:
    """Find or repeat the run that made a file."""
    from sim.cli.asking import ask_again

    ask_again(file, out=out, threads=threads, as_json=as_json)


app.command("app")(pages)
