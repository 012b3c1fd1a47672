"""Scenarios by name, those that come with the product and those saved; and answers about them.

Shared by all sessions: what stands here is never changed, only asked.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from sim import store
from sim.analysis.evidence.assumptions import Assumption, Group, groups
from sim.analysis.forecast.result import ForecastResult
from sim.analysis.sweep.cost import seconds_a_run as seconds_of
from sim.answer import Answer
from sim.questions import QUESTIONS
from sim.scenario.reading import files
from sim.scenario.reading.yaml_text import read_file
from sim.scenario.scenario import Scenario
from sim.store.folders import put_file, told
from ui import crowd

NAME = re.compile("[a-z0-9][a-z0-9_-]{0,79}")
"""Names of what people save."""

BASELINE = "armenia-2025"
"""The scenario that others are held against; it has itself no other."""

Changes = Mapping[str, object]


@dataclass(frozen=True)
class Assumed:
    """A scenario by name, what is changed in it, and the luck it is played with."""

    scenario: str
    changes: Changes = field(default_factory=dict)
    seed: int = 1
    runs: int = 2_000

    @property
    def key(self) -> tuple[object, ...]:
        """The same for the same assumptions, whatever the order in which they were made."""
        return self.scenario, tuple(sorted(self.changes.items())), self.seed, self.runs

    def as_written(self) -> Assumed:
        """The scenario without the changes."""
        return replace(self, changes={})


def results() -> Path:
    """Folder of the results."""
    return Path(os.environ.get("DOMINO_RESULTS", "results"))


def own() -> Path:
    """Folder of the scenarios that people save."""
    return Path(os.environ.get("DOMINO_SCENARIOS", "my-scenarios"))


def names() -> dict[str, Path]:
    """Every scenario by name; the product's own names go first."""
    return _names(own(), _stamp(own()) if own().is_dir() else 0)


@lru_cache(maxsize=4)
def _names(folder: Path, stamp: int) -> dict[str, Path]:
    """Found anew when a file was added to the folder, or taken from it."""
    saved = {}
    if folder.is_dir():
        for file in sorted(folder.glob("*.yaml")):
            if NAME.fullmatch(file.stem) and file.is_file() and not file.is_symlink():
                saved[file.stem] = file
    return {**saved, **files.listed()}


def titles() -> dict[str, str]:
    """Title of every scenario by name; a file that cannot be read has its name."""
    return _titles(tuple((name, _stamp(file)) for name, file in names().items()))


def scenario(name: str, changes: Changes | None = None) -> Scenario:
    """A scenario by name, with some values changed."""
    stamp = _stamp(names()[name])
    base = _loaded(name, stamp)
    return _changed(base, name, stamp, tuple(sorted((changes or {}).items())))


def stamp(name: str) -> int:
    """A scenario that was saved anew has another one."""
    return _stamp(names()[name])


def panel(name: str) -> tuple[Group, ...]:
    """All that can be assumed about the present of a scenario, in groups."""
    return _panel(name, _stamp(names()[name]))


def assumptions(name: str) -> dict[str, Assumption]:
    """The same by path."""
    return {each.path: each for group in panel(name) for each in group.assumptions}


def is_ours(name: str) -> bool:
    """Whether a scenario comes with the product."""
    return name in files.listed()


def is_saved(name: str) -> bool:
    """Whether somebody saved a scenario under that name."""
    return (own() / f"{name}.yaml").exists()


def save(name: str, text: str, *, replace: bool) -> None:
    """Save a scenario under a name that fits; in place of one of that name where that was agreed.

    Raises
    ------
    StoreError
        Where it cannot be written, or somebody has taken the name meanwhile.
    """
    if not replace and is_saved(name):
        raise store.StoreError(f"{name} was saved by somebody else meanwhile: nothing is replaced")
    if not NAME.fullmatch(name) or is_ours(name):
        raise store.StoreError(f"{name!a} cannot be the name of a scenario of yours")
    with told(f"cannot save {name}"):
        put_file(own() / f"{name}.yaml", text.encode())


def suggested(name: str, path: str) -> tuple[float, float]:
    """A range to vary a number over: the plausible one, else the whole scale."""
    about = assumptions(name).get(path)
    if about is not None:
        ends = (about.low, about.high) if about.low is not None else (about.minimum, about.maximum)
        return float(ends[0] or 0.0), float(ends[1] or 0.0)
    stated = scenario(name).settable(path)
    low = stated.minimum if stated.low is None else stated.low
    high = stated.maximum if stated.high is None else stated.high
    return float(low or 0.0), float(1.0 if high is None else high)


