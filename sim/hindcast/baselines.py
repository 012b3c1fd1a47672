"""Simple forecasters beside the model, each fitted to the other bodies alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from sim.hindcast.panel import Panel

type Floats = NDArray[np.float64]
type Baseline = Callable[[Panel, Panel], Floats]
"""From the windows to learn from and those to forecast: a chance for each row of the latter."""

PENALTY = 1.0
"""Precision of the normal prior on each standardised coefficient of a regression."""


def within(rate: Floats | float, panel: Panel) -> Floats:
    """Chance of a step within each row's window at a yearly rate."""
    return np.asarray(-np.expm1(-np.asarray(rate) * panel.years))


def yearly_rate(panel: Panel) -> float:
    """First steps per member-year."""
    return float(panel.left.sum() / panel.at.sum())


def pooled(known: Panel, asked: Panel) -> Floats:
    """The rate of all other bodies."""
    return within(yearly_rate(known), asked)


def by_type(known: Panel, asked: Panel) -> Floats:
    """The rate of other bodies of the type, with one pseudo-window step at the pooled rate."""
    base = yearly_rate(known)
    kinds = np.array(known.kinds)
    rates = {}
    for kind in set(known.kinds):
        mine = kinds[known.of_row] == kind
        rates[kind] = (known.left[mine].sum() + 1.0) / (known.at[mine].sum() + 1.0 / base)
    return within(np.array([rates.get(asked.kinds[body], base) for body in asked.of_row]), asked)


def own_record(known: Panel, asked: Panel) -> Floats:
    """A logistic regression on the body's own record."""
    return regression(known, asked, lambda panel: panel.record[panel.window][:, None])


def raw_indicators(known: Panel, asked: Panel) -> Floats:
    """A logistic regression on the same indicators, as they stand."""
    return regression(known, asked, lambda panel: panel.indicators)


def centred_indicators(known: Panel, asked: Panel) -> Floats:
    """A logistic regression on the indicators against the members' means, and own record."""
    return regression(
        known,
        asked,
        lambda panel: np.column_stack([panel.record[panel.window], panel.centred]),
    )


def nothing(known: Panel, asked: Panel) -> Floats:
    """Nobody ever moves."""
    return np.zeros(len(asked.left))


BASELINES: Mapping[str, Baseline] = {
    "pooled": pooled,
    "by_type": by_type,
    "own_record": own_record,
    "raw_logistic": raw_indicators,
    "centred_logistic": centred_indicators,
    "nothing": nothing,
}


def regression(known: Panel, asked: Panel, columns: Callable[[Panel], Floats]) -> Floats:
    """A logistic regression with an offset for the window's length.

    Coefficients of standardised columns have a normal prior of precision ``PENALTY``; rows weigh
    1/5, since each step is seen at five phases.
    """
    there = columns(known)
    mean, sd = there.mean(axis=0), np.maximum(there.std(axis=0), 1e-9)

    def design(panel: Panel) -> Floats:
        scaled = (columns(panel) - mean) / sd
        return np.column_stack([np.ones(len(scaled)), scaled])

    x, offset = design(known), np.log(known.years)
    beta = np.zeros(x.shape[1])
    beta[0] = np.log(yearly_rate(known))
    penalty = PENALTY * np.diag([0.0] + [1.0] * (x.shape[1] - 1))
    for _ in range(25):
        p = 1.0 / (1.0 + np.exp(-(x @ beta + offset)))
        gradient = x.T @ (known.left - p) / 5.0 - penalty @ beta
        beta += np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x / 5.0 + penalty, gradient)
    return np.asarray(1.0 / (1.0 + np.exp(-(design(asked) @ beta + np.log(asked.years)))))


def count_chances(panel: Panel, chance: Floats) -> list[Floats]:
    """Chance of each number of steps where members move independently, by window."""
    found = []
    for low, high in zip(panel.first[:-1], panel.first[1:], strict=True):
        total = np.zeros(high - low + 1)
        total[0] = 1.0
        for p in chance[low:high]:
            total[1:] = total[1:] * (1.0 - p) + total[:-1] * p
            total[0] *= 1.0 - p
        found.append(total)
    return found


def climatology(known: Panel, asked: Panel) -> list[Floats]:
    """How often each number of steps came in the windows of the other bodies."""
    starts = known.first[:-1]
    happened = np.add.reduceat(known.left.astype(int), starts)
    often = np.bincount(happened) / len(happened)
    found = []
    for size in np.diff(asked.first):
        chance = np.zeros(max(size + 1, len(often)))
        chance[: len(often)] = often
        found.append(chance)
    return found
