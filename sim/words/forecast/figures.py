"""The sentences of the figures of a forecast, and how to read them."""

from __future__ import annotations

from sim.analysis.forecast.result import ForecastResult
from sim.answer import Answer
from sim.words.forecast.forecast import at_risk, chance_to_leave, nobody, recorded_rates
from sim.words.shared.amounts import (
    listing,
    many,
    month,
    percent,
    percent_and_interval,
    rate,
)
from sim.words.shared.subject import end, first_free, labels, tells_spread, years


def forecast(answer: Answer[ForecastResult]) -> str:
    """Who has left by when."""
    inside = at_risk(answer)
    if not inside:
        return "Every member is already out."
    names = labels(answer)
    first, *rest = inside
    estimate = chance_to_leave(answer, first)
    if estimate.value == 0:
        return f"No member leaves by {end(answer)} in any run."
    text = f"{names[first]} has left by {end(answer)} in {percent_and_interval(estimate)} of runs"
    if not rest:
        return f"{text}."
    second = chance_to_leave(answer, rest[0]).value
    return f"{text}; next is {names[rest[0]]}, in {percent(second)}."


def cascade(answer: Answer[ForecastResult]) -> str:
    """How many leave."""
    text = nobody(answer)
    return f"By {end(answer)}: {text[:1].lower()}{text[1:]}" if text else "There is no member."


def paths(answer: Answer[ForecastResult]) -> str:
    """Where trust and alignment go."""
    return (
        f"Trust and alignment up to {month(answer.inputs.now)}, and where the runs take them "
        f"by {end(answer)}."
    )


def terms(answer: Answer[ForecastResult]) -> str:
    """What staying is worth, and to whom least."""
    table = answer.tables["terms"]
    last = table[table["month"] == table["month"].max()]
    sums = last.groupby("member", sort=False)["value"].sum()
    names = labels(answer)
    weakest = str(sums.idxmin())
    return (
        f"What staying is worth to each member; least to {names[weakest]} in {end(answer)}, on "
        "the mean of the runs."
    )


def timeline(answer: Answer[ForecastResult]) -> str:
    """How many events the record holds."""
    events = answer.tables["events"]
    if events.empty:
        return "The scenario holds no events."
    dated = events[events["month"].notna()]
    inputs = answer.inputs
    before = int((dated["month"] <= inputs.now).sum())
    text = f"{many(before, 'event')} of the record up to {month(inputs.now)}"
    after, undated = len(dated) - before, len(events) - len(dated)
    if after:
        text += f", {after} after it"
    if undated:
        text += f", {undated} without a date that may happen"
    return f"{text}."


def order(answer: Answer[ForecastResult]) -> str:
    """Who leaves first."""
    table = answer.tables["order"]
    first = table[table["position"] == 1].dropna().sort_values("value", ascending=False)
    if first.empty or first["value"].iloc[0] == 0:
        return f"Nobody leaves by {end(answer)} in any run."
    names, row = labels(answer), first.iloc[0]
    return f"The first to leave is {names[row['member']]} in {percent(row['value'])} of runs."


def forecast_reading(answer: Answer[ForecastResult]) -> str:
    """How to read it."""
    text = "Share of runs in which a member has left at least once; bands are 95% intervals."
    text += " Tinted: the record, with the statuses of each member."
    if tells_spread(answer):
        text += " Bars at the end: nine in ten draws from the stated ranges, dot the median."
    return text


def cascade_reading(answer: Answer[ForecastResult]) -> str:
    """How to read it."""
    text = "Share of runs with at least so many exits; whiskers are 95% intervals."
    rates, span = recorded_rates(answer), recorded_span(answer)
    if rates and span:
        (slow, fast), (low, high) = rates, span
        text += (
            f" Grey: at least one exit at the recorded rates, {rate(slow).rstrip('%')} to "
            f"{rate(fast)} per member-year: {percent(low)} to {percent(high)}."
        )
    return text


def terms_reading(answer: Answer[ForecastResult]) -> str:
    """How to read it."""
    return (
        f"Logit units; right of the line speaks for staying. Bars: mean in "
        f"{month(first_free(answer))}. Marks: in {end(answer)}."
    )


def timeline_reading(answer: Answer[ForecastResult]) -> str:
    """How to read it."""
    events = answer.tables["events"]
    kinds = [k for k in ("outside", "inside") if (events["record"] == k).any()]
    shapes = {"outside": "circles come from outside", "inside": "squares from within"}
    if not kinds:
        return "Events stand here where a scenario has any."
    text = listing([shapes[kind] for kind in kinds])
    return f"{text[:1].upper()}{text[1:]}; size is the weight given, hollow where below 1."


def paths_reading(_: Answer[ForecastResult]) -> str:
    """How to read it."""
    return (
        "Line: median of the runs. Dark band: half of the runs; light band: nine in ten. Tinted: "
        "the record."
    )


def order_reading(_: Answer[ForecastResult]) -> str:
    """How to read it."""
    return (
        "Share of runs in which a member is the first, the second, … to leave; lines are 95% "
        "intervals. Positions below 1% for every member are not drawn."
    )


def recorded_span(answer: Answer[ForecastResult]) -> tuple[float, float] | None:
    """P(at least one exit by the end) at the lowest and at the highest recorded rate."""
    rates = recorded_rates(answer)
    if rates is None:
        return None
    exposure = len(at_risk(answer)) * years(answer)
    low, high = (1 - (1 - per_year) ** exposure for per_year in rates)
    return low, high
