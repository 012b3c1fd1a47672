"""The tables of the documents that follow from the sources: schema, phases, outcomes, scenarios."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, Literal, get_args, get_origin

import typer
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim import draws
from sim.analysis.shared.base_rates import references
from sim.cli.commands import app
from sim.futures.outcomes import OUTCOMES
from sim.model import AllianceModel
from sim.rules.status import STATUSES, absence, defiance, departure
from sim.scenario.document import events, schema
from sim.scenario.document.parameters import Channels, Parameters
from sim.scenario.document.paths import bare, hints, words_for
from sim.scenario.document.quantity import Bounds, Quantity, bounds_of
from sim.scenario.loading import load
from sim.scenario.reading.files import listed


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A table in Markdown."""
    lines = [list(heads), *([str(cell) for cell in row] for row in rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join(
        f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |" for row in lines
    )


def number(value: float) -> str:
    """A number as short as it can be said."""
    return f"{value:g}"


def described(model: type[BaseModel], field: str) -> str:
    """The meaning of a field, as the schema tells it."""
    text = " ".join((model.model_fields[field].description or "").split())
    return text.replace("``", "`")


def parameters() -> str:
    """The parameters: value, range, unit, meaning, and why this value."""
    rows = []
    for name, field in Parameters.model_fields.items():
        stated: Quantity = field.default
        span = "fixed" if stated.low is None else f"{number(stated.low)} to {number(stated.high)}"
        unit = bounds_of(Parameters, name).unit
        row = (f"`{name}`", number(stated.value), span, unit, described(Parameters, name))
        rows.append((*row, stated.note or ""))
    return table(("parameter", "value", "range", "unit", "meaning", "why"), rows)


def channels() -> str:
    """The channels."""
    rows = [(f"`{name}`", described(Channels, name)) for name in Channels.model_fields]
    return table(("channel", "what it carries"), rows)


def fields_of(model: type[BaseModel], before: str = "") -> Iterator[tuple[str, str, str, str]]:
    """Each field of a block: path, what is allowed, default, meaning; blocks within it too."""
    for name, field in model.model_fields.items():
        kind = bare(hints(model)[name])
        path = f"{before}{name}"
        if _is_block(kind) and model in _OPENED:
            yield from fields_of(kind, f"{path}.")
        else:
            allowed = _allowed(kind, bounds_of(model, name))
            yield f"`{path}`", allowed, _default(field), described(model, name)


_OPENED = (schema.Member, schema.PresentMember, schema.Present, events.Event)
"""Blocks whose inner blocks are told in the same table."""

_ENTRIES = {
    schema.Charter: "the charter",
    schema.DecisionDate: "by month, each a decision date",
    schema.Patron: "the patron",
    schema.Member: "by id, each a member",
    schema.Pole: "by id, each a pole",
    schema.PresentMember: "by id, each values of a member",
    schema.Present: "the present",
    schema.Source: "by id, each a source",
    events.Event: "by id, each an event",
    events.Shock: "by member, each a shock",
    events.Threshold: "a list of thresholds",
    Channels: "the channels",
    Parameters: "the parameters",
}


def _is_block(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel) and kind is not Quantity


def _allowed(kind: Any, bounds: Bounds) -> str:
    if kind is Quantity:
        return f"{bounds.words()}, {bounds.unit}" if bounds.unit else bounds.words()
    if get_origin(kind) is Literal:
        return ", ".join(f"`{choice}`" for choice in get_args(kind))
    if get_origin(kind) in (dict, list):
        kind = bare(get_args(kind)[-1])
        if get_origin(kind) is Literal or kind is Quantity:
            return f"by name, each {_allowed(kind, bounds)}"
    return _ENTRIES[kind] if kind in _ENTRIES else words_for(kind)


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "must be stated"
    stated = field.default
    if isinstance(stated, Quantity):
        return number(stated.value)
    if isinstance(stated, bool):
        return "true" if stated else "false"
    return str(stated) if isinstance(stated, (str, int)) else ""


def block_table(*models: type[BaseModel]) -> str:
    """The fields of blocks of a scenario file."""
    rows = [row for model in models for row in fields_of(model)]
    return table(("field", "allowed", "default", "meaning"), rows)


def phases() -> str:
    """The phases of a month, in order."""
    rows = []
    for place, name in enumerate(AllianceModel.PHASES, 1):
        said = " ".join((getattr(AllianceModel, name).__doc__ or "").split())
        text = said.removeprefix(f"Phase {place}: ")
        rows.append((place, f"`{name}`", text[:1].upper() + text[1:]))
    return table(("phase", "name", "what happens"), rows)


def statuses() -> str:
    """What others see in each status."""
    rows = [
        (f"`{name}`", *(number(f(code)) for f in (absence, departure, defiance)))
        for code, name in enumerate(STATUSES)
    ]
    return table(("status", "absence", "departure", "defiance"), rows)


def purposes() -> str:
    """What a draw can be for, in the fixed order."""
    return ", ".join(f"`{name}`" for name in draws.PURPOSES) + "."


def outcomes() -> str:
    """The numbers that a scenario can be asked for."""
    rows = []
    for outcome in OUTCOMES.values():
        _, _, argument = outcome.name.partition(".")
        label = outcome.label.format(f"`{argument}`") if argument else outcome.label
        rows.append((f"`{outcome.name}`", label, outcome.unit))
    return table(("outcome", "what it is", "unit"), rows)


def scenarios() -> str:
    """The scenarios that come with the program."""
    loaded = [(name, load(name)) for name in listed()]
    rows = [(f"`{name}`", each.title, " ".join((each.asks or "").split())) for name, each in loaded]
    return table(("scenario", "title", "what it asks"), rows)


def base_rates() -> str:
    """What the record says about how often members leave."""
    rows = []
    for each in (*references("rate"), *references("follow_on")):
        value = "" if each.value is None else f"{100 * each.value:g}%"
        ends = "" if each.low is None or each.high is None else _ends(each.low, each.high)
        rows.append((each.label, value, ends, each.note))
    return table(("record", "rate", "span", "what it is"), rows)


def _ends(low: float, high: float) -> str:
    return f"{100 * low:g} to {100 * high:g}%"


def commands() -> str:
    """The commands, and what each does."""
    rows: list[tuple[str, str]] = []
    for name, command in sorted_commands().items():
        arguments = [part for part in command.params if part.param_type_name == "argument"]
        words = [name, *(part.metavar or part.name.upper() for part in arguments)]
        rows.append((f"`domino {' '.join(words)}`", said(command)))
    return table(("command", "what it does"), rows)


def sorted_commands() -> dict[str, Any]:
    """Every command by its name, those of a group after it, in the order of ``--help``."""
    found: dict[str, Any] = {}
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        found[name] = command
        for inner, part in getattr(command, "commands", {}).items():
            found[f"{name} {inner}"] = part
    return found


def said(command: Any) -> str:
    """What a command says of itself, in one sentence."""
    return " ".join((command.help or "").split("\n\n")[0].split())


BLOCKS = {
    "commands": commands,
    "parameters": parameters,
    "channels": channels,
    "charter": partial(block_table, schema.Charter),
    "decision-date": partial(block_table, schema.DecisionDate),
    "patron": partial(block_table, schema.Patron),
    "bloc": partial(block_table, schema.Bloc),
    "member": partial(block_table, schema.Member),
    "pole": partial(block_table, schema.Pole),
    "document": partial(block_table, schema.Document),
    "event": partial(block_table, events.Event),
    "shock": partial(block_table, events.Shock),
    "threshold": partial(block_table, events.Threshold),
    "present": partial(block_table, schema.Present),
    "present-member": partial(block_table, schema.PresentMember),
    "source": partial(block_table, schema.Source),
    "phases": phases,
    "statuses": statuses,
    "purposes": purposes,
    "outcomes": outcomes,
    "scenarios": scenarios,
    "base-rates": base_rates,
}
"""Name of a block, and what makes it."""
