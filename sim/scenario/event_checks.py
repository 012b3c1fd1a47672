"""Checks of a single event: names that must exist, months that are played, parts that fit."""

from __future__ import annotations

from sim.scenario.doubts import ANY
from sim.scenario.events import Chance, Event, Policy, Shock, Threshold
from sim.scenario.faults import KEY, Keys, listing, nearest, shown
from sim.scenario.findings import Faults, below, finding, not_a_member, not_an_actor
from sim.scenario.months import later
from sim.scenario.schema import OTHERS, PATRON, Document
from sim.scenario.span import last_month, last_recorded

_SIZED = ("pledge", "shocks", "punishment")
_PARTS = (*_SIZED, "policy", "status")


def faults_of_event(document: Document, name: str, event: Event) -> Faults:
    """All faults between the fields of an event, and between it and the rest."""
    keys = ("events", name)
    yield from _months(document, keys, event)
    if event.chance is not None:
        yield from _chance(document, keys, event.chance, event.month)
    yield from _conditions(document, keys, event)
    yield from _shocks(document, keys, event)
    for part in ("pledge", "punishment"):
        if (stated := getattr(event, part)) is not None:
            yield from not_a_member(document, (*keys, part, "member"), stated.member)
    for member in event.status:
        yield from not_a_member(document, (*keys, "status", member), member, by_name=True)
    yield from _parts(keys, event)


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
        policy, allowed = (*keys, "policy"), "coerce, concede or both"
        stated = below(policy, Policy.model_fields)
        yield finding(policy, "an empty policy", "nothing", allowed, *stated)
    sized = event.pledge or event.shocks or event.punishment
    if not (sized or event.policy or event.status):
        allowed = "a pledge, shocks, punishment, policy or status"
        missing = [*below(keys, _PARTS), (*keys, "shocks", ANY), (*keys, "status", ANY)]
        yield finding(keys, "an event without effect", "none", allowed, *missing, at_key=True)
    elif not sized and event.weight.value != 1:
        found, allowed = f"{event.weight.value:g}", "1 where there is only a policy or a status"
        missing = [*below(keys, _SIZED), (*keys, "shocks", ANY)]
        weight = (*keys, "weight", "value")
        yield finding(weight, "a weight without a size", found, allowed, *missing)
    if event.keep and not event.is_inside:
        found, allowed = "true", "false, since an outside entry stays anyway"
        inside = below(keys, ("record", "pledge", "punishment", "policy", "status"))
        yield finding((*keys, "keep"), "keep on an outside entry", found, allowed, *inside)


def _months(document: Document, keys: Keys, event: Event) -> Faults:
    month, start, end = event.month, document.start, last_month(document)
    if month is None:
        return
    ends: list[Keys] = [("end",)] if document.end else [("end",), ("now",)]
    if not start <= month <= end:
        here, message = (*keys, "month"), "outside the months played"
        allowed = f"a month from {start} to {end}"
        yield finding(here, message, month, allowed, ("start",), *ends)
        # Where one end of the months played is in doubt, what is beyond the other still is.
        if month < start:
            yield finding(here, message, month, f"a month from {start} on", ("start",))
        else:
            yield finding(here, message, month, f"a month up to {end}", *ends)
    if event.status and month <= document.now and (event.chance or event.when):
        found = "chance" if event.chance else "when"
        allowed = f"a certain status up to now ({document.now})"
        here, others = (*keys, "status"), [(*keys, "month"), ("now",)]
        yield finding(here, "an uncertain record", found, allowed, *others, at_key=True)


def _chance(document: Document, event: Keys, chance: Chance, month: str | None) -> Faults:
    keys = (*event, "chance")
    if (chance.once is None) == (chance.each_month is None):
        found = "neither" if chance.once is None else "both"
        missing = below(keys, ("once", "each_month")) if found == "neither" else ()
        message = "needs one of once and each_month"
        yield finding(keys, message, found, "one of the two", *missing)
    if chance.each_month is None:
        times = str(chance.times) if chance.times != 1 else None
        for part, stated in (("times", times), ("until", chance.until)):
            if stated is not None:
                message, allowed = f"{part} without each_month", "with each_month alone"
                yield finding((*keys, part), message, stated, allowed, (*keys, "each_month"))
    first = month or later(last_recorded(document), 1)
    if chance.until is not None and chance.until < first:
        message, allowed = "ends before it begins", f"a month from {first} on"
        begins: list[Keys] = [(*event, "month")]
        begins += [] if month else [("branch_at",)]
        begins += [] if month or document.branch_at else [("now",)]
        yield finding((*keys, "until"), message, chance.until, allowed, *begins)


