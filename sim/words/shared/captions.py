"""One sentence for each figure, and one line on how to read it."""

from __future__ import annotations

from collections.abc import Callable

from sim.answer import Answer
from sim.words.attribution import attribution
from sim.words.comparison import side_by_side
from sim.words.domino import domino
from sim.words.exact import exact
from sim.words.forecast import forecast
from sim.words.sensitivity import figures as sensitivity_figures
from sim.words.shared.amounts import (
    listing,
    many,
    month,
    percent,
    percent_and_interval,
    points,
    rate,
)
from sim.words.shared.subject import end, first_free, known, labels, tells_spread, years
from sim.words.sweep import figures as sweep_figures
from sim.words.sweep import sweep
from sim.words.tipping import figures as tipping_figures


def sentence(figure: str, answer: Answer) -> str:
    """What a figure shows, as a sentence.

    Raises
    ------
    KeyError
        A name that no figure has.
    """
    return SENTENCES[figure](answer)


def reading(figure: str, answer: Answer) -> str:
    """How to read a figure: bands, marks, shapes; each said once."""
    return READINGS[figure](answer)


def _forecast(answer: Answer) -> str:
    inside = forecast.at_risk(answer)
    if not inside:
        return "Every member is already out."
    members, names = answer.numbers["members"], labels(answer)
    first, *rest = inside
    estimate = members[first]["p_ever_out"]
    if estimate["value"] == 0:
        return f"No member leaves by {end(answer)} in any run."
    text = f"{names[first]} has left by {end(answer)} in {percent_and_interval(estimate)} of runs"
    if not rest:
        return f"{text}."
    second = members[rest[0]]["p_ever_out"]["value"]
    return f"{text}; next is {names[rest[0]]}, in {percent(second)}."


def _cascade(answer: Answer) -> str:
    text = forecast.nobody(answer)
    return f"By {end(answer)}: {text[:1].lower()}{text[1:]}" if text else "There is no member."


def _paths(answer: Answer) -> str:
    return (
        f"Trust and alignment up to {month(answer.inputs.now)}, and where the runs take them "
        f"by {end(answer)}."
    )


def _terms(answer: Answer) -> str:
    table = answer.tables["terms"]
    last = table[table["month"] == table["month"].max()]
    sums = last.groupby("member", sort=False)["value"].sum()
    names = labels(answer)
    weakest = str(sums.idxmin())
    return (
        f"What staying is worth to each member; least to {names[weakest]} in {end(answer)}, on "
        "the mean of the runs."
    )


def _timeline(answer: Answer) -> str:
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


def _order(answer: Answer) -> str:
    table = answer.tables["order"]
    first = table[table["position"] == 1].dropna().sort_values("value", ascending=False)
    if first.empty or first["value"].iloc[0] == 0:
        return f"Nobody leaves by {end(answer)} in any run."
    names, row = labels(answer), first.iloc[0]
    return f"The first to leave is {names[row['member']]} in {percent(row['value'])} of runs."


def _effect(answer: Answer) -> str:
    name, estimate = domino.cause(answer), answer.numbers["effect"]
    if not known(estimate):
        return "No pair of runs is left to compare."
    names = labels(answer)
    changes = {m: e for m, e in answer.numbers["by_member"].items() if known(e)}
    told = [m for m, e in changes.items() if domino.sign(e)]
    subject = name if domino.is_event(answer) else f"An exit of {name}"
    if all(change["low"] == change["high"] == 0 for change in changes.values()):
        return f"{subject} changes nothing for any other member, in any pair of runs."
    if not told:
        return f"{subject}: for no other member do these runs tell whether it leaves more often."
    top = max(told, key=lambda member: abs(changes[member]["value"]))
    return (
        f"{subject} changes the chance to leave most for {names[top]}: "
        f"{points(changes[top]['value'])} percentage points by {end(answer)}."
    )


def _effect_cascade(answer: Answer) -> str:
    table, (treated, control) = answer.tables["cascade"], domino.arms(answer)
    chances = table.set_index(["arm", "k"])["value"]
    if (treated, 1) not in chances.index:
        return "There is no other member."
    one, two = percent(chances[treated, 1]), percent(chances[control, 1])
    first, second = domino.futures(answer)
    return f"At least one other member is out by {end(answer)}: {one} ({first}), {two} ({second})."


def _matrix(answer: Answer) -> str:
    names = labels(answer)
    told = [cell for cell in domino.cells(answer) if domino.sign(cell)]
    if not told:
        return "For no pair of members is the sign told."
    cell = told[0]
    return (
        f"If {names[cell['leaver']]} leaves, the chance that {names[cell['other']]} leaves by "
        f"{end(answer)} changes by {points(cell['value'])} percentage points: the strongest link."
    )


