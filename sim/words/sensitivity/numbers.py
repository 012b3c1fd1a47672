"""What a sensitivity analysis found, outcome by outcome, and its numbers in words."""

from __future__ import annotations

from dataclasses import dataclass, fields

from sim.analysis.sensitivity.result import SensitivityResult, SobolResult
from sim.answer import Answer
from sim.statistics.estimates import KnownEstimate
from sim.words.shared.amounts import MINUS, plain, rate
from sim.words.sweep.sweep import outcomes

PARTS = {
    "luck": "luck",
    "parameters": "the parameters",
    "rule": "the rule of decision",
    "both": "rule and parameters together",
}
"""Parts of a split variance, for people."""
RULES = {
    "logit": "the logistic rule",
    "threshold": "thresholds",
    "quantal": "the quantal response",
}
MOST_NAMED = 4
"""Quantities that a sentence names at most."""
MOST_SHOWN, MOST_EACH = 15, 8
"""Quantities that a figure or a table shows: of one outcome, and of each of several."""
SMALL = 0.005
"""Shares that would be told as 0%."""


@dataclass(frozen=True)
class QuantityIndices:
    """The Sobol indices of one assumption: alone, and with all its interactions."""

    path: str
    first: KnownEstimate
    total: KnownEstimate


@dataclass(frozen=True)
class QuantityEffects:
    """The elementary effects of one assumption over its range.

    Attributes
    ----------
    path : str
        Which.
    range_low, range_high : number
        Its range.
    value, low, high : float
        Mean size of the effects with its 95% interval, in units of the outcome.
    mu, sigma : float
        Mean with its sign, and standard deviation.
    """

    path: str
    range_low: float
    range_high: float
    value: float
    low: float
    high: float
    mu: float
    sigma: float


def most(answer: Answer) -> int:
    """How many quantities are shown of each outcome."""
    return MOST_SHOWN if len(outcomes(answer)) == 1 else MOST_EACH


def indices(result: SobolResult, name: str) -> list[QuantityIndices]:
    """The quantities of an outcome, the largest total first."""
    listed = [
        QuantityIndices(path, found.first.known(), found.total.known())
        for path, found in result.outcomes[name].indices.items()
    ]
    return sorted(listed, key=lambda each: -each.total.value)


def effects(answer: Answer[SensitivityResult], name: str) -> list[QuantityEffects]:
    """The quantities that were screened for an outcome, the largest effect first."""
    table = answer.tables["effects"]
    columns = [each.name for each in fields(QuantityEffects)]
    rows = table[table["outcome"] == name][columns].to_dict("records")
    found = [QuantityEffects(**{str(key): value for key, value in row.items()}) for row in rows]
    return sorted(found, key=lambda each: -each.value)


def moving(answer: Answer[SensitivityResult], name: str) -> list[QuantityEffects]:
    """Those that move it at all."""
    return [each for each in effects(answer, name) if each.value > 0]


def share(value: float) -> str:
    """A share of a variance; an estimate of what is near 0 may lie below it."""
    text = f"{abs(value) * 100:.0f}%"
    return f"{MINUS}{text}" if value < 0 and text != "0%" else text


def share_and_interval(estimate: KnownEstimate) -> str:
    """Both: 43% (38 to 48)."""
    low, high = (share(end).rstrip("%") for end in (estimate.low, estimate.high))
    return f"{share(estimate.value)} ({low} to {high})"


def size(value: float, kind: str) -> str:
    """The size of an effect in units of its outcome, without them."""
    if value == 0:
        return "0"
    if kind == "probability":
        return f"{abs(value) * 100:.1f}" if abs(value) < 0.0995 else f"{abs(value) * 100:.0f}"
    return rate(abs(value)) if kind == "per member-year" else plain(abs(value), 3)


def sized(value: float, kind: str) -> str:
    """The same with its unit: 26 points."""
    names = {"probability": " points", "exits": " exits"}
    return f"{size(value, kind)}{names.get(kind, '')}"


def effect_and_interval(effect: KnownEstimate, kind: str) -> str:
    """Both: 26 (8 to 45)."""
    low, high = (size(end, kind) for end in (effect.low, effect.high))
    return f"{size(effect.value, kind)} ({low} to {high})"


def signed_size(value: float, kind: str) -> str:
    """A mean effect with its sign."""
    text = size(value, kind)
    if not text.strip("0.%"):
        return text
    return f"{MINUS if value < 0 else '+'}{text}"
