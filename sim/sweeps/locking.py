"""One writer for the folder of a sweep: who dies frees it, and who is late is told at once."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.store import StoreError
from sim.store.folders import told

LOCK = ".lock"


class BusyError(StoreError):
    """Another process computes the same."""


@contextmanager
def locked(place: Path) -> Iterator[Callable[[], None]]:
    """Be the only writer of a sweep; its folder is made where there is none.

    Yields
    ------
    callable
        Raises StoreError where somebody has removed or replaced the folder meanwhile.

    Raises
    ------
    BusyError
        Where another process is the writer.
    StoreError
        Where the folder cannot be made or written to.
    """
    with told(f"cannot store a sweep in {place}"):
        _make(place)
        handle = os.open(place / LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644)

    def check() -> None:
        with told(f"{place} was removed while it was written"):
            if not os.path.samestat((place / LOCK).lstat(), os.fstat(handle)):
                raise StoreError(f"{place} was replaced while it was written: ask again")

    try:
        with told(f"cannot be the only writer of {place}"):
            _take(handle, place)
        check()
        yield check
        # The file stays: whoever waits for one that is gone would not be alone.
    finally:
        os.close(handle)


def refuse_busy(place: Path) -> None:
    """Raise BusyError where a process computes the sweep in a folder, if it is one of a sweep."""
    if not (place / LOCK).is_file():
        return
    with told(f"cannot look into {place}"):
        handle = os.open(place / LOCK, os.O_RDWR | os.O_NOFOLLOW)
    try:
        with told(f"cannot look into {place}"):
            _take(handle, place)
    finally:
        os.close(handle)


def is_held(place: Path) -> bool:
    """Whether a process computes the sweep in a folder."""
    try:
        handle = os.open(place / LOCK, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def _take(handle: int, place: Path) -> None:
    # Somebody who only looks, see `is_held`, has it for a moment.
    for patience in (0.01, 0.05, None):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if patience is None:
                raise BusyError(
                    f"another process computes the same ({place}): wait for it, or stop it and go "
                    "on"
                ) from error
            time.sleep(patience)
        else:
            return


def _make(place: Path) -> None:
    """Make a folder that survives a power cut."""
    missing = [each for each in (place, *place.parents) if not each.exists()]
    place.mkdir(parents=True, exist_ok=True)
    if place.is_symlink():
        raise StoreError(f"{place} is a symbolic link: results are ordinary folders")
    for each in missing:
        settle(each.parent)


def settle(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
