"""``domino list`` and ``domino show``: the scenarios, and what each changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sim.refusal import shown
from sim.scenario.document.paths import value_at
from sim.scenario.document.quantity import Quantity
from sim.scenario.document.schema import Source
from sim.scenario.document.writing import plain
from sim.scenario.faults import dotted
from sim.scenario.reading import files
from sim.scenario.reading.sources import cited
from sim.scenario.reading.yaml_text import read_file
from sim.scenario.scenario import Scenario
from sim.words.evidence.evidence import how_old

_SAID = ("extends", "title", "asks", "note", "sources")
"""Fields that say what a scenario is, and change no number."""


def summaries() -> list[dict[str, str]]:
    """Name, title and question of each scenario that comes with the product."""
    return [_summary(name, file) for name, file in files.listed().items()]


def _summary(name: str, file: Path) -> dict[str, str]:
    stated = _own(file)
    if "title" not in stated:
        stated, _, _ = files.read(file)
    said = {field: " ".join(str(stated.get(field, "")).split()) for field in ("title", "asks")}
    return {"name": name, **said}


def told(found: list[dict[str, str]]) -> list[str]:
    """The list, one line each."""
    width = max((len(each["name"]) for each in found), default=0)
    return [f"{each['name']:{width}}  {each['title']}" for each in found]


def portrait(name: str) -> dict[str, Any]:
    """A scenario in full: what it asks, what it changes against its base, its sources."""
    scenario = Scenario.load(name)
    file = files.listed().get(name, Path(name))
    own = _own(file)
    base = _base(own.get("extends"), file)
    named = sorted(cited(own)) if base else sorted(cited(plain(scenario)))
    return {
        "name": scenario.name,
        "title": scenario.title,
        "asks": _flat(scenario.asks),
        "note": _flat(own.get("note")),
        "extends": base.name if base else None,
        "start": scenario.start,
        "now": scenario.now,
        "end": scenario.last_month,
        "as_of": scenario.as_of,
        "members": {member: scenario.label(member) for member in scenario.members},
        "events": len(scenario.events),
        "changes": list(_changes(own, base)) if base else [],
        "sources": [_source(scenario, source) for source in named if scenario.source(source)],
    }


def described(portrait: dict[str, Any]) -> list[str]:
    """The portrait in lines."""
    lines = [f"{portrait['name']}: {portrait['title']}", ""]
    lines += [text for key in ("asks", "note") if portrait[key] for text in (portrait[key], "")]
    lines += [
        f"Members: {', '.join(portrait['members'].values())}",
        f"Record from {portrait['start']} to {portrait['now']}, {portrait['events']} events; "
        f"future to {portrait['end']}",
        *([how_old(portrait["as_of"])] if portrait["as_of"] else []),
    ]
    if portrait["extends"]:
        lines += ["", f"Changes against {portrait['extends']}:"]
        lines += [f"  {_line(change)}" for change in portrait["changes"]] or ["  none"]
    if portrait["sources"]:
        lines += ["", "Sources:", *(f"  {_citation(each)}" for each in portrait["sources"])]
    return lines


def _own(file: Path) -> dict[str, Any]:
    """What a file states itself, without what it extends."""
    stated = read_file(file)[0]
    return stated if isinstance(stated, dict) else {}


def _base(extends: Any, file: Path) -> Scenario | None:
    if not isinstance(extends, str):
        return None
    beside = file.parent / extends
    return Scenario.load(beside if beside.is_file() else extends.removesuffix(".yaml"))


def _changes(own: dict[str, Any], base: Scenario) -> Iterator[dict[str, Any]]:
    """Each value that a variant states, with the one of its base."""
    stated = {key: value for key, value in own.items() if key not in _SAID}
    for keys, value in _leaves(stated):
        before = value_at(base, keys)
        yield {
            "path": dotted(keys),
            "value": _number(value),
            "base": before.value if isinstance(before, Quantity) else _bare(before),
        }


def _leaves(value: Any, keys: tuple[str | int, ...] = ()) -> Iterator[tuple[Any, Any]]:
    """Paths and values; a number with its range is one value, and so is a new event."""
    if not isinstance(value, dict) or "value" in value or not value:
        yield keys, value
        return
    if len(keys) == 2 and keys[0] == "events" and "title" in value:
        month = value.get("month")
        yield keys, _flat(value["title"]) + (f" ({month})" if month else "")
        return
    for key, inner in value.items():
        yield from _leaves(inner, (*keys, key))


def _number(value: Any) -> Any:
    return value["value"] if isinstance(value, dict) and "value" in value else value


def _bare(value: Any) -> Any:
    """A value of the base as plain data; a block is not told twice."""
    return value if isinstance(value, (str, int, float, bool)) else None


def _line(change: dict[str, Any]) -> str:
    now = change["value"] if isinstance(change["value"], str) else shown(change["value"])
    before = "" if change["base"] is None else f" (was {shown(change['base'])})"
    return f"{change['path']}: {now}{before}"


def _source(scenario: Scenario, name: str) -> dict[str, Any]:
    source = scenario.source(name)
    assert source is not None  # asked before
    return {"id": name, **source.model_dump(exclude_none=True)}


def _citation(source: dict[str, Any]) -> str:
    said = Source.model_validate({key: source[key] for key in source if key != "id"}).citation()
    address = f" {source['address']}" if source.get("address") else ""
    read = f" (read {source['date_read']})" if source.get("date_read") else ""
    return f"{source['id']}: {said}.{address}{read}"


def _flat(text: Any) -> str:
    return " ".join(str(text or "").split())
