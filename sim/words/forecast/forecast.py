"""Words for a forecast: who has left by when, how sure that is, and what the record says."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from sim.analysis.forecast.result import ForecastResult
from sim.answer import Answer
from sim.statistics.estimates import Estimate, KnownEstimate
from sim.words.shared.amounts import (
    interval,
    likelihood_of,
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


def at_risk(answer: Answer[ForecastResult]) -> list[str]:
    """The members that can leave, the likeliest leaver first."""
    statuses = answer.tables["members"].set_index("member")["status"]
    inside = [member for member in answer.result.members if statuses[member] != "OUT"]
    return sorted(inside, key=lambda member: -chance_to_leave(answer, member).value)


def chance_to_leave(answer: Answer[ForecastResult], member: str) -> KnownEstimate:
    """P(has left at least once by the end) of a member that can leave."""
    return answer.result.members[member].p_ever_out.known()


def headline(answer: Answer[ForecastResult]) -> str:
    """The answer in one sentence."""
    inside = at_risk(answer)
    if not inside:
        return f"Every member is already out, {assumptions(answer)}."
    first = inside[0]
    estimate = chance_to_leave(answer, first)
    if estimate.value == 0:
        return f"No member leaves by {end(answer)} in any of {repetitions(answer)}, " + (
            f"{assumptions(answer)}."
        )
    share = percent(estimate.value)
    spread = interval(estimate.low, estimate.high)
    name = labels(answer)[first]
    return f"{name} has left by {end(answer)} in {share} of runs {spread}, {assumptions(answer)}."


def sentences(answer: Answer[ForecastResult]) -> list[str]:
    """The forecast, and what the record says beside it."""
    return [*forecast(answer), *base_rate(answer)]


def forecast(answer: Answer[ForecastResult]) -> list[str]:
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


def others(answer: Answer[ForecastResult]) -> str:
    """How often the members beside the likeliest leaver have left."""
    names = labels(answer)
    parts = [
        f"{names[member]} {percent_and_interval(chance_to_leave(answer, member))}"
        for member in at_risk(answer)[1:]
    ]
    nobody_leaves = parts and chance_to_leave(answer, at_risk(answer)[0]).value == 0
    return f"The others: {listing(parts)}." if parts and not nobody_leaves else ""


def nobody(answer: Answer[ForecastResult]) -> str:
    """How often nobody leaves, and how often several do."""
    chances = answer.tables["cascade"].set_index("k")["value"]
    if 1 not in chances.index:
        return ""
    sentence = f"Nobody leaves in {percent(1 - chances[1])} of runs"
    if 2 in chances.index:
        sentence += f", two or more members in {percent(chances[2])}"
    return f"{sentence}."


def wording(answer: Answer[ForecastResult]) -> str:
    """The probabilities in the words of a fixed scale."""
    inside = at_risk(answer)
    graded = [(likelihood_of(chance_to_leave(answer, m)), labels(answer)[m]) for m in inside]
    parts = []
    for word, group in groupby(graded, key=lambda pair: pair[0]):
        parts.append(f"{word} for {listing([name for _, name in group])}")
    return f"In words: {'; '.join(parts)}." if parts else ""


def frozen(answer: Answer[ForecastResult]) -> str:
    """Who is likely to stand with one foot outside at the end."""
    names = labels(answer)
    members = answer.result.members
    shares = [(m, members[m].p_frozen.known().value) for m in at_risk(answer)]
    parts = [f"{names[m]} {percent(share)}" for m, share in shares if share >= 0.05]
    return f"Part in the alliance frozen in {end(answer)}: {listing(parts)}." if parts else ""


def outside(answer: Answer[ForecastResult]) -> str:
    """What becomes of those that are out already, whose first exit is history."""
    names, members = labels(answer), answer.result.members
    parts = [
        f"{names[member]} {percent(found.p_out.known().value)}"
        for member, found in members.items()
        if member not in at_risk(answer)
    ]
    if not parts:
        return ""
    return f"Out already in {month(answer.inputs.now)}, and out in {end(answer)}: {listing(parts)}."


def spread(answer: Answer[ForecastResult]) -> str:
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


@dataclass(frozen=True)
class MemberYearRate:
    """Exits per member-year, or their range where it has no single value; None where there is none.

    ``is_implied`` by the runs; the others come from the record.
    """

    label: str
    value: float | None
    low: float | None
    high: float | None
    is_implied: bool

    @property
    def has_number(self) -> bool:
        """Whether it says anything."""
        return self.value is not None or self.low is not None


def _rates(answer: Answer[ForecastResult]) -> list[MemberYearRate]:
    """The rows of the table ``base_rates``."""
    rates = []
    for row in answer.tables["base_rates"].to_dict("records"):
        found = Estimate.of_row(row)
        label, is_implied = str(row["label"]), str(row["name"]).startswith("implied")
        rates.append(MemberYearRate(label, found.value, found.low, found.high, is_implied))
    return rates


def references(answer: Answer[ForecastResult]) -> list[MemberYearRate]:
    """The recorded rates per member-year that a forecast is held against."""
    return [each for each in _rates(answer) if not each.is_implied]


def base_rate(answer: Answer[ForecastResult]) -> list[str]:
    """The rate that the runs imply, beside the rates of the record."""
    known = [each for each in _rates(answer) if each.has_number]
    implied = [_in_words(each) for each in known if each.is_implied]
    recorded = [_in_words(each) for each in known if not each.is_implied]
    sentences = []
    if implied:
        sentences.append(f"Exits per member-year: {listing(implied)}.")
    if recorded:
        sentences.append(f"In the record: {listing(recorded)}.")
    if answer.result.base_rate.stress:
        sentences.append(STRESS)
    return sentences


def _in_words(found: MemberYearRate) -> str:
    """A rate, or its range, with what it is the rate of."""
    label = shortened(found.label)
    span = ""
    if found.low is not None and found.high is not None:
        span = f"{rate(found.low).rstrip('%')} to {rate(found.high)}"
    if found.value is None:
        return f"{span} ({label})"
    if not span or found.is_implied:
        return f"{rate(found.value)} ({label})"
    return f"{rate(found.value)} ({label}; {span})"


def recorded_rates(answer: Answer[ForecastResult]) -> tuple[float, float] | None:
    """The lowest and the highest of the recorded rates, without their intervals."""
    rates: list[float | None] = []
    for each in references(answer):
        rates += [each.low, each.high] if each.value is None else [each.value]
    known = [number for number in rates if number is not None]
    return (min(known), max(known)) if known else None


def rows(answer: Answer[ForecastResult]) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of the forecast as a table."""
    heads = ["Member", f"Has left by {end(answer)}", "Out then", "Notice", "Frozen", "Half by"]
    names, statuses = labels(answer), answer.tables["members"].set_index("member")["status"]
    body = []
    for member, found in answer.result.members.items():
        already = statuses[member] == "OUT"
        at_end = (found.p_out, found.p_notice, found.p_frozen)
        body.append(
            [
                names[member],
                "already out" if already else percent_and_interval(found.p_ever_out.known()),
                *(percent(chance.known().value) for chance in at_end),
                month(found.median_exit) if found.median_exit else "–",
            ]
        )
    return heads, body


def cascade_rows(answer: Answer[ForecastResult]) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of how many leave."""
    cascade = answer.tables["cascade"]
    rows = [
        [f"{row['k']:.0f} or more", f"{percent(row['value'])} {interval(row['low'], row['high'])}"]
        for row in cascade[cascade["k"] > 0].to_dict("records")
    ]
    return [f"Exits by {month(answer.inputs.end)}", "Share of runs"], rows
