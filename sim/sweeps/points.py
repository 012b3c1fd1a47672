"""One point of a sweep: from its number to its outcomes, on this machine or on another.

A point depends on its task and its number alone. All points share their luck, so that curves over
a path are smooth, and the outcomes of one point share its runs.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from sim.sweeps.designs import Design

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sim.futures.outcomes import Asked
    from sim.scenario.compiling.interventions import Do
    from sim.scenario.scenario import Scenario
    from sim.statistics.estimates import Each, Estimate


MOST_COMPARED = 5_000
"""Numbers of a sweep that can be compared with those of another."""
MOST_KEPT = 20_000_000
"""Single runs that a sweep keeps; with more, it is compared by its intervals."""


class StoppedError(Exception):
    """A point was given up because nobody waits for it any more."""


class OtherProgramError(OSError):
    """A worker runs other sources than the sweep that asks it."""


@dataclass(frozen=True)
class Task:
    """What all points of a sweep have in common; as text, so that it can travel.

    Attributes
    ----------
    name, text : str
        The scenario.
    design : Design
        Which points there are.
    outcomes : tuple of str
        What is asked at each.
    runs, seed : int
        Size and luck of each point's ensemble.
    program : str
        Digest of the sources; whoever runs others refuses.
    """

    name: str
    text: str
    design: Design
    outcomes: tuple[str, ...]
    runs: int
    seed: int
    program: str

    @property
    def keeps_runs(self) -> bool:
        """Whether each number is stored run by run, so that sweeps on one luck can be paired."""
        numbers = self.design.size * len(self.outcomes)
        return numbers <= MOST_COMPARED and numbers * self.runs <= MOST_KEPT


@dataclass(frozen=True)
class _Bench:
    """A task made ready to work on."""

    scenario: Scenario
    questions: tuple[Asked, ...]
    arms: Mapping[str, Do]


def row_of(task: Task, k: int, stopped: Callable[[], bool] = lambda: False) -> str:
    """Point k as the JSON text that is stored: k, its values, its outcomes.

    ``{"k": 0, "at": [value of each path], "found": [[value, low, high] of each outcome]}``, and
    where the task keeps runs ``"each"``: a text of each outcome, its number in every run.

    Parameters
    ----------
    task : Task
        What all points have in common.
    k : int >= 0
        Number of the point.
    stopped : callable
        Whether nobody waits for it any more; asked between chunks of runs.

    Raises
    ------
    StoppedError
        When ``stopped`` says so between two chunks of runs.
    ScenarioError
        Where the point is no scenario.
    OtherProgramError
        Where the sources here are not those that the task is meant for.
    """
    from sim.futures.experiment import play
    from sim.jit import source_digest

    if source_digest() != task.program:
        raise OtherProgramError(
            f"a worker runs other sources of this program ({source_digest()}, not {task.program}): "
            "install the same version on every machine"
        )
    bench, at = _bench(task), task.design.point(k)

    def told(*_: int) -> None:
        if stopped():
            raise StoppedError

    played = play(
        bench.scenario.change(dict(zip(task.design.paths, at, strict=True))),
        bench.arms,
        runs=task.runs,
        seed=task.seed,
        threads=1,
        progress=told,
    )
    row: dict[str, object] = {"k": k, "at": at}
    row["found"] = [_plain(question.measure(played)) for question in bench.questions]
    if task.keeps_runs:
        row["each"] = [
            _run_by_run(question.each(played), task.runs) for question in bench.questions
        ]
    return json.dumps(row, separators=(",", ":"), allow_nan=False)


def numbers_in(each: str) -> NDArray[np.float64]:
    """The numbers of single runs that a text holds, NaN where a run does not count."""
    import numpy as np

    return np.array(each.split(" "), np.float64)


@lru_cache(maxsize=8)
def _bench(task: Task) -> _Bench:
    from sim.futures.outcomes import arms_of, asked
    from sim.scenario.scenario import Scenario

    scenario = Scenario.from_stored(task.text, f"{task.name}.yaml")
    questions = tuple(asked(name, scenario) for name in task.outcomes)
    return _Bench(scenario, questions, arms_of(questions))


def _run_by_run(each: Each | None, runs: int) -> str | None:
    """Numbers of single runs as text, which packs well and anybody can read."""
    if each is None:
        return None
    return " ".join(f"{number:.9g}" for number in each.of_all(runs).tolist())


def _plain(estimate: Estimate) -> list[float | None]:
    numbers = (estimate.value, estimate.low, estimate.high)
    return [None if x is None or not math.isfinite(x) else float(x) for x in numbers]
