"""Interventions as data: what an arm of a branch does differently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.refusal import unknown
from sim.rules.status import HOLD_TODAY, OUT
from sim.scenario.compiling import world as w
from sim.scenario.document.parameters import CHANNELS

CUTS = (*CHANNELS, "conditions")
"""What can be cut: the channels, and events conditional on the others."""

TODAY = HOLD_TODAY


@dataclass(frozen=True)
class Do:
    """An intervention, from the branch on.

    Attributes
    ----------
    hold : mapping of member id to status code
        Members that are kept at a status; ``TODAY`` is the one that a run had at the branch.
    without : frozenset of event ids
        Events that do not happen.
    change : mapping of ``present.`` path to value
        What ``present:`` would state beside what the scenario states.
    cut : frozenset of names in ``CUTS``
        Channels through which nobody learns of the others after the branch.
    """

    hold: Mapping[str, int] = field(default_factory=dict)
    without: frozenset[str] = frozenset()
    change: Mapping[str, Any] = field(default_factory=dict)
    cut: frozenset[str] = frozenset()


def do_exit(member: str, *, cut: frozenset[str] = frozenset()) -> Do:
    """A member is out in the month in which the arms part, without notice, and stays out."""
    return Do(hold={member: OUT}, cut=cut)


def do_stay(member: str, *, cut: frozenset[str] = frozenset()) -> Do:
    """A member keeps the status that it had at the branch; the patron's reactions go on."""
    return Do(hold={member: TODAY}, cut=cut)


def intervene(world: w.World, members: tuple[str, ...], events: tuple[str, ...], do: Do) -> w.World:
    """The world of an arm.

    Parameters
    ----------
    world : World
        Of the scenario, changed as ``do.change`` asks already.
    members, events : tuple of str
        Ids in file order.
    do : Do
        What the arm does differently.

    Raises
    ------
    Refusal
        A member, an event or a channel that does not exist.
    """
    held, happens = world.members.hold.copy(), world.events.happens.copy()
    for name, status in do.hold.items():
        held[_place("member", name, members)] = status
    for name in do.without:
        happens[_place("event", name, events)] = 0
    for name in do.cut:
        _place("channel", name, CUTS)
    silent = {name: 0.0 for name in ("reputation", "precedent") if name in do.cut}
    return world._replace(
        channels=world.channels._replace(**silent),
        cut=w.Cut(*(int(name in do.cut) for name in w.Cut._fields)),
        members=world.members._replace(hold=held),
        events=world.events._replace(happens=happens),
    )


def _place(kind: str, name: str, known: tuple[str, ...]) -> int:
    if name not in known:
        raise unknown(kind, name, known)
    return known.index(name)
