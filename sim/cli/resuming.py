"""Questions of many points: an interruption costs none that is finished."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.exits import Interrupted
from sim.cli.progress import StoredProgress

if TYPE_CHECKING:
    from sim.cli.asking import Question


def answered(question: Question, place: Path, threads: int | None, command: str) -> Path:
    """Answer a sensitivity, or go on with one that was interrupted, and store the answer.

    Raises
    ------
    StoreError
        Where another process computes it, or what is stored of it is of another version.
    Interrupted
        With what is stored.
    """
    from sim import store
    from sim.analysis.sensitivity.sensitivity import evaluated
    from sim.cli.pictures import page_of
    from sim.jit import source_digest
    from sim.sweeps.resuming import kept

    size = evaluated(question.scenario, question.options)
    record = {"question": question.name, "program": source_digest(), "points": size}
    began = time.monotonic()
    with (
        kept(place, record, size) as (points, check),
        StoredProgress("points") as progress,
    ):
        if points.before:
            progress.tell(f"{points.before:,} of {size:,} points were stored before")
        try:
            answer = question.ask(threads, progress, kept=points)
        except KeyboardInterrupt as error:
            progress(points.count, size)
            raise Interrupted(progress.left()) from error
        check()
        seconds = None if points.before else time.monotonic() - began
        page = page_of(answer, command)
        return store.save(answer, place.parent, command=command, page=page, seconds=seconds)
