"""The numbers of a sensitivity analysis for machines, and its tidy tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.sensitivity.parameter_space import Box, Measured
from sim.analysis.sensitivity.variance_split import RULES
from sim.futures.outcomes import Asked
from sim.statistics.indices import Effects, Indices, Warned, noise_share
from sim.statistics.variance import PARTS, Split, split_warnings

if TYPE_CHECKING:
    from pandas import DataFrame


def spread(found: Measured, k: int) -> dict[str, float]:
    """Mean and variance of an outcome over the points, and how much of it may be noise."""
    values, noise = found.values[:, k], found.noise[:, k]
    return {
        "mean": float(values.mean()),
        "variance": float(values.var()),
        "noise_at_most": noise_share(values, noise),
    }


def warnings_json(*warned: Sequence[Warned]) -> list[dict[str, Any]]:
    """All warnings, in order."""
    return [each.as_json() for some in warned for each in some]


def _estimate(value: Any, half: Any, lowest: float = -np.inf) -> dict[str, float]:
    low = max(float(value - half), lowest)
    return {"value": float(value), "low": low, "high": float(value + half)}


def effects_json(box: Box, effects: Effects) -> dict[str, Any]:
    """``{path: {"mu_star": {value, low, high}, "mu", "sigma"}}``."""
    return {
        path: {
            "mu_star": _estimate(effects.mu_star[i], effects.half[i], 0.0),
            "mu": float(effects.mu[i]),
            "sigma": float(effects.sigma[i]),
        }
        for i, path in enumerate(box.paths)
    }


def indices_json(box: Box, indices: Indices | None) -> dict[str, Any]:
    """``{path: {"first": {value, low, high}, "total": …}}``; empty where nothing varies."""
    if indices is None:
        return {}
    return {
        path: {
            "first": _estimate(indices.first[i], indices.first_half[i]),
            "total": _estimate(indices.total[i], indices.total_half[i]),
        }
        for i, path in enumerate(box.paths)
    }


def split_json(found: Split | None, points: int) -> dict[str, Any]:
    """The variance of a single run, its parts as shares, the mean under each rule, warnings."""
    if found is None:
        return {"variance": 0.0, "parts": {}, "rules": {}, "warnings": []}
    return {
        "variance": found.total,
        "parts": {
            part: _estimate(found.share[i], found.half[i]) | {"variance": float(found.variance[i])}
            for i, part in enumerate(PARTS)
        },
        "rules": {
            rule: _estimate(found.means[i], found.means_half[i]) for i, rule in enumerate(RULES)
        },
        "warnings": warnings_json(split_warnings(found, points)),
    }


def effects_table(questions: Sequence[Asked], box: Box, effects: Sequence[Effects]) -> DataFrame:
    """Elementary effects: outcome, path, range, mu_star with its interval, mu, sigma."""
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
        for i, axis in enumerate(box.axes)
    ]
    return _frame(rows)


def indices_table(
    questions: Sequence[Asked], box: Box, indices: Sequence[Indices | None]
) -> DataFrame:
    """Sobol indices: outcome, path, range, first and total with their intervals."""
    rows: list[dict[str, Any]] = []
    for question, each in zip(questions, indices, strict=True):
        for i, axis in enumerate(box.axes):
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
            row = {"outcome": question.name, "part": part, "variance": float(each.variance[i])}
            parts.append({**row, **_estimate(each.share[i], each.half[i])})
        for i, rule in enumerate(RULES):
            named = {"outcome": question.name, "rule": rule}
            rules.append({**named, **_estimate(each.means[i], each.means_half[i])})
    ends = ("value", "low", "high")
    return {
        "parts": _frame(parts, "outcome", "part", "variance", *ends),
        "means": _frame(rules, "outcome", "rule", *ends),
    }


def _frame(rows: list[dict[str, Any]], *columns: str) -> DataFrame:
    from pandas import DataFrame

    return DataFrame(rows, columns=list(columns) or None)
