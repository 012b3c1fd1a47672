"""The story of one run, told by the readable engine: what happened, and what each mover weighed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.answer import Answer, Inputs
from sim.rules.status import STATUSES
from sim.scenario.document.months import later
from sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from sim.model import AllianceModel, Happening


def story(scenario: Scenario, *, run: int = 0, seed: int = 1) -> Answer:
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
        ``numbers["record"]`` lists what happened: month, kind, actor, and the detail of its kind;
        that of a move holds the terms that were weighed. Tables ``months`` (month, member, status,
        alignment) and ``terms`` (month, member, before, after, term, value) of the moves.
    """
    from sim.model import AllianceModel

    model = AllianceModel(scenario, seed=seed, run=run).play()
    numbers = {
        "scenario": scenario.name,
        "scenario_hash": scenario.hash,
        "seed": seed,
        "run": run,
        "now": scenario.last_recorded,
        "end": scenario.last_month,
        "members": {member.name: _ending(model, member) for member in model.members},
        "exits": model.exits,
        "record": [_plain(happening) for happening in model.record],
    }
    tables = {"months": _months(model), "terms": _terms(model)}
    return Answer("story", Inputs.of(scenario, seed, 1, run=run), numbers, tables, ())


def happenings(answer: Answer) -> list[Happening]:
    """What happened, as the engine told it."""
    from sim.model import Happening

    return [Happening(**entry) for entry in answer.numbers["record"]]


def _ending(model: AllianceModel, member: Any) -> dict[str, Any]:
    left = member.first_exit >= 0
    return {
        "status": STATUSES[member.status],
        "first_exit": later(model.alliance.start, member.first_exit) if left else None,
    }


def _plain(happening: Happening) -> dict[str, Any]:
    return {
        "month": happening.month,
        "kind": happening.kind,
        "actor": happening.actor,
        "detail": {name: _bare(value) for name, value in happening.detail.items()},
    }


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
