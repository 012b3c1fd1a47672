"""Words for the rules of decision side by side: how much hangs on the form of the rule."""

from __future__ import annotations

from collections.abc import Collection

from sim.answer import Answer
from sim.statistics.estimates import Estimate, KnownEstimate, is_known
from sim.words.forecast import forecast
from sim.words.shared.amounts import (
    decimals,
    listing,
    percent_and_interval,
    plain,
    points,
    signed,
    signed_interval,
)
from sim.words.shared.subject import end, labels, repetitions

PARAMETERS = {
    "threshold": ("threshold_mean", "threshold_sd", "threshold_gap"),
    "quantal": ("precision",),
}
"""What a rule assumes beyond the terms that all share."""
LABELS = {
    "p_at_least.1": "one or more members leave",
    "p_at_least.2": "two or more members leave",
    "mean_exits": "exits, on average",
    "effect": "further exits",
    "hazard_ratio": "hazard ratio",
}


Outcome = tuple[str, str | None]
"""What is measured, and of which member."""


def by_rule(answer: Answer) -> dict[Outcome, dict[str, Estimate]]:
    """What each rule says of each outcome, the scenario's own rule first; empty if not asked."""
    table = answer.tables.get("rules")
    found: dict[Outcome, dict[str, Estimate]] = {}
    if table is None:
        return found
    for row in table.astype(object).where(table.notna(), None).to_dict("records"):
        estimates = found.setdefault((row["outcome"], row["member"]), {})
        estimates[row["rule"]] = Estimate.of_row(row)
    return found


def sentence(answer: Answer) -> str:
    """What the other rules say of the headline, and whether the rule matters; or nothing."""
    found = by_rule(answer)
    outcome = _headline_outcome(answer, found) if found else ("", None)
    if outcome not in found:
        return ""
    _, *others = found[outcome]
    amounts = [f"{rule} {_amount(outcome, found[outcome][rule])}" for rule in others]
    matters = _matters(answer, [each for each in found[outcome].values() if is_known(each)])
    return f"By the other rules of decision: {', '.join(amounts)}{matters}. {_assumed(others)}"


def _headline_outcome(answer: Answer, found: Collection[Outcome]) -> Outcome:
    """The outcome that the headline tells."""
    if ("effect", None) in found:
        return "effect", None
    return "p_ever_out", next(iter(forecast.at_risk(answer)), None)


def _amount(outcome: Outcome, estimate: Estimate) -> str:
    """A probability, or a number of exits, with its interval."""
    if not is_known(estimate):
        return "no pair of runs to compare"
    if outcome == ("effect", None):
        return f"{signed(estimate.value, decimals(estimate))} {signed_interval(estimate)}"
    return percent_and_interval(estimate)


def _matters(answer: Answer, estimates: list[KnownEstimate]) -> str:
    """Whether the rules lie further apart than the interval of the own rule is wide."""
    if len(estimates) < 2:
        return ""
    values = [estimate.value for estimate in estimates]
    width = estimates[0].high - estimates[0].low
    more = "more" if max(values) - min(values) > width else "less"
    return f": the rule matters {more} than the luck of {repetitions(answer)}"


def _assumed(others: list[str]) -> str:
    """That the rules' own parameters are assumptions too."""
    named = [f"{rule} ({listing(PARAMETERS[rule])})" for rule in others if rule in PARAMETERS]
    return (
        f"Each rule is an assumption; what {listing(named)} "
        f"assume{'s' * (len(named) == 1)} beyond the terms that all share is judgement as well."
    )


def rows(answer: Answer) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of the rules side by side; none where they were not asked for."""
    found = by_rule(answer)
    if not found:
        return [], []
    own, *others = next(iter(found.values()))
    body = [
        [_label(answer, outcome), *(_cell(outcome[0], each) for each in estimates.values())]
        for outcome, estimates in found.items()
    ]
    return ["By rule of decision", f"{own} (the scenario's)", *others], body


def _label(answer: Answer, outcome: Outcome) -> str:
    """An outcome for people."""
    name, member = outcome
    if member is None:
        return LABELS[name]
    about = f" has left by {end(answer)}" if name == "p_ever_out" else ", in points"
    return f"{labels(answer)[member]}{about}"


def _cell(outcome: str, estimate: Estimate) -> str:
    """An estimate in the unit of its outcome."""
    if not is_known(estimate):
        return "–"
    value, low, high = estimate.value, estimate.low, estimate.high
    if outcome.startswith("p_"):
        return percent_and_interval(estimate)
    if outcome == "difference":
        return f"{points(value)} ({points(low)} to {points(high)})"
    if outcome == "effect":
        return f"{signed(value, decimals(estimate))} {signed_interval(estimate)}"
    return f"{plain(value)} ({plain(low)} to {plain(high)})"
