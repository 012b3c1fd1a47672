"""The record: who joined and left which alliance, when, and what was known of each before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

KNOWN_UNTIL = date(2026, 6, 30)
"""Last day that the record is held to cover; of what came later nothing was found."""


@dataclass(frozen=True)
class Record:
    """The tables of the record; what a column means stands in `sim.record.schema`.

    Dates are text, as exact as they are known (``1967``, ``1967-03``, ``1967-03-01``);
    `sim.record.dates` says which days they can mean. A blank is None in a column that may be
    blank, and means unknown unless its field says otherwise.

    Parameters
    ----------
    organisations : DataFrame
        One row a body: ``organisation, type, founded, dissolved, notice_months``.
    leaders : DataFrame
        Leading powers: ``organisation, leading_power, from_year, to_year``. A body or a year
        without a row has none.
    spells : DataFrame
        One row a membership: ``organisation, iso3, spell, joined``. It lasts until the exit in
        ``steps``, else until the end of the body, else until today.
    steps : DataFrame
        Changes of standing: ``organisation, iso3, spell, step, date, free, reason, act``, and
        ``first_free``, computed: the first step outwards of that spell which was the member's
        own decision. ``free`` and ``first_free`` are booleans.
    events : DataFrame
        Dated events: ``date, organisation, actor, target, type, description``.
    indicators : DataFrame
        What each indicator measures, its bounds, and what an absent row means.
    values : DataFrame
        ``iso3, year, indicator, value``; ``indicator`` is ``name`` or ``name:ISO`` where it is
        measured towards another country. Units: `indicators`.
    sources : DataFrame
        Where rows come from, and under which terms.
    countries : DataFrame
        ``iso3, country``.

    All but ``values``, ``sources`` and ``countries`` have ``source``, ``date_read`` (a day, or
    None), ``confidence`` (``seen``, ``partly``, ``recalled``, ``disputed``) and ``note``; those of
    a value are those of its indicator.
    """

    organisations: pd.DataFrame
    leaders: pd.DataFrame
    spells: pd.DataFrame
    steps: pd.DataFrame
    events: pd.DataFrame
    indicators: pd.DataFrame
    values: pd.DataFrame
    sources: pd.DataFrame
    countries: pd.DataFrame

    def leader(self, organisation: str, year: int) -> str | None:
        """The leading power in a year; None where the record holds none."""
        rows = self.leaders[self.leaders["organisation"] == organisation]
        begun = rows["from_year"].isna() | (rows["from_year"] <= year)
        lasts = rows["to_year"].isna() | (rows["to_year"] >= year)
        held = rows[begun & lasts]
        return None if held.empty else str(held["leading_power"].iloc[0])
