"""Sweeps in processes of their own: they outlive the page, the browser, and the server.

How far one is, is read from its folder; what was asked and who computes it, from a small file
beside the results. Anybody may have written that file: it can ask for a sweep that this page could
have asked for, under the name that this sweep has, and for nothing else.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim.bounds import LAST_SEED, MOST_RUNS
from sim.refusal import Refusal
from sim.scenario.faults import dotted
from sim.store import StoreError
from sim.store.folders import new_file, put_file, read_bytes, told
from sim.sweeps import Plan, Standing, planned, standing
from sim.sweeps.locking import is_held
from ui import library
from ui.library import Assumed

MARK = ".work-"
"""Files of ours beside the results; no result has a name like that."""
MOST_BYTES = 1_000_000
"""Of such a file."""

Short = Annotated[str, Field(max_length=200)]


@dataclass(frozen=True)
class Wish:
    """A sweep as the page asks for it."""

    vary: tuple[str, ...]
    outcomes: tuple[str, ...]
    design: str
    points: int | None
    runs: int


def plan_of(assumed: Assumed, wish: Wish) -> Plan:
    """The sweep, checked; raises Refusal where it cannot be."""
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


class Note(BaseModel):
    """What a sweep was asked as, and who computes it."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", allow_inf_nan=False)

    scenario: Annotated[str, Field(pattern=f"^{library.NAME.pattern}$")]
    """By name, among the scenarios that are here."""
    changes: dict[Short, bool | float | Short]
    seed: Annotated[int, Field(ge=0, le=LAST_SEED)]
    vary: Annotated[tuple[Short, ...], Field(max_length=20, strict=False)]
    outcomes: Annotated[tuple[Short, ...], Field(max_length=100, strict=False)]
    design: Short
    points: int | None
    runs: Annotated[int, Field(ge=1, le=MOST_RUNS)]
    pid: int
    born: Short
    """When that process began, as ``_born`` tells it; a number is soon another process's."""
    began: float
    """Seconds since 1970, for the time that is left."""


_children: dict[str, subprocess.Popen[bytes]] = {}
"""Processes of this server: whether they live needs no file."""


def start(assumed: Assumed, wish: Wish) -> str:
    """Start a sweep, or go on with one that was left; its name.

    Raises
    ------
    Refusal
        Where the sweep cannot be.
    StoreError
        Where nothing can be written beside the results.
    """
    name = plan_of(assumed, wish).place.name
    _launch(name, assumed, wish)
    return name


def go_on(name: str) -> None:
    """Go on with a sweep that was stopped.

    Raises
    ------
    StoreError
        Where that cannot be, see ``hindrance``.
    """
    _launch(name, *_asked(name))


def hindrance(name: str) -> str:
    """Why a sweep cannot be gone on with from here; empty where it can."""
    try:
        _asked(name)
    except StoreError as error:
        return str(error)
    return ""


def _asked(name: str) -> tuple[Assumed, Wish]:
    """What was asked, through the same checks as if it were asked now."""
    note = _noted(name)
    if note is None:
        raise StoreError("it is not known how it was begun")
    if note.scenario not in library.names():
        raise StoreError(f"its scenario {note.scenario} is not here")
    assumed = Assumed(note.scenario, note.changes, note.seed)
    wish = Wish(note.vary, note.outcomes, note.design, note.points, note.runs)
    try:
        strange = note.changes.keys() - library.assumptions(note.scenario).keys()
        if strange:
            raise StoreError(f"what was changed is no assumption: {dotted((min(strange),))}")
        plan = plan_of(assumed, wish)
    except Refusal as error:
        raise StoreError(f"what was asked cannot be: {str(error).splitlines()[0]}") from error
    if plan.place.name != name:
        raise StoreError("its scenario, or this program, is not what it was when it was begun")
    return assumed, wish


def _arguments(assumed: Assumed, wish: Wish) -> list[str]:
    """The command line; each value is bound to its option, so that none is taken for another."""
    file = library.names()[assumed.scenario]
    source = assumed.scenario if library.is_ours(assumed.scenario) else str(file.absolute())
    stated = {"design": wish.design, "runs": wish.runs, "seed": assumed.seed}
    stated |= {} if wish.points is None else {"points": wish.points}
    parts = [f"--{option}={value}" for option, value in stated.items()]
    parts += [f"--vary={text}" for text in wish.vary]
    parts += [f"--outcome={name}" for name in wish.outcomes]
    parts += [f"--set={path}={_typed(value)}" for path, value in sorted(assumed.changes.items())]
    return ["sweep", "--json", f"--out={library.results().absolute()}", *parts, "--", source]


