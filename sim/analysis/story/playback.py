"""One run to be played month by month: statuses, what happened, and what each member weighed.

Told by the readable engine, which is the compiled one bit for bit: run k here is run k of the
ensemble of that seed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sim.analysis.story.result import StoryResult
from sim.analysis.story.story import story
from sim.answer import Answer
from sim.rules.decision import TERMS
from sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from pandas import DataFrame

MEDIAN, EARLY, QUIET = "median", "early", "quiet"


def playback(scenario: Scenario, *, run: int = 0, seed: int = 1) -> Answer[StoryResult]:
    """One run, with the terms that every member weighed in every free month.

    Parameters
    ----------
    scenario : Scenario
        What is assumed.
    run, seed : int >= 0
        Which luck: run k of a seed is run k of its ensemble.

    Returns
    -------
    Answer
        As of ``story``, with tables ``weights`` (month, member, term, value) and ``members``
        beside it.
    """
    whole = story(scenario, run=run, seed=seed)
    tables = {
        **whole.tables,
        "weights": _weights(scenario, run, seed),
        "members": _members(scenario),
    }
    return replace(whole, tables=tables)


def _weights(scenario: Scenario, run: int, seed: int) -> DataFrame:
    from pandas import DataFrame

    from sim.model import AllianceModel

    model = AllianceModel(scenario, seed=seed, run=run)
    rows: list[dict[str, Any]] = []
    while model.running:
        model.step()
        if model.is_free:
            rows += [
                {"month": model.date, "member": member.name, "term": term, "value": float(value)}
                for member in model.members
                for term, value in zip(TERMS, member.terms, strict=True)
            ]
    return DataFrame(rows, columns=["month", "member", "term", "value"])


def _members(scenario: Scenario) -> DataFrame:
    from pandas import DataFrame

    return DataFrame(
        {
            "member": list(scenario.members),
            "label": [scenario.label(member) for member in scenario.members],
            "iso3": [member.iso3 for member in scenario.members.values()],
            "status": [member.status for member in scenario.members.values()],
        }
    )


def moves(answer: Answer[StoryResult]) -> list[str]:
    """The free months in which a member moves."""
    months = {each.month for each in answer.result.record if each.kind == "move"}
    return sorted(month for month in months if month > answer.inputs.now)


def statuses(answer: Answer, month: str) -> dict[str, str]:
    """The status of each member in a month."""
    rows = answer.tables["months"]
    there = rows[rows["month"] == month]
    return dict(zip(there["member"].astype(str), there["status"].astype(str), strict=True))


def typical_runs(forecast: Answer) -> dict[str, int]:
    """Runs worth telling, of a forecast that keeps its runs.

    ``median``: as many exits as the median run, and the first of them in a middling month;
    ``early``: two or more exits, the second one as early as in any run, or else the earliest
    exit of all; ``quiet``: nobody leaves. What occurs in no run is left out.
    """
    import numpy as np

    table = forecast.tables["runs"]
    first = table[[name for name in table.columns if name.startswith("first_exit ")]].to_numpy()
    never = np.iinfo(np.int16).max
    when = np.sort(np.where(first >= 0, first, never), axis=1)
    exits = (first >= 0).sum(axis=1)
    found: dict[str, int] = {}
    alike = np.flatnonzero(exits == int(np.median(exits)))
    if len(alike):
        found[MEDIAN] = int(alike[np.argsort(when[alike, 0], kind="stable")[len(alike) // 2]])
    depth = 1 if (exits >= 2).any() else 0
    if when.shape[1] > depth and (when[:, depth] < never).any():
        found[EARLY] = int(when[:, depth].argmin())
    if (exits == 0).any():
        found[QUIET] = int(np.flatnonzero(exits == 0)[0])
    return found
