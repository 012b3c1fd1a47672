"""Values of the indicators as they were known before a year, each with its age."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from sim.record.record import Record

SPAN = 3
"""Calendar years before the seeding that are averaged where they exist."""
OLDEST = 10
"""A last known value may be at most this many years old."""


@dataclass(frozen=True, slots=True)
class Known:
    """A value as known before a year, and how old it is.

    Attributes
    ----------
    value : float
        Mean over the years that were used.
    age : int >= 1
        Years between the newest of them and the year of the seeding; 1 is last year's.
    """

    value: float
    age: int


class Indicators:
    """The indicators of a record, quick to look up.

    Parameters
    ----------
    record : Record
        Its ``values``, of which an indicator towards a leading power L is named ``name:L``, and its
        ``indicators``, which say in which years an absent row means none.
    """

    def __init__(self, record: Record) -> None:
        known = record.indicators[record.indicators["absent"] == "none"]
        years = known[["covered_from", "covered_to"]].astype(int)
        self._covered = dict(
            zip(known["indicator"], years.itertuples(index=False, name=None), strict=True)
        )
        self._series: dict[tuple[str, str], tuple[list[int], list[float]]] = {}
        ordered = record.values.sort_values("year", kind="stable")
        for key, part in ordered.groupby(["indicator", "iso3"], sort=False, observed=True):
            name, iso3 = key
            self._series[(str(name), str(iso3))] = (
                part["year"].astype(int).tolist(),
                part["value"].astype(float).tolist(),
            )

    def years(self, name: str, iso3: str, low: int, high: int) -> dict[int, float]:
        """Values by year with ``low`` <= year < ``high``, where absent years may mean none."""
        years, values = self._series.get((name, iso3), ([], []))
        found = {y: v for y, v in zip(years, values, strict=True) if low <= y < high}
        covered = self._covered.get(name.split(":")[0])
        if covered:
            for year in range(max(low, covered[0]), min(high, covered[1] + 1)):
                found.setdefault(year, 0.0)
        return found

    def known(self, name: str, iso3: str, year: int) -> Known | None:
        """Mean of the last ``SPAN`` years, else the last value at most ``OLDEST`` years old."""
        return newest(self.years(name, iso3, year - OLDEST, year), year)

    def gap(self, name: str, one: str, other: str, year: int) -> Known | None:
        """Likewise the distance between two states, year by year where both are known."""
        ours = self.years(name, one, year - OLDEST, year)
        theirs = self.years(name, other, year - OLDEST, year)
        return newest({y: abs(v - theirs[y]) for y, v in ours.items() if y in theirs}, year)

    def ratio(self, name: str, one: str, other: str, year: int) -> Known | None:
        """Likewise ``one`` over ``other``, years in which the other has nothing left out."""
        ours = self.years(name, one, year - OLDEST, year)
        theirs = self.years(name, other, year - OLDEST, year)
        return newest({y: v / theirs[y] for y, v in ours.items() if theirs.get(y, 0.0) > 0}, year)


def newest(by_year: Mapping[int, float], year: int) -> Known | None:
    """Mean of the last ``SPAN`` years, else the last value there is."""
    if not by_year:
        return None
    recent = [value for y, value in by_year.items() if y >= year - SPAN]
    last = max(by_year)
    return Known(float(np.mean(recent)) if recent else by_year[last], year - last)


def mean_of(known: Iterable[Known | None]) -> Known | None:
    """Mean of what exists, as old as the oldest part."""
    found = [one for one in known if one is not None]
    if not found:
        return None
    return Known(float(np.mean([one.value for one in found])), max(one.age for one in found))
