"""A scenario of any body and year, from what the record knew before it; every number says how."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from sim.record.memberships import standings
from sim.record.record import Record
from sim.refusal import Refusal, unknown
from sim.scenario.document.parameters import Parameters
from sim.scenario.document.quantity import Limits
from sim.scenario.document.writing import yaml_of
from sim.seeding.features import Seeded, Seeding, deeds_of, seed_members
from sim.seeding.fitted import COHESION, FRAILTY, SCALE, Floats, Ranged, for_engine, inertia, ranged
from sim.seeding.history import bodies
from sim.seeding.influence import influence
from sim.seeding.lookup import OLDEST, Indicators
from sim.seeding.worth import CAPACITY, worth_terms

SOURCE = "record"
"""The id under which a seeded file names the record."""
SPREAD, WIDE = 0.1, 0.25
"""Half the range of a share that is derived from data, and of one that nothing is known of."""
YEARS = 5
STATUS = {"active": "ACTIVE", "frozen": "FROZEN", "notice": "NOTICE"}
SCALED = (
    "w_security", "w_insurance", "w_ties", "w_fear", "w_club", "w_alignment", "w_pull",
)  # fmt: skip
RULES = {
    "alignment": "nearness to the leading power in votes and in regime, half each",
    "dependence": "trade with the leading power, size beside it; for Russia arms and remittances",
    "presence": "troops of the USA, or a pact with Russia; else 0.1",
    "threat": "armed conflict at home or next door, and militarised disputes",
    "regime_risk": "how far polyarchy moved in three years",
    "trust": "help and failure of the leading power that the record counts",
    "pull": "how much nearer it votes to another power",
    "weight": "half its share of the members' capabilities, half an equal share",
}


@dataclass(frozen=True)
class Asked:
    """What is seeded: a body at the beginning of a year, its leading power and its members.

    Attributes
    ----------
    standing : dict of str
        ``active``, ``frozen`` or ``notice``, by member; the leading power is not among them.
    left_out : tuple of str
        Members beyond the bound of a scenario, the lightest.
    """

    organisation: str
    year: int
    leader: str
    standing: dict[str, str]
    left_out: tuple[str, ...]


def seeded_text(record: Record, organisation: str, year: int, draws: Floats) -> str:
    """The scenario as the text of a file, its level made the engine's; see ``seeded_plain``."""
    return yaml_of(seeded_plain(record, organisation, year, for_engine(draws)))


def seeded_plain(record: Record, organisation: str, year: int, draws: Floats) -> dict[str, Any]:
    """The scenario as plain data.

    Parameters
    ----------
    draws : float64 (draws, 5)
        The posterior of what is fitted, columns as ``fitted.NAMES``.

    Raises
    ------
    Refusal
        No such body, or the record does not hold its leading power or its members then.
    """
    data = Indicators(record)
    asked = asked_of(record, data, organisation, year)
    seeding = seed_members(
        tuple(asked.standing), asked.leader, year, data, deeds_of(record.events), organisation
    )
    own = bodies(record)[organisation].own_record(year)
    return document(record, asked, seeding, data, own, draws)


def asked_of(record: Record, data: Indicators, organisation: str, year: int) -> Asked:
    """The body, its leading power and who belongs to it on 1 January of the year."""
    known = [str(name) for name in record.organisations["organisation"]]
    if organisation not in known:
        raise unknown("organisation of the record", organisation, known, field="organisation")
    leader = record.leader(organisation, year)
    if leader is None:
        raise Refusal(
            "the record holds no leading power of this body then",
            field="year",
            found=f"{organisation} in {year}",
            allowed="a body and a year of leaders.csv",
        )
    found = standings(record, organisation, date(year, 1, 1))
    standing = dict(zip(found["iso3"], found["standing"], strict=True))
    standing.pop(leader, None)
    if len(standing) < 2:
        raise Refusal(
            "the record holds fewer than two members beside the leading power then",
            field="year",
            found=f"{organisation} in {year}",
        )
    sizes = {member: data.known("cinc", member, year) for member in standing}
    by_size = sorted(standing, key=lambda member: -(sizes[member].value if sizes[member] else 0.0))  # type: ignore[union-attr]
    kept = set(by_size[: Limits.MEMBERS])
    return Asked(
        organisation,
        year,
        leader,
        {member: how for member, how in standing.items() if member in kept},
        tuple(sorted(set(standing) - kept)),
    )


