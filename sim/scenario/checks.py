"""What single fields cannot know: ids that must exist, months in order, parts that exclude others.

Each check yields the faults that it finds; a scenario is refused with all of them at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from sim.scenario.events import Event, Policy, Shock
from sim.scenario.faults import Fault, dotted, listing, nearest, shown
from sim.scenario.months import between, later
from sim.scenario.parameters import Channels, Parameters
from sim.scenario.paths import UNIT_INTERVAL, bounds_at, quantities
from sim.scenario.quantity import ASSUMPTION, Bounds, Limits, Quantity
from sim.scenario.schema import OTHERS, PATRON, RESERVED, Document

DEFAULT_MONTHS = 120
"""Months after ``now`` that are played where no end is stated."""

Faults = Iterator[Fault]


def faults_of(document: Document, sources: Collection[str]) -> Faults:
    """All faults between the fields of a document; ``sources`` are the ids known beside its own."""
    yield from _sizes(document)
    yield from _ids(document)
    yield from _timeline(document)
    yield from _members(document)
    yield from _influence(document)
    yield from _policies(document)
    yield from _present(document)
    yield from _sources(document, sources)
    for name, event in document.events.items():
        yield from _event(document, name, event)


def last_recorded(document: Document) -> str:
    """The last month that is replayed."""
    return document.branch_at or document.now


def last_month(document: Document) -> str:
    """The last month that is played."""
    return document.end or later(document.now, DEFAULT_MONTHS)


def _sizes(document: Document) -> Faults:
    effects = sum(_effects(document, event) for event in document.events.values())
    for path, what, size, most in (
        ("members", "members", len(document.members), Limits.MEMBERS),
        ("events", "events", len(document.events), Limits.EVENTS),
        ("events", "effects of events", effects, Limits.EFFECTS),
    ):
        if size > most:
            yield Fault(path, f"too many {what}", str(size), f"at most {most}", at_key=True)


def _effects(document: Document, event: Event) -> int:
    """How many single changes an event makes; ``others`` counts for each member meant."""
    parts = (event.pledge, event.punishment, event.policy)
    count = sum(part is not None for part in parts) + len(event.status)
    for name, shock in event.shocks.items():
        meant = len(document.members) - len(event.names()) if name == OTHERS else 1
        count += len(_moved(shock)) * meant
    return count


def _moved(shock: Shock) -> list[str]:
    return [name for name in Shock.model_fields if getattr(shock, name) is not None]


def _ids(document: Document) -> Faults:
    blocks: dict[str, Collection[str]] = {
        "members": document.members,
        "poles": document.poles,
        "events": document.events,
    }
    taken: dict[str, str] = {}
    for block, names in blocks.items():
        for name in names:
            path = dotted((block, name))
            if name in (*RESERVED, "value"):
                yield Fault(path, "a reserved id", shown(name), "another id", at_key=True)
            elif name in taken:
                found = f"{shown(name)}, which is one of the {taken[name]} too"
                yield Fault(path, "an id used twice", found, "another id", at_key=True)
            taken.setdefault(name, block)
    for name in document.sources:
        if name == ASSUMPTION:
            path = dotted(("sources", name))
            yield Fault(path, "a reserved id", shown(name), "another id", at_key=True)


def _timeline(document: Document) -> Faults:
    start, now, end = document.start, document.now, last_month(document)
    if start > now:
        yield Fault("start", "starts after now", start, f"a month up to {now}")
    if now >= end:
        yield Fault("end", "ends before a month is free", end, f"a month after {now}")
    branch = document.branch_at
    if branch is not None and not start <= branch <= now:
        yield Fault("branch_at", "outside the record", branch, f"a month from {start} to {now}")
    months = between(start, end) + 1
    if months > Limits.MONTHS:
        path = "end" if document.end else "now"
        found = f"{months} months from {start} to {end}"
        yield Fault(path, "too many months", found, f"at most {Limits.MONTHS}")
    for month in document.charter.decision_dates:
        if month < start:
            path = dotted(("charter", "decision_dates", month))
            yield Fault(path, "before the start", month, f"a month from {start} on", at_key=True)


def _members(document: Document) -> Faults:
    for name, member in document.members.items():
        path = f"members.{name}"
        if (member.pull is None) == (member.offers is None):
            found = "neither" if member.pull is None else "both"
            yield Fault(path, "needs one of pull and offers", found, "one of the two")
        if member.offers is not None and not member.offers:
            yield Fault(f"{path}.offers", "no offer", "an empty block", "at least one pole")
        for pole, offer in (member.offers or {}).items():
            yield from _known(f"{path}.offers.{pole}", pole, document.poles, "pole", at_key=True)
            yield from _bounded(f"{path}.offers.{pole}", offer, UNIT_INTERVAL)


def _influence(document: Document) -> Faults:
    for heeding, heeded in document.influence.items():
        path = f"influence.{heeding}"
        yield from _known(path, heeding, document.members, "member", at_key=True)
        for name, strength in heeded.items():
            here = f"{path}.{name}"
            yield from _known(here, name, document.members, "member", at_key=True)
            yield from _bounded(here, strength, UNIT_INTERVAL)
            if name == heeding:
                yield Fault(here, "influence on itself", shown(name), "another member", at_key=True)


def _policies(document: Document) -> Faults:
    """Follow the patron's shares through the record: together never more than 1."""
    coerce, concede = document.patron.coerce.value, document.patron.concede.value
    yield from _shares("patron", coerce, concede)
    dated = [(event.month, name, event) for name, event in document.events.items() if event.policy]
    for month, name, event in sorted(dated, key=lambda entry: entry[0] or "9999"):
        assert event.policy is not None
        after = _after(event.policy, coerce, concede)
        yield from _shares(f"events.{name}.policy", *after)
        is_certain = event.chance is None and event.when is None
        if is_certain and month is not None and month <= last_recorded(document):
            coerce, concede = after
    patron = document.present.patron
    if patron.coerce or patron.concede:
        yield from _shares("present.patron", *_after(patron, coerce, concede))


