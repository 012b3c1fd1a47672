"""Words for contagion against common cause: how much of several exits together is which."""

from __future__ import annotations

from sim.analysis.attribution.result import AttributionResult
from sim.answer import Answer
from sim.statistics.estimates import is_known
from sim.words.attribution.shares import opened
from sim.words.shared.amounts import count
from sim.words.shared.subject import end

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def contagion(answer: Answer[AttributionResult]) -> str:
    """How much of several exits is contagion, for the k that was asked."""
    k = answer.result.k
    row = next(row for row in answer.result.contagion if row.k == k)
    many_leave = f"{at_least(k)} members leave by {end(answer)}"
    found = row.share
    if not is_known(found):
        return f"In no run do {many_leave}: there is nothing to split."
    both = (
        f"{opened(many_leave)} in {chance(row.free)} of runs, and in {chance(row.cut)} on "
        "the same luck when nobody learns of the others"
    )
    span = f"({share(found.low)} to {share(found.high)})"
    if found.low > 0:
        return (
            f"{both}: {share(found.value)} of it is contagion {span}, the rest common cause and "
            "each member's own reasons."
        )
    if found.high < 0:
        return (
            f"{both}: the channels hold members together, for contagion's share is negative, "
            f"{share(found.value)} {span}."
        )
    return f"{both}: whether there is contagion in it is not told, {share(found.value)} {span}."


def at_least(k: int) -> str:
    """How many: two or more."""
    return f"{NUMBERS[k] if k < len(NUMBERS) else count(k)} or more"


def chance(probability: float) -> str:
    """A rare chance; differences between such do not show without a decimal."""
    return f"{probability * 100:.1f}%"


def share(value: float) -> str:
    """A share of contagion, which may be negative."""
    text = f"{abs(value) * 100:.0f}%"
    return f"−{text}" if value < 0 and text != "0%" else text


def contagion_reading(_: Answer[AttributionResult]) -> str:
    """How to read the figure of contagion."""
    return (
        "Share of the chance that goes when nobody learns of the others, on the same luck; lines "
        "are 95% intervals, hollow where they contain 0; left of 0 the channels hold members back. "
        "Right: the chance with the channels, and with all of them cut."
    )
