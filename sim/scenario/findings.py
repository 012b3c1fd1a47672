"""How the checks between fields state what they find, and on which fields it rests."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sim.scenario.faults import KEY, Fault, Keys, dotted, listing, nearest, shown
from sim.scenario.paths import field_keys
from sim.scenario.schema import PATRON, Document

Faults = Iterator[Fault]


def finding(
    keys: Keys,
    message: str,
    found: str,
    allowed: str,
    *others: Keys,
    near: str = "",
    at_key: bool = False,
    by_name: bool = False,
) -> Fault:
    """A fault of the field at ``keys``, resting on it and on ``others``.

    ``by_name`` says that the key alone is at fault; ``at_key`` only, that it is told there.
    """
    own = (*keys, KEY) if by_name else keys
    return Fault(
        dotted(field_keys(keys)),
        message,
        found,
        allowed,
        near=near,
        at_key=at_key or by_name,
        keys=keys,
        rests_on=(own, *others),
    )


def not_known(
    keys: Keys, name: str, names: Collection[str], kind: str, *others: Keys, by_name: bool = False
) -> Faults:
    """The fault of a name that is none of those known."""
    if name not in names:
        near, allowed = nearest(name, names), listing(names) or "none, as there are none"
        message = f"no such {kind}"
        yield finding(keys, message, shown(name), allowed, *others, near=near, by_name=by_name)


def not_a_member(document: Document, keys: Keys, name: str, *, by_name: bool = False) -> Faults:
    """The fault of a name that is no member's."""
    yield from not_known(keys, name, document.members, "member", ("members", name), by_name=by_name)


def not_an_actor(document: Document, keys: Keys, name: str, *, by_name: bool = False) -> Faults:
    """The fault of a name that is neither a member's nor the patron's."""
    names = [*document.members, PATRON]
    yield from not_known(keys, name, names, "member", ("members", name), by_name=by_name)


def below(keys: Keys, names: Collection[str]) -> list[Keys]:
    """The paths of several fields of a block."""
    return [(*keys, name) for name in names]
