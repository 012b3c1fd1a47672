"""The three rules of decision side by side, on the same luck: how much hangs on the form.

The answer stays that of the scenario's own rule. The others take the same terms, and parameters
of their own, which are assumptions as the rule itself is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

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

Row = dict[str, Any]


def in_order(scenario: Scenario) -> list[str]:
    """The rules of decision, the scenario's own first."""
    own = scenario.decision
    return [own, *(rule for rule in DECISIONS if rule != own)]


def stage(progress: Progress | None, begin: int, total: int) -> Progress:
    """Progress of a part that begins when so many of all runs are done."""

    def told(done: int, _: int) -> None:
        if progress is not None:
            progress(begin + done, total)

    return told


def forecast_by_rule(
    own: Futures, *, threads: int | None = None, progress: Progress | None = None
) -> tuple[DataFrame, Row]:
    """What each rule says of who leaves: the table ``rules``, and the same for JSON.

    ``own`` are the runs of the scenario's own rule; ``progress`` counts those of the others.
    """
    scenario = own.scenario
    rows: list[Row] = []
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
        rows += [{"rule": rule, **row} for row in _of_forecast(played)]
    return _table(rows), _numbers(scenario, rows)


def _of_forecast(played: Futures) -> Iterable[Row]:
    members, scenario = played.members, played.scenario
    most = range(1, min(MOST_TOGETHER, len(members)) + 1)
    for member in members:
        measured = asked(f"p_ever_out.{member}", scenario).measure(played)
        yield _row("p_ever_out", member, measured.as_json())
    for name in (*(f"p_at_least.{k}" for k in most), "mean_exits"):
        yield _row(name, None, asked(name, scenario).measure(played).as_json())


def effect_by_rule(
    effect: Callable[..., Answer],
    scenario: Scenario,
    *,
    runs: int,
    progress: Progress | None = None,
    **asked_for: Any,
) -> Answer:
    """An effect by the scenario's own rule, with what the other rules say beside it.

    ``effect`` answers for one scenario; ``asked_for`` is what else it takes.
    """
    rows: list[Row] = []
    answers = []
    for k, rule in enumerate(in_order(scenario)):
        told = stage(progress, k * runs, len(DECISIONS) * runs)
        stated = scenario.change({"decision": rule}) if k else scenario
        answers.append(effect(stated, runs=runs, progress=told, **asked_for))
        rows += [{"rule": rule, **row} for row in _of_effect(answers[-1])]
    own = answers[0]
    return replace(
        own,
        inputs=replace(own.inputs, options={**own.inputs.options, "rules": True}),
        result={**own.numbers, "rules": _numbers(scenario, rows)},
        tables={**own.tables, "rules": _table(rows)},
    )


def _of_effect(answer: Answer) -> Iterable[Row]:
    numbers = answer.numbers
    nothing = Estimate(None).as_json()
    yield _row("effect", None, numbers["effect"])
    yield _row("hazard_ratio", None, numbers["hazard_ratio"] or nothing)
    for member, difference in numbers["by_member"].items():
        yield _row("difference", member, difference)


def _row(outcome: str, member: str | None, estimate: dict[str, float | None]) -> Row:
    return {"outcome": outcome, "member": member, **estimate}


def _table(rows: list[Row]) -> DataFrame:
    """What each rule says: rule, outcome, member, value, low, high."""
    from pandas import DataFrame

    return DataFrame(rows, columns=["rule", "outcome", "member", "value", "low", "high"])


def _numbers(scenario: Scenario, rows: list[Row]) -> Row:
    """For JSON: the own rule, and of each rule every outcome by name."""
    found: dict[str, Row] = {rule: {} for rule in in_order(scenario)}
    for row in rows:
        name = f"{row['outcome']}.{row['member']}" if row["member"] else row["outcome"]
        found[row["rule"]][name] = {key: row[key] for key in ("value", "low", "high")}
    return {"own": scenario.decision, "by_rule": found}
