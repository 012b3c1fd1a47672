"""A scenario as tables that people edit, and edits as changes of paths.

Nothing is corrected on the way: what somebody typed reaches the schema as it is, and a fault is
told at its field.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.scenario.faults import Fault, ScenarioError
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
    """One row an event: id, title, month, weight, source, note, and what it does.

    ``on`` and ``alignment`` are empty: filled in, they add a shock to the alignment of a member,
    or of ``others``.
    """
    return [
        {
            "id": name,
            "title": event.title,
            "month": event.month,
            "weight": event.weight.value,
            "source": event.source,
            "note": event.note,
            "on": None,
            "alignment": None,
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
    """The changes that edits of the events ask for: fields, new events, events taken out.

    Raises
    ------
    ScenarioError
        Where a shock is stated by half.
    """
    names = list(scenario.events)
    gone = [names[place] for place in edits.get("deleted_rows", ()) if place < len(names)]
    found: dict[str, Any] = {}
    for place, columns in edits.get("edited_rows", {}).items():
        name = names[int(place)] if int(place) < len(names) else None
        if name is not None and name not in gone:
            found |= _of_event(name, columns)
    for row in edits.get("added_rows", ()):
        if row.get("id"):
            found[f"events.{row['id']}"] = _new_event(str(row["id"]), row)
    return found | {f"events.{name}": None for name in gone}


def _of_event(name: str, columns: Row) -> dict[str, Any]:
    fields = {column: value for column, value in columns.items() if column in EVENT_FIELDS}
    changes = {f"events.{name}.{column}": value for column, value in fields.items()}
    shock = _shock(name, columns)
    return changes | {f"events.{name}.shocks.{on}": each for on, each in shock.items()}


def _new_event(name: str, row: Row) -> Row:
    stated = {field: row[field] for field in EVENT_FIELDS if row.get(field) is not None}
    shock = _shock(name, row)
    return stated | ({"shocks": shock} if shock else {})


def _shock(name: str, row: Row) -> dict[str, Any]:
    """The shock that two columns state together."""
    on, amount = row.get("on"), row.get("alignment")
    if (on is None) != (amount is None):
        found = f"on {on}" if amount is None else f"alignment {amount}"
        fault = Fault(f"events.{name}.shocks", "half a shock", found, "both, or neither")
        raise ScenarioError([fault])
    return {} if on is None else {str(on): {"alignment": amount}}


def _edited(block: str, names: Sequence[str], edits: Edits) -> dict[str, Any]:
    return {
        f"{block}.{names[int(place)]}.{column}": value
        for place, columns in edits.get("edited_rows", {}).items()
        for column, value in columns.items()
        if int(place) < len(names)
    }
