"""One writer for the folder of a sweep: who dies frees it, and who is late is told at once."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.store import StoreError
from sim.store.folders import make, told
from sim.store.locks import NO_LINK, NOT_TO_WAIT, take

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
        make(place)
        if place.is_symlink():
            raise StoreError(f"{place} is a symbolic link: results are ordinary folders")
        handle = os.open(place / LOCK, os.O_RDWR | os.O_CREAT | NO_LINK, 0o644)

    def check() -> None:
        with told(f"{place} was removed while it was written"):
            if not os.path.samestat((place / LOCK).lstat(), os.fstat(handle)):
                raise StoreError(f"{place} was replaced while it was written: ask again")

    try:
        with told(f"cannot be the only writer of {place}"):
            _be_alone(handle, place)
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
        handle = os.open(place / LOCK, os.O_RDWR | NO_LINK)
    try:
        with told(f"cannot look into {place}"):
            _be_alone(handle, place)
    finally:
        os.close(handle)


def is_held(place: Path) -> bool:
    """Whether a process computes the sweep in a folder."""
    try:
        handle = os.open(place / LOCK, os.O_RDONLY | NO_LINK | NOT_TO_WAIT)
    except OSError:
        return False
    try:
        return not _taken(handle)
    finally:
        os.close(handle)


def _be_alone(handle: int, place: Path) -> None:
    if not _taken(handle):
        raise BusyError(
            f"another process computes the same ({place}): wait for it, or stop it and go on"
        )


def _taken(handle: int) -> bool:
    """Take the lock; somebody who only looks, see ``is_held``, has it for a moment."""
    for patience in (0.01, 0.05):
        if take(handle):
            return True
        time.sleep(patience)
    return take(handle)