def document(
    record: Record, asked: Asked, seeding: Seeding, data: Indicators, own: float, draws: Floats
) -> dict[str, Any]:
    """The scenario as plain data."""
    names = dict(zip(record.countries["iso3"], record.countries["country"], strict=True))
    body = record.organisations.set_index("organisation").loc[asked.organisation]
    name = asked.organisation.replace("_", " ")
    months = body["notice_months"]
    terms = sum(worth_terms(seeding).values(), start=np.zeros(len(seeding.members)))
    return {
        "title": f"{name}, seeded from what was known before {asked.year}",
        "asks": f"Who leaves {name} in {asked.year} to {asked.year + YEARS - 1}?",
        "note": note(asked),
        "as_of": f"{asked.year - 1}-12",
        "start": f"{asked.year - 1}-12",
        "now": f"{asked.year - 1}-12",
        "end": f"{asked.year + YEARS - 1}-12",
        "charter": {"name": name}
        | ({"notice_months": float(str(months))} if pd.notna(months) else {}),
        "patron": {
            "name": names.get(asked.leader, asked.leader),
            "iso3": asked.leader,
            "capacity": judged(CAPACITY, 0.2, 0.8),
            "coerce": judged(0.4, 0.2, 0.6),
            "concede": judged(0.1, 0.0, 0.3),
        },
        "members": {
            member.lower(): member_of(seeding, place, names.get(member, member), asked)
            for place, member in enumerate(seeding.members)
        },
        "influence": {
            one.lower(): {other.lower(): heeded(value) for other, value in others.items()}
            for one, others in influence(
                data, seeding.members, seeding.of("alignment"), asked.year
            ).items()
        },
        "blocs": {
            "all": {
                "members": [member.lower() for member in seeding.members],
                "cohesion": fitted(ranged(draws[:, COHESION]), "share of joint first steps"),
            }
        },
        "parameters": parameters(draws, own, terms),
        "sources": {
            SOURCE: {
                "title": "The record of alliances that comes with Domino, scenarios/record",
                "note": "its rows name their own sources",
            }
        },
    }


def note(asked: Asked) -> str:
    """How the file came about, and what it leaves out."""
    said = (
        f"Made by: domino seed {asked.organisation} --year {asked.year}. By one set of formulas "
        f"for all bodies (docs/data.md), from nothing dated {asked.year} or later; last known "
        f"values are at most {OLDEST} years old. Nothing was tuned by hand."
    )
    if asked.left_out:
        said += f" Left out, the lightest beyond {Limits.MEMBERS}: {', '.join(asked.left_out)}."
    return said


def member_of(seeding: Seeding, place: int, name: str, asked: Asked) -> dict[str, Any]:
    """One member as the file states it."""

    def stated(quantity: str, low: float = 0.0, high: float = 1.0) -> dict[str, Any]:
        return quantity_of(quantity, seeding.values[quantity][place], low, high)

    trust = stated("trust", 0.05, 0.95)
    found: dict[str, Any] = {
        "name": name,
        "iso3": seeding.members[place],
        "alignment": stated("alignment", -1.0),
        "trust": {"external": trust, "regime": trust},
    }
    for quantity in ("threat", "regime_risk", "dependence", "presence", "pull", "weight"):
        found[quantity] = stated(quantity)
    found["expected_cost"] = judged(seeding.of("expected_cost")[place], 0.25, 0.75)
    standing = STATUS[asked.standing[seeding.members[place]]]
    return found if standing == "ACTIVE" else found | {"status": standing}


def quantity_of(quantity: str, seeded: Seeded, low: float, high: float) -> dict[str, Any]:
    """A value, its range and how it arose: a range is wider where nothing is known."""
    known = seeded.age is not None
    half = (SPREAD if known else WIDE) * (high - low if quantity == "alignment" else 1.0)
    if seeded.age is None:
        how = "nothing recorded, so the members' mean or a constant"
    else:
        how = "data of the year before" if seeded.age == 1 else f"data {seeded.age} years old"
    return {
        "value": rounded(seeded.value),
        "low": rounded(max(low, seeded.value - half)),
        "high": rounded(min(high, seeded.value + half)),
        "source": SOURCE,
        "rule": RULES[quantity],
        "note": how,
    }


def rounded(value: float) -> float:
    """Three digits: no indicator is better known."""
    return round(float(value), 3)


def heeded(value: float) -> dict[str, Any]:
    """How much a member heeds one of the nearest."""
    return {
        "value": rounded(value),
        "low": rounded(value / 2.0),
        "high": rounded(min(1.0, value * 2.0)),
        "source": SOURCE,
        "rule": "an equal share for each of the nearest in votes and regime",
    }


def judged(value: float, low: float, high: float) -> dict[str, Any]:
    """A value that no data give, the same for every body."""
    return {
        "value": value,
        "low": low,
        "high": high,
        "source": "assumption",
        "note": "the same for every seeded body; judgement",
    }


def fitted(found: Ranged, what: str) -> dict[str, Any]:
    """A value from the posterior: its median, and its range from 5 to 95 per cent."""
    return {
        "value": rounded(found.value),
        "low": rounded(found.low),
        "high": rounded(found.high),
        "source": SOURCE,
        "rule": what,
        "note": "median and 5 to 95 per cent of the posterior",
    }


def parameters(draws: Floats, own: float, worth: Floats) -> dict[str, Any]:
    """Inertia from level and own record, weights by one scale, frailty."""
    found = {
        "w_inertia": fitted(
            inertia(draws, own, worth), f"level less own record ({own:.2f}) and mean of the terms"
        )
    }
    defaults = Parameters()
    for name in SCALED:
        default = float(getattr(defaults, name).value)
        found[name] = fitted(
            ranged(draws[:, SCALE] * default), f"default {default:g} times a scale"
        )
    found["frailty_sd"] = fitted(ranged(draws[:, FRAILTY]), "spread beyond own record")
    return found
