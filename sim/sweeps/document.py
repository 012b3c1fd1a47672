"""A sweep as one JSON document: where each outcome is lowest and highest, and few points whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.store.manifest import TABLE as SUFFIX
from sim.sweeps.finishing import TABLE

if TYPE_CHECKING:
    from pandas import DataFrame

    from sim.answer import Answer

MOST_POINTS = 1_000
"""Points that a document tells one by one; of more, it names the table."""
_ENDS = ("value", "low", "high")


def document(answer: Answer, result: str) -> dict[str, Any]:
    """The numbers of a sweep for JSON; ``result`` names its folder.

    Returns
    -------
    dict
        ``outcomes``: of each ``lowest`` and ``highest``, {value, low, high, at, k}. ``points``:
        a list of {at, outcomes: {name: {value, low, high}}} in the order of the design, or None
        where there are more than ``MOST_POINTS``; ``size`` says how many there are, and ``table``
        where all are, below the folder of results.
    """
    numbers, table = answer.numbers, answer.tables[TABLE]
    size, paths = int(numbers["points"]), list(numbers["vary"])
    return numbers | {
        "outcomes": {
            name: _ends_of(table, name, each) for name, each in numbers["outcomes"].items()
        },
        "size": size,
        "points": _points(table, paths) if size <= MOST_POINTS else None,
        "table": f"{result}/{TABLE}{SUFFIX}",
        "result": result,
    }


def _ends_of(table: DataFrame, name: str, told: dict[str, Any]) -> dict[str, Any]:
    """Where an outcome is lowest and highest, with the intervals there."""
    found = dict(told)
    for end in ("lowest", "highest"):
        if told[end] is not None:
            row = table[(table["k"] == told[end]["k"]) & (table["outcome"] == name)].iloc[0]
            found[end] = told[end] | _estimate(row)
    return found


def _points(table: DataFrame, paths: list[str]) -> list[dict[str, Any]]:
    points: dict[int, dict[str, Any]] = {}
    for row in table.to_dict("records"):
        fresh = {"at": {path: row[path] for path in paths}, "outcomes": {}}
        point = points.setdefault(int(row["k"]), fresh)
        point["outcomes"][str(row["outcome"])] = _estimate(row)
    return [points[k] for k in sorted(points)]


def _estimate(row: Any) -> dict[str, float | None]:
    """Value and interval; None where there is none."""
    return {end: None if row[end] != row[end] else float(row[end]) for end in _ENDS}
