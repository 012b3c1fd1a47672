"""What somebody planted in the folder of a sweep is refused or replaced, never written through."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from sim.store import StoreError
from sim.sweeps import Sweep, keeping, locking, standing

GRID = "patron.capacity=0.2:0.8:2"
Sweeping = Callable[..., Sweep]


@pytest.fixture
def place(sweeping: Sweeping, tmp_path: Path) -> Path:
    """The folder that a sweep is about to have."""
    found = sweeping(vary=[GRID], runs=20, root=tmp_path / "elsewhere")
    place = tmp_path / "results" / found.place.name
    place.parent.mkdir()
    return place


@pytest.mark.parametrize("is_dangling", [False, True], ids=["a file", "dangling"])
@pytest.mark.parametrize(
    "name",
    [
        ".tmp-data.parquet",
        ".tmp-runs.parquet",
        "data.parquet",
        "runs.parquet",
        "members.parquet",
        "numbers.json",
        "scenario.yaml",
        "manifest.json",
        "sweep.sqlite",
        "sweep.sqlite-wal",
        "sweep.sqlite-shm",
        "sweep.sqlite-journal",
        locking.LOCK,
    ],
)
def test_a_planted_link_is_not_written_through(
    name: str, is_dangling: bool, place: Path, sweeping: Sweeping, tmp_path: Path
) -> None:
    precious = tmp_path / "precious"
    if not is_dangling:
        precious.write_bytes(b"precious")
    place.mkdir()
    (place / name).symlink_to(precious)
    refusals: list[str] = []
    try:
        found = sweeping(vary=[GRID], runs=20, root=place.parent, tell=lambda _: None)
        assert found.answer.numbers["points"] == 2
        assert not any(file.is_symlink() for file in place.iterdir())
    except StoreError as error:
        refusals.append(str(error))
    assert all("symbolic link" in line and "\n" not in line for line in refusals)
    assert precious.exists() != is_dangling
    assert is_dangling or precious.read_bytes() == b"precious"


def test_a_planted_link_in_place_of_the_folder_is_refused(
    place: Path, sweeping: Sweeping, tmp_path: Path
) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    place.symlink_to(precious)
    with pytest.raises(StoreError, match="symbolic link"):
        sweeping(vary=[GRID], runs=20, root=place.parent)
    with pytest.raises(StoreError, match="symbolic link"):
        standing(place)
    assert not list(precious.iterdir())


def test_a_folder_in_place_of_a_file_is_told_in_one_line(place: Path, sweeping: Sweeping) -> None:
    (place / ".tmp-data.parquet").mkdir(parents=True)
    with pytest.raises(StoreError) as told:
        sweeping(vary=[GRID], runs=20, root=place.parent)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    "planted",
    [
        "CREATE TRIGGER t AFTER INSERT ON points BEGIN DELETE FROM points; END",
        "CREATE VIEW v AS SELECT 1",
        "CREATE INDEX i ON points(lower(row))",
    ],
)
def test_what_a_database_would_run_by_itself_is_refused(
    planted: str, place: Path, sweeping: Sweeping
) -> None:
    def end(_: int, __: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweeping(vary=[GRID], runs=20, root=place.parent, progress=end)
    with closing(sqlite3.connect(place / keeping.DATABASE)) as rows:
        rows.execute(planted)
    with pytest.raises(StoreError, match="something else than points"):
        keeping.count_of(place)
    with pytest.raises(StoreError, match="something else than points"):
        sweeping(vary=[GRID], runs=20, root=place.parent)
