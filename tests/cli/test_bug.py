"""A fault of the program is told as one, and what it takes to mend it is kept."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

from sim import store
from tests.cli.conftest import Domino


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's cache, for what is written after the engine was loaded."""
    monkeypatch.setenv("DOMINO_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "domino-alliances" / "bugs"


def plant_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        list(zip([1, 2], [3], strict=True))

    monkeypatch.setattr(store, "save", broken)


def test_a_bug_is_told_as_one_and_its_traceback_is_kept(
    domino: Domino, monkeypatch: pytest.MonkeyPatch, cache: Path
) -> None:
    plant_bug(monkeypatch)
    done = domino("run", "armenia-2025", "--runs", "10", "--out", "my results")
    assert (done.code, done.out) == (1, "")
    line = done.err.splitlines()[-1]
    assert line.startswith("this is a bug of Domino, not a fault of what was asked (ValueError")
    assert "please send that file" in line
    (file,) = cache.iterdir()
    assert re.search(rf"its traceback is in {re.escape(str(file))}:", line)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    report = file.read_text()
    assert report.startswith("domino run armenia-2025 --runs 10 --out 'my results'\nPython 3.")
    assert re.search(r"^domino-alliances \d", report, re.MULTILINE)
    assert re.search(r"^numpy \d", report, re.MULTILINE)
    assert report.rstrip().endswith("ValueError: zip() argument 2 is shorter than argument 1")
    assert "in broken" in report


def test_where_nothing_can_be_kept_the_traceback_itself_is_told(
    domino: Domino, monkeypatch: pytest.MonkeyPatch, cache: Path, tmp_path: Path
) -> None:
    plant_bug(monkeypatch)
    (tmp_path / "cache").write_text("a file")
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path / "cache"))
    done = domino("run", "armenia-2025", "--runs", "10")
    assert done.code == 1
    assert "its traceback follows: please send it" in done.err
    assert done.err.rstrip().endswith("ValueError: zip() argument 2 is shorter than argument 1")


def test_no_bug_is_made_of_what_is_refused(domino: Domino, cache: Path) -> None:
    assert domino("run", "armenai-2025").code == 2
    assert not cache.exists()
