"""Locks that the system frees when their holder dies, and names in a folder that reach the disk.

A folder is locked as it is, where the system opens folders; where it does not (Windows), a file
beside it stands for it. The locks themselves are those of the library filelock.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import lock_descriptor

_FOLDER: int | None = getattr(os, "O_DIRECTORY", None)
"""How a folder is opened; None where it cannot be."""
NO_LINK: int = getattr(os, "O_NOFOLLOW", 0)
"""Not to follow a link, where the system can refuse one."""
NOT_TO_WAIT: int = getattr(os, "O_NONBLOCK", 0)
"""Not to wait for somebody to write into a pipe."""
BESIDE = ".lock"
"""Ending of a file that stands for a folder."""
# Some network disks know no locks on folders: renaming is still whole there, but nothing is
# cleared away, and who replaces a damaged result is not alone.
_NO_LOCKS = {errno.EBADF, errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}


def settle(folder: Path) -> None:
    """Bring the names in a folder to the disk; where folders cannot be opened the system does."""
    if _FOLDER is None:
        return
    handle = os.open(folder, os.O_RDONLY | _FOLDER)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def take(handle: int) -> bool:
    """Lock an open file, if nobody else has; closing it frees it."""
    taken: bool = lock_descriptor(handle, blocking=False)
    return taken


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Wait until nobody else holds a folder, and hold it for as long."""
    handle = lock(folder)
    try:
        yield
    finally:
        os.close(handle)


def lock(folder: Path) -> int:
    """Wait for the lock on a folder; the handle that frees it when it is closed.

    Raises
    ------
    OSError
        Where there is no such folder, or it may not be opened.
    """
    handle = _opened(folder, through_links=True)
    try:
        lock_descriptor(handle, poll_interval=0.01)
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            os.close(handle)
            raise
    except BaseException:  # Ctrl-C while another one holds it
        os.close(handle)
        raise
    return handle


@contextmanager
def abandoned(folder: Path) -> Iterator[bool]:
    """Whether nobody holds a folder; if so, it is held meanwhile."""
    try:
        handle = _opened(folder, through_links=False)
    except OSError:
        yield False  # gone by now, or not a folder of this program
        return
    try:
        try:
            is_mine = take(handle)
        except OSError:
            is_mine = False  # the disk knows no locks
        yield is_mine
    finally:
        os.close(handle)


def forget(folder: Path) -> None:
    """Remove what stood for a folder that is gone, or has another name."""
    if _FOLDER is None:
        with suppress(OSError):  # somebody has it open
            _beside(folder).unlink(missing_ok=True)


def _opened(folder: Path, *, through_links: bool) -> int:
    if _FOLDER is not None:
        return os.open(folder, os.O_RDONLY | _FOLDER | (0 if through_links else NO_LINK))
    if not folder.is_dir() or (folder.is_symlink() and not through_links):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    return os.open(_beside(folder), os.O_RDWR | os.O_CREAT, 0o666)


def _beside(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}{BESIDE}")
