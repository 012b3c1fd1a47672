"""Folders that appear whole or not at all, whoever else writes and whenever the power goes.

A folder is written beside its place, under a name that begins with ``.tmp-``; each file and the
folder reach the disk before it is renamed into its place. Its writer holds a lock on it until
then; the system frees the lock when the writer dies, so that what nobody holds is rubbish and the
next one who writes clears it away.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sim.refusal import Refusal
from sim.store.locks import NO_LINK, NOT_TO_WAIT, abandoned, forget, held, lock, settle

WORK = ".tmp-"

_WORDS = {
    errno.ENOSPC: "the disk is full: free some space, or choose another folder",
    errno.EDQUOT: "your share of the disk is used up: free some space, or choose another one",
    errno.EROFS: "the disk is read-only: choose another folder",
    errno.EACCES: "not allowed: change the folder's permissions, or choose another one",
    errno.EPERM: "not allowed: change the folder's permissions, or choose another one",
    errno.ENOTDIR: "not a folder: choose another one",
    errno.EEXIST: "not a folder: choose another one",
    errno.ELOOP: "a symbolic link: only ordinary files and folders are read",
    errno.ENOENT: "no such file or folder",
    errno.ENAMETOOLONG: "the name is too long",
    errno.EFBIG: "the file would be larger than the system allows",
}


class StoreError(Exception):
    """Something cannot be stored, found or read; the message is one line and says what to do."""


class NotThereError(Refusal, StoreError):
    """What somebody named is not there, or not what they took it for."""


@contextmanager
def told(what: str) -> Iterator[None]:
    """Turn a refusal of the system into a StoreError that begins with ``what``."""
    try:
        yield
    except OSError as error:
        reason = _WORDS.get(error.errno or 0) or error.strerror or str(error)
        raise StoreError(f"{what}: {reason}") from error


def read_bytes(file: Path, limit: int) -> bytes:
    """The content of an ordinary file that is not too large; never of a link, pipe or device.

    Raises
    ------
    OSError, StoreError
        Where it cannot be read, or is something else.
    """
    # Not to block: opening a pipe would wait for somebody to write into it.
    handle = os.open(file, os.O_RDONLY | NO_LINK | NOT_TO_WAIT | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise StoreError(f"{file.name} is not an ordinary file")
        content = stream.read(limit + 1)
    if len(content) > limit:
        raise StoreError(f"{file.name} is larger than {limit:,} bytes")
    return content


def new_file(file: Path, *, replace: bool = False) -> int:
    """Make and open a file that was not there; never what a link in its place leads to.

    Parameters
    ----------
    file : Path
        Its place.
    replace : bool
        Whether a file or link that stands there goes first.

    Raises
    ------
    OSError
        Where something stands there, or nothing can be made.
    """
    if replace:
        file.unlink(missing_ok=True)
    how = os.O_RDWR | os.O_CREAT | os.O_EXCL | NO_LINK
    return os.open(file, how | getattr(os, "O_BINARY", 0), 0o666)


def put(place: Path, files: Mapping[str, bytes], is_whole: Callable[[], bool]) -> None:
    """Write a folder whole, its last file last; one that stands there whole is left alone.

    Parameters
    ----------
    place : Path
        Where it goes. A folder there that is not whole is replaced.
    files : mapping
        Content by name.
    is_whole : callable
        Whether what stands at the place is whole; asked when nobody else writes.
    """
    root = place.parent
    make(root)
    with held(root):
        _clear(root)
        work = _beside(root)
        work.mkdir()
        working = lock(work)
    try:
        for name, content in files.items():
            _write(work / name, content)
        settle(work)
        with held(root):
            _move_in(work, place, is_whole)
    finally:
        # Gone after the renaming; else this result came to nothing, or another one stood there.
        shutil.rmtree(work, ignore_errors=True)
        os.close(working)
        forget(work)


def take_away(place: Path) -> None:
    """Remove a folder; whoever looks sees all of it or nothing."""
    aside = _beside(place.parent)
    with held(place.parent):
        place.rename(aside)
        settle(place.parent)
    shutil.rmtree(aside)


def put_file(file: Path, content: bytes) -> None:
    """Write one file whole, in place of one that stands there."""
    make(file.parent)
    work = _beside(file.parent)
    try:
        _write(work, content)
        work.replace(file)
        settle(file.parent)
    finally:
        work.unlink(missing_ok=True)


def make(folder: Path) -> None:
    """Make a folder that survives a power cut, and those above it."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for each in missing:
        settle(each.parent)


def _beside(root: Path) -> Path:
    return root / f"{WORK}{os.getpid()}-{secrets.token_hex(8)}"


def _write(file: Path, content: bytes) -> None:
    with os.fdopen(new_file(file), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _move_in(work: Path, place: Path, is_whole: Callable[[], bool]) -> None:
    root = place.parent
    if place.is_symlink() or (place.exists() and not place.is_dir()):
        raise StoreError(f"{place} is no folder: move it away, a result belongs there")
    if not place.exists():
        work.rename(place)
    elif not is_whole():
        aside = _beside(root)
        place.rename(aside)
        work.rename(place)
        settle(root)
        shutil.rmtree(aside)
    settle(root)


def _clear(root: Path) -> None:
    """Remove what writers that died have left, in the hold of the root."""
    for work in root.glob(f"{WORK}*"):
        with abandoned(work) as is_rubbish:
            if is_rubbish:
                # Another user's rubbish may refuse: no reason not to store a result.
                shutil.rmtree(work, ignore_errors=True)
        if is_rubbish:
            forget(work)