def seconds_a_run(assumed: Assumed) -> float:
    """How long a run of the scenario takes here; measured once."""
    return _seconds(assumed.scenario, _stamp(names()[assumed.scenario]))


def base_of(name: str) -> str | None:
    """The scenario that another one extends, where it has the same members and months."""
    return _base(name, _stamp(names()[name]))


def forecast(assumed: Assumed, runs: int | None = None) -> Answer[ForecastResult]:
    """The forecast of what is assumed."""
    return ask("run", assumed, runs=runs or assumed.runs)


def ask(question: str, assumed: Assumed, **options: Any) -> Answer:
    """The answer to a question about what is assumed; asked again, it is there at once."""
    stamp = _stamp(names()[assumed.scenario])
    changes = tuple(sorted(assumed.changes.items()))
    luck = {"seed": assumed.seed} if QUESTIONS[question].is_seeded else {}
    stated = tuple(sorted({**luck, **options}.items()))
    with nullcontext() if QUESTIONS[question].is_quick else crowd.aside():
        return _answer(question, assumed.scenario, stamp, changes, stated)


def stored() -> list[store.Entry]:
    """All results, the latest first."""
    marks = [_stamp(file) for file in sorted(results().glob("*/manifest.json"))]
    return _stored(str(results()), tuple(marks))


def compared(names: tuple[str, ...]) -> Answer:
    """Stored results side by side; raises Refusal or StoreError where that cannot be."""
    return _compared(str(results()), names)


def _stamp(file: Path) -> int:
    """A file that was saved anew is another scenario."""
    return file.stat().st_mtime_ns


Pairs = tuple[tuple[str, object], ...]


@st.cache_resource(max_entries=64, show_spinner=False)
def _loaded(name: str, stamp: int) -> Scenario:
    return Scenario.load(names()[name])


@st.cache_resource(max_entries=64, show_spinner=False)
def _panel(name: str, stamp: int) -> tuple[Group, ...]:
    return groups(_loaded(name, stamp))


@lru_cache(maxsize=8)
def _titles(stamps: tuple[tuple[str, int], ...]) -> dict[str, str]:
    return {name: _title(name, stamp) for name, stamp in stamps}


@st.cache_resource(max_entries=256, show_spinner=False)
def _title(name: str, stamp: int) -> str:
    """Read without what the file extends: a list of scenarios needs no more."""
    from sim.scenario.faults import ScenarioError

    try:
        stated = read_file(names()[name])[0]
        title = stated.get("title") if isinstance(stated, dict) else None
        return str(title) if title else _loaded(name, stamp).title
    except ScenarioError:
        return name


@st.cache_resource(max_entries=64, show_spinner=False)
def _base(name: str, stamp: int) -> str | None:
    stated = read_file(names()[name])[0]
    extends = stated.get("extends") if isinstance(stated, dict) else None
    base = str(extends or "").removesuffix(".yaml")
    if name == BASELINE or base not in names():
        return None
    same = scenario(base).member_ids == scenario(name).member_ids
    return base if same and scenario(base).last_month == scenario(name).last_month else None


@st.cache_resource(max_entries=256, show_spinner=False)
def _changed(_base: Scenario, name: str, stamp: int, changes: Pairs) -> Scenario:
    return _base.change(dict(changes)) if changes else _base


@st.cache_resource(max_entries=128, show_spinner=False)
def _answer(question: str, name: str, stamp: int, changes: Pairs, options: Pairs) -> Answer:
    answer: Answer = QUESTIONS[question].ask(scenario(name, dict(changes)), **dict(options))
    return answer


@st.cache_resource(max_entries=64, show_spinner=False)
def _seconds(name: str, stamp: int) -> float:
    return seconds_of(_loaded(name, stamp))


@st.cache_data(max_entries=4, show_spinner=False)
def _stored(root: str, marks: tuple[int, ...]) -> list[store.Entry]:
    return store.listing(Path(root))


@st.cache_resource(max_entries=32, show_spinner=False)
def _compared(root: str, names: tuple[str, ...]) -> Answer:
    from sim.analysis.comparison.comparison import compare

    return compare(*names, root=Path(root))
