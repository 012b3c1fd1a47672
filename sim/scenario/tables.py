"""A scenario as tables that people edit, and edits as changes of paths.

Nothing is corrected on the way: what somebody typed reaches the schema as it is, and a fault is
told at its field.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.scenario.document.events import Event, Pledge, Punishment
from sim.scenario.document.paths import bounds_at, keys_of
from sim.scenario.faults import Fault, ScenarioError
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
    """The changes that edits of the members ask for: fields, new members, members taken out.

    Who is taken out is heeded by nobody, and nothing happens to it any more: an event that did
    nothing else goes too. A condition on it stays, and is a fault.

    Raises
    ------
    ScenarioError
        Where a row has no id, or the id of another one.
    """
    names = list(scenario.members)
    gone = _gone(names, edits)
    kept = _ids_kept("members", names, edits)
    found = {
        f"members.{name}.{column}": value
        for name, columns in kept.items()
        if name not in gone
        for column, value in columns.items()
    }
    for name, row in _added("members", names, edits).items():
        found[f"members.{name}"] = _nested(row)
    for name in gone:
        found[f"members.{name}"] = None
        found |= _unheeded(scenario, name)
    return found | _spared(scenario, gone)


def _nested(row: Row) -> Row:
    """The fields of a member, from columns as trust.external."""
    found: Row = {}
    for column, value in row.items():
        *outer, last = column.split(".")
        place = found
        for key in outer:
            place = place.setdefault(key, {})
        place[last] = value
    return found


def _unheeded(scenario: Scenario, name: str) -> dict[str, Any]:
    """Take out whom a member heeds, and who heeds it."""
    heeding = [one for one, others in scenario.influence.items() if name in others and one != name]
    found: dict[str, Any] = {f"influence.{one}.{name}": None for one in heeding}
    return found | ({f"influence.{name}": None} if name in scenario.influence else {})


def _spared(scenario: Scenario, gone: Sequence[str]) -> dict[str, Any]:
    """Take out what events do to members that are not there any more."""
    found: dict[str, Any] = {}
    for name, event in scenario.events.items():
        own = [part for part in ("pledge", "punishment") if _of(getattr(event, part)) in gone]
        for part in ("shocks", "status"):
            own += [f"{part}.{member}" for member in getattr(event, part) if member in gone]
        if own and len(own) == _effects(event):
            found[f"events.{name}"] = None
        else:
            found |= {f"events.{name}.{part}": None for part in own}
    return found


def _of(part: Pledge | Punishment | None) -> str | None:
    return part.member if part is not None else None


def _effects(event: Event) -> int:
    """How many things an event does."""
    single = sum(part is not None for part in (event.pledge, event.punishment, event.policy))
    return single + len(event.shocks) + len(event.status)


def changes_of_influence(scenario: Scenario, edits: Edits) -> dict[str, Any]:
    """The changes that edits of the influence ask for."""
    names = list(scenario.members)
    return {
        f"influence.{name}.{column}": value
        for name, columns in _ids_kept("influence", names, edits).items()
        for column, value in columns.items()
    }


def changes_of_events(scenario: Scenario, edits: Edits) -> dict[str, Any]:
    """The changes that edits of the events ask for: fields, new events, events taken out.

    Raises
    ------
    ScenarioError
        Where a shock is stated by half, or a row has no id, or the id of another one.
    """
    names = list(scenario.events)
    gone = _gone(names, edits)
    found: dict[str, Any] = {}
    for name, columns in _ids_kept("events", names, edits).items():
        if name not in gone:
            found |= _of_event(name, columns)
    for name, row in _added("events", names, edits).items():
        found[f"events.{name}"] = _new_event(name, row)
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
        raise _fault(f"events.{name}.shocks", "half a shock", found, "both, or neither")
    return {} if on is None else {str(on): {"alignment": amount}}


def _gone(names: Sequence[str], edits: Edits) -> list[str]:
    """Who was taken out."""
    return [names[place] for place in edits.get("deleted_rows", ()) if place < len(names)]


def _ids_kept(block: str, names: Sequence[str], edits: Edits) -> dict[str, Row]:
    """The edited columns by the id of their row; an id itself is not edited."""
    found = {}
    for place, columns in edits.get("edited_rows", {}).items():
        if int(place) >= len(names):
            continue
        name = names[int(place)]
        if "id" in columns and columns["id"] != name:
            raise _fault(f"{block}.{name}", "another id", columns["id"], "a new row instead")
        found[name] = {column: value for column, value in columns.items() if column != "id"}
    return found


def _added(block: str, names: Sequence[str], edits: Edits) -> dict[str, Row]:
    """New rows by their ids; one in which nothing stands is none."""
    found: dict[str, Row] = {}
    for row in edits.get("added_rows", ()):
        stated = {column: value for column, value in row.items() if value not in (None, "")}
        if not stated:
            continue
        name = str(stated.pop("id", ""))
        if not name:
            raise _fault(block, "a new row without an id", "nothing", "a name in the column id")
        if name in names or name in found:
            raise _fault(f"{block}.{name}", "a second row of that id", name, "an id of its own")
        found[name] = stated
    return found


def _fault(path: str, what: str, found: object, allowed: str) -> ScenarioError:
    return ScenarioError([Fault(path, what, str(found), allowed)])
