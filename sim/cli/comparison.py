"""``domino compare``: results, sweeps or scenarios side by side, with a verdict."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.bounds import LAST_SEED, MOST_RUNS
from sim.cli.options import RESULTS, Json, Out, Threads
from sim.questions import QUESTIONS, imported
from sim.refusal import Refusal

if TYPE_CHECKING:
    from pandas import DataFrame

    from sim.analysis.comparison.result import ComparisonResult
    from sim.analysis.comparison.sides import Side
    from sim.answer import Answer
    from sim.cli.asking import Question
    from sim.scenario.scenario import Scenario

Names = Annotated[
    list[str],
    typer.Argument(
        metavar="A B [C…]",
        help="Results (a name, the beginning of it, latest), scenarios (a name, a file) or "
        "sweeps; each is held against A.",
    ),
]
Runs = Annotated[
    int | None,
    typer.Option(
        "--runs",
        min=1,
        max=MOST_RUNS,
        show_default=False,
        help="Size of the ensembles of scenarios; default as of the first result, else 10000.",
    ),
]
Seed = Annotated[
    int | None,
    typer.Option(
        "--seed",
        min=0,
        max=LAST_SEED,
        show_default=False,
        help="Luck of the scenarios; default as of the first result, else 1.",
    ),
]
Html = Annotated[
    Path | None,
    typer.Option("--html", metavar="FILE", show_default=False, help="Write one page of it."),
]
Csv = Annotated[
    Path | None,
    typer.Option(
        "--csv",
        metavar="FILE",
        show_default=False,
        help="Write its numbers, and what was asked differently.",
    ),
]
MOST_CHANGES = 20
"""Fields and entries that were asked differently are listed up to this number."""
MOST_FIELDS = 60
"""Up to so many lines those that entries state are listed beneath them."""


def compare(
    names: Names,
    runs: Runs = None,
    seed: Seed = None,
    html: Html = None,
    csv: Csv = None,
    threads: Threads = None,
    out: Out = RESULTS,
    as_json: Json = False,
) -> None:
    """Compare results or scenarios: what differs, or that these runs cannot tell."""
    from sim.analysis.comparison.comparison import asked_of_all, check_number
    from sim.analysis.comparison.opening import opened
    from sim.analysis.comparison.sides import Side
    from sim.cli.asking import Question

    def ask(name: str, scenario: Scenario) -> Side:
        question = Question("run", scenario, size, luck, {})
        return _answered(question, _command(name, size, luck), out, threads)

    check_number(len(names))
    _check_files(html, csv)
    found = [opened(name, out) for name in names]
    size, luck = asked_of_all(found, runs, seed)
    sides = [
        each if isinstance(each, Side) else ask(name, each)
        for name, each in zip(names, found, strict=True)
    ]
    _show(sides, html=html, csv=csv, as_json=as_json)


def again(
    file: Path, origin: Mapping[str, Any], *, threads: int | None, out: Path, as_json: bool
) -> None:
    """Repeat the comparison that made a file.

    Raises
    ------
    StoreError
        Where the file does not say what was compared.
    """
    from sim.cli.asking import note_command
    from sim.store import StoreError

    if not origin["others"]:
        raise StoreError(f"{file} does not say what was compared")
    note_command(origin)
    _show([_again(each, out, threads) for each in origin["others"]], as_json=as_json)


def _again(made: Mapping[str, Any], out: Path, threads: int | None) -> Side:
    """A side of a comparison, asked again."""
    from sim.analysis.comparison.opening import stored

    place = imported(QUESTIONS[made["question"]].stored_again)(made, threads=threads, out=out)
    return stored(place.name, out)


def _answered(question: Question, command: str, out: Path, threads: int | None) -> Side:
    """The answer to a question, stored."""
    from sim.analysis.comparison.opening import stored
    from sim.cli.asking import answered

    place = answered(question, out=out, threads=threads, command=command)
    return stored(place.name, out)


def _command(name: str, runs: int, seed: int) -> str:
    """What somebody types to get the forecast of a scenario alone."""
    typed = shlex.join(["domino", "run", name, "--runs", str(runs), "--seed", str(seed)])
    return "".join(sign if sign.isprintable() else "�" for sign in typed)


def _check_files(html: Path | None, csv: Path | None) -> None:
    """Refuse files that cannot be written: better now than after minutes of work."""
    for file in (html, csv):
        if file is not None and file.is_dir():
            allowed = "the name of a file in it"
            raise Refusal("it is a folder", found=str(file), allowed=allowed)
    if html is not None and html == csv:
        raise Refusal("the same file as --html", field="csv", found=str(csv), allowed="another one")


def _show(
    sides: Sequence[Side], *, html: Path | None = None, csv: Path | None = None, as_json: bool
) -> None:
    """Compare, write what is asked for, and say what came out."""
    from sim import words
    from sim.analysis.comparison.comparison import compared
    from sim.cli import output

    answer = compared(sides)
    written = _write(answer, html, csv)
    if as_json:
        output.document(answer.numbers)
        for line in written:
            output.note(line)
        return
    said = words.lines(answer)
    output.lines([said[0], "", *said[1:], ""])
    output.table(*words.rows(answer))
    _show_changes(answer)
    output.lines(written)


def _show_changes(answer: Answer[ComparisonResult]) -> None:
    """What was asked differently, as far as it can be read on a terminal."""
    from sim.cli import output
    from sim.words.comparison.side_by_side import change_rows

    heads, rows = change_rows(answer, bears=True)
    _, entries = change_rows(answer, bears=True, whole=True)
    is_short = len(entries) <= MOST_CHANGES and len(rows) <= MOST_FIELDS
    if rows:
        output.table(heads, rows if is_short else entries[:MOST_CHANGES], texts=len(heads))
    if len(entries) > MOST_CHANGES:
        output.lines([f"and {len(entries) - MOST_CHANGES} more asked differently", ""])
    if not is_short and len(rows) > len(entries):
        output.lines(["What is new states more fields: --html, --csv and --json tell each.", ""])


def _write(answer: Answer[ComparisonResult], html: Path | None, csv: Path | None) -> list[str]:
    """Write the page and the table; a line for each."""
    from sim.cli.asking import typed_command
    from sim.cli.pictures import page_of
    from sim.store.folders import put_file, told

    command = typed_command()
    files = {} if html is None else {html: page_of(answer, command)}
    files |= {} if csv is None else {csv: table_of(answer, command)}
    for file, content in files.items():
        with told(f"cannot write {file}"):
            put_file(file, content.encode())
    return [f"Written: {file}" for file in files]


def table_of(answer: Answer[ComparisonResult], command: str) -> str:
    """The numbers of a comparison as CSV, with all that is needed to repeat it before them."""
    from sim.jit import source_digest
    from sim.report import inputs
    from sim.store import csv_text

    made = inputs([answer], command, digest=source_digest())
    return csv_text("comparison", numbers_of(answer), made)


def numbers_of(answer: Answer[ComparisonResult]) -> DataFrame:
    """The outcomes, below them the differences month by month, and what was asked differently."""
    from pandas import DataFrame, concat

    tables = [answer.tables["outcomes"].drop(columns="z")]
    if "over_time" in answer.tables:
        by_month = answer.tables["over_time"].assign(outcome="p_ever_out", unit="probability")
        by_month["name"] = by_month["outcome"] + "." + by_month["member"]
        tables.append(by_month[by_month["month"] < answer.inputs.end])
    rows = [
        {"side": comparison.side, **asdict(each)}
        for comparison in answer.result.comparisons
        for each in comparison.inputs
    ]
    # What is stated may be a text: the columns of the outcomes stay numbers.
    stated = DataFrame(rows).rename(columns={"a": "stated_a", "b": "stated_b"})
    return concat([*tables, stated], ignore_index=True)
