"""Where what it needs lies, in the installation or the checkout, and where it may leave things."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path


def home() -> Path:
    """The folder that holds ``scenarios/`` and ``ui/``."""
    here = Path(__file__).parent
    packed = here / "_home"
    return packed if packed.is_dir() else here.parent


def cache_candidates() -> tuple[Path, Path]:
    """Folders for what can be made again: the user's cache, else one of the system's, if need be.

    Never the installation, which may be read-only. Neither folder needs to exist.
    """
    stated = os.environ.get("DOMINO_CACHE") or os.environ.get("XDG_CACHE_HOME")
    root = Path(stated) if stated else Path.home() / ".cache"
    return root / "domino-alliances", Path(tempfile.gettempdir()) / f"domino-alliances-{_user()}"


def is_private(folder: Path, *, trusted: bool = False) -> bool:
    """Make a folder that this user alone can enter, or close one; whether it is this user's alone.

    No link is followed.

    Parameters
    ----------
    folder : Path
        The folder; the one above it exists.
    trusted : bool
        Whether what lies in it is run: then nobody else may have been able to write to it before.

    Raises
    ------
    OSError
        Where it can be neither made nor closed.
    """
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    there = folder.lstat()
    if not stat.S_ISDIR(there.st_mode):
        return False
    if not hasattr(os, "geteuid"):
        return True  # Windows: the folders of a user are closed to others by themselves
    if there.st_uid != _user() or (trusted and there.st_mode & 0o022):
        return False
    if there.st_mode & 0o077:
        folder.chmod(0o700)
    return True


def _user() -> int:
    return os.geteuid() if hasattr(os, "geteuid") else 0
