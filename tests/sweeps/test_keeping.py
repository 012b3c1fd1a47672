"""The points of a sweep under way: damage is seen, two writers are one too many."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from sim import store
from sim.scenario.faults import ScenarioError
from sim.store import StoreError
from sim.store.manifest import MANIFEST
from sim.sweeps import Sweep, keeping, locking, standing
from sim.sweeps.keeping import DATABASE, FORMAT, Keeper
from sim.sweeps.locking import BusyError
from tests.sweeps.conftest import Sweeping
from tests.sweeps.small import tables
from tests.sweeps.test_sweep import GRID, Watched

RECORD = {"scenario": "small", "seed": 1, "vary": [["a", 0.0, 1.0, 4]]}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "sweep-small-0123456789abcdef"


def row(k: int) -> str:
    return f'{{"k":{k},"at":[0.5],"found":[[0.1,0.0,0.2]]}}'


def put_all(keeper: Keeper) -> None:
    for k in keeper.missing():
        keeper.put(k, row(k))


def change(place: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(place / DATABASE, isolation_level=None)) as rows:
        rows.execute(statement, values)


@pytest.fixture
def half(sweeping: Sweeping, tmp_path: Path) -> Path:
    """The folder of a sweep of which 2 of 4 points are stored."""
    with pytest.raises(ScenarioError):
        sweeping(vary=[GRID], runs=20, executor=Watched(until=2))
    (place,) = tmp_path.iterdir()
    return place


@pytest.fixture
def whole(sweeping: Sweeping, tmp_path_factory: pytest.TempPathFactory) -> Sweep:
    return sweeping(vary=[GRID], runs=20, root=tmp_path_factory.mktemp("whole"))


# --- one writer -----------------------------------------------------------------------------------


def test_what_was_put_is_there_for_the_next_one(place: Path) -> None:
    with locking.locked(place), Keeper(place, RECORD, 4) as keeper:
        assert list(keeper.missing()) == [0, 1, 2, 3]
        keeper.put(2, row(2))
        keeper.put(0, row(0))
    with locking.locked(place), Keeper(place, RECORD, 4) as keeper:
        assert list(keeper.missing()) == [1, 3]
        assert [k for k, _ in keeper.points()] == [0, 2]
    assert keeping.count_of(place) == 2


def test_it_is_written_to_the_disk_before_it_is_said_to_be(place: Path) -> None:
    with locking.locked(place), Keeper(place, RECORD, 4) as keeper:
        modes = [
            keeper.rows.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous")
        ]
    assert modes == ["wal", 2]  # 2 is FULL


def test_a_second_writer_is_refused_at_once(place: Path) -> None:
    with (
        locking.locked(place),
        pytest.raises(BusyError, match="another process computes the same"),
        locking.locked(place),
    ):
        pass
    with locking.locked(place):
        pass


def test_a_folder_that_is_removed_or_replaced_is_not_written_on(place: Path) -> None:
    with locking.locked(place) as check:
        shutil.rmtree(place)
        with pytest.raises(StoreError, match="removed while it was written"):
            check()
        place.mkdir()
        (place / locking.LOCK).touch()
        with pytest.raises(StoreError, match="replaced while it was written"):
            check()


@pytest.mark.parametrize("name", [locking.LOCK, DATABASE])
def test_a_link_is_not_followed(place: Path, tmp_path: Path, name: str) -> None:
    place.mkdir()
    (tmp_path / "elsewhere").touch()
    (place / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StoreError, match="symbolic link"), locking.locked(place):
        Keeper(place, RECORD, 4)


@pytest.mark.skipif(os.geteuid() == 0, reason="everything is allowed to root")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="not allowed"), locking.locked(tmp_path / "x"):
        pass


def test_a_file_where_the_folder_should_be_is_told(place: Path) -> None:
    place.touch()
    with pytest.raises(StoreError, match="cannot store a sweep"), locking.locked(place):
        pass


def test_a_full_disk_is_told_and_loses_nothing(place: Path) -> None:
    with locking.locked(place), Keeper(place, RECORD, 1000) as keeper:
        keeper.put(0, row(0))
        pages = keeper.rows.execute("PRAGMA page_count").fetchone()[0]
        keeper.rows.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreError, match="full; those that are finished are safe"):
            put_all(keeper)
        kept = keeper.count
    with locking.locked(place), Keeper(place, RECORD, 1000) as keeper:
        assert keeper.count == kept


def test_readers_do_not_disturb_the_writer_nor_it_them(place: Path) -> None:
    seen: list[int] = []
    writing = True

    def read() -> None:
        while writing:
            seen.append(len(keeping.points_of(place)))

    with locking.locked(place), Keeper(place, RECORD, 300) as keeper:
        reader = Thread(target=read)
        reader.start()
        for k in range(300):
            keeper.put(k, row(k))
        writing = False
        reader.join()
    assert seen == sorted(seen)


# --- the same sweep or none -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("differing", "told"),
    [
        ({"seed": 2}, "seed: 1 there, 2 here"),
        ({"vary": [["a", 0.0, 1.0, 5]]}, "vary: "),
        ({"scipy": "1.0"}, 'scipy: nothing there, "1.0" here'),
    ],
)
def test_points_of_another_sweep_are_refused(
    place: Path, differing: dict[str, Any], told: str
) -> None:
    with locking.locked(place), Keeper(place, RECORD, 4) as keeper:
        keeper.put(0, row(0))
    with locking.locked(place), pytest.raises(StoreError, match=told):
        Keeper(place, RECORD | differing, 4)


def test_a_point_that_was_stored_when_an_interruption_came_is_counted(place: Path) -> None:
    with locking.locked(place), Keeper(place, RECORD, 4) as keeper:
        keeper.put(0, row(0))
        stored = keeper.rows.execute("SELECT sha, row FROM points").fetchone()
        keeper.rows.execute("INSERT INTO points VALUES (1, ?, ?)", stored)  # and no more
        assert keeper.count == 1
        assert keeper.recount() == keeper.count == 2


def test_another_format_is_told_with_what_to_do(half: Path, sweeping: Sweeping) -> None:
    change(half, "UPDATE meta SET record = json_set(record, '$.format', 7)")
    told = f"holds a sweep in format 7, this program goes on with {FORMAT}: .*domino results rm"
    with pytest.raises(StoreError, match=told):
        sweeping(vary=[GRID], runs=20)


@pytest.mark.parametrize("record", ["", "[]", "{}", "nonsense", '{"format": 1'])
def test_a_damaged_record_is_told(half: Path, sweeping: Sweeping, record: str) -> None:
    change(half, "UPDATE meta SET record = ?", record)
    with pytest.raises(StoreError, match=r"sweep\.sqlite is damaged .*domino results rm"):
        sweeping(vary=[GRID], runs=20)


@pytest.mark.parametrize("content", [b"not a database at all", b"SQLite format 3\0" + b"\1" * 5000])
def test_a_file_that_is_no_database_is_told(half: Path, sweeping: Sweeping, content: bytes) -> None:
    (half / DATABASE).write_bytes(content)
    with pytest.raises(StoreError, match=r"sweep\.sqlite is damaged"):
        sweeping(vary=[GRID], runs=20)
    with pytest.raises(StoreError, match=r"sweep\.sqlite is damaged"):
        standing(half)


def test_a_start_that_came_to_nothing_is_begun_again(place: Path) -> None:
    place.mkdir()
    (place / DATABASE).touch()  # made, but nothing was written before the end
    with pytest.raises(FileNotFoundError, match="no sweep is under way"):
        standing(place)
    with locking.locked(place), Keeper(place, RECORD, 4) as keeper:
        keeper.put(0, row(0))
    assert keeping.count_of(place) == 1


# --- damaged rows ---------------------------------------------------------------------------------

DAMAGE: dict[str, Callable[[Path], None]] = {
    "another number": lambda place: change(
        place, "UPDATE points SET row = replace(row, '[[', '[[1e-9+') WHERE k = 0"
    ),
    "no JSON": lambda place: change(place, "UPDATE points SET row = 'x' WHERE k = 0"),
    "bytes that are no text": lambda place: change(
        place, "UPDATE points SET row = CAST(x'ff00fe' AS TEXT) WHERE k = 0"
    ),
    "another checksum": lambda place: change(place, "UPDATE points SET sha = 'x' WHERE k = 0"),
    "another point's row": lambda place: change(
        place,
        "UPDATE points SET (sha, row) = (SELECT sha, row FROM points WHERE k = 1) WHERE k = 0",
    ),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_row_is_seen_told_and_computed_again(
    half: Path, sweeping: Sweeping, whole: Sweep, damage: Callable[[Path], None]
) -> None:
    damage(half)
    told: list[str] = []
    watched = Watched()
    found = sweeping(vary=[GRID], runs=20, tell=told.append, executor=watched)
    assert told == [
        "1 of 4 points were stored before",
        "1 stored point was damaged on the disk: computed again",
    ]
    assert sorted(watched.asked) == [0, 2, 3]
    assert tables(found.place) == tables(whole.place)


def test_a_row_beyond_the_last_is_dropped(half: Path, sweeping: Sweeping, whole: Sweep) -> None:
    change(half, "INSERT INTO points SELECT 99, sha, row FROM points WHERE k = 0")
    assert tables(sweeping(vary=[GRID], runs=20).place) == tables(whole.place)


def test_damage_between_the_last_point_and_the_table_is_mended(
    sweeping: Sweeping, whole: Sweep, tmp_path: Path
) -> None:
    told: list[str] = []

    def progress(done: int, total: int) -> None:
        if done == total and not told:
            (place,) = tmp_path.iterdir()
            DAMAGE["another number"](place)

    found = sweeping(vary=[GRID], runs=20, progress=progress, tell=told.append)
    assert told == ["1 stored point was damaged on the disk: computed again"]
    assert found.computed == 5
    assert tables(found.place) == tables(whole.place)


# --- damaged and unfinished results ---------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["data.parquet", "runs.parquet", "numbers.json", "members.parquet", MANIFEST]
)
def test_a_damaged_byte_of_the_result_is_seen_and_it_is_computed_again(
    whole: Sweep, sweeping: Sweeping, name: str
) -> None:
    before, root = tables(whole.place), whole.place.parent
    content = bytearray((whole.place / name).read_bytes())
    content[len(content) // 2] ^= 0x40
    (whole.place / name).write_bytes(content)
    with pytest.raises(StoreError, match="not a complete result"):
        store.load(whole.place.name, root)
    told: list[str] = []
    complete: list[bool] = []

    def look(*_: int) -> None:
        complete.append(standing(whole.place).is_complete)

    again = sweeping(vary=[GRID], runs=20, root=root, tell=told.append, progress=look)
    assert told == [f"The result in {whole.place} is damaged; what is missing is computed"]
    assert not any(complete)
    assert (again.computed, tables(again.place)) == (4, before)


@pytest.fixture
def interrupted(
    request: pytest.FixtureRequest,
    sweeping: Sweeping,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """The folder of a sweep that ended while its result was written, just before a step."""

    def end(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(request.param, end)
        with pytest.raises(KeyboardInterrupt):
            sweeping(vary=[GRID], runs=20)
    (place,) = tmp_path.iterdir()
    return place


STEPS = (
    "sim.sweeps.finishing.settle",
    "sim.sweeps.finishing.members_of",
    "sim.store.writing.parquet_of",
    "sim.sweeps.finishing.manifest.written",
    "sim.sweeps.keeping.tidy",
)


@pytest.mark.parametrize("interrupted", STEPS, indirect=True)
def test_an_end_at_any_step_of_the_result_loses_nothing(
    interrupted: Path, sweeping: Sweeping, whole: Sweep
) -> None:
    assert (interrupted / DATABASE).exists()
    found = sweeping(vary=[GRID], runs=20, executor=Watched(until=0))
    assert (found.computed, tables(found.place)) == (0, tables(whole.place))
    assert not keeping.is_untidy(interrupted)
    assert standing(interrupted).is_complete
