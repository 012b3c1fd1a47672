"""What the parser of the command line refuses, in one line: the option, found, allowed."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

import typer

from sim.refusal import listing, nearest, sentence, short

# Typer brings its parser along in some versions and borrows it from Click in others; of its
# refusals it hands out the narrowest kind alone.
ParserRefusal: type[Exception] = next(
    kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException"
)
_SHOWN = 40


def refused(refusal: Any) -> str:
    """A refusal of the parser in one line."""
    command = refusal.ctx.command if getattr(refusal, "ctx", None) else None
    message = " ".join(str(refusal.format_message()).split())
    match type(refusal).__name__:
        case "NoSuchOption":
            line = _not_there("option", refusal.option_name, _options(command))
        case "MissingParameter":
            name, allowed = _name(refusal.param), _meant(refusal.param)
            line = sentence(name, "missing", "nothing", allowed)
        case "BadOptionUsage":
            line = _misused(refusal.option_name, message)
        case "BadParameter":
            line = _not_allowed(refusal.param, command, message)
        case _:
            line = _misplaced(command, message)
    return line


def _not_there(kind: str, found: str, names: list[str]) -> str:
    allowed, near = listing(names, _SHOWN), nearest(found, names)
    return sentence("", f"no such {kind}", short(found), allowed, near)


def _options(command: Any) -> list[str]:
    options = [each for each in command.params if each.param_type_name == "option"]
    return [name for each in options for name in each.opts if name.startswith("--")]


def _name(parameter: Any) -> str:
    """What people know a parameter by: an option as it is typed, an argument by its place."""
    is_option = parameter.param_type_name == "option"
    return str(parameter.opts[0] if is_option else parameter.metavar or parameter.name.upper())


def _meant(parameter: Any) -> str:
    """What may stand there: the form of an option, the help of an argument."""
    is_option = parameter.param_type_name == "option"
    said = parameter.metavar if is_option else (parameter.help or "").rstrip(".")
    return said[:1].lower() + said[1:] if said and not is_option else said or "a value"


def _misused(option: str, message: str) -> str:
    if "requires an argument" in message:
        return sentence(option, "no value", "nothing", f"a value after {option}")
    return sentence(option, "takes no value", _typed([option]) or "a value", f"{option} alone")


def _not_allowed(parameter: Any, command: Any, message: str) -> str:
    """A value that is no number, or none within its bounds."""
    found = _typed(parameter.opts)
    kind, low, high = _number_wanted(parameter.name, command)
    if kind is None or found is None:
        return sentence(_name(parameter), message)
    what = "a whole number" if kind is int else "a number"
    words = "out of range" if _is_number(found, kind) else f"not {what}"
    if low is not None and high is not None:
        what += f" from {low:,} to {high:,}"
    elif low is not None:
        what += f" of at least {low:,}"
    return sentence(_name(parameter), words, short(found) or "nothing", what)


def _number_wanted(name: str, command: Any) -> tuple[type | None, Any, Any]:
    """The kind of number that a command says it takes by that name, and its bounds."""
    stated = get_type_hints(inspect.unwrap(command.callback), include_extras=True).get(name)
    kind = next((kind for kind in (int, float) if kind in _parts(stated)), None)
    said = next((each for each in _parts(stated) if hasattr(each, "max")), None)
    return kind, getattr(said, "min", None), getattr(said, "max", None)


def _parts(stated: Any) -> list[Any]:
    return [stated, *(part for each in get_args(stated) for part in _parts(each))]


def _is_number(text: str, kind: type) -> bool:
    try:
        kind(text)
    except ValueError:
        return False
    return True


def _typed(options: list[str]) -> str | None:
    """What was typed for an option; the last time where it was typed more than once."""
    found = list(_values(options))
    return found[-1] if found else None


def _values(options: list[str]) -> Iterator[str]:
    words = sys.argv[1:]
    for word, after in zip(words, [*words[1:], ""], strict=True):
        option, equals, value = word.partition("=")
        if option in options:
            yield value if equals else after


def _misplaced(command: Any, message: str) -> str:
    """A command that is not there, or an argument where none is taken."""
    names = list(getattr(command, "commands", {}))
    unknown = re.match(r"No such command '(.*?)'\.", message)
    if unknown:
        return _not_there("command", unknown[1], names)
    extra = re.fullmatch(r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", message)
    if extra:
        arguments = [_name(p) for p in command.params if p.param_type_name == "argument"]
        allowed = " ".join(arguments) or "none"
        return sentence("", "too many arguments", short(extra[1]), allowed)
    return sentence("", message)
