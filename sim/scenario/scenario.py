"""A scenario: a document that holds together, with its paths, its text and its hash."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from numbers import Integral, Real
from pathlib import Path
from typing import Any, Self

from pydantic import PrivateAttr

from sim.edition import brought_forward
from sim.scenario.checking.validation import validated
from sim.scenario.document import paths
from sim.scenario.document import timespan as span
from sim.scenario.document.paths import Setting, keys_of
from sim.scenario.document.quantity import Quantity
from sim.scenario.document.schema import PATRON, Document, Source
from sim.scenario.document.writing import plain, yaml_of
from sim.scenario.faults import Fault, Keys, dotted
from sim.scenario.reading import files
from sim.scenario.reading.invisible import text_fault
from sim.scenario.reading.source_map import SourceMap
from sim.scenario.reading.sources import product_sources


class Scenario(Document):
    """A scenario that can be played; two are equal where they state the same.

    Made by ``load``, ``from_text`` or ``from_plain``, never changed: ``change`` makes another one.
    """

    _name: str = PrivateAttr(default="scenario")
    _known: dict[str, Any] = PrivateAttr(default_factory=dict)

    @classmethod
    def load(cls, name_or_path: str | Path, changes: Mapping[str, object] | None = None) -> Self:
        """The scenario of a file, or one that comes with the product, by name; then changed.

        Raises
        ------
        ScenarioError
            With everything that is wrong with it.
        """
        plain_data, source_map, name = files.read(name_or_path)
        scenario = cls.from_plain(plain_data, name, source_map)
        return scenario.change(changes) if changes else scenario

    @classmethod
    def from_text(cls, text: str | bytes, file: str = "scenario.yaml") -> Self:
        """The scenario of a text; it may extend those that come with the product.

        Raises
        ------
        ScenarioError
            With everything that is wrong with it.
        """
        plain_data, source_map = files.read_text_and_bases(text, file)
        return cls.from_plain(plain_data, Path(file).stem, source_map)

    @classmethod
    def from_stored(cls, text: str, file: str = "scenario.yaml") -> Self:
        """The scenario of a text that this program stored, also in an earlier edition.

        Raises
        ------
        ScenarioError
            With everything that is wrong with it.
        """
        plain_data, source_map = files.read_text_and_bases(text, file)
        return cls.from_plain(brought_forward(plain_data), Path(file).stem, source_map)

    @classmethod
    def from_plain(
        cls, data: Mapping[str, Any], name: str = "scenario", source_map: SourceMap | None = None
    ) -> Self:
        """The scenario that plain data describe.

        Parameters
        ----------
        data : mapping
            Fields as in a file, without ``extends``.
        name : str
            What the scenario is called, as the name of its file.
        source_map : SourceMap, optional
            Where each value stands, for messages, and what was at fault in the text.

        Raises
        ------
        ScenarioError
            With everything that is wrong with it.
        """
        scenario = validated(cls, data, product_sources(), source_map)
        scenario._name = name
        return scenario

    @property
    def name(self) -> str:
        """Name of the file that it came from."""
        return self._name

    @property
    def last_recorded(self) -> str:
        """The last month that is replayed: ``branch_at``, else ``now``."""
        return span.last_recorded(self)

    @property
    def last_month(self) -> str:
        """The last month that is played: ``end``, else 120 months after ``now``."""
        return span.last_month(self)

    @property
    def member_ids(self) -> tuple[str, ...]:
        """The ids of the members, in the order of the file."""
        return tuple(self.members)

    def label(self, actor: str) -> str:
        """The name of a member or of the patron for people."""
        return self.patron.name if actor == PATRON else self.members[actor].name or actor.upper()

    def source(self, name: str) -> Source | None:
        """The source of that id: one of the scenario's own, or one that comes with the product."""
        return self.sources.get(name) or product_sources().get(name)

    def once[V](self, name: str, find: Callable[[], V]) -> V:
        """What is found about it, found once: it never changes, and is asked again and again."""
        if name not in self._known:
            self._known[name] = find()
        found: V = self._known[name]
        return found

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, with other fields where ``update`` says so; nothing is known of it yet."""
        copied = super().model_copy(update=update, deep=deep)
        copied._known = {}
        return copied

    def plain(self) -> dict[str, Any]:
        """All that it states, defaults included, as plain data; whoever reads it leaves it so."""
        return self.once("plain", lambda: plain(self))

    def text(self) -> str:
        """All that it states, defaults included, as YAML; loads to an equal scenario."""
        return self.once("text", lambda: yaml_of(self.plain()))

    @property
    def hash(self) -> str:
        """SHA-256 of its text: two scenarios that state the same have the same."""
        return self.once("hash", lambda: hashlib.sha256(self.text().encode()).hexdigest())

    @property
    def short_hash(self) -> str:
        """The first 16 digits of its hash."""
        return self.hash[:16]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scenario) and self.text() == other.text()

    def __hash__(self) -> int:
        return int(self.short_hash, 16)

    def paths(self) -> dict[str, Setting]:
        """Every number that it states, by path."""
        return paths.settings(self)

    def settable(self, path: str) -> Setting:
        """The number at a path that may be set, also where it states none.

        Raises
        ------
        ScenarioError
            Where there is no such path, with the nearest one.
        """
        return paths.setting_at(self, path)

    def change(self, values: Mapping[str, object], noted: Iterable[Fault] = ()) -> Self:
        """Another scenario with other values at these paths.

        Parameters
        ----------
        values : mapping of path to value
            A plain number replaces value, range and source. None removes: an entry goes, a field
            returns to its default. A block adds an entry, as an event, or replaces it.
        noted : faults, optional
            What is wrong with the changes already; told with the rest.

        Raises
        ------
        ScenarioError
            Where a path leads nowhere, two paths meet, or the outcome does not hold together.
        """
        data, source_map = self.plain(), SourceMap(None)
        within = dict(_within(values))
        source_map.faults += [*noted, *(_changed_twice(*pair) for pair in within.items())]
        changed_twice = {*within, *within.values()}
        for path, value in values.items():
            keys = keys_of(path)
            value = _native(value)
            fault = self._path_fault(keys, value)
            if fault:
                source_map.faults.append(fault)
            elif path not in changed_twice:
                invisible = list(_text_faults(path, value))
                source_map.faults += invisible
                source_map.unread |= {keys_of(fault.path) for fault in invisible}
                data = _put(data, keys, value)
        return type(self).from_plain(data, self.name, source_map)

    def _path_fault(self, keys: Keys, value: object) -> Fault | None:
        fault = paths.unknown(self, keys)
        is_new_entry = isinstance(value, dict) and paths.takes_entries(keys[:-1])
        return None if is_new_entry and not paths.unknown(self, keys[:-1]) else fault


def _within(values: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Paths that lie within another one, each with that."""
    by_keys = {keys_of(path): path for path in values}
    for keys, path in by_keys.items():
        for depth in range(1, len(keys)):
            if keys[:depth] in by_keys:
                yield path, by_keys[keys[:depth]]


