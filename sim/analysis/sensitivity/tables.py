"""What a sensitivity analysis found, as fields of its result and as tidy tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.sensitivity.parameter_space import ParameterSpace, PointOutcomes
from sim.analysis.sensitivity.result import (
    ElementaryEffects,
    PointSpread,
    SobolIndices,
    SplitOutcome,
    VariancePart,
)
from sim.analysis.sensitivity.variance_split import RULES
from sim.futures.outcomes import Asked
from sim.statistics.estimates import Estimate
from sim.statistics.indices import Effects, Indices, noise_share
from sim.statistics.variance import PARTS, Split, split_warnings

if TYPE_CHECKING:
    from pandas import DataFrame


def spread(found: PointOutcomes, k: int) -> PointSpread:
    """Mean and variance of an outcome over the points, and how much of it may be noise."""
    values, noise = found.values[:, k], found.noise[:, k]
    return PointSpread(float(values.mean()), float(values.var()), noise_share(values, noise))


def _estimate(value: Any, half: Any, lowest: float = -np.inf) -> Estimate:
    return Estimate(float(value), max(float(value - half), lowest), float(value + half))


def effects_by_path(space: ParameterSpace, effects: Effects) -> dict[str, ElementaryEffects]:
    """The elementary effects of each quantity."""
    return {
        path: ElementaryEffects(
            mu_star=_estimate(effects.mu_star[i], effects.half[i], 0.0),
            mu=float(effects.mu[i]),
            sigma=float(effects.sigma[i]),
        )
        for i, path in enumerate(space.paths)
    }


def indices_by_path(space: ParameterSpace, indices: Indices | None) -> dict[str, SobolIndices]:
    """The indices of each quantity; none where nothing varies."""
    if indices is None:
        return {}
    return {
        path: SobolIndices(
            first=_estimate(indices.first[i], indices.first_half[i]),
            total=_estimate(indices.total[i], indices.total_half[i]),
        )
        for i, path in enumerate(space.paths)
    }


def split_outcome(found: Split | None, points: int) -> SplitOutcome:
    """The variance of a single run, its parts as shares, the mean under each rule, warnings."""
    if found is None:
        return SplitOutcome(0.0, {}, {}, [])
    return SplitOutcome(
        variance=found.total,
        parts={part: _part(found, i) for i, part in enumerate(PARTS)},
        rules={
            rule: _estimate(found.means[i], found.means_half[i]) for i, rule in enumerate(RULES)
        },
        warnings=split_warnings(found, points),
    )


def _part(found: Split, i: int) -> VariancePart:
    share = _estimate(found.share[i], found.half[i]).known()
    return VariancePart(share.value, share.low, share.high, float(found.variance[i]))


def effects_table(
    questions: Sequence[Asked], space: ParameterSpace, effects: Sequence[Effects]
) -> DataFrame:
    """Elementary effects, tidy.

    Parameters
    ----------
    questions : sequence of Asked
        The outcomes.
    space : ParameterSpace
        The quantities, with their ranges.
    effects : sequence of Effects
        One for each outcome.

    Returns
    -------
    DataFrame
        Columns outcome, path, range_low, range_high; value, low, high (the mean size with its
        interval), mu, sigma.
    """
    rows = [
        {
            "outcome": question.name,
            "path": axis.path,
            "range_low": axis.low,
            "range_high": axis.high,
        }
        | {"value": each.mu_star[i], "low": max(each.mu_star[i] - each.half[i], 0.0)}
        | {"high": each.mu_star[i] + each.half[i], "mu": each.mu[i], "sigma": each.sigma[i]}
        for question, each in zip(questions, effects, strict=True)
        for i, axis in enumerate(space.axes)
    ]
    return _frame(rows)


def indices_table(
    questions: Sequence[Asked], space: ParameterSpace, indices: Sequence[Indices | None]
) -> DataFrame:
    """Sobol indices, tidy.

    Parameters
    ----------
    questions : sequence of Asked
        The outcomes.
    space : ParameterSpace
        The quantities, with their ranges.
    indices : sequence of Indices or None
        One for each outcome; None where it is the same at every point.

    Returns
    -------
    DataFrame
        Columns outcome, path, range_low, range_high; first and total, each with its low and high.
    """
    rows: list[dict[str, Any]] = []
    for question, each in zip(questions, indices, strict=True):
        for i, axis in enumerate(space.axes):
            row: dict[str, Any] = {"outcome": question.name, "path": axis.path}
            row |= {"range_low": axis.low, "range_high": axis.high}
            for name in ("first", "total"):
                value = float("nan") if each is None else getattr(each, name)[i]
                half = float("nan") if each is None else getattr(each, f"{name}_half")[i]
                row |= {name: value, f"{name}_low": value - half, f"{name}_high": value + half}
            rows.append(row)
    return _frame(rows)


def split_tables(questions: Sequence[Asked], found: Sequence[Split | None]) -> dict[str, DataFrame]:
    """The parts of each variance, and the mean of each outcome under each rule."""
    parts: list[dict[str, Any]] = []
    rules: list[dict[str, Any]] = []
    for question, each in zip(questions, found, strict=True):
        if each is None:
            continue
        for i, part in enumerate(PARTS):
            parts.append({"outcome": question.name, "part": part, **vars(_part(each, i))})
        for i, rule in enumerate(RULES):
            named = {"outcome": question.name, "rule": rule}
            rules.append({**named, **_estimate(each.means[i], each.means_half[i]).as_json()})
    ends = ("value", "low", "high")
    return {
        "parts": _frame(parts, "outcome", "part", "variance", *ends),
        "means": _frame(rules, "outcome", "rule", *ends),
    }


def _frame(rows: list[dict[str, Any]], *columns: str) -> DataFrame:
    from pandas import DataFrame

    return DataFrame(rows, columns=list(columns) or None)
