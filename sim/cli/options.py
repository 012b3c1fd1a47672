"""The options that several commands share; each is described once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.bounds import LAST_SEED, MOST_RUNS

MOST_POINTS = 10_000

ScenarioName = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="A name of `domino list`, or a file.")
]
Result = Annotated[
    str, typer.Argument(metavar="RESULT", help="Name of a result, the beginning of it, or latest.")
]
Runs = Annotated[int, typer.Option("--runs", min=1, max=MOST_RUNS, help="Size of the ensemble.")]
Seed = Annotated[
    int, typer.Option("--seed", min=0, max=LAST_SEED, help="Which luck; the same gives the same.")
]
Changes = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        show_default=False,
        help="Change a value of the scenario from its start on, as channels.club=0; "
        "present.PATH=VALUE changes it at now. Can be repeated.",
    ),
]
Rules = Annotated[
    bool,
    typer.Option(
        "--rules",
        help="Also by the other rules of decision, on the same luck: three times as long.",
    ),
]
Threads = Annotated[
    int | None,
    typer.Option(
        "--threads", min=1, max=1024, show_default=False, help="Default: one for each processor."
    ),
]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder of the results.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout, nothing else.")]

RESULTS = Path("results")
