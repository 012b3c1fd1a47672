"""Sweeps from the page: a file beside the results can ask for a sweep and for nothing else."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.store import StoreError
from sim.sweeps import locking
from ui import library, work
from ui.library import Assumed
from ui.work import Wish

NAME = "sweep-armenia-2025-0123456789abcdef"
SMALL = Wish(("present.channels.club=0:2:2",), ("p_at_least.1",), "grid", None, 100)
BASE = Assumed("armenia-2025")


@pytest.fixture
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DOMINO_RESULTS", str(tmp_path / "results"))
    monkeypatch.setenv("DOMINO_SCENARIOS", str(tmp_path / "my-scenarios"))
    (tmp_path / "results").mkdir()
    return tmp_path / "results"


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that are run; none of them is."""
    commands: list[list[str]] = []
    there = subprocess.Popen

    def started(command: list[str], **options: Any) -> subprocess.Popen[bytes]:
        commands.append(command)
        return there([sys.executable, "-c", ""], **options)

    monkeypatch.setattr(work.subprocess, "Popen", started)
    return commands


def planted(results: Path, name: str, **said: Any) -> Path:
    file = results / f".work-{name}.json"
    file.write_text(json.dumps(said))
    return file


def asked(results: Path, wish: Wish = SMALL, assumed: Assumed = BASE, **said: Any) -> str:
    """A file as the page writes it, with something of it replaced; the name of the sweep."""
    name = work.plan_of(assumed, wish).place.name
    stated = {
        "scenario": assumed.scenario,
        "changes": dict(assumed.changes),
        "seed": assumed.seed,
        "vary": wish.vary,
        "outcomes": wish.outcomes,
        "design": wish.design,
        "points": wish.points,
        "runs": wish.runs,
        "pid": 2,
        "born": "",
        "began": 0.0,
    }
    planted(results, name, **(stated | said))
    return name


