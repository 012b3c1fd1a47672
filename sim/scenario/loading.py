"""Loading scenarios as they are asked for: by name or file, with changes by path."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from sim.refusal import shown
from sim.scenario.faults import Fault, ScenarioError
from sim.scenario.reading.yaml_text import typed
from sim.scenario.scenario import Scenario


def load(name_or_path: str | Path, changes: Mapping[str, object] | None = None) -> Scenario:
    """The scenario of a file, or one that comes with the product, by name; then changed.

    Raises
    ------
    ScenarioError
        With everything that is wrong with it.
    """
    return Scenario.load(name_or_path, changes)


def load_changed(name_or_path: str | Path, assignments: Iterable[str]) -> Scenario:
    """The scenario of a name or a file, changed as texts like ``patron.capacity=0.3`` ask for.

    Raises
    ------
    ScenarioError
        With everything that is wrong with it, or with the changes.
    """
    changes, faults = _changes(assignments)
    try:
        scenario = load(name_or_path)
    except ScenarioError as error:
        raise ScenarioError([*faults, *error.faults]) from None
    return scenario.change(changes, faults) if changes or faults else scenario


def changes_of(assignments: Iterable[str]) -> dict[str, object]:
    """The changes that texts like ``patron.capacity=0.3`` ask for.

    Raises
    ------
    ScenarioError
        Where one has no ``=`` or no value, or two are about the same path.
    """
    changes, faults = _changes(assignments)
    if faults:
        raise ScenarioError(faults)
    return changes


def _changes(assignments: Iterable[str]) -> tuple[dict[str, object], list[Fault]]:
    changes: dict[str, object] = {}
    faults = []
    for assignment in assignments:
        path, equals, value = (part.strip() for part in assignment.partition("="))
        if not path or not equals:
            faults.append(Fault("", "not a change", shown(assignment), "PATH=VALUE"))
        elif not value:
            faults.append(Fault(path, "no value", "nothing", "a value; null takes an entry out"))
        elif path in changes:
            faults.append(Fault(path, "changed twice", value, "one change of each field"))
        else:
            changes[path] = typed(value)
    return changes, faults
