"""Who was in which body when, as a full part of it, and who began to leave by its own decision."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from sim.record.dates import earliest, middle
from sim.record.record import Record

HALF_LIFE = 20.0
"""Years after which a step of the past counts half in a body's own record; judgement."""
BASE = 0.0045
"""First free steps a member-year before a body has a record: one pseudo-step at this rate."""

BELIEVED = ("seen", "partly", "recalled")
"""Grades of confidence at which a step counts; one that sources dispute does not."""


@dataclass(frozen=True, slots=True)
class Span:
    """A member's time as a full part of a body, up to its first step.

    Attributes
    ----------
    iso3 : str
    begin : float
        Year and fraction from which it takes full part.
    end : float
        Its first step of whatever kind, or infinity.
    step : float
        Its first free step of that spell, which may follow an imposed one; infinity if none.
    out : float
        When it was no longer a member, or came back to full part: the end of this spell.
    gone : float
        When it stopped being a member without a free step: expulsion, annexation, end of the body.
    act : str
        Steps of one joint act share this name; empty where there is no step.
    """

    iso3: str
    begin: float
    end: float
    step: float = math.inf
    out: float = math.inf
    gone: float = math.inf
    act: str = ""


@dataclass(frozen=True)
class Body:
    """An organisation and the spans of its members.

    Attributes
    ----------
    leaders : tuple of (code, from, until)
        Leading power by years; ``until`` is exclusive.
    """

    name: str
    kind: str
    founded: float
    dissolved: float
    leaders: tuple[tuple[str, float, float], ...]
    spans: tuple[Span, ...]

    def leader(self, at: float) -> str | None:
        """The leading power at a date, None where the record names none."""
        return next((code for code, low, high in self.leaders if low <= at < high), None)

    def at_risk(self, at: float) -> list[Span]:
        """Spans of the members but the leading power that take full part at a date."""
        leader = self.leader(at)
        return [s for s in self.spans if s.begin < at <= s.end and s.iso3 != leader]

    def members(self, at: float) -> list[str]:
        """Codes of all members but the leading power, whatever part they take."""
        leader = self.leader(at)
        return [s.iso3 for s in self.spans if s.begin < at <= s.out and s.iso3 != leader]

    def own_record(self, at: float) -> float:
        """How shaky the body has been before a date, as a log ratio to the base rate.

            log((steps + 1)/(member-years + 1/BASE)) - log BASE

        Steps and member-years fade with a half-life of ``HALF_LIFE`` years.
        """
        steps = years = 0.0
        leader = self.leader(at)
        for span in self.spans:
            if span.iso3 == leader:
                continue
            years += faded(span.begin, min(span.end, at), at)
            steps += fading(at - span.step) if span.step < at else 0.0
        return math.log((steps + 1.0) / (years + 1.0 / BASE)) - math.log(BASE)


def fading(age: float) -> float:
    """What is left of one step after ``age`` years."""
    return math.exp(-math.log(2.0) * age / HALF_LIFE)


def faded(begin: float, end: float, at: float) -> float:
    """The years from ``begin`` to ``end``, each weighted by what is left of it at ``at``."""
    if end <= begin:
        return 0.0
    rate = math.log(2.0) / HALF_LIFE
    return (math.exp(-rate * (at - end)) - math.exp(-rate * (at - begin))) / rate


def year_of(date: str) -> float:
    """Year and fraction of ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``: the middle of what is known."""
    return of_day(middle(date))


def of_day(day: date) -> float:
    """Year and fraction of a day."""
    return day.year + (day.timetuple().tm_yday - 0.5) / 365.25


def bodies(record: Record, *, believed: Collection[str] = BELIEVED) -> dict[str, Body]:
    """The bodies of the record that have members, by id.

    Parameters
    ----------
    believed : collection of str
        Grades of confidence at which a step counts. Any other ends what is known of its member on
        the first day that it can have taken place: a leaver never becomes a stayer.
    """
    spells = {str(name): part for name, part in record.spells.groupby("organisation", sort=False)}
    steps = {str(name): part for name, part in record.steps.groupby("organisation", sort=False)}
    found = {}
    for row in record.organisations.itertuples():
        name = str(row.organisation)
        led = record.leaders[record.leaders["organisation"] == name]
        taken = steps.get(name, record.steps.iloc[:0])
        if name in spells:
            found[name] = Body(
                name,
                str(row.type),
                year_of(str(row.founded)),
                year_of(row.dissolved) if isinstance(row.dissolved, str) else math.inf,
                tuple(terms_of_leaders(led)),
                tuple(spans_of(spells[name], taken, believed)),
            )
    return found


def terms_of_leaders(leaders: pd.DataFrame) -> Iterator[tuple[str, float, float]]:
    """Code, first year, first year no longer, of each leading power."""
    low = leaders["from_year"].astype(float).fillna(-math.inf)
    high = leaders["to_year"].astype(float).fillna(math.inf) + 1.0
    yield from zip(leaders["leading_power"], low, high, strict=True)


def spans_of(
    spells: pd.DataFrame, steps: pd.DataFrame, believed: Collection[str]
) -> Iterator[Span]:
    """The spans of one body: up to the first step of each spell, and again after each return."""
    taken = dict(list(steps.groupby(["iso3", "spell"])))
    for spell in spells.itertuples():
        first = Span(str(spell.iso3), year_of(str(spell.joined)), math.inf)
        mine = taken.get((spell.iso3, spell.spell))
        yield from [first] if mine is None else stepped(first, mine, believed)


def stepped(span: Span, steps: pd.DataFrame, believed: Collection[str]) -> Iterator[Span]:
    """The span cut by the steps of its spell; a free step counts for all that went before it."""
    dated = sorted(((year_of(str(s.date)), s) for s in steps.itertuples()), key=lambda s: s[0])
    own = next((step for _, step in dated if step.first_free), None)
    gone = min([when for when, s in dated if s.step == "exit" and not s.free], default=math.inf)
    span = replace(span, gone=gone)
    if own is not None and own.confidence not in believed:
        first = of_day(earliest(str(own.date)))
        yield replace(span, end=min(dated[0][0], first), gone=min(gone, first), out=first)
        return
    for when, step in dated:
        if own is not None and math.isinf(span.step) and year_of(str(own.date)) >= when:
            span = replace(span, step=year_of(str(own.date)), act=str(own.act))
        if step.step == "return":
            yield replace(span, out=when)
            span = Span(span.iso3, when, math.inf, gone=gone)
        else:
            span = replace(span, end=min(span.end, when))
        if step.step == "exit":
            span = replace(span, out=min(span.out, when))
    yield span
