"""One body against itself: whom the model picks, beside forecasters that have no reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.hindcast.baselines import within, yearly_rate
from sim.hindcast.folds import known_to
from sim.hindcast.panel import Floats, Panel
from sim.hindcast.posterior import WITHOUT, Posterior
from sim.hindcast.surrogate import chances, count_chances
from sim.seeding.fitted import COHESION, FRAILTY
from sim.seeding.history import BASE, Body


@dataclass(frozen=True)
class Picked:
    """One member in one window.

    Attributes
    ----------
    model, constant, own : float
        Chance of a first step in the window: of the model, at the rate of all other bodies, and at
        the member's own past rate, smoothed by one step at the base rate.
    left : bool
        Whether it took one.
    """

    member: str
    model: float
    constant: float
    own: float
    left: bool


@dataclass(frozen=True)
class Case:
    """One window of one body.

    Attributes
    ----------
    members : tuple of Picked
        The likeliest first.
    several : dict of float
        Chance of at least so many first steps, by ``model``, ``without_cohesion`` and
        ``without_either`` (cohesion and frailty).
    """

    organisation: str
    year: int
    members: tuple[Picked, ...]
    least: int
    several: dict[str, float]

    @property
    def ranks(self) -> list[int]:
        """Places, from 1, of those that stepped among all by the model's chance."""
        return [place for place, one in enumerate(self.members, 1) if one.left]


def case(
    panel: Panel,
    body: Body,
    posterior: Posterior,
    year: int,
    *,
    least: int = 3,
    renewal: float = 1.0,
) -> Case:
    """A window of a body, forecast from all other bodies.

    Parameters
    ----------
    renewal : float >= 1
        Factor on the rates in one month of the window, in which the treaty is up for renewal.

    Raises
    ------
    ValueError
        The panel has no such window.
    """
    place = panel.organisations.index(body.name)
    chosen = (panel.organisation == place) & (panel.year == year)
    if not chosen.any():
        raise ValueError(f"{body.name} has no window in {year}")
    asked = panel.only(chosen)
    asked = replace(asked, years=asked.years + (renewal - 1.0) / 12.0)
    fold = f"{WITHOUT}{body.name}"
    draws = posterior.of(fold)
    model = chances(asked, draws)
    constant = within(yearly_rate(panel.only(known_to(panel, fold))), asked)
    own = within(np.array([own_rate(body, member, year) for member in asked.member]), asked)
    rows = [
        Picked(asked.member[i], float(model[i]), float(constant[i]), float(own[i]), bool(left))
        for i, left in enumerate(asked.left)
    ]
    several = {
        "model": at_least(asked, draws, least),
        "without_cohesion": at_least(asked, without(draws, [COHESION]), least),
        "without_either": at_least(asked, without(draws, [COHESION, FRAILTY]), least),
    }
    return Case(body.name, year, tuple(sorted(rows, key=lambda one: -one.model)), least, several)


def own_rate(body: Body, member: str, year: int) -> float:
    """First steps a year of one member before a year, one step at the base rate added."""
    spans = [span for span in body.spans if span.iso3 == member and span.begin < year]
    steps = sum(span.step < year for span in spans)
    years = sum(min(span.end, year) - span.begin for span in spans)
    return (steps + 1.0) / (years + 1.0 / BASE)


def without(draws: Floats, columns: Sequence[int]) -> Floats:
    """The same draws with some numbers at 0."""
    changed: Floats = draws.copy()
    changed[:, list(columns)] = 0.0
    return changed


def at_least(panel: Panel, draws: Floats, least: int) -> float:
    """Chance of at least so many first steps in the one window of a panel."""
    return float(count_chances(panel, draws)[0][least:].sum())
