"""Finding what is to be compared: scenarios and stored results, by their names."""

from __future__ import annotations

from pathlib import Path

from sim.analysis.comparison.sides import Side
from sim.answer import Answer
from sim.refusal import Refusal, nearest, shown
from sim.scenario.scenario import Scenario

_MADE_HERE = (".html", ".csv", ".svg", ".png")
"""Endings of what this program writes."""


def opened(name: str | Path, root: Path) -> Side | Scenario:
    """A stored result, or a scenario, by its name.

    Parameters
    ----------
    name : str or Path
        A scenario that comes with the product or a file of one; a result, the beginning of its
        name, ``latest``, or its folder.
    root : Path
        Folder of the results.

    Raises
    ------
    Refusal
        Where there is nothing of that name; with the nearest one.
    ScenarioError, StoreError
        Where there is something, which cannot be used.
    """
    from sim.scenario.loading import load
    from sim.scenario.reading.files import listed
    from sim.store.manifest import MANIFEST
    from sim.store.names import LATEST, names_in

    text, path = str(name), Path(name)
    if text in listed():
        return load(text)
    if _is_there(path / MANIFEST):
        return stored(path.name, path.parent)
    if path.suffix in _MADE_HERE:
        raise Refusal(f"{text} is no scenario: `domino reopen {text}` finds the run behind it")
    if _is_there(path):
        return load(path)
    results = names_in(root)
    if text == LATEST or (text and any(each.startswith(text) for each in results)):
        return stored(text, root)
    near = nearest(path.stem, listed()) or nearest(text, results)
    allowed = "what `domino list` and `domino results` say, or a file"
    message = f"no scenario, no file and no result in {root}"
    raise Refusal(message, found=shown(text), allowed=allowed, near=near)


def stored(name: str, root: Path) -> Side:
    """A stored result as a side.

    Raises
    ------
    StoreError
        Where there is none of that name, or it is not complete.
    """
    from sim import store
    from sim.store.names import folder_of

    answer, folder = store.load(name, root), folder_of(name, root)
    made = store.inputs_of(folder)
    return Side(answer, made["source_digest"], made["command"], folder.name)


def side_of(answer: Answer) -> Side:
    """An answer that this program gave."""
    from sim.jit import source_digest

    return Side(answer, source_digest())


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that no file can have
        return False
