"""What a test needs to run, read from the test itself: nobody has to remember a mark.

A test is walked as the interpreter would: its fixtures, and the functions of the tests that it
names. Whatever it starts without having been found out by that walk is refused while it runs.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest

ENGINE = ("sim.ensemble", "sim.futures", "sim.analysis", "sim.sweeps", "sim.cli", "sim.store", "ui")
"""Where functions play ensembles of runs, themselves or by what they call."""

STARTERS = ("ui.work",)
"""Where functions start a process."""

LIBRARIES = {"subprocess", "multiprocessing", "distributed", "fork"}
"""What else starts one, by its name in the code of a test."""

STARTS = ("subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.exec", "os.system")
"""What the interpreter calls the start of a process."""

running: list[pytest.Item] = []
"""The test that runs now, if one does."""


def marks_of(item: pytest.Function) -> Iterator[str]:
    """The marks of a test that follow from its folder and from what it uses."""
    folder = item.path.parent.name
    names, things = _used_by(item)
    is_browser = "browser" in item.fixturenames
    if folder == "rules":
        yield "rules"
    if is_browser:
        yield "browser"
    if is_browser or names & LIBRARIES or any(_is_of(STARTERS, thing) for thing in things):
        yield "process"
    if folder == "pages" or any(_is_of(ENGINE, thing) for thing in things):
        yield "compiler"


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse a process to a test without the mark (an audit hook of the interpreter)."""
    if event in STARTS and running and running[-1].get_closest_marker("process") is None:
        raise RuntimeError(f"{running[-1].nodeid} starts a process and is not marked: {arguments}")


def _is_of(rooms: tuple[str, ...], thing: object) -> bool:
    """Whether this is a function of these rooms."""
    if isinstance(thing, type) or not callable(thing):
        return False
    return _within(getattr(thing, "__module__", None) or "", rooms)


def _within(module: str, rooms: tuple[str, ...]) -> bool:
    return any(module == room or module.startswith(f"{room}.") for room in rooms)


def _used_by(item: pytest.Function) -> tuple[set[str], list[object]]:
    """All names in the code of a test, of its fixtures and of its helpers; what they stand for."""
    fixtures = item._fixtureinfo.name2fixturedefs.values()
    waiting: list[object] = [item.function, *(each.func for found in fixtures for each in found)]
    names: set[str] = set()
    things: list[object] = []
    seen: set[int] = set()
    while waiting:
        thing = inspect.unwrap(waiting.pop())  # type: ignore[arg-type]
        thing = getattr(getattr(thing, "hypothesis", thing), "inner_test", thing)
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        if isinstance(thing, type) and _within(thing.__module__, ("tests",)):
            waiting += vars(thing).values()
        elif isinstance(thing, FunctionType) and _within(thing.__module__, ("tests",)):
            found = set(_names(thing.__code__))
            names |= found
            waiting += _standing_for(found, thing.__globals__)
        else:
            things.append(thing)
    return names, things


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def _standing_for(names: set[str], among: dict[str, Any]) -> Iterator[object]:
    for thing in (among[name] for name in names if name in among):
        yield thing
        if isinstance(thing, ModuleType) and _within(thing.__name__, ("sim", "ui", "tests")):
            yield from (vars(thing)[name] for name in names if name in vars(thing))
