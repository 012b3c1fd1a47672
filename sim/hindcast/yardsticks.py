"""Yardsticks: how good a set of chances was, each as sums by body, so that bodies can be redrawn.

Every yardstick is 0 (a skill) or 1/2 (an AUC) for a forecast that knows nothing, 1 for a perfect
one. Windows overlap at five phases, each row weighs the same; whole bodies are redrawn.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.hindcast.likelihood import log_elementary
from sim.hindcast.panel import Panel

type Floats = NDArray[np.float64]
type Statistic = Callable[[Floats], float]
"""A number from how often each body counts, float64 (bodies,)."""

NEWTON = 50
"""Steps of Newton's method at most, each at most 1 long, from a reliable forecast."""
LEAST_CHANCE = 1e-6
"""Chances are moved into [this, 1 - this] before a logarithm is taken."""


@dataclass(frozen=True)
class Forecast:
    """What a forecaster said.

    Attributes
    ----------
    chance : float64 (rows,)
        Chance of a first step in the window.
    counts : list of float64 (members + 1,), by window
        Chance of each number of first steps.
    """

    chance: Floats
    counts: list[Floats]


def by_body(panel: Panel, values: Floats) -> Floats:
    """Sum of a number of each row, by body."""
    return np.bincount(panel.of_row, weights=values, minlength=len(panel.organisations))


def log_loss(panel: Panel, chance: Floats) -> Floats:
    """Minus the log of what was said of the thing that happened, by row."""
    p = np.clip(chance, LEAST_CHANCE, 1.0 - LEAST_CHANCE)
    return np.asarray(-np.where(panel.left, np.log(p), np.log1p(-p)))


def skill(loss: Floats, reference: Floats) -> Statistic:
    """1 - loss/reference, from sums by body."""
    return lambda times: 1.0 - float(np.divide(times @ loss, times @ reference))


def gain(loss: Floats, other: Floats, reference: Floats) -> Statistic:
    """How much skill one forecaster has beyond another, on the same bodies."""
    return lambda times: float(np.divide(times @ (other - loss), times @ reference))


def log_skill(panel: Panel, chance: Floats, reference: Floats) -> Statistic:
    """Log skill over a reference."""
    return skill(
        by_body(panel, log_loss(panel, chance)), by_body(panel, log_loss(panel, reference))
    )


def brier_skill(panel: Panel, chance: Floats, reference: Floats) -> Statistic:
    """Brier skill over a reference."""
    losses = [by_body(panel, (panel.left - p) ** 2) for p in (chance, reference)]
    return skill(*losses)


def auc(panel: Panel, chance: Floats) -> Statistic:
    """Chance that a row with a step was given more than one without, over all rows."""
    many = len(panel.organisations)
    body, stayed = panel.of_row, ~panel.left
    stayers = np.bincount(body[stayed], minlength=many).astype(float)
    leavers = np.bincount(body[panel.left], minlength=many).astype(float)
    won = np.zeros((many, many))  # by body of the one that stepped, and of the one that did not
    for row in np.flatnonzero(panel.left):
        beaten = (chance < chance[row]) + (chance == chance[row]) / 2.0
        won[body[row]] += np.bincount(body[stayed], weights=beaten[stayed], minlength=many)
    return lambda times: float(times @ won @ times / ((times @ leavers) * (times @ stayers)))


def auc_within(panel: Panel, chance: Floats) -> Statistic:
    """Likewise against the stayers of the same window alone, mean over those who stepped."""
    won, leavers = np.zeros(len(panel.organisations)), np.zeros(len(panel.organisations))
    for body, left, said in told_apart(panel, chance):
        won[body] += sum(beaten(one, said[~left]) for one in said[left])
        leavers[body] += left.sum()
    return lambda times: float(times @ won / (times @ leavers))


def auc_episodes(panel: Panel, chance: Floats) -> Statistic:
    """Likewise, mean over the windows in which some stepped and some did not."""
    won, episodes = np.zeros(len(panel.organisations)), np.zeros(len(panel.organisations))
    for body, left, said in told_apart(panel, chance):
        won[body] += np.mean([beaten(one, said[~left]) for one in said[left]])
        episodes[body] += 1.0
    return lambda times: float(times @ won / (times @ episodes))


def who_skill(panel: Panel, chance: Floats) -> Statistic:
    """Log skill in who steps, given how many do, over all choices being alike."""
    loss, even = np.zeros(len(panel.organisations)), np.zeros(len(panel.organisations))
    p = np.clip(chance, LEAST_CHANCE, 1.0 - LEAST_CHANCE)
    for body, left, said in told_apart(panel, np.log(p) - np.log1p(-p)):
        many = int(left.sum())
        loss[body] += float(log_elementary(said, many)) - said[left].sum()
        even[body] += math.log(math.comb(len(left), many))
    return skill(loss, even)


def told_apart(panel: Panel, said: Floats) -> list[tuple[int, NDArray[np.bool_], Floats]]:
    """Body, who stepped, what was said: of windows in which some stepped and some did not."""
    found = []
    for window, body in enumerate(panel.organisation):
        low, high = panel.first[window], panel.first[window + 1]
        left = panel.left[low:high]
        if left.any() and not left.all():
            found.append((int(body), left, said[low:high]))
    return found


def beaten(one: float, others: Floats) -> float:
    """Share of the others that lie below, ties by half."""
    return float((others < one).mean() + (others == one).mean() / 2.0)


def slope(panel: Panel, chance: Floats) -> Statistic:
    """Slope of the logistic regression of steps on the log odds that were said; 1 is reliable.

    Rows of one body whose log odds agree to 0.01 are counted together.
    """
    p = np.clip(chance, LEAST_CHANCE, 1.0 - LEAST_CHANCE)
    said = np.round(np.log(p) - np.log1p(-p), 2)
    cells, place = np.unique(np.column_stack([panel.of_row, said]), axis=0, return_inverse=True)
    rows, steps = np.bincount(place), np.bincount(place, weights=panel.left)
    body = cells[:, 0].astype(int)
    columns = np.column_stack([np.ones(len(cells)), cells[:, 1]])

    def statistic(times: Floats) -> float:
        weight, beta = times[body], np.array([0.0, 1.0])
        for _ in range(NEWTON):
            mean = 1.0 / (1.0 + np.exp(-(columns @ beta)))
            scale = weight * rows * mean * (1.0 - mean)
            step, _, rank, _ = np.linalg.lstsq(
                (columns * scale[:, None]).T @ columns, columns.T @ (weight * (steps - rows * mean))
            )
            if rank < 2:  # everyone was given the same: there is no slope
                return np.nan
            beta = beta + step / max(1.0, float(np.abs(step).max()))
            if np.abs(step).max() < 1e-9:
                break
        return float(beta[1])

    return statistic


def crps(panel: Panel, counts: list[Floats]) -> Floats:
    """Continuous ranked probability score of the number of first steps, by body (sum)."""
    total = np.zeros(len(panel.organisations))
    for window, body in enumerate(panel.organisation):
        happened = panel.left[panel.first[window] : panel.first[window + 1]].sum()
        chance = counts[window]
        total[body] += ((np.cumsum(chance) - (np.arange(len(chance)) >= happened)) ** 2).sum()
    return total
