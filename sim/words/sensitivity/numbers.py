"""What a sensitivity analysis found, outcome by outcome, and its numbers in words."""

from __future__ import annotations

from typing import Any

from sim.answer import Answer
from sim.words.shared.amounts import MINUS, Estimate, plain, rate
from sim.words.sweep.sweep import outcomes

Row = dict[str, Any]

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


def method(answer: Answer) -> str:
    """``sobol``, ``morris`` or ``split``."""
    return str(answer.numbers["method"])


def found(answer: Answer, name: str) -> Row:
    """The numbers of one outcome."""
    numbers: Row = answer.numbers["outcomes"][name]
    return numbers


def most(answer: Answer) -> int:
    """How many quantities are shown of each outcome."""
    return MOST_SHOWN if len(outcomes(answer)) == 1 else MOST_EACH


def indices(answer: Answer, name: str) -> list[Row]:
    """Quantities with ``path``, ``first`` and ``total``; the largest total first."""
    listed = [{"path": path, **row} for path, row in found(answer, name)["indices"].items()]
    return sorted(listed, key=lambda row: -row["total"]["value"])


def effects(answer: Answer, name: str) -> list[Row]:
    """Quantities with ``path``, ``value``, ``low``, ``high``, ``mu``, ``sigma``; largest first."""
    table = answer.tables["effects"]
    rows = [
        {str(key): value for key, value in row.items()}
        for row in table[table["outcome"] == name].to_dict("records")
    ]
    return sorted(rows, key=lambda row: -row["value"])


def parts(answer: Answer, name: str) -> dict[str, Row]:
    """The parts of a split variance; empty where no run differs from another."""
    split: dict[str, Row] = found(answer, name)["parts"]
    return split


def share(value: float) -> str:
    """A share of a variance; an estimate of what is near 0 may lie below it."""
    text = f"{abs(value) * 100:.0f}%"
    return f"{MINUS}{text}" if value < 0 and text != "0%" else text


def share_and_interval(estimate: Estimate) -> str:
    """Both: 43% (38 to 48)."""
    low, high = (share(estimate[end]).rstrip("%") for end in ("low", "high"))
    return f"{share(estimate['value'])} ({low} to {high})"


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


def effect_and_interval(row: Row, kind: str) -> str:
    """Both: 26 (8 to 45)."""
    low, high = (size(row[end], kind) for end in ("low", "high"))
    return f"{size(row['value'], kind)} ({low} to {high})"


def signed_size(value: float, kind: str) -> str:
    """A mean effect with its sign."""
    text = size(value, kind)
    if not text.strip("0.%"):
        return text
    return f"{MINUS if value < 0 else '+'}{text}"
