"""Words for a forecast: who has left by when, how sure that is, and what the record says."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from sim.answer import Answer
from sim.words.shared.amounts import (
    interval,
    likelihood,
    listing,
    many,
    month,
    percent,
    percent_and_interval,
    rate,
    shortened,
)
from sim.words.shared.subject import assumptions, end, labels, repetitions

STRESS = (
    "The rate lies above every recorded one, the upper ends of their ranges included: read this "
    "scenario as a stress case."
)
"""What is said of a scenario far above the record."""


def at_risk(answer: Answer) -> list[str]:
    """The members that can leave, the likeliest leaver first."""
    members = answer.numbers["members"]
    statuses = answer.tables["members"].set_index("member")["status"]
    inside = [member for member in members if statuses[member] != "OUT"]
    return sorted(inside, key=lambda member: -_left(answer, member)["value"])


def _left(answer: Answer, member: str) -> dict[str, float]:
    """P(has left at least once by the end)."""
    estimate: dict[str, float] = answer.numbers["members"][member]["p_ever_out"]
    return estimate


def headline(answer: Answer) -> str:
    """The answer in one sentence."""
    inside = at_risk(answer)
    if not inside:
        return f"Every member is already out, {assumptions(answer)}."
    first = inside[0]
    estimate = _left(answer, first)
    if estimate["value"] == 0:
        return f"No member leaves by {end(answer)} in any of {repetitions(answer)}, " + (
            f"{assumptions(answer)}."
        )
    share = percent(estimate["value"])
    spread = interval(estimate["low"], estimate["high"])
    name = labels(answer)[first]
    return f"{name} has left by {end(answer)} in {share} of runs {spread}, {assumptions(answer)}."


def sentences(answer: Answer) -> list[str]:
    """The forecast, and what the record says beside it."""
    return [*forecast(answer), *base_rate(answer)]


def forecast(answer: Answer) -> list[str]:
    """The forecast in sentences, the answer first."""
    return [
        sentence
        for sentence in (
            headline(answer),
            others(answer),
            nobody(answer),
            wording(answer),
            frozen(answer),
            outside(answer),
            spread(answer),
        )
        if sentence
    ]


def others(answer: Answer) -> str:
    """How often the members beside the likeliest leaver have left."""
    names = labels(answer)
    parts = [
        f"{names[member]} {percent_and_interval(_left(answer, member))}"
        for member in at_risk(answer)[1:]
    ]
    nobody_leaves = parts and _left(answer, at_risk(answer)[0])["value"] == 0
    return f"The others: {listing(parts)}." if parts and not nobody_leaves else ""


def nobody(answer: Answer) -> str:
    """How often nobody leaves, and how often several do."""
    chances = answer.tables["cascade"].set_index("k")["value"]
    if 1 not in chances.index:
        return ""
    sentence = f"Nobody leaves in {percent(1 - chances[1])} of runs"
    if 2 in chances.index:
        sentence += f", two or more members in {percent(chances[2])}"
    return f"{sentence}."


def wording(answer: Answer) -> str:
    """The probabilities in the words of a fixed scale."""
    inside = at_risk(answer)
    graded = [(likelihood(_left(answer, m)["value"]), labels(answer)[m]) for m in inside]
    parts = []
    for word, group in groupby(graded, key=lambda pair: pair[0]):
        parts.append(f"{word} for {listing([name for _, name in group])}")
    return f"In words: {'; '.join(parts)}." if parts else ""


def frozen(answer: Answer) -> str:
    """Who is likely to stand with one foot outside at the end."""
    names = labels(answer)
    members = answer.numbers["members"]
    shares = [(m, members[m]["p_frozen"]["value"]) for m in at_risk(answer)]
    parts = [f"{names[m]} {percent(share)}" for m, share in shares if share >= 0.05]
    return f"Part in the alliance frozen in {end(answer)}: {listing(parts)}." if parts else ""


def outside(answer: Answer) -> str:
    """What becomes of those that are out already, whose first exit is history."""
    names, members = labels(answer), answer.numbers["members"]
    parts = [
        f"{names[member]} {percent(members[member]['p_out']['value'])}"
        for member in members
        if member not in at_risk(answer)
    ]
    if not parts:
        return ""
    return f"Out already in {month(answer.inputs.now)}, and out in {end(answer)}: {listing(parts)}."


def spread(answer: Answer) -> str:
    """How far the answer moves over the stated ranges, where that was asked."""
    table = answer.tables.get("spread")
    inside = at_risk(answer)
    if table is None or not inside:
        return ""
    rows = table[(table["outcome"] == "p_ever_out") & (table["member"] == inside[0])]
    if rows.empty:
        return ""
    row = rows.iloc[0]
    if row["low"] != row["low"]:
        # With the engines, which no other words here need.
        from sim.analysis.shared.prior import FEWEST_POINTS

        return (
            f"{many(int(row['points']), 'draw')} from the stated ranges cannot tell how far the "
            f"answer moves over them: ask for {FEWEST_POINTS} or more (--uncertain)."
        )
    return (
        f"Over {row['points']:.0f} draws from the stated ranges, {labels(answer)[inside[0]]} has "
        f"left in {percent(row['median'])} of runs at the median; nine draws in ten lie within "
        f"{interval(row['low'], row['high']).strip('()')}%."
    )


def references(answer: Answer) -> list[dict[str, Any]]:
    """The recorded rates per member-year that a forecast is held against."""
    return [row for row in _rates(answer) if not _is_implied(row)]


def _rates(answer: Answer) -> list[dict[str, Any]]:
    """The table ``base_rates`` as rows; None where there is no number."""
    rows = answer.tables["base_rates"].to_dict("records")
    return [
        {str(key): None if value != value else value for key, value in row.items()} for row in rows
    ]


def _is_implied(row: Mapping[str, Any]) -> bool:
    """Whether the runs imply this rate; the others come from the record."""
    return str(row["name"]).startswith("implied")


def base_rate(answer: Answer) -> list[str]:
    """The rate that the runs imply, beside the rates of the record."""
    implied = [_rate(row) for row in _rates(answer) if _is_implied(row) and _has_number(row)]
    recorded = [_rate(row) for row in references(answer) if _has_number(row)]
    sentences = []
    if implied:
        sentences.append(f"Exits per member-year: {listing(implied)}.")
    if recorded:
        sentences.append(f"In the record: {listing(recorded)}.")
    if answer.numbers["base_rate"].get("stress"):
        sentences.append(STRESS)
    return sentences


def _has_number(row: Mapping[str, Any]) -> bool:
    return row["value"] is not None or row["low"] is not None


def _rate(row: Mapping[str, Any]) -> str:
    """A rate, or its range, with what it is the rate of."""
    label = shortened(str(row["label"]))
    span = ""
    if row["low"] is not None:
        span = f"{rate(row['low']).rstrip('%')} to {rate(row['high'])}"
    if row["value"] is None:
        return f"{span} ({label})"
    if not span or _is_implied(row):
        return f"{rate(row['value'])} ({label})"
    return f"{rate(row['value'])} ({label}; {span})"


def recorded_rates(answer: Answer) -> tuple[float, float] | None:
    """The lowest and the highest of the recorded rates, without their intervals."""
    rates: list[float] = []
    for row in references(answer):
        rates += [row["low"], row["high"]] if row["value"] is None else [row["value"]]
    known = [number for number in rates if number is not None]
    return (min(known), max(known)) if known else None


def rows(answer: Answer) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of the forecast as a table."""
    heads = ["Member", f"Has left by {end(answer)}", "Out then", "Notice", "Frozen", "Half by"]
    names, statuses = labels(answer), answer.tables["members"].set_index("member")["status"]
    body = []
    for member, numbers in answer.numbers["members"].items():
        already = statuses[member] == "OUT"
        body.append(
            [
                names[member],
                "already out" if already else percent_and_interval(numbers["p_ever_out"]),
                *(percent(numbers[key]["value"]) for key in ("p_out", "p_notice", "p_frozen")),
                month(numbers["median_exit"]) if numbers["median_exit"] else "–",
            ]
        )
    return heads, body


def cascade_rows(answer: Answer) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of how many leave."""
    cascade = answer.tables["cascade"]
    rows = [
        [f"{row['k']:.0f} or more", f"{percent(row['value'])} {interval(row['low'], row['high'])}"]
        for row in cascade[cascade["k"] > 0].to_dict("records")
    ]
    return [f"Exits by {month(answer.inputs.end)}", "Share of runs"], rows