def _after(policy: Any, coerce: float, concede: float) -> tuple[float, float]:
    stated = (policy.coerce, policy.concede)
    before = (coerce, concede)
    first, second = (new.value if new else old for new, old in zip(stated, before, strict=True))
    return first, second


def _shares(path: str, coerce: float, concede: float) -> Faults:
    if coerce + concede > 1 + 1e-12:
        found = f"coerce {coerce:g} + concede {concede:g} = {coerce + concede:g}"
        yield Fault(path, "shares of more than the whole", found, "at most 1 together")


def _present(document: Document) -> Faults:
    for name in document.present.members:
        path = f"present.members.{name}"
        yield from _known(path, name, document.members, "member", at_key=True)
    for block, model in (("channels", Channels), ("parameters", Parameters)):
        stated: dict[str, Quantity] = getattr(document.present, block)
        for name, quantity in stated.items():
            path = f"present.{block}.{name}"
            names = model.model_fields
            yield from _known(path, name, names, block.removesuffix("s"), at_key=True)
            if name in names:
                yield from _bounded(path, quantity, bounds_at(("present", block, name)))


def _sources(document: Document, sources: Collection[str]) -> Faults:
    known = dict.fromkeys([*document.sources, *sources, ASSUMPTION])
    for keys, quantity in quantities(document):
        if quantity.source is not None:
            yield from _known(f"{dotted(keys)}.source", quantity.source, known, "source")
    for name, event in document.events.items():
        path = f"events.{name}"
        if event.source is not None:
            yield from _known(f"{path}.source", event.source, known, "source")
        if event.source == ASSUMPTION and not event.note:
            yield Fault(path, "an assumption without a reason", "no note", "a note", at_key=True)


def _event(document: Document, name: str, event: Event) -> Faults:
    path = f"events.{name}"
    yield from _event_months(document, path, event)
    yield from _conditions(document, path, event)
    yield from _shocks(document, path, event)
    for part in ("pledge", "punishment"):
        if (stated := getattr(event, part)) is not None:
            yield from _member(document, f"{path}.{part}.member", stated.member)
    for member in event.status:
        yield from _member(document, f"{path}.status.{member}", member, at_key=True)
    yield from _event_parts(path, event)


def _event_parts(path: str, event: Event) -> Faults:
    """What an event must have, and what has no meaning beside what it has."""
    if event.policy and event.policy == Policy():
        yield Fault(f"{path}.policy", "an empty policy", "nothing", "coerce, concede or both")
    sized = event.pledge or event.shocks or event.punishment
    if not (sized or event.policy or event.status):
        allowed = "a pledge, shocks, punishment, policy or status"
        yield Fault(path, "an event without effect", "none", allowed, at_key=True)
    elif not sized and event.weight.value != 1:
        found, allowed = f"{event.weight.value:g}", "1 where there is only a policy or a status"
        yield Fault(f"{path}.weight", "a weight without a size", found, allowed)
    if event.keep and not event.is_inside:
        found, allowed = "true", "false, since an outside entry stays anyway"
        yield Fault(f"{path}.keep", "keep on an outside entry", found, allowed)


def _event_months(document: Document, path: str, event: Event) -> Faults:
    start, end = document.start, last_month(document)
    # Where start and now change places, that is told once and not for each event.
    is_told = start > document.now
    if event.month is not None and not start <= event.month <= end and not is_told:
        allowed = f"a month from {start} to {end}"
        yield Fault(f"{path}.month", "outside the months played", event.month, allowed)
    is_past = event.month is not None and event.month <= document.now
    if event.status and is_past and (event.chance or event.when):
        found = "chance" if event.chance else "when"
        allowed = f"a certain status up to now ({document.now})"
        yield Fault(f"{path}.status", "an uncertain record", found, allowed, at_key=True)
    if event.chance:
        yield from _chance(document, path, event)


