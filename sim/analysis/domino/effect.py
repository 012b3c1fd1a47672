"""The domino effect: an exit against a stay, an event against its absence.

A paired counterfactual (do(exit) against do(stay), Pearl 2009): both arms share the record and the
luck, so that their difference is the consequence of the exit and of nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from sim.analysis.domino.checks import check_cause, check_month
from sim.analysis.domino.result import AnotherExit, EffectResult
from sim.analysis.forecast.forecast import members_table
from sim.analysis.shared.already_out import branch_status, refuse_out
from sim.analysis.shared.base_rates import references
from sim.answer import Answer, Inputs
from sim.bounds import FIVE_YEARS
from sim.futures.arms import TwoArms
from sim.futures.experiment import Do, do_exit, do_stay, play
from sim.futures.tables import cascade_table, each_run_table, exits_table
from sim.pool import Progress
from sim.refusal import Refusal
from sim.rules.status import ACTIVE, FROZEN
from sim.scenario.document.months import later
from sim.scenario.scenario import Scenario
from sim.statistics.estimates import Estimate

if TYPE_CHECKING:
    from pandas import DataFrame

EXIT, STAY, ACTIVE_ARM, WITH, WITHOUT = "exit", "stay", "active", "with", "without"


def domino_effect(
    scenario: Scenario,
    of: str,
    *,
    at: str | None = None,
    runs: int = 20_000,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
    rules: bool = False,
) -> Answer[EffectResult]:
    """The domino effect of a member's exit, or of an event.

    Parameters
    ----------
    scenario : Scenario
        What is assumed.
    of : str
        Id of a member, or of an event.
    at : str, optional
        Month of the exit, YYYY-MM; default the first free month. A month up to ``now`` branches
        before it. Not for an event, which has its own month.
    runs, seed, threads, progress
        As of ``simulate``; ``runs`` counts pairs.
    rules : bool
        Also by the other rules of decision, on the same luck: the table ``rules``.

    Returns
    -------
    Answer of EffectResult
        Further exits caused, with paired interval, hazard ratio and reproduction number.

    Raises
    ------
    Refusal
        No such member or event, or a month in which the arms cannot part.
    """
    if rules:
        from sim.analysis.shared.by_rule import effect_by_rule

        options = {"of": of, "at": at, "seed": seed, "threads": threads}
        return effect_by_rule(domino_effect, scenario, runs=runs, progress=progress, **options)
    check_cause(scenario, of)
    if at is not None:
        check_month(scenario, of, at)
    if of not in scenario.members:
        return event_effect(scenario, of, runs=runs, seed=seed, threads=threads, progress=progress)
    branch = branched(scenario, at)
    if at is None or at <= later(branch.last_recorded, 1):
        refuse_out(branch, of, "a later month of exit, where it can be back by then")
    arms = {EXIT: do_exit(of), STAY: do_stay(of)}
    frozen = branch_status(branch, of) == FROZEN
    if frozen:
        arms[ACTIVE_ARM] = Do(hold={of: ACTIVE})
    played = play(branch, arms, runs=runs, seed=seed, at=at, threads=threads, progress=progress)
    contrast = TwoArms.of_exit(played, of, EXIT, STAY)
    against = TwoArms(played, EXIT, ACTIVE_ARM, contrast.among, contrast.rows) if frozen else None
    against_active = against.further().estimate() if against else None
    return _answer(scenario, contrast, against_active, of=of, kind="member", at=at)


def event_effect(
    scenario: Scenario,
    of: str,
    *,
    runs: int = 20_000,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Answer[EffectResult]:
    """What an event does to the members that it does not name: with it against without it.

    Both arms branch in the month before it; of an event after ``now`` they share the free months
    before it.

    Parameters
    ----------
    scenario : Scenario
        What is assumed.
    of : str
        Id of the event.
    runs, seed, threads, progress
        As of ``domino_effect``.

    Returns
    -------
    Answer of EffectResult
        Further exits of the members that the event does not name.

    Raises
    ------
    Refusal
        The event names every member, so that there is no other to count, or the record begins
        with it.
    """
    check_cause(scenario, of)
    event = scenario.events[of]
    recorded = event.month is not None and event.month <= scenario.last_recorded
    stated = scenario
    if recorded and event.is_inside:  # an earlier branch would drop it
        stated = scenario.change({f"events.{of}.keep": True})
    branch = branched(stated, event.month if recorded else None)
    played = play(
        branch,
        {WITH: Do(), WITHOUT: Do(without=frozenset([of]))},
        runs=runs,
        seed=seed,
        at=event.month,
        threads=threads,
        progress=progress,
    )
    named = event.names()
    among = np.array([i for i, m in enumerate(played.members) if m not in named], np.intp)
    contrast = TwoArms(played, WITH, WITHOUT, among, np.arange(runs))
    return _answer(scenario, contrast, of=of, kind="event")


def branched(scenario: Scenario, at: str | None) -> Scenario:
    """The scenario with its branch before ``at``, where that lies in the record."""
    if at is None or at > scenario.last_recorded:
        return scenario
    if at <= scenario.start:
        message = "the arms cannot part then"
        allowed = f"a month after {scenario.start}, in which the record begins"
        raise Refusal(message, field="of", found=at, allowed=allowed)
    return scenario.change({"branch_at": later(at, -1)})


def _answer(
    scenario: Scenario,
    contrast: TwoArms,
    against_active: Estimate | None = None,
    *,
    of: str,
    kind: Literal["member", "event"],
    **options: Any,
) -> Answer[EffectResult]:
    played = contrast.futures
    ratio = contrast.hazard_ratio()
    result = EffectResult(
        scenario=scenario.name,
        scenario_hash=scenario.hash,
        of=of,
        kind=kind,
        at=played.month(played.at),
        now=played.month(played.last_recorded),
        end=played.month(played.end),
        effect=contrast.further().estimate(),
        hazard_ratio=None if ratio.value is None else ratio,
        reproduction_number=contrast.further(FIVE_YEARS).estimate(),
        p_another_5y=_another(contrast, is_event=kind == "event"),
        by_member={
            played.members[i]: contrast.of_member(int(i)).estimate() for i in contrast.among
        },
        pairs=len(contrast.rows),
        left_out=played.runs - len(contrast.rows),
        runs=played.runs,
        seed=played.seed,
        against_active=against_active,
    )
    inputs = Inputs.of(scenario, played.seed, played.runs, of=of, **options)
    return Answer("effect", inputs, result, _tables(contrast), ("effect", "effect_cascade"))


def _another(contrast: TwoArms, *, is_event: bool) -> AnotherExit:
    futures = contrast.futures
    record = references("follow_on")[0].span()
    months = min(FIVE_YEARS, futures.end - futures.at + 1)
    treated, control = (
        contrast.another(arm).estimate() for arm in (contrast.treated, contrast.control)
    )
    if is_event:
        return AnotherExit(record, months, with_event=treated, without_event=control)
    return AnotherExit(record, months, exit=treated, stay=control)


def _tables(contrast: TwoArms) -> dict[str, DataFrame]:
    from pandas import concat

    played = contrast.futures
    arms = (contrast.treated, contrast.control)
    return {
        "by_member": _by_member(contrast),
        "futures": concat(
            [exits_table(played, arm, played.at).assign(arm=arm) for arm in arms], ignore_index=True
        ),
        "cascade": concat(
            [cascade_table(played, arm, contrast.among).assign(arm=arm) for arm in arms],
            ignore_index=True,
        ),
        "members": members_table(played),
        "runs": each_run_table(contrast.each(), played.runs),
    }


def _by_member(contrast: TwoArms) -> DataFrame:
    from pandas import DataFrame

    rows = []
    for i in contrast.among:
        arms = (contrast.treated, contrast.control)
        rows.append(
            {
                "member": contrast.futures.members[i],
                **contrast.of_member(int(i)).estimate().as_json(),
                **{arm: contrast.left(arm, int(i)).estimate().value for arm in arms},
            }
        )
    return DataFrame(rows)
