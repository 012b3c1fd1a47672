"""Results: stored under the hash of their question, found by it, by name, or as the latest."""

from __future__ import annotations

import os
import platform
import re
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.documents import result_of
from sim.questions import QUESTIONS
from sim.store import manifest as m
from sim.store.folders import StoreError, put, take_away, told
from sim.store.manifest import MANIFEST, NUMBERS, SCENARIO, TABLE, Manifest, is_whole
from sim.store.names import folder_of, names_in
from sim.store.tables import table_of
from sim.store.writing import canonical_bytes, contents_of, manifest_of, without_text

if TYPE_CHECKING:
    from sim.answer import Answer, Inputs

LIBRARIES = ("mesa", "numba", "numpy", "pandas", "pyarrow", "pydantic", "salib", "scipy")


@dataclass(frozen=True)
class Entry:
    """A line of the list of results."""

    id: str
    """Name of its folder."""
    fault: str
    """Why it is not complete; empty where it is. Then what cannot be read is empty or None."""
    bytes: int
    question: str = ""
    scenario: str = ""
    title: str = ""
    seed: int | None = None
    runs: int | None = None
    time: str = ""
    """When it was stored, UTC."""

    @property
    def is_complete(self) -> bool:
        """Whether every checksum agrees."""
        return not self.fault


def result_id(question: str, inputs: Inputs) -> str:
    """The name of a result: the question, the scenario, and a hash of all that is asked.

    The hash is over scenario, seed, runs, options, sources of the program and format of results,
    so that the same question again has the same name.
    """
    asked = {
        "question": question,
        "inputs": without_text(inputs),
        "source_digest": _source_digest(),
        "schema_version": m.SCHEMA_VERSION,
    }
    digest = m.sha256(canonical_bytes("the question", asked))[:16]
    return f"{_slug(question, 20)}-{_slug(inputs.scenario, 40)}-{digest}"


def save(
    answer: Answer,
    root: Path,
    *,
    command: str,
    page: str | None = None,
    seconds: float | None = None,
) -> Path:
    """Store an answer; one that is stored already stays as it is.

    Parameters
    ----------
    answer : Answer
        What to store.
    root : Path
        Folder of all results; made where it does not exist.
    command : str
        What somebody typed to get it.
    page : str, optional
        A page that shows it, stored as ``index.html``.
    seconds : float, optional
        How long it took to find the answer.

    Returns
    -------
    Path
        The folder of the result.

    Raises
    ------
    StoreError
        Where it cannot be stored; nothing half-written is left then.
    """
    name = result_id(answer.question, answer.inputs)
    place = root / name
    if is_whole(place, name):
        return place
    contents = contents_of(answer, answer.tables, page)
    manifest = manifest_of(
        answer,
        name,
        [each.file for each in contents],
        program=_source_digest(),
        versions=_versions(),
        command=command,
        seconds=seconds,
    )
    files = {each.file.name: each.raw for each in contents} | {MANIFEST: m.written(manifest)}
    with told(f"cannot store a result in {root}"):
        put(place, files, lambda: is_whole(place, name))
    return place


def find(question: str, inputs: Inputs, root: Path) -> Answer | None:
    """The stored answer to a question, where there is one and it is complete."""
    name = result_id(question, inputs)
    place = root / name
    try:
        with told(f"cannot read {place}"):
            if place.is_symlink():
                return None
        manifest = m.read_manifest(place)
        return _answer(place, manifest) if manifest.id == name else None
    except StoreError:
        return None  # not there, or damaged: to be answered anew, and replaced when stored


def load(name: str, root: Path) -> Answer:
    """The answer of a result, by its name, the beginning of it, or ``latest``.

    Raises
    ------
    StoreError
        Where there is none of that name, there are several, or it is not complete.
    """
    place = folder_of(name, root)
    return _answer(place, m.read_manifest(place))


def listing(root: Path) -> list[Entry]:
    """All results, the latest first, then those that are not complete.

    Raises
    ------
    StoreError
        Where the folder cannot be read; one that does not exist holds no results.
    """
    entries = sorted((_entry(root / name) for name in names_in(root)), key=lambda entry: entry.id)
    return sorted(entries, key=lambda entry: (entry.is_complete, entry.time), reverse=True)


def remove(name: str, root: Path) -> str:
    """Remove a result, complete or not; its full name.

    Raises
    ------
    StoreError
        Where there is none of that name, or it cannot be removed.
    """
    place = folder_of(name, root)
    with told(f"cannot remove {place}"):
        take_away(place)
    return place.name


def _entry(place: Path) -> Entry:
    fault, size, manifest = "", 0, None
    try:
        with told(f"cannot read {place}"), os.scandir(place) as files:
            size = sum(file.stat(follow_symlinks=False).st_size for file in files)
        manifest = m.read_manifest(place)
        m.contents(place, manifest)
    except StoreError as error:
        fault = str(error)
    if manifest is None:
        return Entry(place.name, fault, size)
    asked = manifest.inputs
    return Entry(
        id=place.name,
        fault=fault,
        bytes=size,
        question=manifest.question,
        scenario=asked.scenario,
        title=asked.title,
        seed=asked.seed,
        runs=asked.runs,
        time=manifest.time,
    )


def _result(question: str, numbers: dict[str, Any]) -> Any:
    """The result of a question as its type; of one that is not known here, its document."""
    known = QUESTIONS.get(question)
    return result_of(known.result_type, numbers) if known else numbers


def _answer(place: Path, manifest: Manifest) -> Answer:
    from sim.answer import Answer, Inputs

    files = m.contents(place, manifest)
    try:
        return Answer(
            question=manifest.question,
            inputs=Inputs(
                **manifest.inputs.model_dump(), scenario_text=files[SCENARIO].decode("utf-8")
            ),
            result=_result(manifest.question, m.parsed(files[NUMBERS])),
            tables={
                file.name.removesuffix(TABLE): table_of(files[file.name], file.rows)
                for file in manifest.files
                if file.name.endswith(TABLE)
            },
            figures=tuple(manifest.figures),
        )
    except (ValueError, TypeError) as error:
        raise m.damaged(place, f"its content cannot be understood ({error})") from error


def _slug(text: str, length: int) -> str:
    """Text as a part of a name."""
    return re.sub("[^a-z0-9]+", "-", text.lower())[:length].strip("-") or "x"


def _source_digest() -> str:
    from sim.jit import source_digest  # the compiler takes its time, and lists do not need it

    return source_digest()


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for library in LIBRARIES:
        try:
            found[library] = metadata.version(library)
        except metadata.PackageNotFoundError:
            continue  # not needed for this answer
    return found
