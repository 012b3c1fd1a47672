"""Who and when an answer is about: members by name, months, what it rests on."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sim.answer import Answer
from sim.questions import QUESTIONS, imported
from sim.scenario.document.months import between, later
from sim.scenario.loading import load
from sim.scenario.reading.files import listed
from sim.words.shared.amounts import count, many, month, shortened

LIMITS = (
    "These numbers are consequences of stated assumptions. They are not forecasts of what any "
    "government or person will do.",
    "States are treated as single actors; nothing is said of the persons who lead them.",
    "Exits are rare, so no model of them can be tested hard. Most strengths in it are judgement, "
    "marked as such in the scenario.",
    "That several leave in one run need not mean that one caused the other: they may share a "
    "shock or a date.",
)

OF_THESE_RANGES = (
    "What bears on an answer depends on how far each assumption was moved: other ranges give other "
    "shares. The intervals hold how few points were tried, and not whether the ranges are right."
)


def labels(answer: Answer) -> dict[str, str]:
    """Names of the members for people, by id, in the order of the scenario."""
    table = answer.tables["members"]
    names = zip(table["member"], table["label"], strict=True)
    return {str(member): shortened(str(label), 24) for member, label in names}


def named(key: str) -> str:
    """A key of a scenario in words: w_ties as weight of ties."""
    said = key.replace("_", " ")
    return f"weight of {said[2:]}" if said.startswith("w ") else said


def title(answer: Answer) -> str:
    """The scenario's title, in quotation marks."""
    return f"“{shortened(answer.inputs.title)}”"


@lru_cache(maxsize=8)
def stated(scenario_text: str) -> dict[str, Any]:
    """What a scenario states, read back from the text that an answer carries.

    The answer may be anybody's: a text that no scenario may be, as one whose aliases grow without
    bound, states nothing.
    """
    from sim.scenario.faults import ScenarioError
    from sim.scenario.reading.yaml_text import read_text

    try:
        read = read_text(scenario_text)[0]
    except ScenarioError:
        return {}
    return read if isinstance(read, dict) else {}


def asks(answer: Answer) -> str:
    """The question that the scenario says it asks; empty where it says none."""
    return shortened(str(stated(answer.inputs.scenario_text).get("asks") or ""), 400)


def conditional() -> str:
    """What every number is."""
    return "conditional on these assumptions"


def assumptions(answer: Answer) -> str:
    """What the numbers are conditional on, by name, and whether that is as it comes."""
    changed = CHANGED if is_changed(answer) else ""
    return f"conditional on the assumptions of {title(answer)}{changed}"


CHANGED = " as changed"


def is_changed(answer: Answer) -> bool:
    """Whether the scenario states something else than the one of its name that comes with it."""
    shipped = shipped_hash(answer.inputs.scenario)
    return shipped is not None and shipped != answer.inputs.scenario_hash


@lru_cache(maxsize=64)
def shipped_hash(name: str) -> str | None:
    """Hash of a scenario that comes with the product; None of any other."""
    return load(name).hash if name in listed() else None


def end(answer: Answer) -> str:
    """The last month, for people."""
    return month(answer.inputs.end)


def first_free(answer: Answer) -> str:
    """The first month after the record."""
    return later(answer.inputs.now, 1)


def years(answer: Answer) -> float:
    """Free years: from ``now`` to ``end``."""
    return between(answer.inputs.now, answer.inputs.end) / 12


def span(months: int) -> str:
    """A length of time: five years, 18 months."""
    words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    if months % 12 or not months:
        return many(months, "month")
    number = months // 12
    name = words[number - 1] if number <= len(words) else str(number)
    return f"{name} year{'' if number == 1 else 's'}"


def repetitions(answer: Answer) -> str:
    """How often it was tried: 10,000 runs, or 20,000 pairs of runs."""
    text: str = imported(QUESTIONS[answer.question].repeated)(answer)
    return text


def runs(answer: Answer) -> str:
    """So many runs."""
    return many(answer.inputs.runs, "run")


def pairs_of_runs(answer: Answer) -> str:
    """So many pairs of runs."""
    number = answer.inputs.runs
    return "1 pair of runs" if number == 1 else f"{count(number)} pairs of runs"


def runs_at_each_point(answer: Answer) -> str:
    """So many runs, at as many points as were needed."""
    return f"{many(answer.inputs.runs, 'run')} at each point"


def source_line(answer: Answer) -> str:
    """Where a number comes from: scenario, seed, runs, as-of date."""
    line: str = imported(QUESTIONS[answer.question].source_line)(answer)
    return line


def line_of_one(answer: Answer) -> str:
    """Where the numbers of one scenario come from."""
    inputs = answer.inputs
    parts = [
        f"Scenario {inputs.scenario} ({inputs.scenario_hash[:8]})",
        f"seed {inputs.seed}",
        repetitions(answer),
        f"recorded up to {month(inputs.now)}",
    ]
    if inputs.as_of:
        parts.append(f"sources up to {month(inputs.as_of)}")
    if not QUESTIONS[answer.question].states_assumptions:
        parts.append(conditional())
    return " · ".join(parts)


def limits(answer: Answer) -> list[str]:
    """What the answer cannot say."""
    if tells_spread(answer):
        return list(LIMITS)
    if QUESTIONS[answer.question].draws_assumptions:
        return [OF_THESE_RANGES, *LIMITS]
    chance = (
        f"The intervals hold the luck of {repetitions(answer)} alone. What is not known about the "
        "assumptions is not in them, and is wider."
    )
    return [chance, *LIMITS]


def tells_spread(answer: Answer) -> bool:
    """Whether it tells how far it moves over the stated ranges; few draws from them do not."""
    spread = answer.tables.get("spread")
    return spread is not None and bool(spread["low"].notna().any())
