"""Words of the page on a single run."""

from __future__ import annotations

from collections.abc import Mapping

from sim.analysis.story.result import StoryResult
from sim.answer import Answer
from sim.scenario.document.months import between, later
from sim.words.shared.amounts import MINUS, listing, month
from sim.words.shared.assumptions import CHOICES
from sim.words.shared.pages import TERM_NAMES
from sim.words.shared.subject import conditional, labels

TYPICAL = {
    "median": "A median run",
    "early": "An early break-up",
    "quiet": "No exit at all",
    "other": "By number",
}
"""Runs worth telling."""

LIVES = "The status of each member over the whole run."
LIVES_READING = (
    "Filled: active; hatched: frozen; crossed: under notice; empty: out. Tinted: the record. The "
    "line is the month shown above."
)
WEIGHTS_READING = (
    "Logit units; what lies right of the middle speaks for staying, what lies left of it for "
    "leaving. The further right all of it together, the less likely is a step outwards."
)
NOTHING_WEIGHED = "Up to the end of the record nothing is decided here: it is history, replayed."
NOTHING_HAPPENS = "Nothing happens after the record in this run."


def headline(answer: Answer[StoryResult], run: int) -> str:
    """What becomes of the alliance in this run."""
    names, members = labels(answer), answer.result.members
    left = {m: each.first_exit for m, each in members.items() if each.first_exit}
    if not left:
        said = "nobody leaves"
    else:
        ordered = sorted(left, key=lambda member: left[member])
        said = listing([f"{names[m]} leaves in {month(left[m])}" for m in ordered])
    return f"In run {run}, {said}: one of many runs, not a forecast."


def months(answer: Answer[StoryResult]) -> dict[str, str]:
    """All months of the run, by what people call them."""
    first, last = answer.inputs.start, answer.inputs.end
    return {at: month(at) for at in (later(first, n) for n in range(between(first, last) + 1))}


def quiet_month(at: str) -> str:
    """A month in which nothing is noted."""
    return f"{month(at)}: nothing is noted."


def statuses(answer: Answer[StoryResult], status_of: Mapping[str, str], at: str) -> str:
    """Who stands where in a month.

    Parameters
    ----------
    answer : Answer of StoryResult
        A run.
    status_of : mapping of str to str
        The status of each member then.
    at : str
        The month, ``YYYY-MM``.
    """
    names = labels(answer)
    groups = {
        status: [names[member] for member, own in status_of.items() if own == status]
        for status in ("ACTIVE", "FROZEN", "NOTICE", "OUT")
    }
    told = [f"{listing(who)} {CHOICES[status]}" for status, who in groups.items() if who]
    return f"{month(at)}: {'; '.join(told)}."


def weighing(answer: Answer[StoryResult], at: str, member: str) -> str:
    """What one member weighs, in a sentence.

    Parameters
    ----------
    answer : Answer of StoryResult
        A run with what was weighed, see ``playback``.
    at : str
        A free month, ``YYYY-MM``.
    member : str
        Its id.
    """
    table = answer.tables["weights"]
    rows = table[(table["month"] == at) & (table["member"] == member)]
    values = dict(zip(rows["term"].astype(str), rows["value"].astype(float), strict=True))
    total = sum(values.values())
    low = min(values, key=lambda term: values[term])
    high = max(values, key=lambda term: values[term])
    size = f"{'+' if total > 0 else MINUS if total < 0 else ''}{abs(total):.1f}"
    return (
        f"{labels(answer)[member]} in {month(at)}: most for staying {TERM_NAMES.get(high, high)}, "
        f"least {TERM_NAMES.get(low, low)}; {size} in all."
    )


def source_line(answer: Answer[StoryResult]) -> str:
    """Where the run comes from."""
    inputs = answer.inputs
    return (
        f"Scenario {inputs.scenario} ({inputs.scenario_hash[:8]}) · seed {inputs.seed} · run "
        f"{answer.result.run} · recorded up to {month(inputs.now)} · {conditional()}"
    )
