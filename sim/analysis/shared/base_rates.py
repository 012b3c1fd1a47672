"""What the record says: base rates beside which every forecast is shown."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from sim.home import home


@dataclass(frozen=True)
class Reference:
    """A base rate: exits per member-year, or the chance of a follow-on exit within five years.

    Attributes
    ----------
    name : str
        Its id.
    kind : str
        ``rate`` or ``follow_on``.
    label : str
        Of what it is the rate.
    value : float or None
        The rate, as a fraction; None where there is a range alone.
    low : float or None
        The lower end of its range or 95% interval; None where there is none.
    high : float or None
        The upper end; None likewise.
    source : str
        Id of a source, or ``own-count``.
    note : str
        How it was found.
    """

    name: str
    kind: str
    label: str
    value: float | None
    low: float | None
    high: float | None
    source: str
    note: str

    def as_json(self) -> dict[str, Any]:
        """All fields."""
        return asdict(self)

    def span(self) -> list[float]:
        """The lowest and the highest rate or chance that it knows."""
        known = [number for number in (self.value, self.low, self.high) if number is not None]
        return [min(known), max(known)]

    @property
    def top(self) -> float:
        """The highest rate that the reference knows."""
        return max(number for number in (self.value, self.high) if number is not None)


@cache
def references(kind: str) -> tuple[Reference, ...]:
    """The references of one kind, ``rate`` or ``follow_on``, from ``scenarios/base-rates.csv``."""
    file = home() / "scenarios" / "base-rates.csv"
    with file.open(newline="", encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["kind"] == kind]
    return tuple(_reference(row) for row in rows)


def _reference(row: Mapping[str, str]) -> Reference:
    words: dict[str, Any] = {key: row[key] for key in ("name", "kind", "label", "source", "note")}
    for key in ("value", "low", "high"):
        words[key] = float(row[key]) if row[key] else None
    return Reference(**words)


def is_stress(implied: float | None) -> bool:
    """Whether an implied rate lies above all that the record knows: a stress case."""
    return implied is not None and implied > max(r.top for r in references("rate"))
