"""What of a scenario is not as it comes with the product, in words."""

from __future__ import annotations

from functools import lru_cache

from sim.analysis.comparison.input_differences import differences
from sim.analysis.comparison.result import InputDifference
from sim.answer import Answer
from sim.scenario.loading import load
from sim.scenario.scenario import Scenario
from sim.words.shared.amounts import listing, shortened
from sim.words.shared.subject import is_changed
from sim.words.sweep.sweep import quantity

MOST_NAMED = 6


def sentence(answer: Answer) -> str:
    """Each assumption that was changed, with its value; empty where none was."""
    if "sides" in answer.tables or not is_changed(answer):
        return ""
    found = _changes(answer.inputs.scenario, answer.inputs.scenario_text)
    if not found:
        return ""
    named = [_in_words(each, answer) for each in found[:MOST_NAMED]]
    left = len(found) - MOST_NAMED
    more = [f"{left} more"] if left > 0 else []
    return f"Changed from {answer.inputs.scenario} as it comes: {listing([*named, *more])}."


@lru_cache(maxsize=16)
def _changes(name: str, text: str) -> list[InputDifference]:
    """What bears on an outcome."""
    own = Scenario.from_stored(text, f"{name}.yaml")
    return [each for each in differences(load(name), own) if each.bears]


def _in_words(each: InputDifference, answer: Answer) -> str:
    what = quantity(each.path, answer)
    if each.b is None:
        return f"{what} taken out"
    before = "" if each.a is None else f" instead of {value(each.a)}"
    return f"{what} {value(each.b)}{before}"


def value(stated: object) -> str:
    """A value that a scenario states."""
    if isinstance(stated, bool):
        return "true" if stated else "false"
    return f"{stated:g}" if isinstance(stated, float) else shortened(str(stated), 60)
