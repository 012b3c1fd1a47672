"""Checks of a single event: names that must exist, months that are played, parts that fit."""

from __future__ import annotations

from sim.refusal import listing, shown
from sim.scenario.checking.findings import Faults, finding, not_a_member, not_an_actor
from sim.scenario.document.events import Chance, Event, Policy, Shock, Threshold
from sim.scenario.document.months import later
from sim.scenario.document.schema import OTHERS, PATRON, Document
from sim.scenario.document.timespan import last_month, last_recorded
from sim.scenario.faults import Keys


def faults_of_event(document: Document, name: str) -> Faults:
    """Faults between the fields of an event, and between it and the rest but for the months."""
    keys, event = ("events", name), document.events[name]
    if event.chance is not None:
        yield from _chance(keys, event.chance)
    yield from _conditions(document, keys, event)
    yield from _shocks(document, keys, event)
    for part in ("pledge", "punishment"):
        if (stated := getattr(event, part)) is not None:
            yield from not_a_member(document, (*keys, part, "member"), stated.member)
    for member in event.status:
        yield from not_a_member(document, (*keys, "status", member), member, at_key=True)
    yield from _parts(keys, event)


def months_of_event(document: Document, name: str) -> Faults:
    """Faults of the months of an event, where those of the scenario hold together."""
    keys, event = ("events", name), document.events[name]
    month, start, end = event.month, document.start, last_month(document)
    if month is not None and not start <= month <= end:
        allowed = f"a month from {start} to {end}"
        yield finding((*keys, "month"), "outside the months played", month, allowed)
    if (
        month is not None
        and event.status
        and month <= document.now
        and (event.chance or event.when)
    ):
        found = "chance" if event.chance else "when"
        allowed = f"a certain status up to now ({document.now})"
        yield finding((*keys, "status"), "an uncertain record", found, allowed, at_key=True)
    first = month or later(last_recorded(document), 1)
    until = event.chance.until if event.chance else None
    if until is not None and until < first:
        allowed = f"a month from {first} on"
        yield finding((*keys, "chance", "until"), "ends before it begins", until, allowed)


def size_of(document: Document, event: Event) -> int:
    """How many single changes an event makes; ``others`` counts for each member meant."""
    parts = (event.pledge, event.punishment, event.policy)
    count = sum(part is not None for part in parts) + len(event.status)
    for name, shock in event.shocks.items():
        meant = len(document.members) - len(event.names()) if name == OTHERS else 1
        count += len(_moved(shock)) * meant
    return count


def _moved(shock: Shock) -> list[str]:
    return [name for name in Shock.model_fields if getattr(shock, name) is not None]


def _parts(keys: Keys, event: Event) -> Faults:
    """What an event must have, and what has no meaning beside what it has."""
    if event.policy and event.policy == Policy():
        allowed = "coerce, concede or both"
        yield finding((*keys, "policy"), "an empty policy", "nothing", allowed)
    sized = event.pledge or event.shocks or event.punishment
    if not (sized or event.policy or event.status):
        allowed = "a pledge, shocks, punishment, policy or status"
        yield finding(keys, "an event without effect", "none", allowed, at_key=True)
    elif not sized and event.weight.value != 1:
        found, allowed = f"{event.weight.value:g}", "1 where there is only a policy or a status"
        yield finding((*keys, "weight", "value"), "a weight without a size", found, allowed)
    if event.keep and not event.is_inside:
        allowed = "false, since an outside entry stays anyway"
        yield finding((*keys, "keep"), "keep on an outside entry", "true", allowed)


def _chance(event: Keys, chance: Chance) -> Faults:
    keys = (*event, "chance")
    if (chance.once is None) == (chance.each_month is None):
        found = "neither" if chance.once is None else "both"
        yield finding(keys, "needs one of once and each_month", found, "one of the two")
    if chance.each_month is None:
        times = str(chance.times) if chance.times != 1 else None
        for part, stated in (("times", times), ("until", chance.until)):
            if stated is not None:
                message, allowed = f"{part} without each_month", "with each_month alone"
                yield finding((*keys, part), message, stated, allowed)


def _conditions(document: Document, event: Keys, stated: Event) -> Faults:
    keys, when = (*event, "when"), stated.when
    if when is None:
        return
    if not (when.exit_of or when.status_of or when.quantities):
        allowed = "exit_of, status_of or quantities"
        yield finding(keys, "no condition", "none", allowed, at_key=True)
    if when.exit_of is not None:
        yield from not_a_member(document, (*keys, "exit_of"), when.exit_of)
    for name in when.status_of:
        yield from not_a_member(document, (*keys, "status_of", name), name, at_key=True)
    for index, threshold in enumerate(when.quantities):
        yield from _threshold(document, (*keys, "quantities", index), threshold)


def _threshold(document: Document, keys: Keys, threshold: Threshold) -> Faults:
    yield from not_an_actor(document, (*keys, "of"), threshold.of)
    yield from _of_right_actor(
        document, (*keys, "quantity"), threshold.of, threshold.quantity, at_key=False
    )
    above, below = threshold.above, threshold.below
    if above is None and below is None:
        allowed = "above, below or both"
        yield finding(keys, "a threshold without a value", "neither", allowed)
    elif above is not None and below is not None and above >= below:
        found, allowed = f"above {above:g} and below {below:g}", "above less than below"
        yield finding(keys, "a condition that never holds", found, allowed)


def _shocks(document: Document, event: Keys, stated: Event) -> Faults:
    keys = (*event, "shocks")
    moved = {name: _moved(shock) for name, shock in stated.shocks.items()}
    for name, quantities_moved in moved.items():
        here = (*keys, name)
        if name != OTHERS:
            yield from not_an_actor(document, here, name, at_key=True)
        if not quantities_moved:
            allowed = listing(Shock.model_fields)
            yield finding(here, "an empty shock", "nothing", allowed, at_key=True)
        for quantity in quantities_moved:
            yield from _of_right_actor(document, (*here, quantity), name, quantity, at_key=True)
    every = {quantity for names in moved.values() for quantity in names}
    if stated.lasting and "alignment" not in every:
        message = "lasting without a shock to alignment"
        allowed = "false where no shock moves alignment"
        yield finding((*event, "lasting"), message, "true", allowed)
    if stated.half_life is not None and not every - {"alignment"}:
        found, allowed = f"{stated.half_life.value:g}", "with shocks other than alignment alone"
        yield finding((*event, "half_life", "value"), "a half-life of nothing", found, allowed)


def _of_right_actor(
    document: Document, keys: Keys, actor: str, quantity: str, *, at_key: bool
) -> Faults:
    """Capacity is the patron's, all else the members'; who is neither is told as that."""
    is_known = actor in (PATRON, OTHERS) or actor in document.members
    if is_known and (actor == PATRON) != (quantity == "capacity"):
        message = "not a quantity of the patron" if actor == PATRON else "not one of a member"
        others = [name for name in Shock.model_fields if name != "capacity"]
        allowed = "capacity" if actor == PATRON else listing(others)
        yield finding(keys, message, shown(quantity), allowed, at_key=at_key)
