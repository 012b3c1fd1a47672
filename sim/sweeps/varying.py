"""What is varied: from ``PATH=LOW:HIGH:N`` to a design, or every reason why it is none."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from sim.refusal import shown, unknown
from sim.scenario.document.paths import Setting, bounds_at, keys_of
from sim.scenario.faults import Fault, ScenarioError
from sim.scenario.reading.yaml_text import typed
from sim.scenario.scenario import Scenario
from sim.sweeps.designs import KINDS, Axis, Design

MOST_POINTS = 1_000_000
MOST_RUNS = 10_000_000_000
"""Runs of all points together: days of work on a machine of today."""
MOST_PATHS = 60
ALL_CORNERS = 6
"""Paths up to which every corner of the box is checked beforehand."""

Vary = Iterable[str] | Mapping[str, Sequence[float]]
"""Texts as ``patron.capacity=0.2:0.8:7``, or ``{path: (low, high, 7)}``; a count on grids alone."""


@dataclass(frozen=True)
class _Wanted:
    """A range as somebody stated it."""

    path: str
    low: object
    high: object
    count: object = None


def design_of(
    scenario: Scenario, vary: Vary, *, kind: str, points: int | None, runs: int, seed: int
) -> Design:
    """The design that somebody asks for.

    Parameters
    ----------
    scenario : Scenario
        Where the paths lead.
    vary : texts, or a mapping
        Paths and ranges; a grid needs the number of values of each as well.
    kind : str
        ``grid``, ``lhs`` or ``sobol``.
    points : int or None
        Size of a ``lhs`` or ``sobol``; None for a grid, whose size follows from its values.
    runs : int
        Of each point.
    seed : int
        Of the design.

    Raises
    ------
    Refusal
        With everything that is wrong, a corner of the box that is no scenario included.
    """
    wanted, faults = _stated(vary)
    if kind not in KINDS:
        raise unknown("design", kind, KINDS, field="design")
    axes = []
    for range_ in wanted:
        found = list(_faults(scenario, range_, kind))
        faults += found
        if not found:
            axes.append(_axis(scenario, range_))
    faults += [*_twice(wanted), *_number_of(wanted, faults), *_size_faults(kind, points)]
    if not faults:
        size = math.prod(axis.count or 1 for axis in axes) if points is None else points
        faults += _too_many(size, runs)
    if faults:
        raise ScenarioError(faults)
    design = Design(kind, tuple(axes), size, seed)
    _check_corners(scenario, design)
    return design


def _stated(vary: Vary) -> tuple[list[_Wanted], list[Fault]]:
    if isinstance(vary, Mapping):
        allowed = "(low, high) or (low, high, count)"
        found = [(path, _native(parts), shown(path), allowed) for path, parts in vary.items()]
    else:
        found = [_split(text) for text in vary]
    wanted, faults = [], []
    for path, parts, text, allowed in found:
        if path and len(parts) in (2, 3):
            wanted.append(_Wanted(path, *parts))
        else:
            faults.append(_of_argument("vary", "not a path and its range", text, allowed))
    return wanted, faults


def _of_argument(name: str, message: str, found: str, allowed: str) -> Fault:
    return Fault(name, message, found, allowed, is_argument=True)


def _native(parts: Sequence[Any]) -> list[object]:
    """Numbers of any library as plain ones."""
    return [part.item() if hasattr(part, "item") else part for part in parts]


def _split(text: str) -> tuple[str, list[object], str, str]:
    path, equals, rest = (part.strip() for part in text.partition("="))
    parts: list[object] = [typed(part.strip()) for part in rest.split(":")] if equals else []
    return path, parts, shown(text), "PATH=LOW:HIGH:N on a grid, else PATH=LOW:HIGH"


def _faults(scenario: Scenario, wanted: _Wanted, kind: str) -> Iterator[Fault]:
    path = wanted.path
    try:
        setting = scenario.settable(path)
    except ScenarioError as error:
        yield from error.faults
        return
    ends = [end for end in (wanted.low, wanted.high) if not _is_number(end)]
    for end in ends:
        yield Fault(path, "not the end of a range", shown(end), "a number")
    if not ends:
        yield from _range_faults(wanted, setting)
    yield from _count_faults(wanted, setting, kind)


def _range_faults(wanted: _Wanted, setting: Setting) -> Iterator[Fault]:
    path, low, high = wanted.path, _number(wanted.low), _number(wanted.high)
    told = f"{shown(low)} to {shown(high)}"
    if low == high:
        yield Fault(path, "an empty range", told, "a low end below the high end")
    if low > high:
        near = f"{shown(high)}:{shown(low)}"
        yield Fault(path, "a reversed range", told, "a low end below the high end", near=near)
    minimum = -math.inf if setting.minimum is None else setting.minimum
    maximum = math.inf if setting.maximum is None else setting.maximum
    if min(low, high) < minimum or max(low, high) > maximum:
        yield Fault(path, "a range out of bounds", told, bounds_at(keys_of(path)).words())
    elif setting.whole and (low != round(low) or high != round(high)):
        yield Fault(path, "a range of whole numbers", told, "whole numbers at both ends")


def _count_faults(wanted: _Wanted, setting: Setting, kind: str) -> Iterator[Fault]:
    path, count = wanted.path, wanted.count
    if kind != "grid":
        if count is not None:
            yield Fault(path, f"no number of values in a {kind}", shown(count), "LOW:HIGH alone")
        return
    if count is None:
        yield Fault(path, "no number of values", "a range alone", "LOW:HIGH:N on a grid")
    elif not isinstance(count, int) or isinstance(count, bool) or count < 2:
        yield Fault(path, "too few values", shown(count), "a whole number of at least 2")
    elif setting.whole and _is_number(wanted.low) and _is_number(wanted.high):
        room = int(_number(wanted.high) - _number(wanted.low)) + 1
        if 1 < room < count:
            found = f"{count} values from {shown(wanted.low)} to {shown(wanted.high)}"
            yield Fault(path, "more values than whole numbers", found, f"at most {room}")


def _twice(wanted: Sequence[_Wanted]) -> Iterator[Fault]:
    seen = set()
    for each in wanted:
        keys = keys_of(each.path)
        if keys in seen:
            found, allowed = (
                f"{shown(each.low)} to {shown(each.high)} too",
                "one range of each path",
            )
            yield Fault(each.path, "varied twice", found, allowed)
        seen.add(keys)


def _number_of(wanted: Sequence[_Wanted], faults: Sequence[Fault]) -> Iterator[Fault]:
    if not wanted and not faults:
        yield _of_argument(
            "vary", "nothing is varied", "no path", "at least one path with its range"
        )
    if len(wanted) > MOST_PATHS:
        yield _of_argument("vary", "too many paths", str(len(wanted)), f"at most {MOST_PATHS}")


def _size_faults(kind: str, points: int | None) -> Iterator[Fault]:
    if kind == "grid" and points is not None:
        allowed = "none on a grid, whose ranges state theirs, or design lhs or sobol"
        yield _of_argument("points", "a number of points", str(points), allowed)
    elif kind != "grid" and points is None:
        yield _of_argument(
            "points", "no number of points", "nothing", f"a number of points for {kind}"
        )
    elif points is not None and points < 2:
        yield _of_argument("points", "too few points", str(points), "at least 2")


def _too_many(points: int, runs: int) -> Iterator[Fault]:
    if points > MOST_POINTS:
        yield _of_argument("points", "too many points", f"{points:,}", f"at most {MOST_POINTS:,}")
    elif points * runs > MOST_RUNS:
        found = f"{points:,} points of {runs:,} runs"
        yield _of_argument("points", "too many runs", found, f"at most {MOST_RUNS:,} in all")


def _axis(scenario: Scenario, wanted: _Wanted) -> Axis:
    count = wanted.count if isinstance(wanted.count, int) else None
    whole = scenario.settable(wanted.path).whole
    return Axis(wanted.path, _number(wanted.low), _number(wanted.high), count, whole)


def _check_corners(scenario: Scenario, design: Design) -> None:
    """Refuse a box of which a corner is no scenario: better now than after hours of work."""
    for corner in _corners(design):
        try:
            scenario.change(corner)
        except ScenarioError as error:
            at = ", ".join(f"{path}={shown(value)}" for path, value in corner.items())
            first = error.faults[0]
            raise ScenarioError([Fault(at, f"no scenario at this corner; {first}")]) from error


def _corners(design: Design) -> Iterator[dict[str, float | int]]:
    """Corners of the box: all, or of very many those that differ in one path from an outer one.

    These are enough: what scenarios forbid of several numbers together is a sum above 1, or one
    number above another.
    """
    ends = [axis.ends for axis in design.axes]
    number = len(ends)
    if number <= ALL_CORNERS:
        sides: Iterable[tuple[int, ...]] = product((0, 1), repeat=number)
    else:
        outer = [tuple(side for _ in ends) for side in (0, 1)]
        turned = [
            tuple(1 - side if place == turn else side for place, side in enumerate(corner))
            for corner in outer
            for turn in range(number)
        ]
        sides = [*outer, *turned]
    for side in sides:
        values = [end[which] for end, which in zip(ends, side, strict=True)]
        yield dict(zip(design.paths, values, strict=True))


def _is_number(value: object) -> bool:
    is_plain = isinstance(value, (int, float)) and not isinstance(value, bool)
    return is_plain and math.isfinite(_number(value))


def _number(value: object) -> float:
    assert isinstance(value, (int, float))
    return float(value)
