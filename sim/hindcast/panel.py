"""All windows of all bodies as arrays: what the likelihood, the baselines and the scores read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.hindcast.windows import Window, windows
from sim.refusal import Refusal, listing
from sim.seeding.features import QUANTITIES, REGIME, VOTES, Deed, seed_members
from sim.seeding.history import Body
from sim.seeding.lookup import Indicators
from sim.seeding.worth import worth_terms

INDICATORS = (VOTES, REGIME, *(q for q in QUANTITIES if q not in ("alignment", "expected_cost")))
"""What the statistical baselines read: the same data, before the model's weights."""

BY_WINDOW = ("organisation", "year", "record")
BY_ROW = ("worth", "indicators", "centred", "left", "years", "at", "act")

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
type Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Panel:
    """Windows and their rows; a row is one member in one window.

    Rows of one window stand together, the most likely leaver by ``worth`` first.

    Attributes
    ----------
    organisations : tuple of str
        Ids of the bodies, in order of the record.
    kinds : tuple of str
        Type of each body.
    organisation : int64 (windows,)
        Place in ``organisations``.
    year, record : (windows,)
        Year of the window's beginning; own record of the body before it.
    first : int64 (windows + 1,)
        Place of each window's first row; the last is the number of rows.
    worth : float64 (rows,)
        Terms of the value of staying, default weights, as a difference from the members' mean.
    indicators : float64 (rows, INDICATORS)
        Raw indicators; ``centred`` are their differences from the members' means.
    left, years, at : (rows,)
        As ``windows.Row`` has them.
    act : int64 (rows,)
        Place of the row's act among all acts of its window, -1 where it took no step.
    member : tuple of str (rows,)
    """

    organisations: tuple[str, ...]
    kinds: tuple[str, ...]
    organisation: Ints
    year: Ints
    record: Floats
    first: Ints
    worth: Floats
    indicators: Floats
    centred: Floats
    left: Flags
    years: Floats
    at: Floats
    act: Ints
    member: tuple[str, ...]

    @property
    def window(self) -> Ints:
        """The window of each row."""
        return np.repeat(np.arange(len(self.year)), np.diff(self.first))

    @property
    def of_row(self) -> Ints:
        """The organisation of each row."""
        return self.organisation[self.window]

    def only(self, chosen: Flags) -> Panel:
        """The windows for which ``chosen`` is true, and their rows."""
        sizes = np.diff(self.first)
        rows = np.flatnonzero(np.repeat(chosen, sizes))
        by_window = {name: getattr(self, name)[chosen] for name in BY_WINDOW}
        by_row = {name: getattr(self, name)[rows] for name in BY_ROW}
        return replace(
            self,
            first=np.cumsum([0, *sizes[chosen]]),
            member=tuple(self.member[row] for row in rows),
            **by_window,
            **by_row,
        )


def panel(
    record: Mapping[str, Body], indicators: Indicators, deeds: Sequence[Deed], until: float
) -> Panel:
    """Seed every member at the beginning of every window, and set its outcome beside it.

    Parameters
    ----------
    until : float
        Year and fraction at which the record ends.

    Raises
    ------
    Refusal
        No body has a window.
    """
    found = {name: list(windows(body, until)) for name, body in record.items()}
    names = tuple(name for name in record if found[name])
    if not names:
        raise Refusal(
            "no body has a window: each needs a leading power and members that take full part",
            field="organisations",
            found=listing(record),
        )
    parts = [
        seeded(window, place, record[name], indicators, deeds)
        for place, name in enumerate(names)
        for window in found[name]
    ]
    return joined(names, tuple(record[name].kind for name in names), parts)


def stacked(parts: Sequence[Panel]) -> Panel:
    """Panels of the same bodies, one after another."""
    columns: dict[str, Any] = {
        name: np.concatenate([getattr(part, name) for part in parts])
        for name in (*BY_WINDOW, *BY_ROW)
    }
    sizes = np.concatenate([np.diff(part.first) for part in parts])
    member = tuple(one for part in parts for one in part.member)
    return replace(parts[0], first=np.cumsum([0, *sizes]), member=member, **columns)


@dataclass(frozen=True)
class Part:
    """One window: its numbers, and its rows as columns."""

    organisation: int
    year: int
    record: float
    rows: Mapping[str, Sequence[object] | NDArray[np.generic]]


def seeded(
    window: Window, organisation: int, body: Body, indicators: Indicators, deeds: Sequence[Deed]
) -> Part:
    """One window with its members seeded; means are taken over all members but the leader."""
    leader = body.leader(window.year)
    assert leader is not None  # windows() leaves the others out
    members = body.members(window.year)
    seeding = seed_members(members, leader, window.year, indicators, deeds, body.name)
    worth = sum(worth_terms(seeding).values(), start=np.zeros(len(members)))
    raw = np.array([seeding.of(name) for name in INDICATORS]).T
    place = [members.index(row.iso3) for row in window.rows]
    order = np.argsort((worth - worth.mean())[place], kind="stable")
    place, rows = [place[i] for i in order], [window.rows[i] for i in order]
    acts = {name: i for i, name in enumerate(sorted({row.act for row in rows if row.left}))}
    return Part(
        organisation,
        window.year,
        body.own_record(window.year),
        {
            "worth": (worth - worth.mean())[place],
            "indicators": raw[place],
            "centred": (raw - raw.mean(axis=0))[place],
            "left": np.array([row.left for row in rows]),
            "years": np.array([row.years for row in rows]),
            "at": np.array([row.at for row in rows]),
            "act": np.array([acts[row.act] if row.left else -1 for row in rows]),
            "member": [row.iso3 for row in rows],
        },
    )


def joined(names: tuple[str, ...], kinds: tuple[str, ...], parts: Iterable[Part]) -> Panel:
    """All windows in one panel."""
    parts = list(parts)
    sizes = [len(part.rows["member"]) for part in parts]
    rows = {name: np.concatenate([part.rows[name] for part in parts]) for name in BY_ROW}
    return Panel(
        organisations=names,
        kinds=kinds,
        organisation=np.array([part.organisation for part in parts]),
        year=np.array([part.year for part in parts]),
        record=np.array([part.record for part in parts]),
        first=np.concatenate([[0], np.cumsum(sizes)]),
        member=tuple(str(m) for part in parts for m in part.rows["member"]),
        **rows,
    )
