"""Locks on folders, also where a folder cannot be opened and a file beside it stands for it."""

from __future__ import annotations

import ast
import os
from pathlib import Path

import pytest

from sim.store import folders, locks

HOME = Path(__file__).resolve().parents[2]
UNIX_ALONE = {"fcntl", "grp", "pwd", "resource", "termios"}


@pytest.fixture(params=["folders are opened", "a file stands for a folder"])
def root(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of results, on either kind of system."""
    if request.param != "folders are opened":
        monkeypatch.setattr(locks, "_FOLDER", None)
    folder = tmp_path / "results"
    folder.mkdir()
    return folder


def is_free(folder: Path) -> bool:
    with locks.abandoned(folder) as free:
        return free


def test_a_folder_that_is_held_is_not_abandoned_and_then_it_is(root: Path) -> None:
    assert is_free(root)
    with locks.held(root):
        assert not is_free(root)
    assert is_free(root)


def test_a_folder_that_is_not_there_is_nobodys_rubbish(root: Path) -> None:
    assert not is_free(root / "gone")
    link = root / "link"
    link.symlink_to(root.parent)
    assert not is_free(link)
    with pytest.raises(OSError, match="gone"), locks.held(root / "gone"):
        pass


def test_a_folder_of_results_may_be_a_link(root: Path) -> None:
    link = root.with_name("linked")
    link.symlink_to(root)
    with locks.held(link):
        pass


def test_what_is_stored_is_whole_and_what_the_dead_left_goes(root: Path) -> None:
    dead, living = root / ".tmp-1-dead", root / ".tmp-2-living"
    for work in (dead, living):
        work.mkdir()
        (work / "numbers.json").write_text("{")
    handle = locks.lock(living)
    folders.put(root / "a", {"one": b"1", "two": b"2"}, lambda: False)
    os.close(handle)
    assert {file.name for file in (root / "a").iterdir()} == {"one", "two"}
    assert not dead.exists()
    assert (living / "numbers.json").exists()
    folders.put(root / "a", {"one": b"other"}, lambda: False)
    assert (root / "a" / "one").read_bytes() == b"other"
    assert [each.name for each in root.iterdir() if each.name != "a"] == []
    folders.take_away(root / "a")
    assert list(root.iterdir()) == []


@pytest.mark.parametrize("folder", ["sim", "ui"])
def test_nothing_imports_what_windows_lacks(folder: str) -> None:
    for file in (HOME / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = {alias.name for alias in node.names} if isinstance(node, ast.Import) else set()
            names |= {str(node.module)} if isinstance(node, ast.ImportFrom) else set()
            assert not names & UNIX_ALONE, file
