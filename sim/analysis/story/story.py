"""The story of one run, told by the readable engine: what happened, and what each mover weighed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sim.analysis.story.result import (
    CrisisDetail,
    Ending,
    EventDetail,
    MoveDetail,
    ReactionDetail,
    RequestDetail,
    Status,
    StoryEntry,
    StoryResult,
)
from sim.answer import Answer, Inputs
from sim.rules.patron import REACTIONS
from sim.rules.status import STATUSES
from sim.scenario.document.months import later
from sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from sim.model import AllianceModel, Happening


def story(scenario: Scenario, *, run: int = 0, seed: int = 1) -> Answer[StoryResult]:
    """One run of a scenario, from its first recorded month to its end.

    Parameters
    ----------
    scenario : Scenario
        What is assumed.
    run, seed : int
        Which luck: run k of a seed is run k of its ensemble.

    Returns
    -------
    Answer
        What happened, and how it ends. Tables ``months`` (month, member, status,
        alignment) and ``terms`` (month, member, before, after, term, value) of the moves.
    """
    from sim.model import AllianceModel

    model = AllianceModel(scenario, seed=seed, run=run).play()
    result = StoryResult(
        scenario=scenario.name,
        scenario_hash=scenario.hash,
        seed=seed,
        run=run,
        now=scenario.last_recorded,
        end=scenario.last_month,
        members={member.name: _ending(model, member) for member in model.members},
        exits=model.exits,
        record=[_entry(happening) for happening in model.record],
    )
    tables = {"months": _months(model), "terms": _terms(model)}
    return Answer("story", Inputs.of(scenario, seed, 1, run=run), result, tables, ())


def _ending(model: AllianceModel, member: Any) -> Ending:
    left = member.first_exit >= 0
    return Ending(
        status=cast(Status, STATUSES[member.status]),
        first_exit=later(model.alliance.start, member.first_exit) if left else None,
    )


_DETAILS: dict[str, type[Any]] = {
    "event": EventDetail,
    "request": RequestDetail,
    "crisis unasked": CrisisDetail,
    "move": MoveDetail,
    **dict.fromkeys(REACTIONS, ReactionDetail),
}
"""By the kind of what happened."""


def _entry(happening: Happening) -> StoryEntry:
    stated = {name: _bare(value) for name, value in happening.detail.items()}
    detail = _DETAILS[happening.kind](**stated)
    return StoryEntry(happening.month, happening.kind, happening.actor, detail)


def _bare(value: Any) -> Any:
    """A scalar of the engine as a plain one."""
    return value.item() if hasattr(value, "item") else value


def _months(model: AllianceModel) -> Any:
    """Status and alignment of each member in each month."""
    seen = model.datacollector.get_agent_vars_dataframe().reset_index()
    seen = seen[seen["name"].isin(model.names)]
    # Mesa counts steps from 1, the calendar counts months from 0.
    months = [later(model.alliance.start, int(step) - 1) for step in seen["Step"]]
    columns = seen[["name", "status", "alignment"]].rename(columns={"name": "member"})
    return columns.assign(month=months)[["month", "member", "status", "alignment"]]


def _terms(model: AllianceModel) -> Any:
    from pandas import DataFrame

    rows = [
        {
            "month": happening.month,
            "member": happening.actor,
            "before": happening.detail["before"],
            "after": happening.detail["after"],
            "term": term,
            "value": value,
        }
        for happening in model.record
        if happening.kind == "move"
        for term, value in happening.detail["terms"].items()
    ]
    columns = ["month", "member", "before", "after", "term", "value"]
    return DataFrame(rows, columns=columns)
