"""Finding scenarios by name, as files or as texts, and reading them with what they extend.

Order of precedence: the file extended, then the file itself.
"""

from __future__ import annotations

import re
from pathlib import Path, PureWindowsPath
from typing import Any

from sim.home import home
from sim.refusal import listing, nearest, shown
from sim.scenario.faults import Fault, Place, ScenarioError
from sim.scenario.reading.merging import Read, merged
from sim.scenario.reading.source_map import SourceMap
from sim.scenario.reading.sources import SOURCES_FILE, cited
from sim.scenario.reading.yaml_text import read_file, read_text

MAX_CHAIN = 10
_NAME = re.compile(r"([A-Za-z0-9][A-Za-z0-9_-]*)(\.yaml)?")


def listed() -> dict[str, Path]:
    """The scenarios that come with the product: name and file, by name."""
    files = sorted((home() / "scenarios").glob("*.yaml"))
    return {file.stem: file for file in files if file.name != SOURCES_FILE}


def read(name_or_path: str | Path) -> tuple[dict[str, Any], SourceMap, str]:
    """Plain data of a scenario with what it extends, its source map, and its name.

    Faults that leave the data readable are left in the source map.

    Raises
    ------
    ScenarioError
        Where there is no such scenario, or its file cannot be read.
    """
    file = _found(name_or_path)
    plain, source_map = _with_bases(_read_block(file), file, [file])
    return plain, source_map, file.stem


def read_text_and_bases(text: str | bytes, file: str) -> Read:
    """Plain data of a text with what it extends, which must come with the product.

    Faults that leave the data readable are left in the source map.

    Raises
    ------
    ScenarioError
        Where the text cannot be read.
    """
    return _with_bases(_block(read_text(text, file, tolerant=True)), None, [])


def _found(name_or_path: str | Path) -> Path:
    """The file of a name or a path; a name that comes with the product goes first."""
    known = listed()
    if str(name_or_path) in known:
        return known[str(name_or_path)]
    path = Path(name_or_path)
    if _exists(path):
        return path
    near = nearest(path.stem, known)
    allowed = f"a file, or one of {listing(known, 20)}" if known else "a file"
    fault = Fault("", "no such scenario", shown(str(name_or_path)), allowed, near=near)
    raise ScenarioError([fault])


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name that no file can have
        return False


def _read_block(file: Path) -> Read:
    return _block(read_file(file, _shown(file), tolerant=True))


def _shown(file: Path) -> str:
    """A path as short as it can be told: from here, or from where the product's scenarios lie."""
    for folder in (Path.cwd(), home()):
        if file.is_absolute() and file.is_relative_to(folder):
            return str(file.relative_to(folder))
    return str(file)


def _block(read: tuple[Any, SourceMap]) -> Read:
    plain, source_map = read
    if not isinstance(plain, dict):
        allowed = "fields as name: value"
        fault = Fault("", "not a scenario", shown(plain), allowed, source_map.of(()))
        raise ScenarioError(
            source_map.faults if () in source_map.unread else [*source_map.faults, fault]
        )
    return plain, source_map


def _with_bases(own: Read, file: Path | None, chain: list[Path]) -> Read:
    """What a file states, laid over what it extends; ``file`` is None for a text."""
    plain, source_map = own
    read = ({key: value for key, value in plain.items() if key != "extends"}, source_map)
    if ("extends",) in source_map.unread:
        source_map.unread.remove(("extends",))
        source_map.open.add(())
    elif "extends" in plain:
        try:
            base = _base(plain["extends"], source_map.of(("extends",)), file, chain)
            read = merged(_with_bases(_read_block(base), base, [*chain, base]), read)
        except ScenarioError as error:
            source_map.faults += error.faults
            source_map.open.add(())
    return _with_sources_beside(read, file)


def _base(stated: Any, place: Place | None, file: Path | None, chain: list[Path]) -> Path:
    if not isinstance(stated, str) or not stated:
        raise _refused("not the name of a file", shown(stated), "a file or a scenario", place)
    base = _base_file(stated, place, file)
    links = [*chain, base]
    names = " → ".join(link.name for link in links)
    if any(_is_same(base, link) for link in chain):
        raise _refused("extends itself", names, "a chain that ends", place)
    if len(links) > MAX_CHAIN:
        raise _refused("a chain that is too long", names, f"at most {MAX_CHAIN} files", place)
    return base


def _base_file(stated: str, place: Place | None, file: Path | None) -> Path:
    """The file extended: beside the file that extends it, else one of the product's."""
    known = listed()
    if file is not None and _exists(file.parent / stated):
        return file.parent / stated
    name = _NAME.fullmatch(stated)
    if name and name[1] in known:
        return known[name[1]]
    allowed = "a file beside this one, or " if file is not None else ""
    near = nearest(Path(stated).stem, known)
    if file is not None:
        meant = PureWindowsPath(stated).as_posix().removeprefix("./")
        beside = (meant, f"{meant}.yaml", f"{meant}.yml")
        near = next((name for name in beside if _exists(file.parent / name)), near)
    allowed += f"a scenario of {listing(known, 20)}" if known else "a scenario"
    raise _refused("extends what is not there", shown(stated), allowed, place, near)


def _is_same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()


def _refused(
    message: str, found: str, allowed: str, place: Place | None, near: str = ""
) -> ScenarioError:
    return ScenarioError([Fault("extends", message, found, allowed, place, near)])


def _with_sources_beside(read: Read, file: Path | None) -> Read:
    """The sources that a scenario names and its folder describes become its own."""
    beside = file.parent / SOURCES_FILE if file else None
    if (
        beside is None
        or not beside.is_file()
        or _is_same(beside, home() / "scenarios" / SOURCES_FILE)
    ):
        return read
    plain, source_map = read
    try:
        known, source_map_beside = _read_block(beside)
    except ScenarioError as error:
        source_map.faults += error.faults
        source_map.open.add(("sources",))
        return read
    own = plain.get("sources", {})
    names = cited(plain) if isinstance(own, dict) else set()
    added = {name: known[name] for name in known if name in names and name not in own}
    if not added and not source_map_beside.faults:
        return read
    return merged(({"sources": added}, source_map_beside.within("sources")), read)
