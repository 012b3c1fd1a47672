"""The dated events of the record as parts of an effect.

    v(S) = the effect when of the record's dated events only S happen

The events outside S are taken out from the start: the past is replayed without them. A status
that the record pins is an outcome of the record and stays, with or without its event; so do
events after the record. What ``present:`` states is stated in every S, and is reached from
wherever the replay leads.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.analysis.domino.cause import Cause
from sim.futures.experiment import play
from sim.futures.measures import exit_counts
from sim.scenario.compiling.timeline import is_dropped
from sim.scenario.document.events import Event
from sim.scenario.scenario import Scenario
from sim.statistics.shapley import Ints, Worths

_CAUSES = ("pledge", "shocks", "punishment", "policy")
"""What an event does beside pinning a status."""

_NOTHING: dict[str, object] = {"pledge": None, "shocks": {}, "punishment": None, "policy": None}


def recorded_events(cause: Cause) -> list[str]:
    """The dated events that are shared out to: in the record, more than a pinned status."""
    branch = cause.branch
    return [
        name
        for name, event in branch.events.items()
        if event.month is not None
        and event.month <= branch.last_recorded
        and not is_dropped(branch, event)
        and any(getattr(event, part) for part in _CAUSES)
        and name != cause.of
    ]


def without(scenario: Scenario, absent: Sequence[str]) -> Scenario:
    """The scenario in which some events never happened, their pinned statuses apart."""
    events: dict[str, Event] = {}
    for name, event in scenario.events.items():
        if name not in absent:
            events[name] = event
        elif event.status:
            events[name] = event.model_copy(update=_NOTHING)
    # Taking out holds together what did: no need to check it thousands of times over.
    return scenario.model_copy(update={"events": events})


def record_game(cause: Cause, seed: int) -> Worths:
    """Worth of some of the record's events: the effect in each pair when only they happen."""
    players = recorded_events(cause)

    def worths(coalitions: Sequence[int], first: int, size: int) -> Ints:
        return np.stack(
            [_effect(cause, _absent(players, c), seed, first, size) for c in coalitions]
        )

    return worths


def _absent(players: Sequence[str], coalition: int) -> list[str]:
    return [name for k, name in enumerate(players) if not coalition >> k & 1]


def _effect(cause: Cause, absent: Sequence[str], seed: int, first: int, size: int) -> Ints:
    treated, control = cause.arms()
    played = play(
        without(cause.branch, absent),
        {"with": treated, "without": control},
        runs=size,
        seed=seed,
        at=cause.at,
        threads=1,
        first_run=first,
    )
    among, rows = cause.counted(played), cause.rows(played)
    counts = {arm: exit_counts(played, arm, among) for arm in played.arms}
    return (counts["with"] - counts["without"])[rows]
