"""``domino attribute``: an effect shared out to channels, events or members."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli.options import RESULTS, Changes, Json, Out, Runs, ScenarioName, Seed, Threads

Of = Annotated[
    str | None,
    typer.Option(
        "--of",
        metavar="MEMBER|EVENT",
        show_default=False,
        help="Id of the member or event whose effect is shared out; not asked with --by members.",
    ),
]
By = Annotated[
    str,
    typer.Option(
        "--by",
        metavar="channels|events|members",
        help="To channels; to the dated events of the record; or, for the chance that several "
        "leave, to members.",
    ),
]
Exits = Annotated[int, typer.Option("--k", help="So many exits together are a cascade.")]


def attribute(
    scenario: ScenarioName,
    of: Of = None,
    by: By = "channels",
    k: Exits = 2,
    runs: Runs = 5_000,
    seed: Seed = 1,
    changes: Changes = None,
    threads: Threads = None,
    out: Out = RESULTS,
    as_json: Json = False,
) -> None:
    """Attribution: who or what carries an effect; contagion or common cause; who toppled whom."""
    from sim.analysis.attribution.attribution import checked
    from sim.cli.asking import Question, answer_and_show, loaded

    stated = loaded(scenario, changes)
    question = Question("attribute", stated, runs, seed, checked(stated, of, by, k))
    answer_and_show(question, out=out, threads=threads, as_json=as_json)