def _typed(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _launch(name: str, assumed: Assumed, wish: Wish) -> None:
    """A process in a session of its own: what ends the server does not end it."""
    if is_running(name):
        return
    command = [sys.executable, "-m", "sim.cli", *_arguments(assumed, wish)]
    with told(f"cannot start a sweep beside {library.results()}"):
        library.results().mkdir(parents=True, exist_ok=True)
        with os.fdopen(new_file(_file(name, "log"), replace=True), "wb") as log:
            process = subprocess.Popen(
                command,
                stdout=subprocess.DEVNULL,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        _children[name] = process
        threading.Thread(target=process.wait, daemon=True).start()  # so that no zombie stays
        note = Note.model_validate(
            {
                **asdict(wish),
                "scenario": assumed.scenario,
                "changes": dict(assumed.changes),
                "seed": assumed.seed,
                "pid": process.pid,
                "born": _born(process.pid),
                "began": time.time(),
            }
        )
        put_file(_file(name, "json"), note.model_dump_json(indent=1).encode())


def stop(name: str) -> None:
    """Stop a sweep that is ours; what it has finished stays."""
    child, note = _children.get(name), _noted(name)
    if child is not None and child.poll() is None:
        child.send_signal(signal.SIGINT)
    elif note is not None and _is_ours(name, note):
        os.kill(note.pid, signal.SIGINT)


def can_stop(name: str) -> bool:
    """Whether the process that computes it was started from the page."""
    note = _noted(name)
    return _is_child(name) or (note is not None and _is_ours(name, note))


def is_running(name: str) -> bool:
    """Whether a process computes it, whoever started that."""
    return _is_child(name) or is_held(library.results() / name)


def _is_child(name: str) -> bool:
    """Whether a process of this server computes it, also one that has yet to take the lock."""
    child = _children.get(name)
    return child is not None and child.poll() is None


def _is_ours(name: str, note: Note) -> bool:
    """Whether a process of another server of ours computes it, told by when it began.

    A number alone proves nothing, for it may be anybody's by now. Where the system does not tell
    when a process began, only the server that started a sweep can stop it.
    """
    if note.pid <= 1 or not note.born or _born(note.pid) != note.born:
        return False
    return is_held(library.results() / name)


def _born(pid: int) -> str:
    """When a process began: of which start of the system, and how long after it; else empty."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        stat = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return ""
    # The name of the program, in brackets, may hold anything; what follows its end may not.
    return f"{boot} {stat.rpartition(b')')[2].split()[19].decode('ascii')}"


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
    try:
        said = read_bytes(_file(name, "log"), MOST_BYTES)
    except (OSError, StoreError):
        return ""  # it said nothing, or what lies there is nothing of ours
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return "\n".join(lines[-5:])


def unfinished() -> dict[str, Standing]:
    """The sweeps that were begun from the page and are not complete, the latest first."""
    names = [
        file.name[len(MARK) : -len(".json")] for file in library.results().glob(f"{MARK}*.json")
    ]
    there = {name: how_far(name) for name in names if library.NAME.fullmatch(name)}
    left = {name: how for name, how in there.items() if how is not None and not how.is_complete}
    return {name: left[name] for name in sorted(left, key=_began, reverse=True)}


def is_known(name: str) -> bool:
    """Whether the name is that of a sweep which this page can show."""
    return bool(library.NAME.fullmatch(name)) and (
        (library.results() / name).is_dir() or _file(name, "json").is_file()
    )


def _began(name: str) -> float:
    """When it was begun or gone on with, in seconds; 0 where that is not known."""
    note = _noted(name)
    return note.began if note is not None else 0.0


def _noted(name: str) -> Note | None:
    """What lies beside the results of a sweep; None where that is nothing that we write."""
    try:
        return Note.model_validate_json(read_bytes(_file(name, "json"), MOST_BYTES))
    except (OSError, StoreError, ValidationError):
        return None


def _file(name: str, kind: str) -> Path:
    if not library.NAME.fullmatch(name):
        raise ValueError(f"{dotted((name,))} cannot be the name of a sweep")
    return library.results() / f"{MARK}{name}.{kind}"