def _changed_twice(path: str, around: str) -> Fault:
    return Fault(path, "changed twice", f"{around} too", "one change of each field")


def _native(value: object) -> Any:
    """Numbers of any library as plain ones."""
    if isinstance(value, Quantity):
        return value.model_dump(exclude_none=True)
    if isinstance(value, bool) or not isinstance(value, Real):
        return value
    return int(value) if isinstance(value, Integral) else float(value)


def _text_faults(path: str, value: object) -> Iterable[Fault]:
    if isinstance(value, str):
        fault = text_fault(path, value)
        yield from [fault] if fault else []
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _text_faults(dotted((path, key)), inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _text_faults(dotted((path, index)), inner)


def _put(block: Any, keys: Keys, value: Any) -> Any:
    """A block with another value at a path, None to remove; what lies on the way is copied."""
    key, rest = keys[0], keys[1:]
    if isinstance(block, list):
        place = int(key)
        here = [] if value is None and not rest else [_inside(block[place], rest, value)]
        return [*block[:place], *here, *block[place + 1 :]]
    if value is None and key not in block:
        return block  # nothing there to remove
    if value is None and not rest:
        return {name: part for name, part in block.items() if name != key}
    return block | {key: _inside(block.get(key, {}), rest, value)}


def _inside(block: Any, keys: Keys, value: Any) -> Any:
    if not keys:
        return value
    if not isinstance(block, (dict, list)):  # a number without a range becomes a block
        block = {"value": block}
    return _put(block, keys, value)
