"""Tables of the ledger."""

from __future__ import annotations

from collections.abc import Sequence

from sim.ledger.deciding import Decided
from sim.ledger.entry import Entry

Rows = tuple[list[str], list[list[str]]]


def rows(entries: Sequence[Entry]) -> Rows:
    """What each entry says."""
    heads = ["Id", "Made", "Decided", "Scenario", "Chance of having left"]
    return heads, [[one.id, one.made, one.decided, one.scenario, said(one)] for one in entries]


def said(entry: Entry) -> str:
    """The chances, the largest first."""
    ordered = sorted(entry.chances.items(), key=lambda item: -item[1])
    return ", ".join(f"{member} {chance:.1%}" for member, chance in ordered)


def decided_rows(found: Sequence[Decided]) -> Rows:
    """What became of each entry."""
    heads = ["Id", "Decided", "Left", "Log loss", "Brier"]
    return heads, [
        [
            one.entry.id,
            one.entry.decided,
            left(one),
            "" if one.log_loss is None else f"{one.log_loss:.3f}",
            "" if one.brier is None else f"{one.brier:.3f}",
        ]
        for one in found
    ]


def left(one: Decided) -> str:
    """Who left, or that the day has not come."""
    if one.left is None:
        return "the record does not reach that far"
    return ", ".join(member for member, out in one.left.items() if out) or "nobody"
