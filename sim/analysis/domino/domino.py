"""The domino effect: an exit against a stay, an event against its absence; who topples whom.

A paired counterfactual (do(exit) against do(stay), Pearl 2009): both arms share the record and the
luck, so that their difference is the consequence of the exit and of nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.forecast.forecast import members_table
from sim.analysis.shared.base_rates import references
from sim.answer import Answer, Inputs
from sim.bounds import FIVE_YEARS
from sim.futures.arms import TwoArms, exit_arm, stay_arm
from sim.futures.experiment import Do, do_exit, do_stay, play
from sim.futures.tables import cascade_table, each_run_table, exits_table
from sim.pool import Progress
from sim.rules.status import ACTIVE, FROZEN, OUT, STATUSES
from sim.scenario.document.months import later
from sim.scenario.scenario import Scenario
from sim.statistics.estimates import Each, Estimate

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
) -> Answer:
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
    Answer
        Further exits caused, with paired interval, hazard ratio and reproduction number.

    Raises
    ------
    ValueError
        No such member or event, or a month in which the arms cannot part.
    """
    if rules:
        from sim.analysis.shared.by_rule import effect_by_rule

        options = {"of": of, "at": at, "seed": seed, "threads": threads}
        return effect_by_rule(domino_effect, scenario, runs=runs, progress=progress, **options)
    if of in scenario.events and of not in scenario.members:
        return event_effect(scenario, of, runs=runs, seed=seed, threads=threads, progress=progress)
    _known(of, scenario)
    branch = _branched(scenario, at)
    if at is None or at <= later(branch.last_recorded, 1):
        refuse_out(branch, of, "; where it can be back by then, --at names a later month")
    arms = {EXIT: do_exit(of), STAY: do_stay(of)}
    frozen = branch_status(branch, of) == FROZEN
    if frozen:
        arms[ACTIVE_ARM] = Do(hold={of: ACTIVE})
    played = play(branch, arms, runs=runs, seed=seed, at=at, threads=threads, progress=progress)
    contrast = TwoArms.of_exit(played, of, EXIT, STAY)
    numbers = _numbers(scenario, contrast, of, "member")
    against = TwoArms(played, EXIT, ACTIVE_ARM, contrast.among, contrast.rows) if frozen else None
    numbers["against_active"] = against.further().estimate().as_json() if against else None
    return _answer(scenario, contrast, numbers, seed, runs, of=of, at=at)


