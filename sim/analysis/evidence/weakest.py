"""The weakest numbers that matter most: judged ranges, by how far the answer moves over them.

One number at a time goes to both ends of its stated range, on the same luck; the swing is the
distance between the two answers. Measured and derived numbers are left out: the question is which
guess to replace first.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.analysis.evidence.evidence import JUDGED, grade
from sim.analysis.evidence.result import WeakestResult
from sim.analysis.shared.prior import alone, ranges
from sim.answer import Answer, Inputs
from sim.futures.experiment import Do, play
from sim.futures.measures import BASE, exits
from sim.futures.outcomes import asked
from sim.pool import Progress
from sim.scenario.scenario import Scenario


def weakest(
    scenario: Scenario,
    *,
    runs: int = 300,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Answer[WeakestResult]:
    """How far the chance that somebody leaves, and that of each member, moves over each guess.

    Parameters
    ----------
    scenario : Scenario
        Whose guesses are tried.
    runs : int >= 1
        Size of the ensemble at each end of a range.
    seed : int >= 0
        Luck of all of them.
    threads : int, optional
        Default one for each processor.
    progress : callable, optional
        Called with (guesses done, guesses in all).

    Returns
    -------
    Answer
        Table ``guesses`` (path, low, high, value, at_low, at_high, swing, noise, member,
        member_swing): for P(at least one exit), and for the member that moves most. ``noise`` is
        the half-width of the 95% interval of the paired difference.
    """
    from pandas import DataFrame

    stated = scenario.paths()
    guesses = {p: ends for p, ends in ranges(scenario).items() if grade(stated[p]) == JUDGED}
    rows = []
    for done, (path, ends) in enumerate(guesses.items(), 1):
        rows.append(_row(scenario, path, ends, stated[path].value, runs, seed, threads))
        if progress is not None:
            progress(done, len(guesses))
    columns = ["path", "low", "high", "value", "at_low", "at_high", "swing", "noise"]
    table = DataFrame(rows, columns=[*columns, "member", "member_swing"])
    table = table.sort_values("swing", ascending=False, ignore_index=True)
    result = WeakestResult(
        scenario=scenario.name,
        scenario_hash=scenario.hash,
        runs=runs,
        seed=seed,
        guesses=len(guesses),
        first=table["path"].head(3).tolist(),
    )
    return Answer("weakest", Inputs.of(scenario, seed, runs), result, {"guesses": table}, ())


def _row(
    scenario: Scenario,
    path: str,
    ends: tuple[float, float],
    value: float | None,
    runs: int,
    seed: int,
    threads: int | None,
) -> dict[str, Any]:
    question = asked("p_at_least.1", scenario)
    left = []
    chances = []
    for end in ends:
        changed = scenario.change(alone(scenario, path, end))
        played = play(changed, {BASE: Do()}, runs=runs, seed=seed, threads=threads)
        left.append(exits(played, BASE))
        chances.append(question.measure(played).value or 0.0)
    low, high = left
    difference = high.any(axis=1).astype(np.int64) - low.any(axis=1)
    moved = high.mean(axis=0) - low.mean(axis=0)
    most = int(np.abs(moved).argmax())
    return {
        "path": path,
        "low": ends[0],
        "high": ends[1],
        "value": value,
        "at_low": chances[0],
        "at_high": chances[1],
        "swing": abs(chances[1] - chances[0]),
        "noise": float(1.96 * difference.std() / np.sqrt(runs)),
        "member": scenario.member_ids[most],
        "member_swing": float(moved[most]),
    }