def _conditions(document: Document, event: Keys, stated: Event) -> Faults:
    keys, when = (*event, "when"), stated.when
    if when is None:
        return
    if not (when.exit_of or when.status_of or when.quantities):
        allowed = "exit_of, status_of or quantities"
        missing = [*below(keys, ("exit_of", "status_of", "quantities")), (*keys, "status_of", ANY)]
        yield finding(keys, "no condition", "none", allowed, *missing, at_key=True)
    if when.exit_of is not None:
        yield from not_a_member(document, (*keys, "exit_of"), when.exit_of)
    for name in when.status_of:
        yield from not_a_member(document, (*keys, "status_of", name), name, by_name=True)
    for index, threshold in enumerate(when.quantities):
        yield from _threshold(document, (*keys, "quantities", index), threshold)


def _threshold(document: Document, keys: Keys, threshold: Threshold) -> Faults:
    yield from not_an_actor(document, (*keys, "of"), threshold.of)
    here = (*keys, "quantity")
    yield from _of_right_actor(document, here, threshold.of, threshold.quantity, (*keys, "of"))
    above, below_ = threshold.above, threshold.below
    ends = below(keys, ("above", "below"))
    if above is None and below_ is None:
        message, allowed = "a threshold without a value", "above, below or both"
        yield finding(keys, message, "neither", allowed, *ends)
    elif above is not None and below_ is not None and above >= below_:
        found, allowed = f"above {above:g} and below {below_:g}", "above less than below"
        yield finding(keys, "a condition that never holds", found, allowed, *ends)


def _shocks(document: Document, event: Keys, stated: Event) -> Faults:
    keys = (*event, "shocks")
    moved = {name: _moved(shock) for name, shock in stated.shocks.items()}
    for name, quantities_moved in moved.items():
        here = (*keys, name)
        if name != OTHERS:
            yield from not_an_actor(document, here, name, by_name=True)
        if not quantities_moved:
            missing = below(here, Shock.model_fields)
            allowed = listing(Shock.model_fields)
            yield finding(here, "an empty shock", "nothing", allowed, *missing, at_key=True)
        for quantity in quantities_moved:
            at, actor = (*here, quantity), (*here, KEY)
            yield from _of_right_actor(document, at, name, quantity, actor, by_name=True)
    every = {quantity for names in moved.values() for quantity in names}
    if stated.lasting and "alignment" not in every:
        message = "lasting without a shock to alignment"
        allowed = "false where no shock moves alignment"
        missing = [(*keys, ANY), *((*keys, name, "alignment") for name in moved)]
        yield finding((*event, "lasting"), message, "true", allowed, *missing)
    if stated.half_life is not None and not every - {"alignment"}:
        found, allowed = f"{stated.half_life.value:g}", "with shocks other than alignment alone"
        others = [name for name in Shock.model_fields if name != "alignment"]
        missing = [(*keys, ANY), *(each for name in moved for each in below((*keys, name), others))]
        half_life = (*event, "half_life", "value")
        yield finding(half_life, "a half-life of nothing", found, allowed, *missing)


def _of_right_actor(
    document: Document, keys: Keys, stated: str, quantity: str, of: Keys, *, by_name: bool = False
) -> Faults:
    """Capacity is the patron's, all else the members'."""
    known = [*document.members, OTHERS, PATRON]
    actor = stated if stated in known else nearest(stated, known)
    if actor and (actor == PATRON) != (quantity == "capacity"):
        message = "not a quantity of the patron" if actor == PATRON else "not one of a member"
        allowed = "capacity" if actor == PATRON else listing(_quantities_of_members())
        yield finding(keys, message, shown(quantity), allowed, of, by_name=by_name)


def _quantities_of_members() -> list[str]:
    return [name for name in Shock.model_fields if name != "capacity"]
