"""What single fields cannot know: ids that must exist, months in order, parts that exclude others.

Each check yields the faults that it finds, with the fields on which each rests; a scenario is
refused with all of them at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import islice

from sim.scenario.doubts import ANY, Doubts
from sim.scenario.event_checks import faults_of_event, size_of
from sim.scenario.events import Policy
from sim.scenario.faults import KEY, MOST, Keys, shown
from sim.scenario.findings import Faults, below, finding, not_a_member, not_known
from sim.scenario.months import between
from sim.scenario.parameters import Channels, Parameters
from sim.scenario.paths import bounds_at, quantities
from sim.scenario.quantity import ASSUMPTION, Limits, Quantity
from sim.scenario.schema import RESERVED, Document, Patron, PresentPatron
from sim.scenario.span import last_month, last_recorded

Numbers = list[tuple[Keys, Quantity]]

_LOOKED_INTO = 3 * MOST
"""How many faults between fields are found at most, with those that are not told."""


def faults_of(document: Document, sources: Collection[str], doubts: Doubts | None = None) -> Faults:
    """All faults between the fields of a document.

    Parameters
    ----------
    document : Document
        What is checked.
    sources : names
        The ids of sources known beside its own.
    doubts : Doubts, optional
        What is at fault already: nothing is told that rests on it.
    """
    doubts = Doubts() if doubts is None else doubts
    numbers = list(quantities(document))
    for fault in _first_words(_values(document, numbers), doubts):
        doubts.values.add((*fault.keys, KEY) if fault.at_key else fault.keys)
        yield fault
    yield from _first_words(islice(_between(document, numbers, sources), _LOOKED_INTO), doubts)


def _first_words(faults: Faults, doubts: Doubts) -> Faults:
    """What is beyond doubt; what is found again, on weaker grounds, is told in the first words."""
    told = set()
    for fault in faults:
        what = (fault.keys, fault.message)
        if what not in told and not doubts.cover(fault):
            told.add(what)
            yield fault


def _values(document: Document, numbers: Numbers) -> Faults:
    """Values that cannot be as they are: what rests on one of them is in doubt."""
    for keys, quantity in numbers:
        yield from _bounded(keys, quantity)
    yield from _timeline(document)


def _between(document: Document, numbers: Numbers, sources: Collection[str]) -> Faults:
    yield from _sizes(document)
    yield from _ids(document)
    yield from _members(document)
    yield from _influence(document)
    yield from _policies(document)
    yield from _present(document)
    yield from _ranges_and_sources(document, numbers, sources)
    for name, event in document.events.items():
        yield from faults_of_event(document, name, event)


def _bounded(keys: Keys, quantity: Quantity) -> Faults:
    bounds = bounds_at(keys)
    for part in ("value", "low", "high"):
        found = getattr(quantity, part)
        if found is None:
            continue
        if not bounds.low <= found <= bounds.high:
            yield finding((*keys, part), "out of bounds", shown(found), bounds.words())
        elif part == "value" and bounds.whole and found != int(found):
            yield finding((*keys, part), "not a whole number", shown(found), bounds.words())


def _timeline(document: Document) -> Faults:
    start, now, end = document.start, document.now, last_month(document)
    if start > now:
        yield finding(("start",), "starts after now", start, f"a month up to {now}", ("now",))
    if now >= end:
        message, allowed = "ends before a month is free", f"a month after {now}"
        yield finding(("end",), message, end, allowed, ("now",))
    months = between(start, end) + 1
    if months > Limits.MONTHS:
        key = "end" if document.end else "now"
        found = f"{months} months from {start} to {end}"
        allowed = f"at most {Limits.MONTHS}"
        yield finding((key,), "too many months", found, allowed, ("start",), ("end",))
    branch = document.branch_at
    if branch is not None and not start <= branch <= now:
        here, message = ("branch_at",), "outside the record"
        allowed = f"a month from {start} to {now}"
        yield finding(here, message, branch, allowed, ("start",), ("now",))
        # Where one end of the record is in doubt, what is beyond the other still is.
        if branch < start:
            yield finding(here, message, branch, f"a month from {start} on", ("start",))
        else:
            yield finding(here, message, branch, f"a month up to {now}", ("now",))
    for month in document.charter.decision_dates:
        if month < start:
            keys = ("charter", "decision_dates", month)
            allowed = f"a month from {start} on"
            yield finding(keys, "before the start", month, allowed, ("start",), by_name=True)


def _sizes(document: Document) -> Faults:
    effects = sum(size_of(document, event) for event in document.events.values())
    for key, what, size, most in (
        ("members", "members", len(document.members), Limits.MEMBERS),
        ("events", "events", len(document.events), Limits.EVENTS),
        ("events", "effects of events", effects, Limits.EFFECTS),
    ):
        if size > most:
            yield finding((key,), f"too many {what}", str(size), f"at most {most}", at_key=True)


def _ids(document: Document) -> Faults:
    blocks: dict[str, Collection[str]] = {
        "members": document.members,
        "poles": document.poles,
        "events": document.events,
    }
    taken: dict[str, str] = {}
    for block, names in blocks.items():
        for name in names:
            keys = (block, name)
            if name in (*RESERVED, "value"):
                yield finding(keys, "a reserved id", shown(name), "another id", by_name=True)
            elif name in taken:
                found = f"{shown(name)}, which is one of the {taken[name]} too"
                other = (taken[name], name, KEY)
                yield finding(keys, "an id used twice", found, "another id", other, by_name=True)
            taken.setdefault(name, block)
    if ASSUMPTION in document.sources:
        keys = ("sources", ASSUMPTION)
        yield finding(keys, "a reserved id", shown(ASSUMPTION), "another id", by_name=True)


def _members(document: Document) -> Faults:
    for name, member in document.members.items():
        keys = ("members", name)
        if (member.pull is None) == (member.offers is None):
            found = "neither" if member.pull is None else "both"
            missing = below(keys, ("pull", "offers")) if found == "neither" else ()
            message = "needs one of pull and offers"
            yield finding(keys, message, found, "one of the two", *missing)
        if member.offers is not None and not member.offers:
            offers = (*keys, "offers")
            yield finding(offers, "no offer", "an empty block", "at least one pole", (*offers, ANY))
        for pole in member.offers or {}:
            here = (*keys, "offers", pole)
            yield from not_known(here, pole, document.poles, "pole", ("poles", pole), by_name=True)


def _influence(document: Document) -> Faults:
    for heeding, heeded in document.influence.items():
        keys = ("influence", heeding)
        yield from not_a_member(document, keys, heeding, by_name=True)
        for name in heeded:
            here = (*keys, name)
            yield from not_a_member(document, here, name, by_name=True)
            if name == heeding:
                message, self_ = "influence on itself", (*keys, KEY)
                yield finding(here, message, shown(name), "another member", self_, by_name=True)


@dataclass(frozen=True)
class _Share:
    """A share of the patron's reactions, and the fields that say so."""

    value: float
    rests_on: tuple[Keys, ...]