def test_a_planted_command_is_not_run(results: Path, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    command = [sys.executable, "-c", f"open({str(mark)!r}, 'w')"]
    planted(results, NAME, pid=1, command=command, began=0.0)
    with pytest.raises(StoreError, match="not known how it was begun"):
        work.go_on(NAME)
    assert work.hindrance(NAME)
    time.sleep(0.3)
    assert not mark.exists()


def test_what_was_asked_is_gone_on_with(results: Path, ran: list[list[str]]) -> None:
    name = asked(results)
    assert work.hindrance(name) == ""
    work.go_on(name)
    ((_, *rest),) = ran
    assert rest == [
        *("-m", "sim.cli", "sweep", "--json", f"--out={results}"),
        *("--design=grid", "--runs=100", "--seed=1", "--vary=present.channels.club=0:2:2"),
        *("--outcome=p_at_least.1", "--", "armenia-2025"),
    ]


@pytest.mark.parametrize(
    "said",
    [
        {"runs": 200},
        {"seed": 2},
        {"seed": -1},
        {"pid": "2"},
        {"design": "--executor=dask://evil.example:1"},
        {"outcomes": ["p_at_least.1", "--out=/"]},
        {"vary": ["--help"]},
        {"points": 7, "design": "lhs"},
        {"scenario": "../../etc/passwd"},
        {"scenario": "--help"},
        {"scenario": "absent"},
        {"changes": {"title": "other"}},
        {"changes": {"present.channels.club": "\0"}},
        {"changes": {"present.channels.club": 1e400}},
        {"changes": {"present.channels.club": {"value": 1}}},
        {"command": ["/bin/true"]},
    ],
    ids=str,
)
def test_what_this_page_could_not_have_asked_is_not_run(
    said: dict[str, Any], results: Path, ran: list[list[str]]
) -> None:
    name = asked(results, **said)
    with pytest.raises(StoreError):
        work.go_on(name)
    assert work.hindrance(name)
    assert not ran


def test_another_scenario_under_the_same_name_is_not_run(
    results: Path, ran: list[list[str]]
) -> None:
    own = library.own()
    own.mkdir()
    (own / "mine.yaml").write_text("extends: armenia-2025.yaml\n")
    name = asked(results, assumed=Assumed("mine"))
    assert work.hindrance(name) == ""
    (own / "mine.yaml").write_text("extends: armenia-2025.yaml\nchannels: {club: 0}\n")
    assert "is not what it was" in work.hindrance(name)
    with pytest.raises(StoreError):
        work.go_on(name)
    assert not ran


@pytest.mark.parametrize("kind", ["json", "log"])
def test_a_link_beside_the_results_is_replaced_and_never_written_through(
    kind: str, results: Path, ran: list[list[str]], tmp_path: Path
) -> None:
    precious = tmp_path / "precious"
    precious.write_text("precious")
    name = work.plan_of(BASE, SMALL).place.name
    link = results / f".work-{name}.{kind}"
    link.symlink_to(precious)
    assert work.complaint(name) == ""
    work.start(BASE, SMALL)
    assert ran
    assert precious.read_text() == "precious"
    assert not link.is_symlink()
    assert link.is_file()


# --- whose process it is --------------------------------------------------------------------------


@pytest.fixture
def stranger() -> Iterator[subprocess.Popen[bytes]]:
    """A process that no page has started, though its command line speaks of a sweep."""
    command = [sys.executable, "-c", "import time; time.sleep(60)", "sweep"]
    process = subprocess.Popen(command, start_new_session=True)
    yield process
    process.kill()
    process.wait()


@pytest.fixture
def sent(stranger: subprocess.Popen[bytes]) -> Iterator[list[tuple[int, int]]]:
    """The signals that are sent; none of them is."""
    signals: list[tuple[int, int]] = []
    with pytest.MonkeyPatch.context() as patch:
        for name in ("kill", "killpg"):
            patch.setattr(os, name, lambda *told: signals.append(told))
        yield signals


@pytest.mark.parametrize("pid", [0, -1, 1, "own", "stranger"])
@pytest.mark.parametrize("is_locked", [True, False])
def test_a_process_of_somebody_else_is_not_stopped(
    pid: int | str,
    is_locked: bool,
    results: Path,
    stranger: subprocess.Popen[bytes],
    sent: list[tuple[int, int]],
) -> None:
    number = {"own": os.getpid(), "stranger": stranger.pid}.get(str(pid), pid)
    name = asked(results, pid=number, born="")
    if is_locked:
        with locking.locked(results / name):
            work.stop(name)
            assert not work.can_stop(name)
            assert work.is_running(name)
    else:
        work.stop(name)
        assert not work.is_running(name)
    assert not sent
    assert stranger.poll() is None


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="it does not tell when one began")
def test_a_process_of_an_earlier_server_is_known_by_when_it_began_and_by_its_lock(
    results: Path, stranger: subprocess.Popen[bytes]
) -> None:
    born = work._born(stranger.pid)
    assert born
    name = asked(results, pid=stranger.pid, born=born)
    work.stop(name)  # nobody computes it
    assert stranger.poll() is None
    with locking.locked(results / name):
        asked(results, pid=stranger.pid, born=f"{born}0")
        work.stop(name)
        assert stranger.poll() is None
        asked(results, pid=stranger.pid, born=born)
        assert work.can_stop(name)
        work.stop(name)
    assert abs(stranger.wait(30)) in (signal.SIGINT, 1)


def test_a_sweep_that_was_started_is_stopped_and_gone_on_with(results: Path) -> None:
    wish = Wish(("present.channels.club=0:2:50",), ("mean_exits",), "grid", None, 20_000)
    name = work.start(BASE, wish)
    assert work.is_running(name)
    assert work.can_stop(name)
    patience = time.monotonic() + 300
    while not (there := work.how_far(name)) or not there.done:
        assert work.is_running(name), work.complaint(name)
        assert time.monotonic() < patience
        time.sleep(0.1)
    work.stop(name)
    work._children[name].wait(60)
    assert not work.is_running(name)
    assert not work.can_stop(name)
    assert work.hindrance(name) == ""
    work.go_on(name)
    assert work.is_running(name)
    work._children[name].kill()
    work._children[name].wait(60)


def test_whoever_only_looks_does_not_hinder_a_start(
    results: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = results / NAME
    assert not locking.is_held(place)
    with locking.locked(place):
        assert locking.is_held(place)
    looking = os.open(place / locking.LOCK, os.O_RDONLY)
    fcntl.flock(looking, fcntl.LOCK_SH)
    monkeypatch.setattr("time.sleep", lambda _: fcntl.flock(looking, fcntl.LOCK_UN))
    with locking.locked(place):
        assert locking.is_held(place)
    os.close(looking)
