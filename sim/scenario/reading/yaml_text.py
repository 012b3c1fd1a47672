"""Reading a scenario file: YAML without its surprises, and the place of each value.

Typed are nothing (null, ~, empty), true and false, and decimal numbers; all else is text, as is
whatever stands in quotes, and each key. So ``NO`` stays a country code and ``2024-02`` a month.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from sim.refusal import short, shown
from sim.scenario.faults import KEY, SHOWN, Fault, Keys, Place, ScenarioError, dotted
from sim.scenario.reading.invisible import (
    BLANK,
    INVISIBLE,
    blank_fault,
    blank_in_form,
    invisible_fault,
    invisible_places,
    text_fault,
)
from sim.scenario.reading.source_map import SourceMap

MAX_BYTES = 1_000_000
MAX_NODES = 100_000
MAX_DEPTH = 20
MAX_TEXT = 20_000

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's, where it is there: nine times as fast on the base scenario."""
_NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]*)?(\.[0-9]*)?([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
_STANDS_FOR_INVISIBLE = "\ufffd"


def read_file(
    path: Path, shown_as: str | None = None, *, tolerant: bool = False
) -> tuple[Any, SourceMap]:
    """Plain data of a YAML file, and where each value stands.

    Parameters
    ----------
    path : Path
        The file, of at most ``MAX_BYTES``.
    shown_as : str, optional
        Its name in messages; else the path.
    tolerant : bool
        As of ``read_text``.

    Raises
    ------
    ScenarioError
        Where the file cannot be read, or holds what a scenario must not hold.
    """
    file = shown_as or str(path)
    raw = b""
    try:
        why = _no_file(path)
        if not why:
            raw = _beginning(path)
    except (OSError, ValueError) as error:  # also a name that no file can have
        why = f"cannot be read: {getattr(error, 'strerror', None) or error}"
    if why:
        raise _refused(file, why)
    return read_text(raw, file, tolerant=tolerant)


def read_text(
    text: str | bytes, file: str = "text", *, tolerant: bool = False
) -> tuple[Any, SourceMap]:
    """Plain data of a YAML text, and where each value stands.

    Parameters
    ----------
    text : str or bytes
        The text.
    file : str
        Its name in messages.
    tolerant : bool
        Whether faults that leave the data readable are left in the source map, for the caller to
        tell them with those that it finds itself.

    Raises
    ------
    ScenarioError
        Where the text holds what a scenario must not hold.
    """
    size = len(text.encode("utf-8", "surrogatepass")) if isinstance(text, str) else len(text)
    if size > MAX_BYTES:
        raise _refused(file, "the file is too large", f"at most {MAX_BYTES:,} bytes")
    text = _decoded(text, file) if isinstance(text, bytes) else text.removeprefix("\ufeff")
    plain, source_map = _Reader(text, file).document()
    if source_map.faults and not tolerant:
        raise ScenarioError(source_map.faults)
    return plain, source_map


def typed(text: str) -> Any:
    """The value that unquoted text stands for: nothing, true, false, a number, or text."""
    if text in _WORDS:
        return _WORDS[text]
    if any(digit in text for digit in "0123456789") and _NUMBER.fullmatch(text):
        if any(mark in text for mark in ".eE") or len(text) > 300:
            return float(text)
        return int(text)
    return text


def _is_broken_by_blanks(text: str) -> bool:
    """Whether unquoted text would be a number, a word or a field but for blanks in it."""
    if not BLANK.search(text):
        return False
    is_field = re.match(rf"[\w.-]+:{BLANK.pattern}", text) is not None
    return is_field or not isinstance(typed(BLANK.sub("", text).strip()), str)


def _no_file(path: Path) -> str:
    """Why a path is not that of a file, if it is not."""
    if path.is_dir():
        return "a folder, not a file"
    if not path.exists():
        return "no such file"
    return "" if path.is_file() else "not an ordinary file"


def _beginning(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


def _events(text: str) -> Iterator[Any]:
    try:
        yield from yaml.parse(text, Loader=LOADER)
    except (ValueError, OverflowError) as error:
        # The parser in Python lets an escape beyond Unicode fail as it may.
        raise yaml.YAMLError(str(error)) from error


def _decoded(raw: bytes, file: str) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or 3 * raw.count(b"\0") > len(raw):
        fault = Fault("", "not UTF-8 text", "what looks like UTF-16", "UTF-8", Place(file))
        raise ScenarioError([fault])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        found = f"the byte 0x{raw[error.start]:02X}"
        column = error.start - raw.rfind(b"\n", 0, error.start)
        fault = Fault("", "not UTF-8 text", found, "UTF-8", Place(file, line, column))
        raise ScenarioError([fault]) from error


def _refused(file: str, message: str, allowed: str = "") -> ScenarioError:
    return ScenarioError([Fault("", message, allowed=allowed, place=Place(file))])


def _both(first: Any, second: Any) -> Any:
    """Values of a key that is there twice: of blocks all that they hold, else the second."""
    if not (isinstance(first, dict) and isinstance(second, dict)):
        return second
    for key, value in second.items():
        first[key] = _both(first.get(key), value)
    return first


class _Reader:
    """Builds plain data from the events of the parser, and notes each place."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.source_map = SourceMap(file)
        self.faults = self.source_map.faults
        self.invisible = invisible_places(text)
        if len(self.invisible) > SHOWN:  # this is no text
            self._note_invisible_left()
            raise ScenarioError(self.faults)
        self.nodes = 0
        self.depth = 0
        # The parser takes some of them for the end of a line, and stops at others.
        readable = INVISIBLE.sub(_STANDS_FOR_INVISIBLE, text) if self.invisible else text
        self.events = _events(readable)

    def document(self) -> tuple[Any, SourceMap]:
        plain = None
        try:
            plain = self._only_document()
        except yaml.YAMLError as error:
            self._stop_with(self._syntax_fault(error))
        self._note_invisible_left()
        return plain, self.source_map

    def _only_document(self) -> Any:
        next(self.events)  # start of the stream
        if isinstance(next(self.events), yaml.StreamEndEvent):
            self._stop((), "an empty file", Place(self.file))
        plain = self._node(next(self.events), (), None)
        next(self.events)  # end of the document
        event = next(self.events)
        if not isinstance(event, yaml.StreamEndEvent):
            self._stop((), "a second document in one file", self._place(event), "one document")
        return plain

    def _note_invisible(self, found: dict[tuple[int, int], str], path: Keys) -> None:
        for (line, column), character in found.items():
            place = Place(self.file, line, column)
            self.faults.append(invisible_fault(dotted(path), character, place))

    def _note_invisible_left(self) -> None:
        """Those that stand in no key and no value, as in comments."""
        self._note_invisible(self.invisible, ())
        self.invisible = {}

    def _note_invisible_in(self, event: Any, path: Keys) -> bool:
        """Note those that stand in a key or a value; whether there are any."""
        start, end = ((m.line + 1, m.column + 1) for m in (event.start_mark, event.end_mark))
        inside = {at: char for at, char in self.invisible.items() if start <= at < end}
        self._note_invisible(inside, path)
        self.invisible = {at: char for at, char in self.invisible.items() if at not in inside}
        return bool(inside)

    def _place(self, event: Any) -> Place:
        return Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _note(self, path: Keys, message: str, place: Place, allowed: str = "", **also: Any) -> None:
        self.faults.append(Fault(dotted(path), message, allowed=allowed, place=place, **also))

    def _stop(self, path: Keys, message: str, place: Place, allowed: str = "") -> None:
        self._stop_with(Fault(dotted(path), message, allowed=allowed, place=place))

    def _stop_with(self, fault: Fault) -> None:
        """Tell what was noted before, and a fault after which there is no document."""
        self._note_invisible_left()
        is_told = any(
            (each.message, each.place) == (fault.message, fault.place) for each in self.faults
        )
        raise ScenarioError(self.faults if is_told else [*self.faults, fault])

    def _node(self, event: Any, path: Keys, key_place: Place | None) -> Any:
        place = self._place(event)
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self._stop(path, "too many values", place, f"at most {MAX_NODES:,} in a file")
        if isinstance(event, yaml.AliasEvent):
            self._note(path, "an alias", place, "the value itself", found=f"*{event.anchor}")
            self.source_map.values[path] = place
            self.source_map.unread.add(path)
            return None
        self._refuse_decoration(event, path, place)
        if isinstance(event, yaml.ScalarEvent):
            self.source_map.values[path] = place
            return self._scalar(event, path, place)
        self.source_map.values[path] = key_place or place
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self._stop(path, "nested too deeply", place, f"at most {MAX_DEPTH} levels")
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        built = self._mapping(path) if is_mapping else self._sequence(path)
        self.depth -= 1
        return built

    def _refuse_decoration(self, event: Any, path: Keys, place: Place) -> None:
        if event.anchor is not None:
            self._note(path, "an anchor", place, "the value alone", found=f"&{event.anchor}")
        if event.tag is not None:
            self._note(path, "a tag", place, "the value alone", found=short(event.tag))

    def _mapping(self, path: Keys) -> dict[str, Any]:
        built: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key, place = self._key(event, path)
            here = (*path, key)
            if key in built:
                before = f"{key}, which stands at {self.source_map.keys[here]} too"
                self._note(here, "a key that is there twice", place, "each key once", found=before)
            self.source_map.keys[here] = place
            inside = next(self.events)
            if key == "<<":
                self.source_map.open.add(path)  # what it brings with it is not read
                if isinstance(inside, yaml.AliasEvent):
                    continue
            value = self._node(inside, here, place)
            if key not in ("", "<<"):
                built[key] = _both(built.get(key), value)
        return built

    def _key(self, event: Any, path: Keys) -> tuple[str, Place]:
        place = self._place(event)
        self.nodes += 1
        if not isinstance(event, yaml.ScalarEvent):
            self._stop(path, "a key that is not text", place, "text as a key")
        key = str(event.value)
        self._refuse_decoration(event, (*path, key), place)
        if key == "<<":
            self._note(path, "a merge key", place, "extends, in a file of its own", found="<<")
        elif not key:
            self._note(path, "an empty key", place, "text as a key")
        is_bare = not event.style
        if not self._is_visible(event, path, place) or (
            is_bare and self._has_blank(key, path, place)
        ):
            self.source_map.unread.add((*path, key, KEY))
        return key, place

    def _sequence(self, path: Keys) -> list[Any]:
        built: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            built.append(self._node(event, (*path, len(built)), None))
        return built

    def _scalar(self, event: Any, path: Keys, place: Place) -> Any:
        text = str(event.value)
        if not self._is_visible(event, path, place):
            self.source_map.unread.add(path)
            return None
        if event.style:  # quoted, or a block of text
            return text
        if _is_broken_by_blanks(text) and self._has_blank(text, path, place):
            self.source_map.unread.add(path)
            return None
        value = typed(text)
        if _NOT_FINITE.fullmatch(text) or (isinstance(value, float) and math.isinf(value)):
            allowed = "a finite number; text in quotes"
            self._note(path, "not a finite number", place, allowed, found=short(text))
            self.source_map.unread.add(path)
            return None
        return value

    def _has_blank(self, text: str, path: Keys, place: Place) -> bool:
        """Whether a blank that is no space stands in it; the first is told."""
        blank = BLANK.search(text)
        if blank:
            at = Place(self.file, place.line, (place.column or 1) + blank.start())
            self.faults.append(blank_fault(dotted(path), blank.group(), at))
        return blank is not None

    def _is_visible(self, event: Any, path: Keys, place: Place) -> bool:
        """Whether a key or a value is text that shows, and not too long; else it is told."""
        text = str(event.value)
        if len(text) > MAX_TEXT:
            self._stop(path, "a text that is too long", place, f"at most {MAX_TEXT:,} characters")
        if self.invisible and self._note_invisible_in(event, path):
            return False
        escaped = text_fault(dotted(path), text)
        self.faults += [escaped.at(place)] if escaped else []
        return escaped is None

    def _syntax_fault(self, error: yaml.YAMLError) -> Fault:
        mark = getattr(error, "problem_mark", None)
        if mark is None:
            return Fault("", "not YAML", found=short(str(error), 200), place=Place(self.file))
        blank = blank_in_form(self.text, mark.line + 1)
        if blank:
            line_number, column, character = blank
            return blank_fault("", character, Place(self.file, line_number, column))
        place = Place(self.file, mark.line + 1, mark.column + 1)
        problem = " ".join(p for p in (error.context, error.problem) if p)  # type: ignore[attr-defined]
        if "nesting" in problem:
            return Fault("", "nested too deeply", "", f"at most {MAX_DEPTH} levels", place)
        line = "\n".join(self.text.split("\n")[mark.line : mark.line + 1])
        if "\t" in line[: mark.column + 1]:
            return Fault("", "not YAML", "a tab", "spaces before a field", place)
        if "\\" in line and ("escape" in problem or "hex" in problem):
            allowed = "/ for \\ in a path, or the text in single quotes"
            return Fault("", "not YAML", "a backslash in double quotes", allowed, place)
        found = f"{shown(line.strip())} ({problem})" if line.strip() else problem
        return Fault("", "not YAML", found, "fields as name: value, indented with spaces", place)
