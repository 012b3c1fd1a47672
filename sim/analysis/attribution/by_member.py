"""Members as parts: which of them carry the chance that several leave.

    v(S) = P(at least k first exits) when the members outside S are held at today's status

A held member keeps its status whatever happens; the patron's reactions to it go on.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.futures.experiment import TODAY, Do, play
from sim.futures.measures import exit_counts
from sim.scenario.scenario import Scenario
from sim.statistics.shapley import Ints, Worths


def free_members(members: Sequence[str], coalition: int) -> Do:
    """Members outside the coalition are held."""
    outside = [member for k, member in enumerate(members) if not coalition >> k & 1]
    return Do(hold=dict.fromkeys(outside, TODAY))


def cascade_game(scenario: Scenario, k: int, seed: int) -> Worths:
    """Worth of some free members in a run: 1 where at least k leave, else 0.

    Parameters
    ----------
    scenario : Scenario
        Whose members are the parts.
    k : int
        First exits, at least.
    seed : int
        From which all luck follows.

    Returns
    -------
    callable
        Of coalitions as bits over the members, the first run and how many; int64 (coalitions,
        runs).
    """
    members = scenario.member_ids

    def worths(coalitions: Sequence[int], first: int, size: int) -> Ints:
        arms = {str(c): free_members(members, c) for c in coalitions}
        played = play(scenario, arms, runs=size, seed=seed, threads=1, first_run=first)
        return np.stack([(exit_counts(played, arm) >= k).astype(np.int64) for arm in arms])

    return worths
