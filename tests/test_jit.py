"""The cache of compiled code: after an edit, and in a folder that nobody can write."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import sim
from sim import jit

ROOT = Path(sim.__file__).parents[1]
ENTER = """
import numpy as np, sim
from sim import ensemble, load
from sim.scenario.compiling.compile import compile_scenario
from sim.ensemble.state import deal

told = compile_scenario(load("armenia-2025"))
ensemble.part(ensemble.start(told.record, 1, np.arange(4)), told.future)
stats = [kernel.stats for kernel in (deal, ensemble.part)]
print(sum(sum(each.cache_hits.values()) for each in stats))
print(sum(sum(each.cache_misses.values()) for each in stats))
print(sim.__file__)
"""
"""Two small kernels; one decorator keeps all of them, and the large ones take a minute."""


def compiled(folder: Path, cache: Path) -> list[str]:
    """In a process of its own: kernels that were found in the cache, others, and whose they are."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", ENTER],
        env=os.environ | {"PYTHONPATH": str(folder), "DOMINO_CACHE": str(cache)},
        cwd=cache.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def make_read_only(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))


@pytest.mark.skipif(not jit.COMPILED, reason="without the compiler there is no cache")
def test_the_cache_works_from_a_read_only_installation(tmp_path: Path) -> None:
    installed = tmp_path / "site"
    installed.mkdir()
    shutil.copytree(ROOT / "sim", installed / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    home = installed / "sim" / "_home" / "scenarios"
    shutil.copytree(ROOT / "scenarios", home)
    make_read_only(installed)
    cache = tmp_path / "cache"
    cache.mkdir()
    hits, misses, where = compiled(installed, cache)
    assert (hits, misses) == ("0", "2")
    assert where.startswith(str(installed))
    assert compiled(installed, cache)[:2] == ["2", "0"]
    assert not list(installed.rglob("*.nbi"))


def test_every_file_with_compiled_code_is_in_the_digest() -> None:
    here = Path(jit.__file__).parent
    marks = ("@rule", "@phase", "@kernel", "@wrapping")
    compiled = {
        file.relative_to(here)
        for file in here.rglob("*.py")
        if any(line.startswith(marks) for line in file.read_text().splitlines())
    }
    digested = {
        file.relative_to(here) for pattern in jit.COMPILED_FROM for file in here.glob(pattern)
    }
    assert compiled <= digested
    assert compiled


def test_an_edit_moves_the_digests_that_it_concerns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "sim"
    shutil.copytree(ROOT / "sim", copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(jit, "__file__", str(copy / "jit.py"))

    def digests() -> tuple[str, str]:
        return jit._digest(jit.COMPILED_FROM + jit.SHAPED_BY), jit._digest(("**/*.py",))

    engine, source = digests()
    with (copy / "outcome.py").open("a") as file:
        file.write("\n# edited\n")
    assert digests()[0] == engine
    assert digests()[1] != source
    with (copy / "rules" / "beliefs.py").open("a") as file:
        file.write("\n# edited\n")
    assert digests()[0] != engine


Chosen = Callable[[], Path]


@pytest.fixture
def chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Chosen]:
    """The cache folder that is chosen, in a user's cache and a place of temporary files here."""
    for name in ("cache", "tmp"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("DOMINO_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))

    def choose() -> Path:
        jit.cache_folder.cache_clear()
        return jit.cache_folder()

    yield choose
    monkeypatch.undo()
    jit.cache_folder.cache_clear()


def mode(folder: Path) -> int:
    return stat.S_IMODE(folder.lstat().st_mode)


def test_a_cache_folder_that_cannot_be_made_is_passed_over(
    chosen: Chosen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setenv("DOMINO_CACHE", str(blocked))
    assert chosen().is_relative_to(tmp_path / "tmp")


def test_the_cache_folder_is_closed_to_others_and_found_again(
    chosen: Chosen, tmp_path: Path
) -> None:
    before = os.umask(0)
    try:
        folder = chosen()
    finally:
        os.umask(before)
    assert folder.is_relative_to(tmp_path / "cache")
    assert mode(folder) == mode(folder.parent) == 0o700
    folder.parent.chmod(0o775)  # as an earlier version made it
    folder.chmod(0o755)
    assert chosen() == folder
    assert mode(folder) == mode(folder.parent) == 0o700


@pytest.mark.parametrize("place", ["folder", "parent"])
@pytest.mark.parametrize("planted", ["of another owner", "open", "a link"])
def test_a_planted_cache_folder_is_not_used(
    planted: str, place: str, chosen: Chosen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = chosen()
    bad = first if place == "folder" else first.parent
    if planted == "open":
        first.chmod(0o777)
    elif planted == "a link":
        bad.rename(tmp_path / "planted")
        bad.symlink_to(tmp_path / "planted")
    else:
        real = Path.lstat

        def lstat(self: Path) -> os.stat_result:
            there = real(self)
            owner = [*there[:4], there.st_uid + 1, *there[5:]]
            return os.stat_result(owner) if self == bad else there

        monkeypatch.setattr(Path, "lstat", lstat)
    second = chosen()
    assert second != first
    assert second.is_relative_to(tmp_path / "tmp")
    assert mode(second) == 0o700


def test_where_both_places_are_planted_the_folder_is_a_fresh_one(
    chosen: Chosen, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "planted"
    elsewhere.mkdir()
    first = chosen()
    first.chmod(0o777)
    second = chosen()
    second.parent.rename(tmp_path / "aside")
    second.parent.symlink_to(elsewhere)
    fresh = chosen()
    assert fresh not in (first, second)
    assert not fresh.is_relative_to(elsewhere)
    assert not list(fresh.iterdir())
    assert mode(fresh) == 0o700
