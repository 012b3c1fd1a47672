"""What single fields cannot know: ids that must exist, months in order, parts that exclude others.

Each check yields the faults that it finds; a scenario whose fields are in order is refused with all
of them at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sim.refusal import shown
from sim.scenario.checking.events import faults_of_event, months_of_event, size_of
from sim.scenario.checking.findings import Faults, finding, not_a_member, not_known
from sim.scenario.document.events import Policy
from sim.scenario.document.months import between
from sim.scenario.document.parameters import Channels, Parameters
from sim.scenario.document.quantity import ASSUMPTION, Limits, Quantity
from sim.scenario.document.schema import RESERVED, Document, Patron, PresentPatron
from sim.scenario.document.timespan import last_month, last_recorded
from sim.scenario.faults import Keys

Numbers = Iterable[tuple[Keys, Quantity]]
Shares = tuple[float, float]
"""Of the patron's reactions, those that coerce and those that concede."""


def faults_between(document: Document, numbers: Numbers, sources: Collection[str]) -> Faults:
    """All faults between the fields of a document.

    The months of events are judged where those of the scenario hold together.

    Parameters
    ----------
    document : Document
        What is checked.
    numbers : list of (Keys, Quantity)
        All its numbers, with their paths.
    sources : names
        The ids of sources known beside its own.
    """
    faults_of_timeline = list(_timeline(document))
    yield from faults_of_timeline or _months_of_events(document)
    yield from _sizes(document)
    yield from _ids(document)
    yield from _members(document)
    yield from _influence(document)
    yield from _blocs(document)
    yield from _policies(document)
    yield from _present(document)
    yield from _ranges_and_sources(document, numbers, sources)
    for name in document.events:
        yield from faults_of_event(document, name)


def _timeline(document: Document) -> Faults:
    start, now, end = document.start, document.now, last_month(document)
    if start > now:
        yield finding(("start",), "starts after now", start, f"a month up to {now}")
    if now >= end:
        message, allowed = "ends before a month is free", f"a month after {now}"
        yield finding(("end",), message, end, allowed)
    months = between(start, end) + 1
    if months > Limits.MONTHS:
        key = "end" if document.end else "now"
        found = f"{months} months from {start} to {end}"
        allowed = f"at most {Limits.MONTHS}"
        yield finding((key,), "too many months", found, allowed)
    branch = document.branch_at
    if branch is not None and not start <= branch <= now:
        allowed = f"a month from {start} to {now}"
        yield finding(("branch_at",), "outside the record", branch, allowed)
    for month in document.charter.decision_dates:
        if month < start:
            keys = ("charter", "decision_dates", month)
            allowed = f"a month from {start} on"
            yield finding(keys, "before the start", month, allowed, at_key=True)


def _months_of_events(document: Document) -> Faults:
    for name in document.events:
        yield from months_of_event(document, name)


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
        "blocs": document.blocs,
    }
    taken: dict[str, str] = {}
    for block, names in blocks.items():
        for name in names:
            keys = (block, name)
            if name in (*RESERVED, "value"):
                yield finding(keys, "a reserved id", shown(name), "another id", at_key=True)
            elif name in taken:
                found = f"{shown(name)}, which is one of the {taken[name]} too"
                yield finding(keys, "an id used twice", found, "another id", at_key=True)
            taken.setdefault(name, block)
    if ASSUMPTION in document.sources:
        keys = ("sources", ASSUMPTION)
        yield finding(keys, "a reserved id", shown(ASSUMPTION), "another id", at_key=True)


def _members(document: Document) -> Faults:
    for name, member in document.members.items():
        keys = ("members", name)
        if (member.pull is None) == (member.offers is None):
            found = "neither" if member.pull is None else "both"
            yield finding(keys, "needs one of pull and offers", found, "one of the two")
        if member.offers is not None and not member.offers:
            allowed = "at least one pole"
            yield finding((*keys, "offers"), "no offer", "an empty block", allowed)
        for pole in member.offers or {}:
            here = (*keys, "offers", pole)
            yield from not_known(here, pole, document.poles, "pole", at_key=True)


def _influence(document: Document) -> Faults:
    for heeding, heeded in document.influence.items():
        keys = ("influence", heeding)
        yield from not_a_member(document, keys, heeding, at_key=True)
        for name in heeded:
            here = (*keys, name)
            yield from not_a_member(document, here, name, at_key=True)
            if name == heeding:
                message, allowed = "influence on itself", "another member"
                yield finding(here, message, shown(name), allowed, at_key=True)


