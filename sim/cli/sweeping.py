"""``domino sweep``: outcomes over a box of assumptions, gone on with after any interruption."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Annotated, Any, Self

import typer

from sim.cli import Interrupted
from sim.cli.options import MOST_RUNS, RESULTS, Changes, Json, Out, ScenarioName, Seed, Threads

if TYPE_CHECKING:
    from pathlib import Path

    from rich.progress import Progress as Bar

    from sim.scenario.scenario import Scenario

EVERY = 10.0
"""Seconds between two lines about how far it is, where no terminal shows a bar."""


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


def reopened(file: Path, *, threads: int | None, out: Path, as_json: bool) -> bool:
    """Find or repeat the sweep that made a file; False where it was another question.

    Raises
    ------
    StoreError
        Where the file does not say what made it.
    """
    from sim.cli import showing
    from sim.scenario.scenario import Scenario
    from sim.store import inputs_of
    from sim.sweeps.sweep import as_asked

    origin = inputs_of(file)
    if origin["question"] != "sweep":
        return False
    if origin["command"]:
        showing.note(f"Made by: {origin['command']}")
    _sweep_and_show(
        Scenario.from_text(origin["scenario_text"], f"{origin['scenario']}.yaml"),
        **as_asked(origin["options"]),
        runs=origin["runs"],
        seed=origin["seed"],
        threads=threads,
        root=out,
        as_json=as_json,
    )
    return True


def _sweep_and_show(
    scenario: Scenario, *, as_json: bool, root: Path, executor: str = "threads", **asked: Any
) -> None:
    from sim.cli import showing
    from sim.cli.asking import compile_first, typed_command
    from sim.cli.drawing import page_of
    from sim.sweeps.sweep import sweep as compute

    command, is_here = typed_command(), executor == "threads" or "://local:" in executor
    with Progress("points") as progress:
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
        showing.note(f"This sweep was computed before; it is in {found.place}")
    if as_json:
        showing.document(found.answer.numbers | {"result": found.place.name})
    else:
        showing.answer(found.answer, found.place)


class Progress:
    """Called with (done, total): a bar on a terminal, else a line now and then; on stderr."""

    def __init__(self, unit: str) -> None:
        self.unit = unit
        self.done = self.total = self.stored = self.before = 0
        self.began = self.told = 0.0
        self.bar: Bar | None = None
        self.line: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.bar is not None:
            self.bar.stop()

    def __call__(self, done: int, total: int) -> None:
        """So much is done of so much; the first call says what was done before."""
        now = time.monotonic()
        if not self.total:
            self.told = now
            self.stored = done
            if sys.stderr.isatty():
                self._draw(done, total)
        if done > self.stored and not self.began:  # what was prepared before it takes no more time
            self.began, self.before = now, done
        self.done, self.total = done, total
        if self.bar is not None:
            self.bar.update(self.line, completed=done)
        elif now - self.told >= EVERY and done < total:
            self.told = now
            self.tell(f"{done:,} of {total:,} {self.unit}{self._time_left(now)}")

    def tell(self, line: str) -> None:
        """Say something beside the bar."""
        print(line, file=sys.stderr) if self.bar is None else self.bar.console.print(line)

    def left(self) -> str:
        """What an interruption leaves behind."""
        if not self.total:
            return "interrupted; nothing was computed"
        return (
            f"interrupted; {self.done:,} of {self.total:,} {self.unit} are stored, the same "
            "command goes on from there"
        )

    def _time_left(self, now: float) -> str:
        if self.done == self.before or now == self.began:
            return ""
        each = (now - self.began) / (self.done - self.before)
        seconds = round((self.total - self.done) * each)
        hours, minutes = divmod(seconds // 60, 60)
        return f", {hours}:{minutes:02}:{seconds % 60:02} left"

    def _draw(self, done: int, total: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        self.bar = Bar(
            MofNCompleteColumn(),
            TextColumn(self.unit),
            BarColumn(),
            TimeRemainingColumn(),
            TextColumn("left"),
            console=Console(stderr=True, markup=False, highlight=False),
            transient=True,
        )
        self.line = self.bar.add_task("", total=total, completed=done)
        self.bar.start()
