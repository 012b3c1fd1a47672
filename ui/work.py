"""Sweeps in processes of their own: they outlive the page, the browser, and the server.

How far one is, is read from its folder; who computes it, from a small file beside the results.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.scenario.faults import dotted
from sim.store import StoreError
from sim.sweeps import Plan, Standing, planned, standing
from ui import library
from ui.library import Assumed

MARK = ".work-"
"""Files of ours beside the results; no result has a name like that."""


@dataclass(frozen=True)
class Wish:
    """A sweep as the page asks for it."""

    vary: tuple[str, ...]
    outcomes: tuple[str, ...]
    design: str
    points: int | None
    runs: int


def plan_of(assumed: Assumed, wish: Wish) -> Plan:
    """The sweep, checked; raises ScenarioError or ValueError where it cannot be."""
    return planned(
        library.scenario(assumed.scenario, assumed.changes),
        wish.vary,
        wish.outcomes,
        design=wish.design,
        points=wish.points,
        runs=wish.runs,
        seed=assumed.seed,
        root=library.results(),
    )


def start(assumed: Assumed, wish: Wish) -> str:
    """Start a sweep, or go on with one that was left; its name."""
    name = plan_of(assumed, wish).place.name
    command = [sys.executable, "-m", "sim.cli", *_arguments(assumed, wish)]
    _launch(name, command)
    return name


def go_on(name: str) -> None:
    """Go on with a sweep that was stopped."""
    _launch(name, list(_noted(name)["command"]))


def _arguments(assumed: Assumed, wish: Wish) -> list[str]:
    file = library.names()[assumed.scenario]
    source = assumed.scenario if library.is_ours(assumed.scenario) else str(file)
    parts = ["sweep", source, "--design", wish.design, "--runs", str(wish.runs)]
    parts += ["--seed", str(assumed.seed), "--out", str(library.results()), "--json"]
    parts += [part for text in wish.vary for part in ("--vary", text)]
    parts += [part for name in wish.outcomes for part in ("--outcome", name)]
    parts += [
        part
        for path, value in sorted(assumed.changes.items())
        for part in ("--set", f"{path}={_typed(value)}")
    ]
    return parts if wish.points is None else [*parts, "--points", str(wish.points)]


def _typed(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _launch(name: str, command: Sequence[str]) -> None:
    """A process in a session of its own: what ends the server does not end it."""
    if is_running(name):
        return
    library.results().mkdir(parents=True, exist_ok=True)
    with _file(name, "log").open("wb") as log:
        process = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    note = {"pid": process.pid, "command": list(command), "began": time.time()}
    _file(name, "json").write_text(json.dumps(note), encoding="utf-8")
    threading.Thread(target=process.wait, daemon=True).start()  # so that no zombie stays


def stop(name: str) -> None:
    """Stop a sweep; what it has finished stays."""
    if is_running(name):
        os.killpg(int(_noted(name)["pid"]), signal.SIGINT)


def is_running(name: str) -> bool:
    """Whether a process computes it."""
    pid = _noted(name).get("pid")
    if not isinstance(pid, int):
        return False
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    told = Path(f"/proc/{pid}/cmdline")
    return not told.exists() or b"sweep" in told.read_bytes()


def how_far(name: str) -> Standing | None:
    """How far it is; None before its first point is planned."""
    try:
        return standing(library.results() / name)
    except (FileNotFoundError, StoreError):
        return None


def seconds_left(name: str, there: Standing, first: Standing | None) -> float | None:
    """How long it will take, from how it went since it was begun or gone on with."""
    began = _began(name)
    if not began or first is None or there.done <= first.done:
        return None
    pace = (time.time() - began) / (there.done - first.done)
    return pace * (there.total - there.done)


def complaint(name: str) -> str:
    """What a process said before it ended, its last lines."""
    file = _file(name, "log")
    if not file.is_file():
        return ""
    lines = file.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return "\n".join(lines[-5:])


def unfinished() -> dict[str, Standing]:
    """The sweeps that were begun from the page and are not complete, the latest first."""
    names = [
        file.name[len(MARK) : -len(".json")] for file in library.results().glob(f"{MARK}*.json")
    ]
    there = {name: how_far(name) for name in names if library.NAME.fullmatch(name)}
    left = {name: how for name, how in there.items() if how is not None and not how.is_complete}
    return {name: left[name] for name in sorted(left, key=_began, reverse=True)}


def can_go_on(name: str) -> bool:
    """Whether it is known how the sweep was begun."""
    return isinstance(_noted(name).get("command"), list)


def is_known(name: str) -> bool:
    """Whether the name is that of a sweep which this page can show."""
    return bool(library.NAME.fullmatch(name)) and (
        (library.results() / name).is_dir() or _file(name, "json").is_file()
    )


def _began(name: str) -> float:
    """When it was begun or gone on with, in seconds; 0 where that is not known."""
    began = _noted(name).get("began")
    return began if isinstance(began, float) else 0.0


def _noted(name: str) -> Mapping[str, object]:
    file = _file(name, "json")
    try:
        found: Mapping[str, object] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def _file(name: str, kind: str) -> Path:
    if not library.NAME.fullmatch(name):
        raise ValueError(f"{dotted((name,))} cannot be the name of a sweep")
    return library.results() / f"{MARK}{name}.{kind}"
