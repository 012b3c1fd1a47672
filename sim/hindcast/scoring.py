"""The whole hindcast: one body left out, then forward in time, then what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.hindcast.comparing import compare, forecasts_of
from sim.hindcast.folds import CUTS, asked_of, known_to
from sim.hindcast.panel import Panel, stacked
from sim.hindcast.posterior import ALL, BEFORE, WITHOUT, Posterior
from sim.hindcast.result import Comparison
from sim.hindcast.surrogate import chances, count_chances
from sim.hindcast.yardsticks import Forecast
from sim.seeding.fitted import SCALE, B

type Floats = NDArray[np.float64]

COUNTED = 50
"""Draws of the posterior over which the numbers of steps are averaged."""
PERMUTED, SEED = 20, 2

LEFT_OUT, FORWARD, NEW = "left_out", "forward", "new"


@dataclass(frozen=True)
class Trial:
    """Windows to forecast, the windows known to who forecasts them, and the model's draws."""

    known: Panel
    asked: Panel
    draws: Floats


def left_out(panel: Panel, posterior: Posterior, title: str = LEFT_OUT) -> Comparison:
    """Each body forecast from all the others."""
    return scored(title, trials(panel, posterior, [f"{WITHOUT}{n}" for n in panel.organisations]))


def forward(panel: Panel, posterior: Posterior) -> Comparison:
    """Each decade forecast from what was over before it, the same bodies' past included."""
    return scored(FORWARD, trials(panel, posterior, [f"{BEFORE}{year}" for year in CUTS]))


def new_bodies(known: Panel, asked: Panel, posterior: Posterior) -> Comparison:
    """Bodies of another record forecast from all windows of this one."""
    return scored(NEW, [Trial(known, asked, posterior.of(ALL))])


def trials(panel: Panel, posterior: Posterior, names: Sequence[str]) -> list[Trial]:
    """One trial a fold, folds without a window left out."""
    return [
        Trial(
            panel.only(known_to(panel, name)),
            panel.only(asked_of(panel, name)),
            posterior.of(name),
        )
        for name in names
        if asked_of(panel, name).any()
    ]


def scored(title: str, trials: Sequence[Trial]) -> Comparison:
    """Forecast each trial with its own draws, and score all of them together."""
    asked = stacked([trial.asked for trial in trials])
    chance = np.concatenate([chances(trial.asked, trial.draws) for trial in trials])
    counts = [c for trial in trials for c in count_chances(trial.asked, thinned(trial.draws))]
    turned = np.concatenate([chances(trial.asked, mirrored(trial.draws)) for trial in trials])
    generator = np.random.default_rng(SEED)
    wrong = {
        "flipped": [turned],
        "permuted": [generator.permutation(chance) for _ in range(PERMUTED)],
        "permuted_within": [permuted_within(asked, chance, generator) for _ in range(PERMUTED)],
    }
    others = forecasts_of([(trial.known, trial.asked) for trial in trials])
    return compare(title, asked, Forecast(chance, counts), others, wrong)


def thinned(draws: Floats) -> Floats:
    """``COUNTED`` draws, evenly spread."""
    places = np.linspace(0, len(draws) - 1, min(COUNTED, len(draws))).astype(int)
    return np.asarray(draws[places])


def mirrored(draws: Floats) -> Floats:
    """The same draws with the signs of the weights and of the own record turned round."""
    turned: Floats = draws.copy()
    turned[:, [B, SCALE]] *= -1.0
    return turned


def permuted_within(panel: Panel, chance: Floats, generator: np.random.Generator) -> Floats:
    """The same chances, dealt out anew among the members of each window."""
    order = np.lexsort((generator.random(len(chance)), panel.window))
    return np.asarray(chance[order])
