"""From an answer to the files of a complete result: what each holds, and the manifest of all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sim.store import manifest as m
from sim.store.folders import StoreError
from sim.store.manifest import NUMBERS, PAGE, SCENARIO, TABLE, Manifest
from sim.store.tables import parquet_of

if TYPE_CHECKING:
    from pandas import DataFrame

    from sim.answer import Answer, Inputs

_TABLE = re.compile("[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True)
class Content:
    """A file of a result: its line of the manifest, and what it holds."""

    file: m.File
    raw: bytes


def contents_of(answer: Answer, tables: Mapping[str, DataFrame], page: str | None) -> list[Content]:
    """The files of a result but for its manifest: tables, numbers, scenario, page.

    Parameters
    ----------
    answer : Answer
        What is stored.
    tables : mapping of str to DataFrame
        Those of its tables that are written with it; a sweep's points stand in files already.
    page : str or None
        A page that shows it, if one is stored.

    Raises
    ------
    StoreError
        Where something in it cannot be stored.
    """
    text = answer.inputs.scenario_text.encode()
    if m.sha256(text) != answer.inputs.scenario_hash:
        raise StoreError("cannot store an answer whose scenario has another hash than its text")
    found = []
    for name, table in tables.items():
        if not _TABLE.fullmatch(name):
            raise StoreError(f"{name!a} cannot be the name of a table")
        found.append(_content(name + TABLE, parquet_of(name, table), rows=len(table)))
    found.append(_content(NUMBERS, canonical_bytes("the numbers", answer.numbers)))
    found.append(_content(SCENARIO, text))
    if page is not None:
        found.append(_content(PAGE, page.encode()))
    return found


def _content(name: str, raw: bytes, rows: int | None = None) -> Content:
    return Content(m.File(name=name, bytes=len(raw), sha256=m.sha256(raw), rows=rows), raw)


def manifest_of(
    answer: Answer,
    name: str,
    files: Iterable[m.File],
    *,
    program: str,
    versions: Mapping[str, str],
    command: str,
    seconds: float | None,
) -> Manifest:
    """The manifest of a result, which says that it is complete.

    Parameters
    ----------
    answer : Answer
        What is stored.
    name : str
        Name of its folder.
    files : iterable of File
        All the others.
    program : str
        Digest of the sources that found it.
    versions : mapping of str to str
        Of what its numbers rest on.
    command : str
        What somebody typed to get it.
    seconds : float >= 0 or None
        How long it took; None where it was not found at one go.
    """
    asked = canonical_bytes("the question", without_text(answer.inputs))
    return Manifest(
        schema_version=m.SCHEMA_VERSION,
        id=name,
        question=answer.question,
        inputs=m.StoredInputs.model_validate_json(asked),
        figures=list(answer.figures),
        source_digest=program,
        versions=dict(versions),
        files=list(files),
        command=command,
        time=datetime.now(UTC).isoformat(timespec="microseconds"),
        seconds=seconds,
    )


def canonical_bytes(what: str, document: Any) -> bytes:
    """A document as it is stored.

    Raises
    ------
    StoreError
        Where it is no JSON; the message says ``what`` cannot be stored.
    """
    try:
        return m.canonical(document).encode()
    except (ValueError, TypeError) as error:
        raise StoreError(f"{what} cannot be stored: {error}") from error


def without_text(inputs: Inputs) -> dict[str, Any]:
    """What was asked; the hash stands for the text of the scenario."""
    return {key: value for key, value in asdict(inputs).items() if key != "scenario_text"}
