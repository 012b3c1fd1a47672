"""One body against itself, in words: the failures first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sim.hindcast.one_body import Case, Picked
from sim.words.shared.amounts import listing

Names = Mapping[str, str]


def failures(cases: Sequence[Case], names: Names) -> str:
    """Which leavers the model did not pick, and which it did."""
    missed: list[str] = []
    picked: list[str] = []
    for one in cases:
        many = len(one.ranks)
        for place, member in enumerate(one.members, 1):
            if member.left:
                where = f"place {place} of {len(one.members)}"
                told = f"{names[member.member]} from {one.year} ({where})"
                (picked if place <= many else missed).append(told)
    return (
        f"Not picked: {listing(missed) or 'nobody'}. Among the likeliest, as many as left: "
        f"{listing(picked) or 'nobody'}."
    )


def rows(one: Case, names: Names) -> Iterator[tuple[str, ...]]:
    """Each member, the likeliest first: what the model said, and what happened."""
    for member in one.members:
        yield (names[member.member], *said(member), "a first step" if member.left else "")


def said(member: Picked) -> tuple[str, str, str]:
    """The chances that three forecasters gave."""
    return f"{member.model:.1%}", f"{member.constant:.1%}", f"{member.own:.1%}"
