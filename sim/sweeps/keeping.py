"""The finished points of a sweep that is not complete: one file, one writer, many readers.

While a sweep is computed its folder holds ``.lock``, which its one writer holds until it ends or
dies, and ``sweep.sqlite``: one row says what is computed, and one row for each finished point
holds its JSON and the checksum of it. A point that is in it survives whatever happens.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from sim.refusal import short, shown
from sim.store import StoreError, canonical
from sim.store.folders import WORK, told

DATABASE = "sweep.sqlite"
FORMAT = 2
"""Of the database; a change of its meaning counts it up."""

Record = dict[str, Any]
"""What is computed, in plain values: a sweep is gone on with only where all of them agree."""

_BESIDE = ("", "-wal", "-shm", "-journal")
# Rows of a STRICT table hold what their columns say; older versions of SQLite do not know it.
_STRICT = "STRICT" if sqlite3.sqlite_version_info >= (3, 37) else ""
_TABLES = (
    f"CREATE TABLE meta(only INTEGER PRIMARY KEY CHECK (only = 1), record TEXT NOT NULL) {_STRICT}",
    f"CREATE TABLE points(k INTEGER PRIMARY KEY, sha TEXT NOT NULL, row TEXT NOT NULL) {_STRICT}",
)

_STATEMENTS = "SELECT coalesce(sql, '') FROM sqlite_master"


def tidy(place: Path) -> None:
    """Remove what a sweep leaves that is complete: its points are in the result."""
    with told(f"cannot tidy up {place}"):
        for suffix in _BESIDE:
            (place / f"{DATABASE}{suffix}").unlink(missing_ok=True)
        for work in place.glob(f"{WORK}*"):
            work.unlink()


def is_untidy(place: Path) -> bool:
    """Whether a sweep has left something beside its result."""
    return any(place.glob(f"{DATABASE}*")) or any(place.glob(f"{WORK}*"))


class Keeper:
    """The finished points of a sweep, for its only writer.

    Parameters
    ----------
    place : Path
        Folder of the sweep, which is locked.
    record : dict
        What is computed; must agree with what was begun there.
    size : int
        Number of points.
    """

    def __init__(self, place: Path, record: Record, size: int) -> None:
        self.place, self.size = place, size
        self.done = bytearray(size)
        """1 for each point that is stored and sound."""
        self.damaged: list[int] = []
        """Points whose row was not as it was written; they are computed again."""
        self.computed = 0
        """Points that were stored by this keeper."""
        with _understood(place):
            self.rows = _opened(place / DATABASE, record)
            self._take_stock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.rows.close()

    @property
    def count(self) -> int:
        """How many points are stored."""
        return self.done.count(1)

    def recount(self) -> int:
        """How many points are stored, asked of the disk: an interruption may fall in between."""
        with _understood(self.place):
            for (k,) in self.rows.execute("SELECT k FROM points"):
                self.done[k] = 1
        return self.count

    def missing(self) -> Iterator[int]:
        """The points that are not stored, in order."""
        k = self.done.find(0)
        while k >= 0:
            yield k
            k = self.done.find(0, k + 1)

    def put(self, k: int, row: str) -> None:
        """Store a point; when this returns it is on the disk."""
        with _understood(self.place):
            self.rows.execute("INSERT INTO points VALUES (?, ?, ?)", (k, _sha(row), row))
        self.done[k] = 1
        self.computed += 1

    def points(self) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """The sound points in order; those that are not are dropped, and noted in ``damaged``."""
        with _understood(self.place):
            yield from self._sound()

    def _take_stock(self) -> None:
        for k, _ in self._sound():
            self.done[k] = 1

    def _sound(self) -> Iterator[tuple[int, Mapping[str, Any]]]:
        unsound = []
        for k, sha, row in self.rows.execute("SELECT k, sha, row FROM points ORDER BY k"):
            point = _checked(k, sha, row) if 0 <= k < self.size else None
            if point is not None:
                yield k, point
            else:
                unsound.append(k)
        for k in unsound:
            self.rows.execute("DELETE FROM points WHERE k = ?", (k,))
            if 0 <= k < self.size:
                self.done[k] = 0
                self.damaged.append(k)


def count_of(place: Path) -> int:
    """How many points of a sweep are stored, while it is computed or after it was left.

    Raises
    ------
    FileNotFoundError
        Where no sweep is under way there.
    StoreError
        Where its file cannot be read.
    """
    with _understood(place), closing(_read_only(place)) as rows:
        count: int = rows.execute("SELECT count(*) FROM points").fetchone()[0]
        return count


def record_of(place: Path) -> Record:
    """What a sweep that is not complete computes; raises as ``count_of``."""
    with _understood(place), closing(_read_only(place)) as rows:
        return _record(rows)[1]


def points_of(place: Path) -> list[Mapping[str, Any]]:
    """The sound points of a sweep that is not complete, in order; raises as ``count_of``."""
    with _understood(place), closing(_read_only(place)) as rows:
        stored = rows.execute("SELECT k, sha, row FROM points ORDER BY k")
        return [point for each in stored if (point := _checked(*each)) is not None]


def differences(begun: Record, asked: Record) -> list[str]:
    """What differs between the record of a sweep and what is asked now, in words."""
    names = sorted({*begun, *asked})
    return [
        f"{name}: {_told(begun.get(name))} there, {_told(asked.get(name))} here"
        for name in names
        if begun.get(name) != asked.get(name)
    ]


def _told(value: Any) -> str:
    return short(json.dumps(value, ensure_ascii=False), 80) if value is not None else shown(None)


def _refuse_links(file: Path) -> None:
    """SQLite follows links, also in place of the files that it keeps beside its own."""
    for each in (file.parent, *(file.with_name(file.name + suffix) for suffix in _BESIDE)):
        if each.is_symlink():
            raise StoreError(f"{each} is a symbolic link: only ordinary files and folders are used")


def _opened(file: Path, record: Record) -> sqlite3.Connection:
    _refuse_links(file)
    rows = sqlite3.connect(file, isolation_level=None)
    rows.text_factory = _text
    try:
        # WAL needs a disk of this machine; SQLite keeps to a journal where it cannot have it.
        rows.execute("PRAGMA journal_mode=WAL")
        rows.execute("PRAGMA synchronous=FULL")
        if _is_empty(rows):
            _begin(rows, record)
        else:
            _refuse_others(rows)
            _compare(file.parent, rows, record)
    except BaseException:
        rows.close()
        raise
    return rows


def _begin(rows: sqlite3.Connection, record: Record) -> None:
    rows.execute("BEGIN IMMEDIATE")
    for table in _TABLES:
        rows.execute(table)
    rows.execute("INSERT INTO meta VALUES (1, ?)", (canonical({"format": FORMAT, **record}),))
    rows.execute("COMMIT")


def _compare(place: Path, rows: sqlite3.Connection, record: Record) -> None:
    found, begun = _record(rows)
    if found != FORMAT:
        raise StoreError(
            f"{place} holds a sweep in format {found}, this program goes on with {FORMAT}: "
            f"finish it with the version that began it, or `domino results rm {place.name}`"
        )
    differing = differences(begun, json.loads(canonical(record)))
    if differing:
        raise StoreError(
            f"{place} holds points of another question ({'; '.join(differing)}): finish it as it "
            f"was begun, or `domino results rm {place.name}`"
        )


def _record(rows: sqlite3.Connection) -> tuple[int, Record]:
    """Format and record of a database."""
    try:
        ((text,),) = rows.execute("SELECT record FROM meta").fetchall()
        record = json.loads(text)
        return record.pop("format"), record
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise sqlite3.DatabaseError("it does not say what it computes") from error


def _refuse_others(rows: sqlite3.Connection) -> None:
    """A view or a trigger that somebody planted would run whenever points are read or stored."""
    there = {sql.removesuffix("STRICT").rstrip() for (sql,) in rows.execute(_STATEMENTS)}
    if there != {sql.removesuffix("STRICT").rstrip() for sql in _TABLES}:
        raise sqlite3.DatabaseError("it holds something else than points")


def _read_only(place: Path) -> sqlite3.Connection:
    file = place / DATABASE
    _refuse_links(file)
    if not file.is_file():
        raise FileNotFoundError(f"no sweep is under way in {place}")
    rows = sqlite3.connect(f"file:{quote(str(file.absolute()))}?mode=ro", uri=True)
    rows.text_factory = _text
    try:
        if _is_empty(rows):  # somebody is about to begin
            raise FileNotFoundError(f"no sweep is under way in {place}")
        _refuse_others(rows)
    except BaseException:
        rows.close()
        raise
    return rows


def _is_empty(rows: sqlite3.Connection) -> bool:
    return not rows.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]


def _text(raw: bytes) -> str:
    """Text that may be damaged: then it has another checksum, and that is all."""
    return raw.decode(errors="replace")


def _checked(k: int, sha: object, row: object) -> Mapping[str, Any] | None:
    """A point, where its row is as it was written."""
    if not isinstance(row, str) or _sha(row) != sha:
        return None
    try:
        point: Mapping[str, Any] = json.loads(row)
        return point if point["k"] == k else None
    except (ValueError, TypeError, KeyError):
        return None


def _sha(row: str) -> str:
    return hashlib.sha256(row.encode()).hexdigest()


@contextmanager
def _understood(place: Path) -> Iterator[None]:
    """Turn what SQLite says into one line that says what to do."""
    try:
        yield
    except sqlite3.OperationalError as error:  # the disk is full, read-only, or not there
        raise StoreError(
            f"the points in {place} cannot be stored or read: {error}; those that are finished "
            "are safe, mend that and ask again"
        ) from error
    except sqlite3.DatabaseError as error:
        raise StoreError(
            f"{place / DATABASE} is damaged ({error}): `domino results rm {place.name}`, then ask "
            "again"
        ) from error