def event_effect(
    scenario: Scenario,
    of: str,
    *,
    runs: int = 20_000,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Answer:
    """What an event does to the members that it does not name: with it against without it.

    Both arms branch in the month before it; of an event after ``now`` they share the free months
    before it. Parameters, returns and raises as of ``domino_effect``; an event that names every
    member has no other to count, and is refused.
    """
    event = scenario.events[of]
    if event.names() >= set(scenario.members):
        raise ValueError(f"{of} names every member: there is no other to count")
    recorded = event.month is not None and event.month <= scenario.last_recorded
    kept = scenario
    if recorded and event.is_inside:  # an earlier branch would drop it
        kept = scenario.change({f"events.{of}.keep": True})
    branch = _branched(kept, event.month if recorded else None)
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
    numbers = _numbers(scenario, contrast, of, "event") | {"against_active": None}
    return _answer(scenario, contrast, numbers, seed, runs, of=of)


def _known(of: str, scenario: Scenario) -> None:
    from difflib import get_close_matches

    if of not in scenario.members:
        known = [*scenario.members, *scenario.events]
        near = get_close_matches(of, known, 1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise ValueError(
            f"no member or event {of!r}{hint} (members: {', '.join(scenario.members)})"
        )


def _branched(scenario: Scenario, at: str | None) -> Scenario:
    """The scenario with its branch before ``at``, where that lies in the record."""
    if at is None or at > scenario.last_recorded:
        return scenario
    if at <= scenario.start:
        raise ValueError(f"the arms cannot part in {at}: the record begins in {scenario.start}")
    return scenario.change({"branch_at": later(at, -1)})


def branch_status(scenario: Scenario, member: str) -> int:
    """The recorded status of a member when the future begins, ``present:`` included."""
    stated = scenario.present.members.get(member)
    if stated is not None and stated.status is not None:
        return STATUSES.index(stated.status)
    status = scenario.members[member].status
    for event in scenario.events.values():
        recorded = event.month is not None and event.month <= scenario.last_recorded
        if recorded and member in event.status:
            status = event.status[member]
    return STATUSES.index(status)


def refuse_out(branch: Scenario, of: str, instead: str = "") -> None:
    """Refuse a leaver that is out when the future begins.

    Raises
    ------
    ValueError
        With what can be asked ``instead``.
    """
    if branch_status(branch, of) == OUT:
        raise ValueError(f"--of: {of} is already out: its exit changes nothing{instead}")


def _numbers(scenario: Scenario, contrast: TwoArms, of: str, kind: str) -> dict[str, Any]:
    played = contrast.futures
    ratio = contrast.hazard_ratio()
    follow_on = references("follow_on")[0]
    return {
        "scenario": scenario.name,
        "scenario_hash": scenario.hash,
        "of": of,
        "kind": kind,
        "at": played.month(played.at),
        "now": played.month(played.last_recorded),
        "end": played.month(played.end),
        "effect": contrast.further().estimate().as_json(),
        "hazard_ratio": None if ratio.value is None else ratio.as_json(),
        "reproduction_number": contrast.further(FIVE_YEARS).estimate().as_json(),
        "p_another_5y": {
            contrast.treated: contrast.another(contrast.treated).estimate().as_json(),
            contrast.control: contrast.another(contrast.control).estimate().as_json(),
            "reference": [follow_on.low, follow_on.high],
            "months": min(FIVE_YEARS, played.end - played.at + 1),
        },
        "by_member": {
            played.members[i]: contrast.of_member(int(i)).estimate().as_json()
            for i in contrast.among
        },
        "pairs": len(contrast.rows),
        "left_out": played.runs - len(contrast.rows),
        "runs": played.runs,
        "seed": played.seed,
        "rules": None,
    }


def _answer(
    scenario: Scenario,
    contrast: TwoArms,
    numbers: Mapping[str, Any],
    seed: int,
    runs: int,
    **options: Any,
) -> Answer:
    from pandas import concat

    played = contrast.futures
    arms = (contrast.treated, contrast.control)
    tables = {
        "by_member": _by_member(contrast),
        "futures": concat(
            [exits_table(played, arm, played.at).assign(arm=arm) for arm in arms], ignore_index=True
        ),
        "cascade": concat(
            [cascade_table(played, arm, contrast.among).assign(arm=arm) for arm in arms],
            ignore_index=True,
        ),
        "members": members_table(played),
        "runs": each_run_table(contrast.each(), runs),
    }
    inputs = Inputs.of(scenario, seed, runs, **options)
    return Answer("effect", inputs, dict(numbers), tables, ("effect", "effect_cascade"))


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


def domino_matrix(
    scenario: Scenario,
    *,
    runs: int = 20_000,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Answer:
    """Who topples whom: D[i, j] = P(first exit of j | do(exit i)) - P(… | do(stay i)).

    Rows leave; the diagonal is empty; a row of a member that is OUT already is empty too.
    Parameters as of ``domino_effect``.
    """
    from pandas import DataFrame

    members = tuple(scenario.members)
    arms = {exit_arm(m): do_exit(m) for m in members} | {stay_arm(m): do_stay(m) for m in members}
    played = play(scenario, arms, runs=runs, seed=seed, threads=threads, progress=progress)
    rows: list[dict[str, Any]] = []
    each: dict[str, Each | None] = {}
    matrix: dict[str, list[list[float | None]]] = {"matrix": [], "low": [], "high": []}
    for leaver in members:
        contrast = TwoArms.of_exit(played, leaver)
        cells: dict[str, list[float | None]] = {name: [] for name in matrix}
        for j, other in enumerate(members):
            difference = Estimate(None)
            if other != leaver:
                each[f"matrix.{leaver}.{other}"] = pairwise = contrast.of_member(j)
                difference = pairwise.estimate()
                rows.append(
                    {
                        "leaver": leaver,
                        "other": other,
                        **difference.as_json(),
                        EXIT: contrast.left(exit_arm(leaver), j).estimate().value,
                        STAY: contrast.left(stay_arm(leaver), j).estimate().value,
                    }
                )
            for name, number in zip(
                matrix, (difference.value, difference.low, difference.high), strict=True
            ):
                cells[name].append(number)
        for name in matrix:
            matrix[name].append(cells[name])
    numbers = {
        "scenario": scenario.name,
        "scenario_hash": scenario.hash,
        "members": list(members),
        **matrix,
        "at": played.month(played.at),
        "end": played.month(played.end),
        "runs": runs,
        "seed": seed,
    }
    tables = {
        "matrix": DataFrame(rows),
        "members": members_table(played),
        "runs": each_run_table(each, runs),
    }
    return Answer("matrix", Inputs.of(scenario, seed, runs), numbers, tables, ("matrix",))
