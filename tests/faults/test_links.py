"""A link where something will be written is replaced or refused; what it leads to stays."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sim import store
from sim.answer import Answer
from sim.store import StoreError
from sim.store.folders import new_file, put_file
from tests.faults.conftest import COMMAND


@pytest.fixture(params=[False, True], ids=["a file", "dangling"])
def precious(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A file of somebody's, or the place where one would be planted."""
    file = tmp_path / "precious"
    if not request.param:
        file.write_bytes(b"precious")
    return file


def is_untouched(file: Path) -> bool:
    return not file.exists() or file.read_bytes() == b"precious"


def csv(place: Path, folder: Path) -> Path:
    return folder / f"{place.name}-exits.csv"


Write = Callable[[Path, Path], object]
WRITERS: dict[str, tuple[Write, Callable[[Path, Path], Path]]] = {
    "tables": (lambda place, folder: store.export_csv(place.name, place.parent, folder), csv),
    "a file": (lambda _, folder: put_file(folder / "file", b"new"), lambda _, f: f / "file"),
}


@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS.keys())
def test_a_link_is_replaced(
    writer: tuple[Write, Callable[[Path, Path], Path]], answer: Answer, precious: Path, root: Path
) -> None:
    write, where = writer
    place = store.save(answer, root, command=COMMAND)
    folder = root.parent / "out"
    folder.mkdir()
    file = where(place, folder)
    file.symlink_to(precious)
    write(place, folder)
    assert not file.is_symlink()
    assert file.stat().st_size
    assert is_untouched(precious)


def test_a_link_in_place_of_a_result_is_refused(answer: Answer, precious: Path, root: Path) -> None:
    name = store.result_id(answer.question, answer.inputs)
    root.mkdir()
    (root / name).symlink_to(precious)
    with pytest.raises(StoreError, match="is no folder"):
        store.save(answer, root, command=COMMAND)
    assert is_untouched(precious)


def test_a_new_file_is_never_one_that_stands_there(precious: Path, tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.symlink_to(precious)
    with pytest.raises(FileExistsError):
        new_file(place)
    with os.fdopen(new_file(place, replace=True), "wb") as stream:
        stream.write(b"new")
    assert is_untouched(precious)
    assert place.read_bytes() == b"new"
    assert not place.is_symlink()
