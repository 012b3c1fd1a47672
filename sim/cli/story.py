"""``domino story``: one run in words."""

from __future__ import annotations

from collections.abc import Iterable

from sim.analysis.story.result import StoryResult
from sim.answer import Answer
from sim.cli.asking import loaded


def story(name: str, changes: Iterable[str] | None, *, run: int, seed: int) -> Answer[StoryResult]:
    """One run of a scenario, told by the readable engine."""
    from sim.analysis.story import story as analysis

    return analysis.story(loaded(name, changes), run=run, seed=seed)


def lines(told: Answer[StoryResult], *, record: bool) -> list[str]:
    """A paragraph for each month in which something happened, and how it ends."""
    from sim import words
    from sim.scenario.scenario import Scenario

    scenario = Scenario.from_stored(told.inputs.scenario_text, f"{told.inputs.scenario}.yaml")
    now, end = told.inputs.now, told.inputs.end
    before = [entry for entry in told.result.record if entry.month <= now]
    after = [entry for entry in told.result.record if entry.month > now]
    beginning = (
        words.story(before, scenario)
        if record
        else [f"The record up to {words.month(now)}: {len(before)} events (--record tells them)."]
    )
    free = words.story(after, scenario) or [f"Nothing happens up to {words.month(end)}."]
    statuses = {member: ending.status for member, ending in told.result.members.items()}
    ending = f"{words.month(end)}: {words.end_of_story(statuses, scenario)}"
    run = f"Run {told.result.run} of seed {told.inputs.seed}: one of many, not a forecast."
    return [told.inputs.title, run, "", *beginning, "", *free, "", ending]
