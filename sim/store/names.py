"""Names of results: which folders are some, and which one somebody means."""

from __future__ import annotations

import os
import re
from pathlib import Path

from sim.refusal import listing, nearest, short
from sim.store.folders import NotThereError, StoreError, told
from sim.store.manifest import NAME, is_whole, read_manifest

LATEST = "latest"

_NAME = re.compile(NAME)
_ID = re.compile(r"[a-z0-9][a-z0-9_-]*-[0-9a-f]{16}")


def folder_of(name: str, root: Path) -> Path:
    """The folder of a result, by its name, the beginning of it, or ``latest``.

    Raises
    ------
    NotThereError
        Where there is none of that name, or there are several.
    """
    if not _NAME.fullmatch(name):
        allowed = "small letters, digits, - and _, at most 80"
        message, stated = "cannot be the name of a result", f"{short(name)!a}"
        raise NotThereError(message, found=stated, allowed=allowed)
    place, names = root / name, names_in(root)
    if name == LATEST and names:
        return _latest(root, names)
    if name in names:
        return place
    with told(f"cannot read {place}"):
        if place.is_symlink():
            allowed = "an ordinary folder"
            raise NotThereError("not a result", found=f"{place}, a symbolic link", allowed=allowed)
        if place.exists():
            raise NotThereError("not a result of this program", found=str(place))
    if not names:
        raise NotThereError(f"no results in {root} yet: `domino run` stores one")
    found = [each for each in names if each.startswith(name)]
    if len(found) == 1:
        return root / found[0]
    if found:
        message, allowed = "a name that several begin with", f"one of {listing(found)}"
        raise NotThereError(message, found=name, allowed=allowed)
    message, allowed = f"no such result in {root}", listing(names)
    raise NotThereError(message, found=name, allowed=allowed, near=nearest(name, names))


def _latest(root: Path, names: list[str]) -> Path:
    """The complete result that was stored last."""
    dated = []
    for name in names:
        try:
            dated.append((read_manifest(root / name).time, name))
        except StoreError:
            continue  # not complete
    for _, name in sorted(dated, reverse=True):
        if is_whole(root / name):
            return root / name
    raise NotThereError(f"no complete result in {root}: `domino run` stores one")


def names_in(root: Path) -> list[str]:
    """Names of the folders that are results, or should have become some.

    Raises
    ------
    StoreError
        Where the folder cannot be read; one that does not exist holds none.
    """
    with told(f"cannot read {root}"):
        try:
            with os.scandir(root) as entries:
                return sorted(entry.name for entry in entries if _is_result(entry))
        except FileNotFoundError:
            return []


def _is_result(entry: os.DirEntry[str]) -> bool:
    if not _NAME.fullmatch(entry.name) or not entry.is_dir(follow_symlinks=False):
        return False
    return bool(_ID.fullmatch(entry.name)) or _has_manifest(Path(entry.path))


def _has_manifest(folder: Path) -> bool:
    """Whether a folder of any name is a result: a renamed one, not whatever lies beside."""
    try:
        read_manifest(folder)
    except StoreError:
        return False
    return True
