"""Finding and loading scenarios: by name, from a file, or from a text, with what they extend.

Order of precedence: the file extended, the file itself, then changes by path.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sim.home import home
from sim.scenario.faults import Fault, Place, ScenarioError, listing, nearest, shown
from sim.scenario.reading.merging import Read, merged
from sim.scenario.reading.source_map import Places
from sim.scenario.reading.sources import FILE as SOURCES
from sim.scenario.reading.sources import used
from sim.scenario.reading.yaml_text import read_file, read_text, typed
from sim.scenario.scenario import Scenario

MAX_CHAIN = 10
_NAME = re.compile(r"([A-Za-z0-9][A-Za-z0-9_-]*)(\.yaml)?")


def load(name_or_path: str | Path, changes: Mapping[str, object] | None = None) -> Scenario:
    """The scenario of a file, or one that comes with the product, by name; then changed.

    Raises
    ------
    ScenarioError
        With everything that is wrong with it.
    """
    return Scenario.load(name_or_path, changes)


def listed() -> dict[str, Path]:
    """The scenarios that come with the product: name and file, by name."""
    files = sorted((home() / "scenarios").glob("*.yaml"))
    return {file.stem: file for file in files if file.name != SOURCES}


def read(name_or_path: str | Path) -> tuple[dict[str, Any], Places, str]:
    """Plain data of a scenario with what it extends, the place of each value, and its name.

    Faults that leave the data readable are left in the places.

    Raises
    ------
    ScenarioError
        Where there is no such scenario, or its file cannot be read.
    """
    file = _found(name_or_path)
    plain, places = _with_bases(_read_block(file), file, [file])
    return plain, places, file.stem


def read_text_and_bases(text: str | bytes, file: str) -> Read:
    """Plain data of a text with what it extends, which must come with the product.

    Faults that leave the data readable are left in the places.

    Raises
    ------
    ScenarioError
        Where the text cannot be read.
    """
    return _with_bases(_block(read_text(text, file, tolerant=True)), None, [])


def load_changed(name_or_path: str | Path, assignments: Iterable[str]) -> Scenario:
    """The scenario of a name or a file, changed as texts like ``patron.capacity=0.3`` ask for.

    Raises
    ------
    ScenarioError
        With everything that is wrong with it, or with the changes.
    """
    changes, faults = _changes(assignments)
    try:
        scenario = load(name_or_path)
    except ScenarioError as error:
        raise ScenarioError([*faults, *error.faults]) from None
    return scenario.change(changes, faults) if changes or faults else scenario


def changes_of(assignments: Iterable[str]) -> dict[str, object]:
    """The changes that texts like ``patron.capacity=0.3`` ask for.

    Raises
    ------
    ScenarioError
        Where one has no ``=`` or no value, or two are about the same path.
    """
    changes, faults = _changes(assignments)
    if faults:
        raise ScenarioError(faults)
    return changes


def _changes(assignments: Iterable[str]) -> tuple[dict[str, object], list[Fault]]:
    changes: dict[str, object] = {}
    faults = []
    for assignment in assignments:
        path, equals, value = (part.strip() for part in assignment.partition("="))
        if not path or not equals:
            faults.append(Fault("", "not a change", shown(assignment), "PATH=VALUE"))
        elif not value:
            faults.append(Fault(path, "no value", "nothing", "a value; null takes an entry out"))
        elif path in changes:
            faults.append(Fault(path, "changed twice", value, "one change of each field"))
        else:
            changes[path] = typed(value)
    return changes, faults


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


def _block(read: tuple[Any, Places]) -> Read:
    plain, places = read
    if not isinstance(plain, dict):
        allowed = "fields as name: value"
        fault = Fault("", "not a scenario", shown(plain), allowed, places.of(()))
        raise ScenarioError(places.faults if () in places.unread else [*places.faults, fault])
    return plain, places


def _with_bases(own: Read, file: Path | None, chain: list[Path]) -> Read:
    """What a file states, laid over what it extends; ``file`` is None for a text."""
    plain, places = own
    read = ({key: value for key, value in plain.items() if key != "extends"}, places)
    if ("extends",) in places.unread:
        places.unread.remove(("extends",))
        places.open.add(())
    elif "extends" in plain:
        try:
            base = _base(plain["extends"], places.of(("extends",)), file, chain)
            read = merged(_with_bases(_read_block(base), base, [*chain, base]), read)
        except ScenarioError as error:
            places.faults += error.faults
            places.open.add(())
    return _with_sources_beside(read, file)


def _base(stated: Any, place: Place | None, file: Path | None, chain: list[Path]) -> Path:
    if not isinstance(stated, str) or not stated:
        raise _refused("not the name of a file", shown(stated), "a file or a scenario", place)
    base = _base_file(stated, place, file)
    links = [*chain, base]
    told = " → ".join(link.name for link in links)
    if any(_is_same(base, link) for link in chain):
        raise _refused("extends itself", told, "a chain that ends", place)
    if len(links) > MAX_CHAIN:
        raise _refused("a chain that is too long", told, f"at most {MAX_CHAIN} files", place)
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
    beside = file.parent / SOURCES if file else None
    if beside is None or not beside.is_file() or _is_same(beside, home() / "scenarios" / SOURCES):
        return read
    plain, places = read
    try:
        known, places_beside = _read_block(beside)
    except ScenarioError as error:
        places.faults += error.faults
        places.open.add(("sources",))
        return read
    own = plain.get("sources", {})
    names = used(plain) if isinstance(own, dict) else set()
    added = {name: known[name] for name in known if name in names and name not in own}
    if not added and not places_beside.faults:
        return read
    return merged(({"sources": added}, places_beside.within("sources")), read)
