"""``domino tip``: where an outcome crosses a level."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli.options import RESULTS, Changes, Json, Out, Runs, ScenarioName, Seed, Threads

Vary = Annotated[
    list[str] | None,
    typer.Option(
        "--vary",
        metavar="PATH=LOW:HIGH[:N]",
        show_default=False,
        help="The value of a path at which the outcome crosses the level; N values are tried "
        "first, 9 where nothing is said. Given twice: a phase diagram over both.",
    ),
]
Of = Annotated[
    str | None,
    typer.Option(
        "--of",
        metavar="MEMBER",
        show_default=False,
        help="How strong each channel must be for an exit of this member to be a domino: half a "
        "further exit, or the --outcome and --level stated.",
    ),
]
Distances = Annotated[
    bool,
    typer.Option(
        "--distances",
        help="How far each member's trust, alignment and pull at now are from where it leaves in "
        "half of the runs.",
    ),
]
Change = Annotated[
    bool,
    typer.Option(
        "--change",
        help="Which number, moved alone within its stated range, moves the outcome most; default "
        "p_at_least.2.",
    ),
]
Outcome = Annotated[
    str | None,
    typer.Option(
        "--outcome",
        metavar="NAME",
        show_default=False,
        help="What crosses the level, as p_ever_out.armenia; default p_at_least.1.",
    ),
]
Level = Annotated[
    float | None,
    typer.Option(
        "--level", show_default=False, help="What it crosses; default 0.5 of a probability."
    ),
]
UpTo = Annotated[
    float | None,
    typer.Option(
        "--up-to", show_default=False, help="The strongest channel tried with --of; default 16."
    ),
]


def tip(
    scenario: ScenarioName,
    vary: Vary = None,
    of: Of = None,
    distances: Distances = False,
    change: Change = False,
    outcome: Outcome = None,
    level: Level = None,
    up_to: UpTo = None,
    runs: Runs = 2_000,
    seed: Seed = 1,
    changes: Changes = None,
    threads: Threads = None,
    out: Out = RESULTS,
    as_json: Json = False,
) -> None:
    """Tipping: the value, or the strength of a channel, at which an outcome crosses a level."""
    from sim.analysis.tipping.options import checked
    from sim.cli.asking import Question, answer_and_show, loaded

    stated = loaded(scenario, changes)
    options = checked(stated, vary or (), of, distances, change, outcome, level, up_to)
    question = Question("tip", stated, runs, seed, options)
    answer_and_show(question, out=out, threads=threads, as_json=as_json)