def _chance(document: Document, path: str, event: Event) -> Faults:
    chance = event.chance
    assert chance is not None
    if (chance.once is None) == (chance.each_month is None):
        stated = "neither" if chance.once is None else "both"
        yield Fault(f"{path}.chance", "needs one of once and each_month", stated, "one of the two")
    if chance.each_month is None:
        times = str(chance.times) if chance.times != 1 else None
        for part, found in (("times", times), ("until", chance.until)):
            if found is not None:
                here = f"{path}.chance.{part}"
                yield Fault(here, f"{part} without each_month", found, "with each_month alone")
    first = event.month or later(last_recorded(document), 1)
    if chance.until is not None and chance.until < first:
        allowed = f"a month from {first} on"
        yield Fault(f"{path}.chance.until", "ends before it begins", chance.until, allowed)


def _conditions(document: Document, path: str, event: Event) -> Faults:
    when = event.when
    if when is None:
        return
    if not (when.exit_of or when.status_of or when.quantities):
        allowed = "exit_of, status_of or quantities"
        yield Fault(f"{path}.when", "no condition", "none", allowed, at_key=True)
    if when.exit_of is not None:
        yield from _member(document, f"{path}.when.exit_of", when.exit_of)
    for name in when.status_of:
        yield from _member(document, f"{path}.when.status_of.{name}", name, at_key=True)
    for index, threshold in enumerate(when.quantities):
        here = f"{path}.when.quantities.{index}"
        yield from _actor(document, f"{here}.of", threshold.of)
        yield from _of_right_actor(f"{here}.quantity", threshold.of, threshold.quantity)
        above, below = threshold.above, threshold.below
        if above is None and below is None:
            yield Fault(here, "a threshold without a value", "neither", "above, below or both")
        elif above is not None and below is not None and above >= below:
            found = f"above {above:g} and below {below:g}"
            yield Fault(here, "a condition that never holds", found, "above less than below")


def _shocks(document: Document, path: str, event: Event) -> Faults:
    moved = {name: _moved(shock) for name, shock in event.shocks.items()}
    for name, quantities_moved in moved.items():
        here = f"{path}.shocks.{name}"
        if name != OTHERS:
            yield from _actor(document, here, name, at_key=True)
        if not quantities_moved:
            yield Fault(here, "an empty shock", "nothing", listing(Shock.model_fields), at_key=True)
        for quantity in quantities_moved:
            yield from _of_right_actor(f"{here}.{quantity}", name, quantity, at_key=True)
    every = {quantity for stated in moved.values() for quantity in stated}
    if event.lasting and "alignment" not in every:
        allowed = "false where no shock moves alignment"
        yield Fault(f"{path}.lasting", "lasting without a shock to alignment", "true", allowed)
    if event.half_life is not None and not every - {"alignment"}:
        found, allowed = f"{event.half_life.value:g}", "with shocks other than alignment alone"
        yield Fault(f"{path}.half_life", "a half-life of nothing", found, allowed)


def _of_right_actor(path: str, actor: str, quantity: str, *, at_key: bool = False) -> Faults:
    """Capacity is the patron's, all else the members'."""
    if (actor == PATRON) != (quantity == "capacity"):
        message = "not a quantity of the patron" if actor == PATRON else "not one of a member"
        allowed = "capacity" if actor == PATRON else listing(_quantities_of_members())
        yield Fault(path, message, shown(quantity), allowed, at_key=at_key)


def _quantities_of_members() -> list[str]:
    return [name for name in Shock.model_fields if name != "capacity"]


def _member(document: Document, path: str, name: str, *, at_key: bool = False) -> Faults:
    return _known(path, name, document.members, "member", at_key=at_key)


def _actor(document: Document, path: str, name: str, *, at_key: bool = False) -> Faults:
    return _known(path, name, [*document.members, PATRON], "member", at_key=at_key)


def _known(
    path: str, name: str, names: Collection[str], kind: str, *, at_key: bool = False
) -> Faults:
    if name not in names:
        near, allowed = nearest(name, names), listing(names) or "none, as there are none"
        yield Fault(path, f"no such {kind}", shown(name), allowed, None, near, at_key)


def _bounded(path: str, quantity: Quantity, bounds: Bounds) -> Faults:
    for part in ("value", "low", "high"):
        found = getattr(quantity, part)
        if found is not None and not bounds.low <= found <= bounds.high:
            here = path if part == "value" else f"{path}.{part}"
            yield Fault(here, "out of bounds", shown(found), bounds.words())
            return
