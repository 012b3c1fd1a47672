"""The single change that moves an outcome most.

Each number with a stated range goes alone to either end of it, the sourced ones too, on the luck
of the scenario as stated. The change that moves the outcome most is then played again on other
luck: the largest of many differences is too large by selection, its second measurement is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.evidence.evidence import grade
from sim.analysis.shared.already_out import refuse_out_already
from sim.analysis.shared.prior import alone, ranges
from sim.analysis.shared.probe import Probe
from sim.futures.experiment import Futures
from sim.futures.outcomes import OUTCOMES, Asked, asked
from sim.scenario.scenario import Scenario
from sim.statistics.estimates import Estimate, mean

if TYPE_CHECKING:
    from pandas import DataFrame

SEVERAL = "p_at_least.2"
"""What is asked where nothing is said: at least two members leave."""


def checked_outcome(scenario: Scenario, name: str | None) -> str:
    """The name of an outcome whose differences can be paired.

    Raises
    ------
    ValueError
        Where there is none of that name, or it is not a mean over runs.
    """
    question = asked(name or SEVERAL, scenario)
    if not question.outcome.is_mean:
        names = [outcome.name for outcome in OUTCOMES.values() if outcome.is_mean]
        raise ValueError(
            f"--outcome: {question.name} is no mean over runs; allowed with --change "
            f"{', '.join(names)}"
        )
    refuse_out_already(scenario, question)
    return question.name


def largest_change(
    probe: Probe, outcome: str
) -> tuple[dict[str, Any], dict[str, DataFrame], Futures]:
    """Every change to an end of a stated range, and the largest again on other luck.

    Returns
    -------
    dict, dict of DataFrame, Futures
        Table ``changes`` (path, grade, stated, end, to, value, low, high): paired differences
        from the scenario as stated, with 95% intervals, the largest first.
    """
    from pandas import DataFrame

    scenario, stated = probe.scenario, probe.scenario.paths()
    moves = [
        (path, end, to)
        for path, ends in ranges(scenario).items()
        for end, to in zip(("low", "high"), ends, strict=True)
        if to != stated[path].value
    ]
    probe.expected = len(moves) + 3
    question = asked(outcome, scenario)
    base = probe.play({}, question.arms)
    plain = _each(base, question)
    rows: list[dict[str, Any]] = []
    for path, end, to in moves:
        moved = _each(probe.play(alone(scenario, path, to), question.arms), question)
        rows.append(
            {
                "path": path,
                "grade": grade(stated[path]),
                "stated": stated[path].value,
                "end": end,
                "to": to,
                **mean(moved - plain).as_json(),
            }
        )
    rows.sort(key=lambda row: (-abs(row["value"]), row["path"], row["end"]))
    columns = ["path", "grade", "stated", "end", "to", "value", "low", "high"]
    table = DataFrame(rows, columns=columns)
    numbers = {
        "now_at": question.measure(base).as_json(),
        "changes": len(rows),
        "largest": _again(probe, question, rows[0]) if rows else None,
    }
    return numbers, {"changes": table}, base


def _again(probe: Probe, question: Asked, row: Mapping[str, Any]) -> dict[str, Any]:
    """The largest change on runs that had no part in its being the largest."""
    changes = alone(probe.scenario, row["path"], row["to"])
    moved, plain = (probe.play(each, question.arms, first_run=probe.runs) for each in (changes, {}))
    difference = mean(_each(moved, question) - _each(plain, question))
    return {
        **{name: row[name] for name in ("path", "grade", "stated", "end", "to")},
        **difference.as_json(),
        "from": question.measure(plain).value,
        "becomes": question.measure(moved).value,
        "told": _is_told(difference),
    }


def _is_told(difference: Estimate) -> bool:
    assert difference.low is not None
    assert difference.high is not None
    return difference.low > 0 or difference.high < 0


def _each(played: Futures, question: Asked) -> NDArray[np.int64]:
    """The outcome of each run, or of each pair of runs."""
    each = question.each(played)
    assert each is not None
    return each.values.astype(np.int64)
