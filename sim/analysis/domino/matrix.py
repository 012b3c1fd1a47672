"""The matrix of who topples whom: the domino effects of all members on the same luck."""

from __future__ import annotations

from typing import Any

from sim.analysis.domino.result import MatrixResult
from sim.analysis.forecast.forecast import members_table
from sim.analysis.shared.already_out import branch_status
from sim.answer import Answer, Inputs
from sim.futures.arms import TwoArms, exit_arm, stay_arm
from sim.futures.experiment import do_exit, do_stay, play
from sim.futures.tables import each_run_table
from sim.pool import Progress
from sim.refusal import Refusal
from sim.rules.status import OUT
from sim.scenario.scenario import Scenario
from sim.statistics.estimates import Each, Estimate


def domino_matrix(
    scenario: Scenario,
    *,
    runs: int = 20_000,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Answer[MatrixResult]:
    """Who topples whom: D[i, j] = P(first exit of j | do(exit i)) - P(… | do(stay i)).

    Parameters
    ----------
    scenario : Scenario
        What is assumed.
    runs, seed, threads, progress
        As of ``domino_effect``; ``runs`` counts pairs.

    Returns
    -------
    Answer of MatrixResult
        Rows leave; the diagonal is empty, and so are row and column of a member that is out
        already.

    Raises
    ------
    Refusal
        Every member is out already.
    """
    from pandas import DataFrame

    members = tuple(scenario.members)
    if all(branch_status(scenario, member) == OUT for member in members):
        raise Refusal("every member is already out: no exit changes anything")
    arms = {exit_arm(m): do_exit(m) for m in members} | {stay_arm(m): do_stay(m) for m in members}
    played = play(scenario, arms, runs=runs, seed=seed, threads=threads, progress=progress)
    rows: list[dict[str, Any]] = []
    each: dict[str, Each | None] = {}
    changes: list[list[Estimate]] = []
    for leaver in members:
        contrast = TwoArms.of_exit(played, leaver)
        changes.append([])
        for j, other in enumerate(members):
            change = Estimate(None)
            if other != leaver:
                each[f"matrix.{leaver}.{other}"] = differences = contrast.of_member(j)
                change = differences.estimate()
                rows.append(
                    {
                        "leaver": leaver,
                        "other": other,
                        **change.as_json(),
                        "exit": contrast.left(exit_arm(leaver), j).estimate().value,
                        "stay": contrast.left(stay_arm(leaver), j).estimate().value,
                    }
                )
            changes[-1].append(change)
    result = MatrixResult(
        scenario=scenario.name,
        scenario_hash=scenario.hash,
        members=list(members),
        matrix=[[change.value for change in row] for row in changes],
        low=[[change.low for change in row] for row in changes],
        high=[[change.high for change in row] for row in changes],
        at=played.month(played.at),
        end=played.month(played.end),
        runs=runs,
        seed=seed,
    )
    tables = {
        "matrix": DataFrame(rows),
        "members": members_table(played),
        "runs": each_run_table(each, runs),
    }
    return Answer("matrix", Inputs.of(scenario, seed, runs), result, tables, ("matrix",))
