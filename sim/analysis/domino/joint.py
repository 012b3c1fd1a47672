"""The domino effect of several exits at once: more, or less, than each alone adds up to.

All arms share the record and the luck, and all count the same members and the same runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.domino.checks import check_set
from sim.analysis.domino.effect import branched
from sim.analysis.domino.result import JointResult
from sim.analysis.forecast.forecast import members_table
from sim.analysis.shared.already_out import branch_status, refuse_out
from sim.answer import Answer, Inputs
from sim.bounds import FIVE_YEARS
from sim.futures.arms import TwoArms, exit_arm
from sim.futures.experiment import TODAY, Do, Futures, play
from sim.futures.tables import each_run_table
from sim.pool import Progress
from sim.rules.status import ACTIVE, FROZEN, OUT
from sim.scenario.document.months import later
from sim.scenario.scenario import Scenario
from sim.statistics.estimates import Each

if TYPE_CHECKING:
    from pandas import DataFrame

EXIT, STAY, ACTIVE_ARM = "exit", "stay", "active"
JOINT, BEYOND = "joint", "beyond"


def joint_effect(
    scenario: Scenario,
    of: Sequence[str],
    *,
    at: str | None = None,
    runs: int = 20_000,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Answer[JointResult]:
    """The domino effect of the exit of several members in one month.

    Parameters
    ----------
    scenario : Scenario
        What is assumed.
    of : ids of members
        Two or more, not all.
    at : str, optional
        Month of the exits, YYYY-MM; default the first free month. A month up to ``now`` branches
        before it.
    runs, seed, threads, progress
        As of ``simulate``; ``runs`` counts pairs.

    Returns
    -------
    Answer
        The joint effect, each alone, and what is beyond their sum.

    Raises
    ------
    Refusal
        A set that is none, a member that is out already, or a month in which arms cannot part.
    """
    check_set(scenario, of)
    leavers = list(of)
    branch = branched(scenario, at)
    if at is None or at <= later(branch.last_recorded, 1):
        for member in leavers:
            refuse_out(branch, member)
    played = play(
        branch,
        _arms(branch, leavers),
        runs=runs,
        seed=seed,
        at=at,
        threads=threads,
        progress=progress,
    )
    contrasts = _contrasts(played, leavers)
    joint = contrasts[EXIT]
    alone = {member: contrasts[exit_arm(member)].further() for member in leavers}
    beyond = _beyond(joint.further(), list(alone.values()))
    active = contrasts.get(ACTIVE_ARM)
    result = JointResult(
        scenario=scenario.name,
        scenario_hash=scenario.hash,
        of=leavers,
        at=played.month(played.at),
        now=played.month(played.last_recorded),
        end=played.month(played.end),
        effect=joint.further().estimate(),
        alone={member: each.estimate() for member, each in alone.items()},
        beyond=beyond.estimate(),
        against_active=active.further().estimate() if active else None,
        hazard_ratio=joint.hazard_ratio(),
        reproduction_number=joint.further(FIVE_YEARS).estimate(),
        by_member={played.members[i]: joint.of_member(int(i)).estimate() for i in joint.among},
        pairs=len(joint.rows),
        left_out=runs - len(joint.rows),
        runs=runs,
        seed=seed,
    )
    each: dict[str, Each | None] = {"effect": joint.further(), BEYOND: beyond}
    each |= {f"alone.{member}": found for member, found in alone.items()}
    tables = {
        "joint": _table(result),
        "by_member": _by_member(joint),
        "members": members_table(played),
        "runs": each_run_table(each, runs),
    }
    inputs = Inputs.of(scenario, seed, runs, of=leavers, at=at)
    return Answer("joint", inputs, result, tables, ("joint",))


def _arms(branch: Scenario, leavers: Sequence[str]) -> dict[str, Do]:
    stay = dict.fromkeys(leavers, TODAY)
    arms = {EXIT: Do(hold=dict.fromkeys(leavers, OUT)), STAY: Do(hold=stay)}
    arms |= {exit_arm(member): Do(hold=stay | {member: OUT}) for member in leavers}
    frozen = [member for member in leavers if branch_status(branch, member) == FROZEN]
    if frozen:
        arms[ACTIVE_ARM] = Do(hold=stay | dict.fromkeys(frozen, ACTIVE))
    return arms


def _contrasts(played: Futures, leavers: Sequence[str]) -> dict[str, TwoArms]:
    """Each arm against all staying, and all exiting against the frozen being active."""
    places = [played.index(member) for member in leavers]
    among = np.array([i for i in range(len(played.members)) if i not in places], np.intp)
    rows = np.flatnonzero((played.today[:, places] != OUT).all(axis=1))
    found = {
        arm: TwoArms(played, arm, STAY, among, rows)
        for arm in (EXIT, *(exit_arm(member) for member in leavers))
    }
    if ACTIVE_ARM in played.arms:
        found[ACTIVE_ARM] = TwoArms(played, EXIT, ACTIVE_ARM, among, rows)
    return found


def _beyond(joint: Each, alone: Sequence[Each]) -> Each:
    return Each(joint.values - sum(each.values for each in alone), joint.rows)


def _table(result: JointResult) -> DataFrame:
    from pandas import DataFrame

    rows = [(JOINT, result.effect), *result.alone.items(), (BEYOND, result.beyond)]
    return DataFrame([{"of": name, **estimate.as_json()} for name, estimate in rows])


def _by_member(joint: TwoArms) -> DataFrame:
    from pandas import DataFrame

    return DataFrame(
        [
            {
                "member": joint.futures.members[i],
                **joint.of_member(int(i)).estimate().as_json(),
                **{arm: joint.left(arm, int(i)).estimate().value for arm in (EXIT, STAY)},
            }
            for i in joint.among
        ]
    )
