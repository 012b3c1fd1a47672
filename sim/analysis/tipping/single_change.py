"""The single change that moves an outcome most.

Each number with a stated range goes alone to either end of it, the measured ones too, on the luck
of the scenario as stated. The change that moves the outcome most is then played again on other
luck: the largest of many differences is too large by selection, its second measurement is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.analysis.evidence.evidence import grade
from sim.analysis.shared.already_out import refuse_out_already
from sim.analysis.shared.prior import alone, ranges
from sim.analysis.shared.probe import Probe
from sim.analysis.tipping.asked import asked_of
from sim.analysis.tipping.findings import LargestChange, RangeChange
from sim.analysis.tipping.result import TippingChange
from sim.documents import document_of
from sim.futures.experiment import Futures
from sim.futures.outcomes import OUTCOMES, Asked, asked
from sim.refusal import Refusal, listing
from sim.scenario.scenario import Scenario
from sim.statistics.estimates import mean_difference, sign

if TYPE_CHECKING:
    from pandas import DataFrame

SEVERAL = "p_at_least.2"
"""What is asked where nothing is said: at least two members leave."""


def checked_outcome(scenario: Scenario, name: str | None) -> str:
    """The name of an outcome whose differences can be paired.

    Raises
    ------
    Refusal
        Where there is none of that name, or it is not a mean over runs.
    """
    question = asked(name or SEVERAL, scenario)
    if not question.outcome.is_mean:
        names = [outcome.name for outcome in OUTCOMES.values() if outcome.is_mean]
        raise Refusal(
            "it is no mean over runs, so its differences are not paired",
            field="outcome",
            found=question.name,
            allowed=listing(names, 20),
        )
    refuse_out_already(scenario, question)
    return question.name


def largest_change(
    probe: Probe, outcome: str
) -> tuple[TippingChange, dict[str, DataFrame], Futures]:
    """Every change to an end of a stated range, and the largest again on other luck.

    Parameters
    ----------
    probe : Probe
        Plays the scenario.
    outcome : str
        Name of a mean over runs, as ``p_at_least.2``.

    Returns
    -------
    TippingChange, dict of DataFrame, Futures
        Table ``changes``: the fields of ``RangeChange``, the largest first.
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
    changes: list[RangeChange] = []
    for path, end, to in moves:
        value = stated[path].value
        assert value is not None  # what has a range has a value
        moved = _each(probe.play(alone(scenario, path, to), question.arms), question)
        difference = mean_difference(moved - plain).known()
        changes.append(
            RangeChange(
                path=path,
                grade=grade(stated[path]),
                stated=value,
                end=end,
                to=to,
                value=difference.value,
                low=difference.low,
                high=difference.high,
            )
        )
    changes.sort(key=lambda change: (-abs(change.value), change.path, change.end))
    columns = ["path", "grade", "stated", "end", "to", "value", "low", "high"]
    table = DataFrame([document_of(change) for change in changes], columns=columns)
    result = TippingChange(
        **asked_of(probe),
        ask="change",
        outcome=question.name,
        level=None,
        now_at=question.measure(base),
        changes=len(changes),
        largest=_again(probe, question, changes[0]) if changes else None,
    )
    return result, {"changes": table}, base


def _again(probe: Probe, question: Asked, first: RangeChange) -> LargestChange:
    """The largest change on runs that had no part in its being the largest."""
    changes = alone(probe.scenario, first.path, first.to)
    moved, plain = (probe.play(each, question.arms, first_run=probe.runs) for each in (changes, {}))
    difference = mean_difference(_each(moved, question) - _each(plain, question)).known()
    return LargestChange(
        path=first.path,
        grade=first.grade,
        stated=first.stated,
        end=first.end,
        to=first.to,
        value=difference.value,
        low=difference.low,
        high=difference.high,
        stated_outcome=question.measure(plain).known().value,
        becomes=question.measure(moved).known().value,
        resolved=bool(sign(difference)),
    )


def _each(played: Futures, question: Asked) -> NDArray[np.int64]:
    """The outcome of each run, or of each pair of runs."""
    each = question.each(played)
    assert each is not None
    return each.values.astype(np.int64)
