"""``domino sensitivity``: which assumptions bear on an answer, and how much of a run is luck."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli.options import RESULTS, Changes, Json, Out, Runs, ScenarioName, Seed, Threads

Method = Annotated[
    str,
    typer.Option(
        "--method",
        metavar="sobol|morris|split",
        help="Shares of the variance of a few assumptions; a screening of all; or luck, parameters "
        "and rule of decision.",
    ),
]
Varied = Annotated[
    list[str] | None,
    typer.Option(
        "--vary",
        metavar="PATH=LOW:HIGH",
        show_default=False,
        help="What varies; default all stated ranges and the channels, of which sobol keeps the "
        "largest of a screening. Can be repeated.",
    ),
]
Asked = Annotated[
    list[str] | None,
    typer.Option(
        "--outcome",
        metavar="NAME",
        show_default=False,
        help="What is asked, as p_ever_out.armenia; default p_at_least.1 and .2. Can be repeated.",
    ),
]
Points = Annotated[
    int | None,
    typer.Option(
        "--points",
        show_default=False,
        help="Base points of sobol, a power of two (default 256); trajectories of morris (10); "
        "points of split (200).",
    ),
]
Keep = Annotated[
    int | None,
    typer.Option(
        "--keep", show_default=False, help="How many go on from the screening (default 8)."
    ),
]


def sensitivity(
    scenario: ScenarioName,
    method: Method = "sobol",
    vary: Varied = None,
    outcome: Asked = None,
    points: Points = None,
    keep: Keep = None,
    runs: Runs = 200,
    seed: Seed = 1,
    changes: Changes = None,
    threads: Threads = None,
    out: Out = RESULTS,
    as_json: Json = False,
) -> None:
    """Sensitivity: which assumptions bear on an answer; luck, parameters or rule of decision.

    After an interruption the same command goes on from the points that are finished.
    """
    from sim.analysis.sensitivity.options import checked
    from sim.cli.asking import Question, answer_and_show, loaded

    stated = loaded(scenario, changes)
    options = checked(stated, method, vary, outcome or (), points, keep)
    question = Question("sensitivity", stated, runs, seed, options)
    answer_and_show(question, out=out, threads=threads, as_json=as_json)
