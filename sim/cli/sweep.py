"""``domino sweep``: outcomes over a box of assumptions, gone on with after any interruption."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.bounds import MOST_RUNS
from sim.cli.exits import Interrupted
from sim.cli.options import RESULTS, Changes, Json, Out, ScenarioName, Seed, Threads

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sim.scenario.scenario import Scenario


def sweep(
    scenario: ScenarioName,
    vary: Annotated[
        list[str],
        typer.Option(
            "--vary",
            metavar="PATH=LOW:HIGH:N",
            show_default=False,
            help="What varies, with N values on a grid; PATH=LOW:HIGH for lhs and sobol. "
            "Can be repeated.",
        ),
    ],
    outcome: Annotated[
        list[str] | None,
        typer.Option(
            "--outcome",
            metavar="NAME",
            show_default=False,
            help="What is asked at each point, as effect.armenia; default p_at_least.1 and .2. "
            "Can be repeated.",
        ),
    ] = None,
    design: Annotated[
        str, typer.Option("--design", metavar="grid|lhs|sobol", help="How points are spread.")
    ] = "grid",
    points: Annotated[
        int | None,
        typer.Option("--points", show_default=False, help="How many, for lhs and sobol."),
    ] = None,
    runs: Annotated[
        int, typer.Option("--runs", min=1, max=MOST_RUNS, help="Runs of each point.")
    ] = 2_000,
    seed: Seed = 1,
    changes: Changes = None,
    executor: Annotated[
        str,
        typer.Option(
            "--executor",
            metavar="threads|dask://HOST:PORT|dask://local:N",
            help="Where points are computed; Dask needs the extra `cluster`.",
        ),
    ] = "threads",
    threads: Threads = None,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            help="Never begin anew what another version of the program began. Stored points are "
            "kept and used in any case.",
        ),
    ] = False,
    out: Out = RESULTS,
    as_json: Json = False,
) -> None:
    """Sweep parameters: outcomes at every point of a design."""
    from sim.cli.asking import loaded

    _sweep_and_show(
        loaded(scenario, changes),
        vary=vary,
        outcomes=outcome or (),
        design=design,
        points=points,
        runs=runs,
        seed=seed,
        executor=executor,
        threads=threads,
        resume=resume,
        root=out,
        as_json=as_json,
    )


def again(
    file: Path, origin: Mapping[str, Any], *, threads: int | None, out: Path, as_json: bool
) -> None:
    """Find or repeat the sweep that made a file."""
    from sim.cli.asking import note_command
    from sim.scenario.scenario import Scenario
    from sim.sweeps.sweep import as_asked

    note_command(origin)
    _sweep_and_show(
        Scenario.from_stored(origin["scenario_text"], f"{origin['scenario']}.yaml"),
        **as_asked(origin["options"]),
        runs=origin["runs"],
        seed=origin["seed"],
        threads=threads,
        root=out,
        as_json=as_json,
    )


def stored_again(origin: Mapping[str, Any], *, threads: int | None, out: Path) -> Path:
    """Find or repeat the sweep that a file tells of; where it is stored."""
    from sim.cli.asking import compile_first
    from sim.cli.progress import StoredProgress
    from sim.scenario.scenario import Scenario
    from sim.sweeps.sweep import as_asked, run_sweep

    scenario = Scenario.from_text(origin["scenario_text"], f"{origin['scenario']}.yaml")
    with StoredProgress("points") as progress:
        found = run_sweep(
            scenario,
            **as_asked(origin["options"]),
            runs=origin["runs"],
            seed=origin["seed"],
            threads=threads,
            root=out,
            prepare=lambda: compile_first(scenario),
            progress=progress,
            tell=progress.tell,
            command=origin["command"],
        )
    return found.place


def _sweep_and_show(
    scenario: Scenario, *, as_json: bool, root: Path, executor: str = "threads", **asked: Any
) -> None:
    from sim.cli import output
    from sim.cli.asking import compile_first, typed_command
    from sim.cli.pictures import page_of
    from sim.cli.progress import StoredProgress
    from sim.sweeps.document import document
    from sim.sweeps.sweep import sweep as compute

    command, is_here = typed_command(), executor == "threads" or "://local:" in executor
    with StoredProgress("points") as progress:
        try:
            found = compute(
                scenario,
                root=root,
                executor=executor,
                prepare=(lambda: compile_first(scenario)) if is_here else None,
                progress=progress,
                tell=progress.tell,
                page=lambda answer: page_of(answer, command),
                command=command,
                **asked,
            )
        except KeyboardInterrupt as error:
            raise Interrupted(progress.left()) from error
    if not found.computed:
        output.note(f"This sweep was computed before; it is in {found.place}")
    if as_json:
        output.document(document(found.answer, found.place.name))
    else:
        output.answer(found.answer, found.place)
