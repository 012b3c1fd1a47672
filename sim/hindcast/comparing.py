"""The model beside its baselines and its wrong twins on one set of windows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.hindcast import baselines, yardsticks
from sim.hindcast.panel import Panel
from sim.hindcast.result import Bin, BodyScore, Comparison, Forecaster, Score
from sim.hindcast.yardsticks import Forecast, Statistic

type Floats = NDArray[np.float64]

REDRAWN, SEED = 1000, 1
BINS = 8
Z = 1.959964


def compare(
    title: str,
    panel: Panel,
    model: Forecast,
    others: Mapping[str, Forecast],
    wrong: Mapping[str, Sequence[Floats]],
) -> Comparison:
    """Score the model, the baselines (``pooled`` among them) and the wrong models.

    Parameters
    ----------
    wrong : dict of sequence of float64 (rows,)
        Chances that must have no skill; several sets of one are averaged in their losses.
    """
    draws = redrawn(panel)
    reference = others["pooled"].chance
    climate = yardsticks.crps(panel, others["climatology"].counts)
    base = losses(panel, [reference])

    def scores(forecast: Forecast) -> dict[str, Score]:
        told = {
            name: score(statistic, draws)
            for name, statistic in statistics(panel, forecast, reference, climate).items()
        }
        return {name: one for name, one in told.items() if np.isfinite(one.value)}

    def beyond(chance: Floats) -> Score:
        ours = losses(panel, [model.chance])
        return score(yardsticks.gain(ours, losses(panel, [chance]), base), draws)

    return Comparison(
        title,
        bodies=len(np.unique(panel.organisation)),
        windows=len(panel.year),
        rows=len(panel.left),
        steps=int(panel.left.sum()),
        distinct=distinct(panel),
        model=Forecaster("model", scores(model)),
        baselines=tuple(
            Forecaster(name, scores(forecast), beyond(forecast.chance))
            for name, forecast in others.items()
            if name != "climatology"
        ),
        wrong=tuple(
            Forecaster(
                name,
                {"log_skill": score(yardsticks.skill(losses(panel, sets), base), draws)},
            )
            for name, sets in wrong.items()
        ),
        bins=tuple(reliability(panel, model.chance)),
        by_body=tuple(by_body(panel, model, reference, climate)),
    )


def statistics(
    panel: Panel, forecast: Forecast, reference: Floats, climate: Floats
) -> dict[str, Statistic]:
    """The yardsticks in their order; the reference is not asked to tell rows apart."""
    found: dict[str, Statistic] = {
        "log_skill": yardsticks.log_skill(panel, forecast.chance, reference)
    }
    if not forecast.chance.any():
        del found["log_skill"]  # what it held for impossible has happened
    elif forecast.chance is not reference:
        found |= {
            "auc": yardsticks.auc(panel, forecast.chance),
            "auc_within": yardsticks.auc_within(panel, forecast.chance),
            "who_skill": yardsticks.who_skill(panel, forecast.chance),
            "auc_episodes": yardsticks.auc_episodes(panel, forecast.chance),
            "slope": yardsticks.slope(panel, forecast.chance),
        }
    found["crps_skill"] = yardsticks.skill(yardsticks.crps(panel, forecast.counts), climate)
    found["brier_skill"] = yardsticks.brier_skill(panel, forecast.chance, reference)
    return found


def losses(panel: Panel, sets: Sequence[Floats]) -> Floats:
    """Log loss by body, mean over several sets of chances."""
    total = [yardsticks.by_body(panel, yardsticks.log_loss(panel, chance)) for chance in sets]
    return np.asarray(np.mean(total, axis=0))


def redrawn(panel: Panel) -> Floats:
    """How often each body counts: once each, then ``REDRAWN`` times drawn with replacement."""
    present = np.unique(panel.organisation)
    size = len(panel.organisations)
    generator = np.random.default_rng(SEED)
    times = [np.bincount(present, minlength=size)]
    for _ in range(REDRAWN):
        times.append(np.bincount(generator.choice(present, len(present)), minlength=size))
    return np.array(times, dtype=float)


def score(statistic: Statistic, draws: Floats) -> Score:
    """A number and its interval; draws in which it is not defined say nothing."""
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.array([statistic(times) for times in draws])
    told = values[1:][np.isfinite(values[1:])]
    low, high = np.quantile(told, [0.025, 0.975]) if len(told) else (np.nan, np.nan)
    return Score(float(values[0]), float(low), float(high))


def distinct(panel: Panel) -> int:
    """Steps that differ: one of a member at one time is seen at up to five phases."""
    left = np.flatnonzero(panel.left)
    when = np.round(panel.year[panel.window[left]] + panel.at[left], 3)
    body = panel.of_row[left]
    return len({(body[i], panel.member[row], when[i]) for i, row in enumerate(left)})


def reliability(panel: Panel, chance: Floats) -> list[Bin]:
    """Rows by rising chance in bins of as many expected steps each, with Wilson's interval.

    Each row weighs 1/5, since windows of five phases overlap.
    """
    order = np.argsort(chance, kind="stable")
    share = np.cumsum(chance[order]) / chance.sum()
    edges = np.searchsorted(share, np.linspace(0.0, 1.0, BINS + 1)[1:-1])
    found = []
    for rows in np.split(order, edges):
        if len(rows):
            n, p = len(rows) / 5.0, float(panel.left[rows].mean())
            centre = (p + Z**2 / (2 * n)) / (1 + Z**2 / n)
            half = Z / (1 + Z**2 / n) * np.sqrt(p * (1 - p) / n + Z**2 / (4 * n * n))
            low, high = float(max(centre - half, 0.0)), float(min(centre + half, 1.0))
            found.append(Bin(float(chance[rows].mean()), p, low, high, n))
    return found


def by_body(panel: Panel, model: Forecast, reference: Floats, climate: Floats) -> list[BodyScore]:
    """One line a body."""
    chance, crps = model.chance, yardsticks.crps(panel, model.counts)
    loss = yardsticks.by_body(panel, yardsticks.log_loss(panel, chance))
    base = yardsticks.by_body(panel, yardsticks.log_loss(panel, reference))
    expected = yardsticks.by_body(panel, chance)
    steps = yardsticks.by_body(panel, panel.left.astype(float))
    rows = np.bincount(panel.of_row, minlength=len(panel.organisations))
    within = yardsticks.auc_within(panel, chance)
    found = []
    for body in np.unique(panel.organisation):
        only = np.zeros(len(panel.organisations))
        only[body] = 1.0
        told = within(only) if steps[body] else None
        found.append(
            BodyScore(
                panel.organisations[body],
                int(rows[body]),
                int(steps[body]),
                float(expected[body]),
                float(1.0 - loss[body] / base[body]),
                told,
                float(crps[body]),
                float(climate[body]),
            )
        )
    return found


def forecasts_of(known_and_asked: Sequence[tuple[Panel, Panel]]) -> dict[str, Forecast]:
    """The baselines, each fitted to the first panel of a pair and asked about the second."""
    found = {}
    for name, baseline in baselines.BASELINES.items():
        chance = np.concatenate([baseline(known, asked) for known, asked in known_and_asked])
        said = np.split(chance, np.cumsum([len(asked.left) for _, asked in known_and_asked])[:-1])
        counts = [
            c
            for (_, asked), part in zip(known_and_asked, said, strict=True)
            for c in baselines.count_chances(asked, part)
        ]
        found[name] = Forecast(chance, counts)
    climate = [c for known, asked in known_and_asked for c in baselines.climatology(known, asked)]
    found["climatology"] = Forecast(found["pooled"].chance, climate)
    return found
