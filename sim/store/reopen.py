r"""What made this file: whatever leaves the program carries its question, and can be asked again.

A page carries it in ``<script type="application/json" id="domino-inputs">``, which any other text
may carry too; a picture carries it in its metadata (``sim.store.pictures``), and a CSV file in its
first lines, of the form::

    # Domino table exits, made as these 123 lines say
    # question: "run"
    # scenario: "armenia-2025"
    # scenario_hash: "5f0c…"
    # seed: 1
    # runs: 10000
    # options: {}
    # source_digest: "93ab…"
    # edition: 2
    # command: "domino run armenia-2025"
    # scenario_text:
    # title: …
    "month","member","value","low","high"

The values are JSON; the last block is the scenario, line by line. A spreadsheet parts these lines
too, so that ``=``, ``+``, ``-`` and ``@`` at the beginning of a cell are written ``\u003d`` and
so on. Tools that want the table alone skip as many lines as the first one says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from sim.edition import FIRST
from sim.refusal import short
from sim.store import manifest as m
from sim.store import pictures
from sim.store.folders import NotThereError, put_file, read_bytes, told
from sim.store.names import folder_of
from sim.store.results import load
from sim.store.tables import csv_of

if TYPE_CHECKING:
    from pandas import DataFrame

    from sim.answer import Inputs

MAX_PAGE = 64_000_000
"""Bytes of a page, or of any other file, that are looked through."""
MAX_SCENARIO = 1_000_000
MOST_OTHERS = 100

_START, _END = '<script type="application/json" id="domino-inputs">', "</script>"
_FIRST, _TEXT = "# Domino table ", "scenario_text"
_CELL = re.compile(r"""([,;\t][ "']*)([=+@-])""")


class Origin(BaseModel):
    """What made a file."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")

    question: Annotated[str, Field(pattern="^[a-z][a-z0-9_-]{0,39}$")]
    scenario: Annotated[str, Field(max_length=200)]
    scenario_hash: m.Sha256
    seed: Annotated[int, Field(ge=0)]
    runs: Annotated[int, Field(ge=1)]
    options: dict[str, Any] = {}
    source_digest: Annotated[str, Field(pattern="^[0-9a-f]{0,64}$")] = ""
    edition: Annotated[int, Field(ge=FIRST)] = FIRST
    command: Annotated[str, Field(max_length=10_000)] = ""
    scenario_text: Annotated[str, Field(max_length=MAX_SCENARIO)]
    others: Annotated[list[Origin], Field(max_length=MOST_OTHERS)] = []
    """What else stands in the file: the sides of a comparison, other answers of a page."""

    @model_validator(mode="after")
    def _is_unchanged(self) -> Self:
        if m.sha256(self.scenario_text.encode()) != self.scenario_hash:
            raise ValueError("the scenario in it was changed: its hash differs")
        if not (self.scenario + json.dumps(self.options, ensure_ascii=False)).isprintable():
            raise ValueError("it holds control or invisible characters")
        return self

    @field_validator("command")
    @classmethod
    def _shows_as_it_is(cls, command: str) -> str:
        return "".join(sign if sign.isprintable() else "\ufffd" for sign in command)


def element_of(question: str, inputs: Inputs) -> str:
    """The element by which a page can be reopened; the same for the same question."""
    return f"{_START}{_said(question, inputs)}{_END}"


def picture_of(image: bytes, question: str, inputs: Inputs, command: str) -> bytes:
    """A PNG or SVG picture that can be reopened.

    Raises
    ------
    ValueError
        Where it is neither.
    """
    text = _said(question, inputs, command)
    if image.startswith(pictures.SIGNATURE):
        return pictures.in_png(image, text)
    return pictures.in_svg(image, text)


def _said(question: str, inputs: Inputs, command: str = "") -> str:
    """What made it as JSON, which can stand in markup."""
    from sim.jit import source_digest

    origin = Origin(
        question=question,
        source_digest=source_digest(),
        command=command,
        scenario_text=inputs.scenario_text,
        **_shared(inputs),
    )
    left_out = {"others"} if command else {"command", "others"}
    text = m.canonical(origin.model_dump(exclude=left_out))
    for sign in "<>&\u2028\u2029":  # nothing in it ends the element, or is markup in SVG
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def export_csv(name: str, root: Path, folder: Path) -> list[Path]:
    """Write each table of a result as a CSV file that can be reopened; the files.

    Raises
    ------
    StoreError
        Where there is no such result, it is not complete, or nothing can be written.
    """
    place = folder_of(name, root)
    answer, origin = load(place.name, root), _origin(place)
    files = []
    for table, frame in answer.tables.items():
        text = _with_head(table, frame, origin)
        file = folder / f"{place.name}-{table}.csv"
        with told(f"cannot write {file}"):
            put_file(file, text.encode())
        files.append(file)
    return files


def csv_text(name: str, table: DataFrame, made: Mapping[str, Any]) -> str:
    """A table as CSV that can be reopened; ``made`` is what ``inputs_of`` gives back of it.

    Raises
    ------
    ValueError
        Where ``made`` does not say enough.
    """
    return _with_head(name, table, Origin.model_validate(made))


def inputs_of(file: Path) -> dict[str, Any]:
    """What made a file: a result, its manifest, a page, a picture or a CSV file of this program.

    Returns
    -------
    dict
        question, scenario (its name), scenario_text, scenario_hash, seed, runs, options,
        source_digest (of the program), edition (of the model; 1 where the file does not say) and
        command; source_digest and command are empty where the file does not say. The text agrees
        with the hash; it is not a validated scenario yet. ``others`` holds the same of the sides
        of a comparison, and of the other answers of a page.

    Raises
    ------
    StoreError
        Where it cannot be read, does not say, or was changed.
    """
    return _origin(file).model_dump()


def _origin(file: Path) -> Origin:
    with told(f"cannot read {file}"):
        is_there = file.exists()
    if not is_there:
        raise NotThereError(f"{file} does not exist")
    try:
        with told(f"cannot read {file}"):
            return _read(file)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(key) for key in first["loc"])
        reason = first["msg"].removeprefix("Value error, ")
        raise _refused(file, f"{where}: {reason}" if where else reason) from error
    except (ValueError, TypeError, RecursionError) as error:
        raise _refused(file, str(error)) from error


def _read(file: Path) -> Origin:
    if file.name == m.MANIFEST:
        return _of_result(file.parent)
    if file.is_dir() and (file / m.MANIFEST).exists():
        return _of_result(file)
    if not file.is_file():
        raise ValueError("it is not an ordinary file")
    with file.open("rb") as stream:
        content = stream.read(MAX_PAGE)
    if content.startswith(pictures.SIGNATURE):
        return Origin.model_validate(m.parsed(pictures.text_in_png(content, MAX_PAGE)))
    text = content.decode("utf-8", "replace").removeprefix("\ufeff")
    if text.startswith(_FIRST):
        return _of_csv(text)
    for start, end in ((_START, _END), (pictures.SVG_START, pictures.SVG_END)):
        if text.count(start) == 1:
            return Origin.model_validate(m.parsed(text.partition(start)[2].partition(end)[0]))
    raise ValueError("it does not say what made it")


def _of_result(place: Path) -> Origin:
    manifest = m.read_manifest(place)
    text = read_bytes(place / m.SCENARIO, MAX_SCENARIO).decode("utf-8")
    return Origin(
        question=manifest.question,
        source_digest=manifest.source_digest,
        command=manifest.command,
        scenario_text=text,
        **_shared(manifest.inputs),
    )


def _of_csv(text: str) -> Origin:
    lines = _unmarked(text)
    next(lines)
    said: dict[str, Any] = {}
    for line in lines:
        key, _, value = line.partition(":")
        if key == _TEXT:
            said[_TEXT] = "\n".join(lines)
            break
        said[key] = m.parsed(value)
    return Origin.model_validate(said)


def _with_head(name: str, table: DataFrame, origin: Origin) -> str:
    return "\n".join(_head(name, origin)) + "\n" + csv_of(table)


def _head(table: str, origin: Origin) -> list[str]:
    """The lines before a table."""
    values = origin.model_dump(exclude={_TEXT} if origin.others else {_TEXT, "others"})
    lines = [f"{key}: {json.dumps(value)}" for key, value in values.items()]
    lines += [f"{_TEXT}:", *origin.scenario_text.split("\n")]
    first = f"{_FIRST}{table}, made as these {len(lines) + 1} lines say"
    return [first, *(f"# {_masked(line)}" for line in lines)]


def _masked(line: str) -> str:
    r"""A line in which no cell begins a formula, ``\u`` and the sign's number in its place."""
    line = line.replace("\\u", "\\u005cu")
    return _CELL.sub(lambda cell: f"{cell[1]}\\u{ord(cell[2]):04x}", line)


def _unmarked(text: str) -> Iterator[str]:
    """The lines before a table, as they were."""
    for line in text.split("\n"):
        if not line.startswith("#"):
            return
        plain = line.removesuffix("\r").removeprefix("#").removeprefix(" ")
        yield re.sub(r"\\u(00[0-9a-f]{2})", lambda code: chr(int(code[1], 16)), plain)


def _shared(inputs: Inputs | m.StoredInputs) -> dict[str, Any]:
    names = ("scenario", "scenario_hash", "seed", "runs", "options")
    return {name: getattr(inputs, name) for name in names} | {"edition": inputs.edition or FIRST}


def _refused(file: Path, why: str) -> NotThereError:
    made = "a result, or a page, picture or table made by this program"
    return NotThereError(f"{file} cannot be reopened: {short(why, 200)}", allowed=made)