def _blocs(document: Document) -> Faults:
    """A bloc is of at least two members; nobody is in two, nor twice in one."""
    taken: dict[str, str] = {}
    for bloc, stated in document.blocs.items():
        keys = ("blocs", bloc, "members")
        for place, name in enumerate(stated.members):
            here = (*keys, place)
            yield from not_a_member(document, here, name)
            if name in taken:
                found = f"{shown(name)}, who is in {taken[name]} already"
                yield finding(here, "named twice", found, "each member once, in one bloc")
            taken.setdefault(name, bloc)
        if len(stated.members) < 2:
            count = str(len(stated.members)) if stated.members else "none"
            yield finding(keys, "too few members of a bloc", count, "at least two")


def _policies(document: Document) -> Faults:
    """Follow the patron's shares through the record: together never more than 1."""
    shares = _after(document.patron, (0.0, 0.0))
    yield from _too_much(("patron",), shares)
    dated = [(event.month, name, event) for name, event in document.events.items() if event.policy]
    for month, name, event in sorted(dated, key=lambda entry: entry[0] or "9999"):
        assert event.policy is not None
        after = _after(event.policy, shares)
        if event.policy != Policy():
            yield from _too_much(("events", name, "policy"), after)
        is_certain = event.chance is None and event.when is None
        if is_certain and month is not None and month <= last_recorded(document):
            shares = after
    patron = document.present.patron
    if patron.coerce or patron.concede:
        yield from _too_much(("present", "patron"), _after(patron, shares))


def _after(stated: Policy | PresentPatron | Patron, before: Shares) -> Shares:
    """The shares from then on: those stated, else those before."""
    coerce, concede = stated.coerce, stated.concede
    return (
        before[0] if coerce is None else coerce.value,
        before[1] if concede is None else concede.value,
    )


def _too_much(keys: Keys, shares: Shares) -> Faults:
    coerce, concede = shares
    if coerce + concede > 1 + 1e-12:
        found = f"coerce {coerce:g} + concede {concede:g} = {coerce + concede:g}"
        yield finding(keys, "shares of more than the whole", found, "at most 1 together")


def _present(document: Document) -> Faults:
    for name in document.present.members:
        yield from not_a_member(document, ("present", "members", name), name, at_key=True)
    for block, model in (("channels", Channels), ("parameters", Parameters)):
        for name in getattr(document.present, block):
            keys, kind = ("present", block, name), block.removesuffix("s")
            yield from not_known(keys, name, model.model_fields, kind, at_key=True)


def _ranges_and_sources(document: Document, numbers: Numbers, sources: Collection[str]) -> Faults:
    known = dict.fromkeys([*document.sources, *sources, ASSUMPTION])
    for keys, quantity in numbers:
        yield from _range(keys, quantity)
        if quantity.source == ASSUMPTION:
            yield from _assumption(keys, quantity)
        elif quantity.source is not None:
            yield from not_known((*keys, "source"), quantity.source, known, "source")
        if quantity.rule is not None and quantity.source in (None, ASSUMPTION):
            found = shown(quantity.source) if quantity.source else "no source"
            message = "a rule without a source from which the value follows"
            yield finding((*keys, "rule"), message, found, "an id of sources.yaml")
    for name, event in document.events.items():
        keys = ("events", name)
        if event.source is not None:
            yield from not_known((*keys, "source"), event.source, known, "source")
        if event.source == ASSUMPTION and not event.note:
            message = "an assumption without a reason"
            yield finding(keys, message, "no note", "a note", at_key=True)


def _range(keys: Keys, quantity: Quantity) -> Faults:
    value, low, high = quantity.value, quantity.low, quantity.high
    if low is not None and high is not None:
        if not low <= value <= high:
            allowed = f"low <= value <= high, here {low} to {high}"
            yield finding(keys, "value outside its own range", shown(value), allowed)
    elif low is not None or high is not None:
        found = "no high" if high is None else "no low"
        yield finding(keys, "a range needs both ends", found, "low and high")


def _assumption(keys: Keys, quantity: Quantity) -> Faults:
    allowed = "low, high and note"
    if quantity.low is None and quantity.high is None:
        found = "neither low nor high"
        yield finding(keys, "an assumption without a range", found, allowed)
    elif not quantity.note:
        yield finding(keys, "an assumption without a reason", "no note", allowed)
