"""What the record says of each member at the beginning of a year, by one set of formulas.

Nothing dated in that year or later is read. Formulas and their fallbacks stand in docs/data.md.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from sim.rules.elementary import clip, share
from sim.seeding.lookup import OLDEST, Indicators, Known, mean_of

POLES = ("USA", "RUS", "CHN", "GBR")
"""Powers whose nearness in votes counts as pull."""
QUANTITIES = (
    "alignment",
    "dependence",
    "presence",
    "threat",
    "regime_risk",
    "trust",
    "pull",
    "expected_cost",
)
VOTES, REGIME = "votes", "regime"
"""Nearness to the leading power in votes and in regime: the two halves of alignment."""
FALLBACK = {VOTES: 0.6, REGIME: 0.7, "dependence": 0.35, "regime_risk": 0.31}
"""Where no member is known; otherwise the mean of the members is taken."""


SUPPORT, FAILURE, COERCION = ("security support", "intervention"), "security failure", "coercion"
"""Types of event that bear on trust."""


@dataclass(frozen=True, slots=True)
class Deed:
    """An event that bears on trust: the leading power helped, failed or pressed a member."""

    year: int
    organisation: str
    actors: frozenset[str]
    targets: frozenset[str]
    kind: str


def deeds_of(events: pd.DataFrame) -> list[Deed]:
    """The events of the record that bear on trust; its columns as docs/data.md describes them."""
    bearing = events[events["type"].isin((*SUPPORT, FAILURE, COERCION))]
    return [
        Deed(int(str(date)[:4]), organisation, coded(actor), coded(target), kind)
        for date, organisation, actor, target, kind in zip(
            *(bearing[c] for c in ("date", "organisation", "actor", "target", "type")), strict=True
        )
    ]


def coded(cell: object) -> frozenset[str]:
    """Codes that a cell holds, parted by semicolons; none where it is empty."""
    return frozenset(cell.split(";")) if isinstance(cell, str) and cell else frozenset()


@dataclass(frozen=True, slots=True)
class Seeded:
    """One quantity of one member: the value, and how it came about.

    Attributes
    ----------
    value : float
    age : int or None
        Years since the newest data; None where the value is the members' mean or a constant.
    """

    value: float
    age: int | None = None


@dataclass(frozen=True)
class Seeding:
    """All members of a body at the beginning of a year.

    Attributes
    ----------
    members : tuple of str
        Codes of the members but the leading power.
    values : dict
        By quantity, one ``Seeded`` a member.
    """

    leader: str
    year: int
    members: tuple[str, ...]
    values: dict[str, list[Seeded]] = field(default_factory=dict)

    def of(self, quantity: str) -> list[float]:
        """The values of a quantity, by member."""
        return [one.value for one in self.values[quantity]]


def seed_members(
    members: Sequence[str],
    leader: str,
    year: int,
    indicators: Indicators,
    deeds: Sequence[Deed],
    organisation: str,
) -> Seeding:
    """Seed all members of a body from what was known before ``year``.

    Parameters
    ----------
    members : sequence of str
        Codes of the members but the leading power ``leader``.
    deeds : sequence of Deed
        What bears on trust; those of the year itself and later are not read.
    """
    seeding = Seeding(leader, year, tuple(members))
    before = [deed for deed in deeds if deed.year < year]

    def fill(quantity: str, found: list[Known | None]) -> None:
        seeding.values[quantity] = with_means(found, FALLBACK[quantity])

    fill(VOTES, [votes(indicators, m, leader, year) for m in members])
    fill(REGIME, [regime(indicators, m, leader, year) for m in members])
    fill("dependence", [dependence(indicators, m, leader, year) for m in members])
    fill("regime_risk", [regime_risk(indicators, m, year) for m in members])
    seeding.values["alignment"] = [
        Seeded(r.value + g.value - 1.0, older(r.age, g.age))
        for r, g in zip(seeding.values[VOTES], seeding.values[REGIME], strict=True)
    ]
    seeding.values["presence"] = [presence(indicators, m, leader, year) for m in members]
    seeding.values["threat"] = [threat(indicators, m, year) for m in members]
    seeding.values["trust"] = [
        trust(indicators, before, organisation, m, leader, year) for m in members
    ]
    seeding.values["pull"] = [pull(indicators, m, leader, year) for m in members]
    seeding.values["expected_cost"] = [Seeded(0.5) for _ in members]
    seeding.values["weight"] = weights(indicators, members, year)
    return seeding


def with_means(found: list[Known | None], fallback: float) -> list[Seeded]:
    """What is missing becomes the mean of what is known, or the fallback where nothing is."""
    mean = mean_of(found)
    missing = Seeded(mean.value if mean else fallback)
    return [Seeded(one.value, one.age) if one else missing for one in found]


def older(*ages: int | None) -> int | None:
    """The greatest age, None where any part has none."""
    known = [age for age in ages if age is not None]
    return max(known) if len(known) == len(ages) else None


# --- the formulas, one a quantity -----------------------------------------------------------------


def votes(data: Indicators, member: str, leader: str, year: int) -> Known | None:
    """Nearness in votes: rank of agreement, else 1 - distance/3, both in [0, 1]."""
    rank = data.known(f"unga_agreement_rank:{leader}", member, year)
    if rank:
        return rank
    distance = data.known(f"unga_distance:{leader}", member, year) or data.gap(
        "unga_ideal_point", member, leader, year
    )
    return Known(1.0 - min(1.0, distance.value / 3.0), distance.age) if distance else None


def regime(data: Indicators, member: str, leader: str, year: int) -> Known | None:
    """Nearness of regime: 1 - distance in polyarchy, in [0, 1]."""
    distance = data.gap("polyarchy", member, leader, year)
    return Known(1.0 - distance.value, distance.age) if distance else None


def dependence(data: Indicators, member: str, leader: str, year: int) -> Known | None:
    """Mean of what exists of trade, size, and where Russia leads arms and remittances."""
    trade = data.known(f"trade_share:{leader}", member, year)
    size = data.ratio("cinc", member, leader, year)
    parts = [
        Known(min(1.0, trade.value / 0.5), trade.age) if trade else None,
        Known(1.0 / (1.0 + 10.0 * size.value), size.age) if size else None,
    ]
    if leader == "RUS":
        sent = data.known("remittances_gdp", member, year)
        parts.append(data.known("arms_share_5y:RUS", member, year))
        parts.append(Known(min(1.0, sent.value / 30.0), sent.age) if sent else None)
    return mean_of(parts)


def presence(data: Indicators, member: str, leader: str, year: int) -> Seeded:
    """Troops of the leading power: counted for the USA, a pact for Russia, else 0.1."""
    if leader == "USA":
        troops = data.known("us_troops", member, year)
        if troops:
            return Seeded(min(1.0, math.log10(1.0 + troops.value) / 5.0), troops.age)
    if leader == "RUS":
        pact = data.known("defence_pact:RUS", member, year)
        if pact and pact.value > 0:
            return Seeded(0.3, pact.age)
    return Seeded(0.1)


def threat(data: Indicators, member: str, year: int) -> Seeded:
    """Armed conflict at home or next door and disputes, of the last three years, in [0.1, 1]."""
    fought = data.years("ucdp_conflict", member, year - 3, year)
    beside = data.years("conflict_party", member, year - 3, year)
    disputes = data.known("mid_count", member, year)
    value = 0.1 + 0.25 * max([*fought.values(), *beside.values()], default=0.0)
    value += 0.1 * min(2.0, disputes.value) if disputes else 0.0
    return Seeded(share(value), year - max(fought) if fought else None)


def regime_risk(data: Indicators, member: str, year: int) -> Known | None:
    """How far the regime moved in three years, in [0.25, 0.9]."""
    values = data.years("polyarchy", member, year - 3 - OLDEST, year)
    pairs = [y for y in values if y - 3 in values and y >= year - OLDEST]
    if not pairs:
        return None
    last = max(pairs)
    moved = abs(values[last] - values[last - 3])
    return Known(min(0.9, 0.25 + 2.0 * moved), year - last)


def trust(
    data: Indicators,
    before: Sequence[Deed],
    organisation: str,
    member: str,
    leader: str,
    year: int,
) -> Seeded:
    """(support + 1)/(support + failure + 2), less 0.2 after a dispute with the leader."""
    kept, broken = pledges(before, organisation, member, leader)
    disputes = data.years(f"mid_with:{leader}", member, year - 3, year)
    quarrel = 0.2 if any(value > 0 for value in disputes.values()) else 0.0
    value = clip((kept + 1.0) / (kept + broken + 2.0) - quarrel, 0.05, 0.95)
    return Seeded(value, None if kept + broken == 0 and not quarrel else 1)


def pledges(before: Sequence[Deed], organisation: str, member: str, leader: str) -> tuple[int, int]:
    """Deeds in which the leading power helped the member, and in which it failed or pressed it."""
    kept = broken = 0
    for deed in before:
        if deed.kind == FAILURE:
            broken += deed.organisation == organisation and member in deed.actors | deed.targets
        elif leader in deed.actors and member in deed.targets:
            kept += deed.kind in SUPPORT
            broken += deed.kind == COERCION
    return kept, broken


def pull(data: Indicators, member: str, leader: str, year: int) -> Seeded:
    """How much nearer the member votes to the nearest other power than to the leader, over 3."""
    own = data.gap("unga_ideal_point", member, leader, year)
    others = [
        gap
        for pole in POLES
        if pole not in (leader, member)
        and (gap := data.gap("unga_ideal_point", member, pole, year)) is not None
    ]
    if not own or not others:
        return Seeded(0.0)
    nearest = min(others, key=lambda gap: gap.value)
    return Seeded(share((own.value - nearest.value) / 3.0), max(own.age, nearest.age))


def weights(data: Indicators, members: Sequence[str], year: int) -> list[Seeded]:
    """Half its share of the members' capabilities, half an equal share; they sum to 1."""
    known = [data.known("cinc", member, year) for member in members]
    mean = mean_of(known)
    sizes = [one.value if one else (mean.value if mean else 1.0) for one in known]
    total = sum(sizes)
    return [
        Seeded(
            0.5 * (size / total if total else 1.0 / len(sizes)) + 0.5 / len(sizes),
            one.age if one else None,
        )
        for size, one in zip(sizes, known, strict=True)
    ]
