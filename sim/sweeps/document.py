"""A sweep as one JSON document: where each outcome is lowest and highest, and few points whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.documents import document_of
from sim.statistics.estimates import Estimate
from sim.store.manifest import TABLE as SUFFIX
from sim.sweeps.finishing import TABLE
from sim.sweeps.result import (
    EstimatedExtreme,
    EstimatedExtremes,
    Extreme,
    SweepDocument,
    SweepPoint,
    SweepResult,
)

if TYPE_CHECKING:
    from pandas import DataFrame

    from sim.answer import Answer

MOST_POINTS = 1_000
"""Points that a document tells one by one; of more, it names the table."""


def document(answer: Answer[SweepResult], result: str) -> dict[str, Any]:
    """The JSON document of a sweep, a ``SweepDocument``; ``result`` names its folder."""
    found, table = answer.result, answer.tables[TABLE]
    told = SweepDocument(
        scenario=found.scenario,
        scenario_hash=found.scenario_hash,
        seed=found.seed,
        runs=found.runs,
        design=found.design,
        points=_points(table, list(found.vary)) if found.points <= MOST_POINTS else None,
        now=found.now,
        end=found.end,
        vary=found.vary,
        outcomes={
            name: EstimatedExtremes(
                known=each.known,
                lowest=_estimated(table, name, each.lowest),
                highest=_estimated(table, name, each.highest),
            )
            for name, each in found.outcomes.items()
        },
        size=found.points,
        table=f"{result}/{TABLE}{SUFFIX}",
        result=result,
    )
    return document_of(told)


def _estimated(table: DataFrame, name: str, extreme: Extreme | None) -> EstimatedExtreme | None:
    """Where an outcome is lowest or highest, with the interval there."""
    if extreme is None:
        return None
    row = table[(table["k"] == extreme.k) & (table["outcome"] == name)].iloc[0]
    there = _estimate(row)
    return EstimatedExtreme(extreme.value, extreme.k, extreme.at, low=there.low, high=there.high)


def _points(table: DataFrame, paths: list[str]) -> list[SweepPoint]:
    points: dict[int, SweepPoint] = {}
    for row in table.to_dict("records"):
        at = {path: row[path] for path in paths}
        point = points.setdefault(int(row["k"]), SweepPoint(at, {}))
        point.outcomes[str(row["outcome"])] = _estimate(row)
    return [points[k] for k in sorted(points)]


def _estimate(row: Any) -> Estimate:
    """Value and interval; None where there is none."""
    found = (row[end] for end in ("value", "low", "high"))
    return Estimate(*(None if number != number else float(number) for number in found))