def _policies(document: Document) -> Faults:
    """Follow the patron's shares through the record: together never more than 1."""
    shares = _after(document.patron, ("patron",), [])
    yield from _too_much(("patron",), shares)
    dated = [(event.month, name, event) for name, event in document.events.items() if event.policy]
    for month, name, event in sorted(dated, key=lambda entry: entry[0] or "9999"):
        assert event.policy is not None
        keys = ("events", name, "policy")
        after = _after(event.policy, keys, shares)
        if after != shares:
            yield from _too_much(keys, after)
        is_certain = event.chance is None and event.when is None
        if is_certain and month is not None and month <= last_recorded(document):
            since: tuple[Keys, ...] = (("events", name, "month"), ("now",), ("branch_at",))
            shares = [_Share(share.value, (*share.rests_on, *since)) for share in after]
    patron = document.present.patron
    if patron.coerce or patron.concede:
        here = ("present", "patron")
        yield from _too_much(here, _after(patron, here, shares))


def _after(
    stated: Policy | PresentPatron | Patron, keys: Keys, before: list[_Share]
) -> list[_Share]:
    """The shares from then on: those stated, else those before."""
    new = [(name, getattr(stated, name)) for name in ("coerce", "concede")]
    return [
        before[place] if share is None else _Share(share.value, ((*keys, name, "value"),))
        for place, (name, share) in enumerate(new)
    ]


def _too_much(keys: Keys, shares: Iterable[_Share]) -> Faults:
    coerce, concede = shares
    total = coerce.value + concede.value
    if total > 1 + 1e-12:
        found = f"coerce {coerce.value:g} + concede {concede.value:g} = {total:g}"
        message, allowed = "shares of more than the whole", "at most 1 together"
        yield finding(keys, message, found, allowed, *coerce.rests_on, *concede.rests_on)


def _present(document: Document) -> Faults:
    for name in document.present.members:
        yield from not_a_member(document, ("present", "members", name), name, by_name=True)
    for block, model in (("channels", Channels), ("parameters", Parameters)):
        for name in getattr(document.present, block):
            keys, kind = ("present", block, name), block.removesuffix("s")
            yield from not_known(keys, name, model.model_fields, kind, by_name=True)


def _ranges_and_sources(document: Document, numbers: Numbers, sources: Collection[str]) -> Faults:
    known = dict.fromkeys([*document.sources, *sources, ASSUMPTION])
    for keys, quantity in numbers:
        yield from _range(keys, quantity)
        if quantity.source == ASSUMPTION:
            yield from _assumption(keys, quantity)
        elif quantity.source is not None:
            yield from _no_source((*keys, "source"), quantity.source, known)
    for name, event in document.events.items():
        keys = ("events", name)
        if event.source is not None:
            yield from _no_source((*keys, "source"), event.source, known)
        if event.source == ASSUMPTION and not event.note:
            message, rests_on = "an assumption without a reason", below(keys, ("source", "note"))
            yield finding(keys, message, "no note", "a note", *rests_on, at_key=True)


def _range(keys: Keys, quantity: Quantity) -> Faults:
    value, low, high = quantity.value, quantity.low, quantity.high
    ends = below(keys, ("low", "high"))
    if low is not None and high is not None:
        allowed = f"low <= value <= high, here {low} to {high}"
        message = "value outside its own range"
        if low > high:
            yield finding(keys, message, shown(value), allowed, *ends)
        elif not low <= value <= high:
            yield finding(keys, message, shown(value), allowed, *ends, (*keys, "value"))
    elif low is not None or high is not None:
        found = "no high" if high is None else "no low"
        message, rests_on = "a range needs both ends", ends[1] if high is None else ends[0]
        yield finding(keys, message, found, "low and high", rests_on)


def _assumption(keys: Keys, quantity: Quantity) -> Faults:
    source, allowed = (*keys, "source"), "low, high and note"
    if quantity.low is None and quantity.high is None:
        ends = below(keys, ("low", "high"))
        found = "neither low nor high"
        yield finding(keys, "an assumption without a range", found, allowed, source, *ends)
    elif not quantity.note:
        note = (*keys, "note")
        yield finding(keys, "an assumption without a reason", "no note", allowed, source, note)


def _no_source(keys: Keys, name: str, known: Collection[str]) -> Faults:
    yield from not_known(keys, name, known, "source", ("sources", name))
