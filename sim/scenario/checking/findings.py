"""How the checks between fields state what they find."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sim.edition import retired
from sim.refusal import listing, nearest, shown
from sim.scenario.document.paths import field_keys
from sim.scenario.document.schema import PATRON, Document
from sim.scenario.faults import Fault, Keys, dotted

Faults = Iterator[Fault]


def finding(
    keys: Keys,
    message: str,
    found: str,
    allowed: str,
    *,
    near: str = "",
    at_key: bool = False,
) -> Fault:
    """A fault of the field at ``keys``.

    Parameters
    ----------
    keys : Keys
        The path of the field.
    message, found, allowed, near : str
        As of a Fault.
    at_key : bool
        Whether it is told where the key stands, not its value.
    """
    return Fault(
        dotted(field_keys(keys)), message, found, allowed, near=near, at_key=at_key, keys=keys
    )


def not_known(
    keys: Keys, name: str, names: Collection[str], kind: str, *, at_key: bool = False
) -> Faults:
    """The fault of a name that is none of those known.

    Parameters
    ----------
    keys : Keys
        Where the name stands.
    name : str
        The name.
    names : names
        Those that there are.
    kind : str
        What it should name, as ``member``.
    at_key : bool
        Whether the name is a key.
    """
    if name not in names:
        near, allowed = nearest(name, names), listing(names) or "none, as there are none"
        message = retired(f"no such {kind}", name)
        yield finding(keys, message, shown(name), allowed, near=near, at_key=at_key)


def not_a_member(document: Document, keys: Keys, name: str, *, at_key: bool = False) -> Faults:
    """The fault of a name that is no member's; parameters as of ``not_known``."""
    yield from not_known(keys, name, document.members, "member", at_key=at_key)


def not_an_actor(document: Document, keys: Keys, name: str, *, at_key: bool = False) -> Faults:
    """The fault of a name that is neither a member's nor the patron's; else likewise."""
    yield from not_known(keys, name, [*document.members, PATRON], "member", at_key=at_key)
