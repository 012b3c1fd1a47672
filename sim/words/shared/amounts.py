"""Numbers in words: per cents without decimals, intervals, months, lists."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.statistics.estimates import KnownEstimate

MINUS = "−"
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
LIKELIHOODS = (
    (0.05, "remote"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "about even"),
    (0.80, "likely"),
    (0.95, "very likely"),
)
"""Upper bounds of the words for a probability, after the scale of intelligence standards."""


def percent(probability: float) -> str:
    """A probability as a per cent without decimals; runs cannot tell 0 from a little."""
    if probability < 0.01:
        return "under 1%"
    if probability > 0.99:
        return "over 99%"
    return f"{_whole(probability)}%"


def interval(low: float, high: float) -> str:
    """An interval of probabilities, rounded outwards: (24 to 26)."""
    if high < 0.01:
        return "(under 1)"
    if low > 0.99:
        return "(over 99)"
    first = "under 1" if low < 0.01 else str(math.floor(round(low * 100, 6)))
    last = "over 99" if high > 0.99 else str(math.ceil(round(high * 100, 6)))
    return f"({first} to {last})"


def percent_and_interval(estimate: KnownEstimate) -> str:
    """Both: 25% (24 to 26)."""
    return f"{percent(estimate.value)} {interval(estimate.low, estimate.high)}"


def likelihood(probability: float) -> str:
    """The word for a probability on the fixed scale."""
    return next((word for top, word in LIKELIHOODS if probability < top), "almost certain")


def likelihood_of(estimate: KnownEstimate) -> str:
    """The word for an estimate; two where its interval reaches into another word's range."""
    first, last = likelihood(estimate.low), likelihood(estimate.high)
    return first if first == last else f"{first} to {last}"


def rate(per_year: float) -> str:
    """A rate per member-year as a per cent; it needs decimals, for exits are rare."""
    if 0 < per_year < 0.00005:
        return "under 0.01%"
    return f"{float(f'{per_year * 100:.2g}'):g}%"


def decimals(estimate: KnownEstimate) -> int:
    """How many decimals tell the ends of an interval apart; at least two."""
    half = (estimate.high - estimate.low) / 2
    return 2 if half <= 0 else min(6, max(2, -math.floor(math.log10(half))))


def plain(value: float, places: int = 2) -> str:
    """A number of exits or a ratio."""
    text = f"{abs(value):.{places}f}"
    return f"{MINUS}{text}" if value < 0 and float(text) != 0 else text


def signed(value: float, places: int = 2) -> str:
    """A difference of exits with its sign: +0.02."""
    text = plain(value, places)
    return f"+{text}" if value > 0 and float(text) != 0 else text


def signed_interval(estimate: KnownEstimate) -> str:
    """The interval of a difference of exits: (+0.015 to +0.025)."""
    places = decimals(estimate)
    return f"({signed(estimate.low, places)} to {signed(estimate.high, places)})"


def points(difference: float) -> str:
    """A difference of probabilities in percentage points with its sign: +0.5, −12."""
    size = abs(difference) * 100
    text = f"{size:.1f}" if size < 9.95 else f"{size:.0f}"
    if float(text) == 0:
        return "0"
    return f"+{text}" if difference > 0 else f"{MINUS}{text}"


def month(text: str) -> str:
    """A month for people: August 2035."""
    return f"{MONTHS[int(text[5:7]) - 1]} {text[:4]}"


def count(number: int) -> str:
    """A whole number with its thousands apart: 10,000."""
    return f"{number:,}"


def listing(items: Sequence[str]) -> str:
    """A, b and c."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def many(number: int, thing: str) -> str:
    """A number of things: 1 run, 200 runs."""
    return f"{count(number)} {thing}{'' if number == 1 else 's'}"


def shortened(text: str, length: int = 140) -> str:
    """A text that is not longer than that; titles of scenarios may be."""
    text = " ".join(text.split())
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def _whole(probability: float) -> int:
    """Per cent, halves away from the nearer end rounded as people do."""
    return min(99, max(1, math.floor(probability * 100 + 0.5)))
