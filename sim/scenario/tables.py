"""A scenario as tables that people edit, and edits as changes of paths.

Nothing is corrected on the way: what somebody typed reaches the schema as it is, and a fault is
told at its field.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.scenario.paths import bounds_at, keys_of
from sim.scenario.scenario import Scenario

Row = dict[str, Any]
Edits = Mapping[str, Any]
"""``edited_rows`` (place -> column -> value), ``added_rows``, ``deleted_rows``."""

QUANTITIES = (
    "alignment",
    "trust.external",
    "trust.regime",
    "threat",
    "regime_risk",
    "dependence",
    "presence",
    "pull",
    "weight",
    "expected_cost",
)
EVENT_FIELDS = ("title", "month", "weight", "source", "note")


def members(scenario: Scenario) -> list[Row]:
    """One row a member: id, name, status, and its quantities at the start."""
    stated = scenario.paths()
    rows = []
    for name, member in scenario.members.items():
        row: Row = {"id": name, "name": member.name, "status": member.status}
        for quantity in QUANTITIES:
            setting = stated.get(f"members.{name}.{quantity}")
            row[quantity] = setting.value if setting else None
        rows.append(row)
    return rows


def influence(scenario: Scenario) -> list[Row]:
    """One row a member: how much it heeds each other one."""
    names = scenario.member_ids
    return [
        {"id": one, **{other: _heeded(scenario, one, other) for other in names}} for one in names
    ]


def _heeded(scenario: Scenario, one: str, other: str) -> float | None:
    if one == other:
        return None
    stated = scenario.influence.get(one, {}).get(other)
    return stated.value if stated else 0.0


def events(scenario: Scenario) -> list[Row]:
    """One row an event: id, title, month, weight, source, note, and what it does."""
    return [
        {
            "id": name,
            "title": event.title,
            "month": event.month,
            "weight": event.weight.value,
            "source": event.source,
            "note": event.note,
            "does": ", ".join(
                part
                for part in ("pledge", "shocks", "punishment", "policy", "status")
                if getattr(event, part)
            ),
        }
        for name, event in scenario.events.items()
    ]


def bounds(path: str) -> str:
    """What is allowed for a number, in words for the head of a column."""
    return bounds_at(keys_of(path)).words()


def changes_of_members(scenario: Scenario, edits: Edits) -> dict[str, Any]:
    """The changes that edits of the members ask for."""
    return _edited("members", list(scenario.members), edits)


def changes_of_influence(scenario: Scenario, edits: Edits) -> dict[str, Any]:
    """The changes that edits of the influence ask for."""
    return _edited("influence", list(scenario.members), edits)


def changes_of_events(scenario: Scenario, edits: Edits) -> dict[str, Any]:
    """The changes that edits of the events ask for: fields, new events, events taken out."""
    names = list(scenario.events)
    gone = [names[place] for place in edits.get("deleted_rows", ()) if place < len(names)]
    found = {
        path: value
        for path, value in _edited("events", names, edits).items()
        if path.split(".")[1] not in gone
    }
    added = {
        f"events.{row['id']}": {field: row[field] for field in EVENT_FIELDS if row.get(field)}
        for row in edits.get("added_rows", ())
        if row.get("id")
    }
    return {**found, **{f"events.{name}": None for name in gone}, **added}


def _edited(block: str, names: Sequence[str], edits: Edits) -> dict[str, Any]:
    return {
        f"{block}.{names[int(place)]}.{column}": value
        for place, columns in edits.get("edited_rows", {}).items()
        for column, value in columns.items()
        if int(place) < len(names)
    }
