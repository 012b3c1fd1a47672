"""What a result says of itself: what was asked, by which program, and the checksum of each file."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from sim.store.folders import StoreError, read_bytes, told

SCHEMA_VERSION = 1
"""Of the files of a result; a change of their meaning counts it up."""

MANIFEST, NUMBERS, SCENARIO, PAGE = "manifest.json", "numbers.json", "scenario.yaml", "index.html"
TABLE = ".parquet"
NAME = "[a-z0-9][a-z0-9_-]{0,79}"
"""Names of results."""

MAX_MANIFEST = 1_000_000
MAX_FILE = 1_000_000_000

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class File(BaseModel):
    """One file of a result."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}\.(json|yaml|html|parquet)$")]
    bytes: Annotated[int, Field(ge=0, le=MAX_FILE)]
    sha256: Sha256
    rows: Annotated[int, Field(ge=0)] | None = None
    """Of a table."""


class StoredInputs(BaseModel):
    """What was asked, but for the text of the scenario: the fields of ``sim.answer.Inputs``."""

    model_config = ConfigDict(strict=True, frozen=True, extra="allow")
    __pydantic_extra__: dict[str, str | None] = Field(init=False)
    """Months, and what else is text."""

    scenario: str
    title: str
    scenario_hash: Sha256
    seed: Annotated[int, Field(ge=0)]
    runs: Annotated[int, Field(ge=1)]
    options: dict[str, Any]
    edition: int | None = Field(default=None, ge=1, exclude_if=lambda value: value is None)
    """The edition of the model; none stands for the first."""


class Manifest(BaseModel):
    """The manifest of a result, without its own checksum."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    schema_version: int
    id: Annotated[str, Field(pattern=f"^{NAME}$")]
    question: Annotated[str, Field(max_length=40)]
    inputs: StoredInputs
    figures: list[str]
    source_digest: str
    versions: dict[str, str]
    files: list[File]
    """The tables in the order of the answer, then the others."""
    command: str
    time: str
    """When it was stored, UTC."""
    seconds: float | None
    """How long it took to find the answer."""


def canonical(document: Any) -> str:
    """JSON of plain data: one text for one content, keys in order, without NaN.

    Raises
    ------
    ValueError, TypeError
        Where the data are not plain.
    """
    text = json.dumps(
        document, sort_keys=True, ensure_ascii=False, allow_nan=False, indent=1, default=_plain
    )
    return text + "\n"


def parsed(text: str | bytes) -> Any:
    """The data of a JSON text, which may be anybody's.

    Raises
    ------
    ValueError
        Where it is no JSON, holds NaN, or is nested too deeply.
    """
    try:
        return json.loads(text, parse_constant=_refused)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def sha256(content: bytes) -> str:
    """Checksum of a file, 64 hex digits."""
    return hashlib.sha256(content).hexdigest()


def written(manifest: Manifest) -> bytes:
    """The bytes of a manifest; they end in the checksum of the rest."""
    body = manifest.model_dump()
    return canonical({"manifest": body, "sha256": sha256(canonical(body).encode())}).encode()


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a result, checked against its own checksum.

    Raises
    ------
    StoreError
        Where there is none, it is damaged, or another version wrote it.
    """
    with told(str(folder / MANIFEST)):
        if not folder.is_dir():
            raise StoreError(f"{folder} is not a folder of a result")
        try:
            raw = read_bytes(folder / MANIFEST, MAX_MANIFEST)
        except FileNotFoundError as error:
            raise _unfinished(folder) from error
    try:
        document = parsed(raw)
        version = document["manifest"]["schema_version"]
        if isinstance(version, int) and version != SCHEMA_VERSION:
            raise _other_version(folder, version)
        manifest = Manifest.model_validate(document["manifest"])
        if written(manifest) != raw:
            raise damaged(folder, f"the checksum of {MANIFEST} differs")
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise damaged(folder, f"{MANIFEST} cannot be understood") from error
    return manifest


def contents(folder: Path, manifest: Manifest) -> dict[str, bytes]:
    """The content of each file of a result, by name, every checksum compared.

    Raises
    ------
    StoreError
        Where one differs, is missing or cannot be read.
    """
    read = {}
    for file in manifest.files:
        try:
            with told(file.name):
                content = read_bytes(folder / file.name, file.bytes)
        except StoreError as error:
            raise damaged(folder, str(error)) from error
        if sha256(content) != file.sha256:
            raise damaged(folder, f"the checksum of {file.name} differs")
        read[file.name] = content
    if NUMBERS not in read:
        raise damaged(folder, f"it has no {NUMBERS}")
    if sha256(read.get(SCENARIO, b"")) != manifest.inputs.scenario_hash:
        raise damaged(folder, f"its {SCENARIO} is not the scenario of its inputs")
    return read


def is_whole(folder: Path, name: str | None = None) -> bool:
    """Whether a folder is a complete result, of that name when it was stored."""
    try:
        with told(str(folder)):
            if folder.is_symlink():
                return False
        manifest = read_manifest(folder)
        contents(folder, manifest)
    except StoreError:
        return False
    return name is None or manifest.id == name


def damaged(folder: Path, why: str) -> StoreError:
    """The error of a result that is not complete."""
    remedy = "ask its question again to replace it, or `domino results rm` it"
    return StoreError(f"{folder} is not a complete result, {why}: {remedy}")


def _unfinished(folder: Path) -> StoreError:
    """The error of a folder whose work was interrupted, or that lost its manifest."""
    remedy = "its command goes on from the points that are finished, `domino results rm` loses them"
    return StoreError(f"{folder} is not a complete result, it has no {MANIFEST}: {remedy}")


def _other_version(folder: Path, version: int) -> StoreError:
    return StoreError(
        f"{folder} was stored in format {version}, this program reads {SCHEMA_VERSION}: "
        "use the version that wrote it, or ask its question again"
    )


def _plain(value: Any) -> Any:
    """NumPy's scalars and arrays as plain numbers and lists."""
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} is not plain data")


def _refused(constant: str) -> Any:
    raise ValueError(f"{constant} is not a number")