SENTENCES: dict[str, Callable[[Answer], str]] = {
    "forecast": _forecast,
    "cascade": _cascade,
    "paths": _paths,
    "terms": _terms,
    "timeline": _timeline,
    "order": _order,
    "effect": _effect,
    "effect_cascade": _effect_cascade,
    "matrix": _matrix,
    "sweep_curve": sweep_figures.curve,
    "sweep_map": sweep.where,
    "sweep_phases": sweep_figures.phases,
    "sweep_scatter": sweep.where,
    "attribution": attribution.shares_sentence,
    "compare_curves": side_by_side.curves_sentence,
    "compare_differences": side_by_side.differences_sentence,
    "compare_over_time": side_by_side.over_time_sentence,
    "compare_sweep_curves": side_by_side.sweep_sentence,
    "compare_sweep_maps": side_by_side.sweep_sentence,
    "contagion": attribution.contagion,
    "tree": attribution.tree_sentence,
    "sensitivity_indices": sensitivity_figures.indices_sentence,
    "sensitivity_effects": sensitivity_figures.effects_sentence,
    "sensitivity_split": sensitivity_figures.split_sentence,
    "tip_curve": tipping_figures.curve,
    "tip_phases": tipping_figures.phases,
    "tip_channels": tipping_figures.channels,
    "tip_distances": tipping_figures.distances,
    "tip_change": tipping_figures.changes,
    "exact": exact.figure_sentence,
}


def _forecast_reading(answer: Answer) -> str:
    text = "Share of runs in which a member has left at least once; bands are 95% intervals."
    text += " Tinted: the record, with the statuses of each member."
    if tells_spread(answer):
        text += " Bars at the end: nine in ten draws from the stated ranges, dot the median."
    return text


def _cascade_reading(answer: Answer) -> str:
    text = "Share of runs with at least so many exits; whiskers are 95% intervals."
    rates, span = forecast.recorded_rates(answer), recorded_span(answer)
    if rates and span:
        (slow, fast), (low, high) = rates, span
        text += (
            f" Grey: at least one exit at the recorded rates, {rate(slow).rstrip('%')} to "
            f"{rate(fast)} per member-year: {percent(low)} to {percent(high)}."
        )
    return text


def recorded_span(answer: Answer) -> tuple[float, float] | None:
    """P(at least one exit by the end) at the lowest and at the highest recorded rate."""
    rates = forecast.recorded_rates(answer)
    if rates is None:
        return None
    exposure = len(forecast.at_risk(answer)) * years(answer)
    low, high = (1 - (1 - per_year) ** exposure for per_year in rates)
    return low, high


def _effect_cascade_reading(answer: Answer) -> str:
    first, second = domino.futures(answer)
    text = f"Filled: {first}. Hatched: {second}."
    reference = domino.reference(answer)
    if reference:
        low, high = reference
        text += f" Grey: what the record suggests, {low * 100:.0f} to {high * 100:.0f}%."
    return text


def _effect_reading(answer: Answer) -> str:
    first, second = domino.futures(answer)
    return (
        f"Difference in percentage points between two futures ({first}; {second}) on the same "
        "luck; lines are 95% intervals, hollow where they contain 0. Right: the chance in both."
    )


def _terms_reading(answer: Answer) -> str:
    return (
        f"Logit units; right of the line speaks for staying. Bars: mean in "
        f"{month(first_free(answer))}. Marks: in {end(answer)}."
    )


def _timeline_reading(answer: Answer) -> str:
    events = answer.tables["events"]
    kinds = [k for k in ("outside", "inside") if (events["record"] == k).any()]
    shapes = {"outside": "circles come from outside", "inside": "squares from within"}
    if not kinds:
        return "Events stand here where a scenario has any."
    text = listing([shapes[kind] for kind in kinds])
    return f"{text[:1].upper()}{text[1:]}; size is the weight given, hollow where below 1."


READINGS: dict[str, Callable[[Answer], str]] = {
    "forecast": _forecast_reading,
    "cascade": _cascade_reading,
    "paths": lambda _: (
        "Line: median of the runs. Dark band: half of the runs; light band: nine in ten. Tinted: "
        "the record."
    ),
    "terms": _terms_reading,
    "timeline": _timeline_reading,
    "order": lambda _: (
        "Share of runs in which a member is the first, the second, … to leave; lines are 95% "
        "intervals. Positions below 1% for every member are not drawn."
    ),
    "effect": _effect_reading,
    "effect_cascade": _effect_cascade_reading,
    "matrix": lambda _: (
        "Change of P(first exit), in percentage points, on the same luck. Grey with a dot: the 95% "
        "interval contains 0."
    ),
    "sweep_curve": sweep_figures.curve_reading,
    "sweep_map": sweep_figures.map_reading,
    "sweep_phases": sweep_figures.phases_reading,
    "sweep_scatter": sweep_figures.scatter_reading,
    "attribution": attribution.shares_reading,
    "compare_curves": side_by_side.curves_reading,
    "compare_differences": side_by_side.differences_reading,
    "compare_over_time": side_by_side.over_time_reading,
    "compare_sweep_curves": side_by_side.sweep_curves_reading,
    "compare_sweep_maps": side_by_side.sweep_maps_reading,
    "contagion": attribution.contagion_reading,
    "tree": attribution.tree_reading,
    "sensitivity_indices": sensitivity_figures.indices_reading,
    "sensitivity_effects": sensitivity_figures.effects_reading,
    "sensitivity_split": sensitivity_figures.split_reading,
    "tip_curve": tipping_figures.curve_reading,
    "tip_phases": tipping_figures.phases_reading,
    "tip_channels": tipping_figures.channels_reading,
    "tip_distances": tipping_figures.distances_reading,
    "tip_change": tipping_figures.changes_reading,
    "exact": exact.figure_reading,
}
