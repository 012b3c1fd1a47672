"""The folder of the ledger: entries are added and read, never changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from sim.ledger.entry import Entry
from sim.refusal import Refusal


def add(entry: Entry, folder: Path) -> Path:
    """Write an entry into a file of its own; one that is there already stays as it is.

    Raises
    ------
    Refusal
        The same entry is there already.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / entry.file
    partial = file.with_suffix(".part")
    try:
        partial.write_text(entry.text(), encoding="utf-8")
        file.hardlink_to(partial)  # fails where it is there, and is whole from the first moment
    except FileExistsError:
        raise Refusal("the same forecast is in the ledger already", found=str(file)) from None
    finally:
        partial.unlink(missing_ok=True)
    return file


def entries(folder: Path) -> Iterator[Entry]:
    """Every entry of a folder, the oldest first, each held against its hash.

    Raises
    ------
    Refusal
        A file that is no entry, or is not what its name says: somebody changed it.
    """
    for file in sorted(folder.glob("*.json")):
        try:
            entry = Entry.model_validate_json(file.read_text(encoding="utf-8"))
        except (ValidationError, UnicodeDecodeError) as error:
            raise Refusal("is no entry of a ledger", found=str(file)) from error
        if entry.file != file.name:
            raise Refusal(
                "was changed after it was made: its text does not have the hash of its name",
                found=str(file),
                allowed=entry.file,
            )
        yield entry
