"""The three rules of decision side by side, on the same luck: how much hangs on the form.

The answer stays that of the scenario's own rule. The others take the same terms, and parameters
of their own, which are assumptions as the rule itself is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.analysis.domino.result import EffectResult
from sim.analysis.shared.result import RulesBeside
from sim.answer import Answer
from sim.futures.experiment import Do, Futures, play
from sim.futures.measures import BASE
from sim.futures.outcomes import asked
from sim.pool import Progress
from sim.rules.decision import DECISIONS
from sim.scenario.scenario import Scenario
from sim.statistics.estimates import Estimate

if TYPE_CHECKING:
    from pandas import DataFrame

OTHERS = len(DECISIONS) - 1
"""How many rules stand beside a scenario's own."""
MOST_TOGETHER = 2
"""P(at least k exits) is shown up to this k."""


class OutcomeOfRule(NamedTuple):
    """What a rule says of an outcome, and of which member; None where it is of none."""

    rule: str
    outcome: str
    member: str | None
    estimate: Estimate


def in_order(scenario: Scenario) -> list[str]:
    """The rules of decision, the scenario's own first."""
    own = scenario.decision
    return [own, *(rule for rule in DECISIONS if rule != own)]


def stage(progress: Progress | None, begin: int, total: int) -> Progress:
    """Progress of a part of the runs, counted among all of them.

    Parameters
    ----------
    progress : callable or None
        Called with (runs done, runs in all).
    begin, total : int
        How many runs are done when the part begins, and how many there are in all.

    Returns
    -------
    callable
        Takes the runs of the part that are done.
    """

    def advance(done: int, _: int) -> None:
        if progress is not None:
            progress(begin + done, total)

    return advance


def forecast_by_rule(
    own: Futures, *, threads: int | None = None, progress: Progress | None = None
) -> tuple[DataFrame, RulesBeside]:
    """What each rule says of who leaves: the table ``rules``, and the same as a result.

    Parameters
    ----------
    own : Futures
        The runs of the scenario's own rule, with the arm ``base``.
    threads : int, optional
        Default: one for each processor.
    progress : callable, optional
        Called with (runs of the other rules done, all runs of theirs).

    Returns
    -------
    DataFrame
        rule, outcome, member, value, low, high.
    RulesBeside
        The same by rule and outcome.
    """
    scenario = own.scenario
    rows: list[OutcomeOfRule] = []
    for k, rule in enumerate(in_order(scenario)):
        played = own
        if k:
            played = play(
                scenario.change({"decision": rule}),
                {BASE: Do()},
                runs=own.runs,
                seed=own.seed,
                threads=threads,
                progress=stage(progress, (k - 1) * own.runs, OTHERS * own.runs),
            )
        rows += _of_forecast(rule, played)
    return _table(rows), _beside(scenario, rows)


def _of_forecast(rule: str, played: Futures) -> Iterable[OutcomeOfRule]:
    members, scenario = played.members, played.scenario
    most = range(1, min(MOST_TOGETHER, len(members)) + 1)
    for member in members:
        measured = asked(f"p_ever_out.{member}", scenario).measure(played)
        yield OutcomeOfRule(rule, "p_ever_out", member, measured)
    for name in (*(f"p_at_least.{k}" for k in most), "mean_exits"):
        yield OutcomeOfRule(rule, name, None, asked(name, scenario).measure(played))


def effect_by_rule(
    effect: Callable[..., Answer[EffectResult]],
    scenario: Scenario,
    *,
    runs: int,
    progress: Progress | None = None,
    **asked_for: Any,
) -> Answer[EffectResult]:
    """An effect by the scenario's own rule, with what the other rules say beside it.

    Parameters
    ----------
    effect : callable
        Answers for one scenario, with ``runs``, ``progress`` and what is ``asked_for``.
    scenario : Scenario
        With its own rule of decision.
    runs : int
        Pairs of runs by each rule.
    progress : callable, optional
        Called with (pairs done, pairs of all rules).
    asked_for
        What else ``effect`` takes.
    """
    rows: list[OutcomeOfRule] = []
    answers = []
    for k, rule in enumerate(in_order(scenario)):
        part = stage(progress, k * runs, len(DECISIONS) * runs)
        stated = scenario.change({"decision": rule}) if k else scenario
        answers.append(effect(stated, runs=runs, progress=part, **asked_for))
        rows += _of_effect(rule, answers[-1].result)
    own = answers[0]
    return replace(
        own,
        inputs=replace(own.inputs, options={**own.inputs.options, "rules": True}),
        result=replace(own.result, rules=_beside(scenario, rows)),
        tables={**own.tables, "rules": _table(rows)},
    )


def _of_effect(rule: str, result: EffectResult) -> Iterable[OutcomeOfRule]:
    yield OutcomeOfRule(rule, "effect", None, result.effect)
    yield OutcomeOfRule(rule, "hazard_ratio", None, result.hazard_ratio or Estimate(None))
    for member, difference in result.by_member.items():
        yield OutcomeOfRule(rule, "difference", member, difference)


def _table(rows: list[OutcomeOfRule]) -> DataFrame:
    """What each rule says: rule, outcome, member, value, low, high."""
    from pandas import DataFrame

    return DataFrame(
        [(*row[:3], row.estimate.value, row.estimate.low, row.estimate.high) for row in rows],
        columns=["rule", "outcome", "member", "value", "low", "high"],
    )


def _beside(scenario: Scenario, rows: list[OutcomeOfRule]) -> RulesBeside:
    """By rule, the own first, every outcome by name."""
    found: dict[str, dict[str, Estimate]] = {rule: {} for rule in in_order(scenario)}
    for row in rows:
        name = f"{row.outcome}.{row.member}" if row.member else row.outcome
        found[row.rule][name] = row.estimate
    return RulesBeside(scenario.decision, found)
