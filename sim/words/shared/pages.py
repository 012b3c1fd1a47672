"""Words that pages share: what a move has changed, maps, titles."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence

from sim.analysis.comparison.forecasts import exits_apart
from sim.analysis.forecast.result import ForecastResult
from sim.answer import Answer
from sim.scenario.document.months import between, later
from sim.scenario.document.schema import Source
from sim.scenario.scenario import Scenario
from sim.words.forecast import forecast
from sim.words.shared.amounts import listing, many, month, points, shortened
from sim.words.shared.subject import CHANGED, end, labels

CONDITIONAL = "All numbers are conditional on these assumptions."

PURPOSE = (
    "This page explores how an exit from an alliance might, or might not, lead to others. Results "
    "are consequences of stated assumptions. They are not forecasts of what any government or "
    "person will do."
)


def moved_sentence(
    answer: Answer[ForecastResult], before: Answer[ForecastResult], since: str
) -> str:
    """How the chances to have left changed, those first whose change is resolved.

    Parameters
    ----------
    answer, before : Answer of ForecastResult
        The forecast, and the one that it is held against.
    since : str
        What lies between them, in words.
    """
    if before.inputs.end != answer.inputs.end:
        months = f"{month(before.inputs.end)} and {end(answer)}"
        return f"Since {since} the forecast ends in another month ({months}): nothing is compared."
    names, resolved, unresolved = labels(answer), [], []
    apart = exits_apart(before, answer)
    for member in sorted(apart, key=lambda each: -abs(apart[each].value)):
        found = apart[member]
        if found.low > 0 or found.high < 0:
            span = f"{points(found.low)} to {points(found.high)}"
            resolved.append(f"{names[member]} {points(found.value)} points ({span})")
        elif found.value:
            unresolved.append(names[member])
    rest = f"not told from no change: {listing(unresolved)}" if unresolved else ""
    if resolved:
        shown = listing(resolved)
        return f"Since {since}, has left by {end(answer)}: {shown}{rest and '; '}{rest}."
    if unresolved:
        return f"Since {since} no chance to leave has changed by more than luck does; {rest}."
    return f"Since {since} no chance to leave has changed."


def baseline_line(title: str) -> str:
    """What the thin grey line is."""
    return f"Thin grey: {shortened(title, 80)}."


def ignored(reasons: Sequence[str]) -> str:
    """What of a link was not used."""
    return f"Of the link was ignored: {listing(reasons)}."


def map_sentence(answer: Answer[ForecastResult], at: str, by: str) -> str:
    """What a map shows.

    Parameters
    ----------
    answer : Answer of ForecastResult
        The forecast.
    at : str
        Its month, YYYY-MM.
    by : str
        A key of ``MAP_CHOICES``.
    """
    if by == "status":
        return f"The likeliest status of each member in {month(at)}."
    return f"How often each member is out in {month(at)}."


def map_reading(by: str) -> str:
    """How to read a map."""
    shapes = "Hatched: frozen is the likeliest status; crossed: under notice."
    if by == "status":
        shapes = "Plain: active; hatched: frozen; crossed: under notice; dotted: out."
    return (
        f"{shapes} Outlines: Natural Earth, simplified; drawn for orientation, they take no "
        "position."
    )


def citation(source: Source) -> str:
    """A source in one line."""
    return f"Source: {source.citation()}."


MAP_CHOICES = {"probability": "How often out", "status": "Likeliest status"}
"""What the colours of a map may mean."""


def as_written() -> str:
    """The name of a scenario without the session's changes."""
    return "the scenario as it was written"


def the_baseline(title: str) -> str:
    """What an answer is held against."""
    return title if title == as_written() else f"“{shortened(title, 80)}”"


def months(answer: Answer) -> dict[str, str]:
    """The months of a map, by what people call them: from the last recorded one to the end."""
    first = answer.inputs.now
    span = between(first, answer.inputs.end)
    return {at: month(at) for at in (later(first, n) for n in range(span + 1))}


def under_the_headline(answer: Answer[ForecastResult]) -> list[str]:
    """How sure the headline is, and what the record says: two quiet lines."""
    others = forecast.others(answer)
    how_sure = " ".join(part for part in (others, forecast.nobody(answer)) if part)
    return [how_sure, " ".join(forecast.base_rate(answer))]


TERM_NAMES = {
    "inertia": "habit of membership",
    "security": "help against attack",
    "insurance": "help at home",
    "ties": "economic ties",
    "fear": "fear of punishment",
    "club": "absence of others",
    "alignment": "alignment",
    "pull": "outside offers",
    "weather": "shared disturbance",
    "frailty": "frailty of the alliance",
}
"""The terms of a decision in a few words."""


def asked_of(scenario: Scenario, changed: int) -> str:
    """Of which scenario something is asked."""
    title = f"Asked of “{shortened(scenario.title, 80)}”"
    if not changed:
        return f"{title} as it was written."
    return f"{title} with {many(changed, 'assumption')} changed in Explore."


def command(scenario: str, changes: Mapping[str, object], seed: int, runs: int) -> str:
    """What somebody types to get the same forecast from the command line.

    Parameters
    ----------
    scenario : str
        Its name.
    changes : mapping of str to object
        Path to value, of what was changed in it.
    seed, runs : int
        The luck, and the size of the ensemble.
    """
    parts = ["domino", "run", scenario, "--runs", str(runs), "--seed", str(seed)]
    for path, value in sorted(changes.items()):
        said = str(value).lower() if isinstance(value, bool) else str(value)
        parts += ["--set", f"{path}={said}"]
    return shlex.join(parts)


def with_changes(sentence: str, number: int) -> str:
    """A headline that also says how many assumptions are no longer those of the scenario."""
    bare = sentence.removesuffix(".").removesuffix(CHANGED)
    return f"{bare}, {number} of them changed." if number else sentence


ROUGH = "Rough for now: many are asking at once, so this answer rests on fewer runs."
ALL_RUNS = "Play all runs"
