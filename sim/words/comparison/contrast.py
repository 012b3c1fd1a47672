"""Words for one outcome of two sides: what it is, either value, the difference, the verdict."""

from __future__ import annotations

import math
from typing import Any

from sim.analysis.comparison.result import CANNOT_TELL, ComparisonResult
from sim.answer import Answer
from sim.statistics.estimates import Estimate
from sim.words.shared.amounts import MINUS, count, decimals, month, percent, plain, points, rate
from sim.words.shared.subject import labels
from sim.words.sweep.sweep import outcome, paths, quantity, setting

Row = dict[str, Any]

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
MOST_ROWS = 60
"""Outcomes that a table tells; of more, the clearest."""
MOST_RUNS = "more than 10,000,000 runs"


def rows_of(answer: Answer[ComparisonResult], side: str | None = None) -> list[Row]:
    """The outcomes, of one side or of all, as rows; None where there is no number."""
    table = answer.tables["outcomes"]
    if side is not None:
        table = table[table["side"] == side]
    known = table.astype(object).where(table.notna(), None).to_dict("records")
    return [{str(key): value for key, value in row.items()} for row in known]


def clearest_rows(answer: Answer[ComparisonResult]) -> list[Row]:
    """The outcomes that a table tells, in their order."""
    found = rows_of(answer)
    order = sorted(range(len(found)), key=lambda place: -abs(found[place]["z"]))
    return [found[place] for place in sorted(order[:MOST_ROWS])]


def what(answer: Answer[ComparisonResult], row: Row) -> str:
    """An outcome as a clause: Armenia has left by August 2035."""
    if row["at"]:  # of a sweep
        at = ", ".join(f"{quantity(path, answer)} {setting(row[path])}" for path in paths(answer))
        return f"{outcome(row['name'].partition('@')[0], answer)} at {at}"
    head, _, argument = str(row["name"]).partition(".")
    names, last = labels(answer), month(answer.inputs.end)
    subject = names.get(argument, argument)
    of = _leaver(answer)
    if head == "p_at_least":
        return f"{_at_least(int(argument))} left by {last}"
    if head == "matrix":
        leaver, _, other = argument.partition(".")
        return f"the effect of an exit of {names[leaver]} on {names[other]}"
    clauses = {
        "p_ever_out": f"{subject} has left by {last}",
        "p_out": f"{subject} is out in {last}",
        "p_frozen": f"{subject} is frozen in {last}",
        "mean_exits": f"how many members leave by {last}, on average",
        "implied_rate": "exits per member-year",
        "effect": f"further exits by {last} {of}, on average",
        "reproduction_number": f"further exits within five years {of}, on average",
        "hazard_ratio": f"the hazard ratio {of}",
        "p_another_5y": f"another member leaves within five years ({argument})",
        "by_member": f"the effect on {subject}",
    }
    return clauses[head]


def _at_least(k: int) -> str:
    number = NUMBERS[k] if k < len(NUMBERS) else str(k)
    return f"at least {number} member{' has' if k == 1 else 's have'}"


def _leaver(answer: Answer[ComparisonResult]) -> str:
    first = answer.inputs.options.get("sides") or [{}]
    of = str((first[0].get("options") or {}).get("of") or "")
    names = labels(answer)
    return f"after an exit of {names[of]}" if of in names else f"with {of}"


def is_share(row: Row) -> bool:
    """Whether the outcome is a probability, so that its difference is in percentage points."""
    return bool(row["unit"] in ("probability", "points"))


def value(row: Row, side: str) -> str:
    """The value on one side, ``a`` or ``b``."""
    number = float(row[side])
    match row["unit"]:
        case "probability":
            return percent(number)
        case "points":
            return points(number)
        case "per member-year":
            return rate(number)
    found = Estimate(number, float(row[f"{side}_low"]), float(row[f"{side}_high"]))
    return plain(number, decimals(found.known()))


def difference(row: Row, *, bare: bool = False) -> str:
    """The difference with its interval: +3.1 points (+2.2 to +4.0); bare without ``points``."""
    factor = 100.0 if is_share(row) or row["unit"] == "per member-year" else 1.0
    low, high = row["low"] * factor, row["high"] * factor
    half = (high - low) / 2
    places = 1 if half <= 0 else min(6, max(1, -math.floor(math.log10(half))))
    middle, first, last = (_signed(n, places) for n in (row["value"] * factor, low, high))
    mark = "" if bare and is_share(row) else unit(row)
    return f"{middle}{mark} ({first} to {last})"


def size(row: Row, number: float) -> str:
    """A size of a difference with its unit: 0.14 points."""
    factor = 100.0 if is_share(row) or row["unit"] == "per member-year" else 1.0
    return f"{_rounded(number * factor)}{unit(row)}"


def unit(row: Row) -> str:
    """The unit of a difference, percentage points where it is one of shares, after a space."""
    if is_share(row):
        return " points"
    return {"per member-year": " points a year", "exits": " exits"}.get(str(row["unit"]), "")


def settles(row: Row) -> str:
    """The runs that would settle what these cannot tell."""
    if row["verdict"] != CANNOT_TELL:
        return ""
    return needed(row["runs_needed"], beyond=row["beyond"]) or "no difference seen"


def needed(runs: float | None, *, beyond: bool) -> str:
    """A number of runs, rounded up to two digits; nothing where no difference was seen."""
    if beyond:
        return MOST_RUNS
    if runs is None:
        return ""
    step = 10 ** max(0, len(str(int(runs))) - 2)
    return f"about {count(math.ceil(int(runs) / step) * step)} runs"


def _signed(number: float, places: int) -> str:
    text = f"{abs(number):.{places}f}"
    if float(text) == 0:
        return "0"
    return f"+{text}" if number > 0 else f"{MINUS}{text}"


def _rounded(number: float) -> str:
    return f"{float(f'{number:.2g}'):g}"
