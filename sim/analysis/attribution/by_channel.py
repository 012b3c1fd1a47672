"""The channels as parts of an effect.

v(S) = the effect with the channels outside S cut
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.analysis.domino.cause import Cause
from sim.futures.experiment import play
from sim.futures.measures import exit_counts
from sim.scenario.compiling.compile import compile_scenario
from sim.scenario.scenario import Scenario
from sim.statistics.shapley import Ints, Worths

CONDITIONS, CONDITIONAL_EVENTS = "conditions", "conditional_events"
"""What is cut, and its name as a part: events that come only under conditions."""


def has_conditions(scenario: Scenario) -> bool:
    """Whether an event under conditions can act after the record."""
    world = compile_scenario(scenario).future
    begin = world.events.agenda_first[world.calendar.last_recorded + 1]
    free = world.events.agenda[begin:]
    first = world.events.first_condition
    return bool((first[free + 1] > first[free]).any())


def channel_game(cause: Cause, parts: Sequence[str], seed: int) -> Worths:
    """Worth of some channels: the effect in each pair with the others cut.

    Parameters
    ----------
    cause : Cause
        Whose effect.
    parts : sequence of str
        Channels by name, and ``conditional_events``.
    seed : int
        From which all luck follows.

    Returns
    -------
    callable
        Of coalitions as bits over ``parts``, the first pair and how many; int64 (coalitions,
        pairs that count).
    """
    names = [CONDITIONS if part == CONDITIONAL_EVENTS else part for part in parts]

    def cut(coalition: int) -> frozenset[str]:
        return frozenset(name for k, name in enumerate(names) if not coalition >> k & 1)

    def worths(coalitions: Sequence[int], first: int, size: int) -> Ints:
        both = {c: cause.arms(cut(c)) for c in coalitions}
        arms = {f"{c} {way}": arm for c, pair in both.items() for way, arm in enumerate(pair)}
        played = play(
            cause.branch, arms, runs=size, seed=seed, at=cause.at, threads=1, first_run=first
        )
        among, rows = cause.counted(played), cause.rows(played)
        counts = {arm: exit_counts(played, arm, among)[rows] for arm in arms}
        return np.stack([counts[f"{c} 0"] - counts[f"{c} 1"] for c in coalitions])

    return worths
