"""The schema of a scenario file: charter, patron, members, poles, events, present.

One place for every fact of a field: type, bounds, unit, meaning. JSON Schema, sliders, sweep
paths, command-line names and the tables of the documents are derived from it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from sim.scenario.document.events import Event
from sim.scenario.document.months import Month
from sim.scenario.document.parameters import Channels, Parameters
from sim.scenario.document.quantity import Block, Limits, Quantity, number, share_of_one

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,59}$")]
StatusName = Literal["ACTIVE", "FROZEN", "NOTICE", "OUT"]
Text = Annotated[str, StringConstraints(max_length=20_000)]

PATRON, OTHERS = "patron", "others"
RESERVED = (PATRON, OTHERS)


class Source(Block):
    """Where a number or an event comes from."""

    author: Text | None = None
    """Who says it."""
    title: Text
    """Title of the work or page."""
    year: int | None = Field(default=None, ge=1, le=3000)
    """Year of publication; blank where unknown."""
    address: Text | None = None
    """Where it can be read."""
    date_read: Text | None = None
    """Day on which it was read, as 2026-11-30; blank where nobody wrote it down."""
    note: Text | None = None
    """What the source can bear, and what it cannot."""

    def citation(self) -> str:
        """Author, title and year in one line; a year that the title names is not said again."""
        year = str(self.year or "")
        said = (self.author, self.title, "" if year in self.title else year)
        return ", ".join(part for part in said if part)


class DecisionDate(Block):
    """A month in which leaving is on the table: a renewal, a council, an election."""

    multiplier: Quantity = number(1.0, at_least=0, at_most=1000)
    """Factor on the outward rates in that month."""
    renewal: bool = False
    """Whether a move to NOTICE in that month is OUT at once."""
    note: Text | None = None
    """What is decided then."""


class Charter(Block):
    """The rules of membership."""

    name: Text = "the alliance"
    """Name of the alliance."""
    notice_months: Quantity = number(6, at_least=0, at_most=600, unit="months", whole=True)
    """Months from notice to exit."""
    freeze_allowed: bool = True
    """Whether a member can freeze its part."""
    return_allowed: bool = True
    """Whether a member that is out can return."""
    decision_dates: dict[Month, DecisionDate] = Field(default={})
    """Months that multiply the outward rates."""


class Patron(Block):
    """The patron: what it can spend, and how it answers."""

    name: Text = "the patron"
    """Name of the patron."""
    iso3: Text | None = None
    """Country code, for the map."""
    capacity: Quantity = share_of_one()
    """Where its capacity to spend on allies tends to, at the start."""
    coerce: Quantity = share_of_one()
    """Share of its reactions that coerce."""
    concede: Quantity = share_of_one()
    """Share of its reactions that concede; the rest waits."""


class Trust(Block):
    """Trust in the patron's help, by type of pledge."""

    external: Quantity = number(at_least=0.001, at_most=0.999)
    """Belief that the patron helps against an armed attack."""
    regime: Quantity = number(at_least=0.001, at_most=0.999)
    """Belief that the patron helps in a crisis at home."""


class Member(Block):
    """A member of the alliance at the start."""

    name: Text | None = None
    """Name for people; the id in capitals where none is given."""
    iso3: Text | None = None
    """Country code, for the map."""
    alignment: Quantity = number(at_least=-1, at_most=1)
    """+1 wholly with the patron, -1 wholly with an outside pole."""
    trust: Trust
    """Trust in the patron."""
    threat: Quantity = share_of_one()
    """Exposure to armed attack."""
    regime_risk: Quantity = share_of_one()
    """Exposure to a crisis at home."""
    dependence: Quantity = share_of_one()
    """Economic ties to the patron."""
    presence: Quantity = share_of_one()
    """The patron's troops and bases on its soil."""
    pull: Quantity | None = number(None, at_least=0, at_most=1)
    """The strongest outside offer as felt against membership; or state ``offers``."""
    offers: dict[Id, Quantity] | None = None
    """Offer of each pole, in [0, 1]; pull is the largest offer times the pole's exclusivity."""
    weight: Quantity = share_of_one()
    """Share in the club."""
    expected_cost: Quantity = share_of_one()
    """Belief about how hard a leaver is punished."""
    status: StatusName = "ACTIVE"
    """Status at the start."""


class Bloc(Block):
    """Members who act as one in some months: a common cause, not a domino."""

    members: list[Id] = Field(max_length=Limits.MEMBERS)
    """Ids of its members, at least two; nobody is in two blocs."""
    cohesion: Quantity = share_of_one()
    """Chance a month that the luck of their decisions is one and the same."""


class Pole(Block):
    """An outside pole."""

    name: Text | None = None
    """Name for people."""
    exclusivity: Quantity = share_of_one({"value": 1.0})
    """How far a tie to this pole is a tie against membership."""


class PresentTrust(Block):
    """Trust at ``now``."""

    external: Quantity | None = number(None, at_least=0.001, at_most=0.999)
    """Belief that the patron helps against an armed attack, at ``now``."""
    regime: Quantity | None = number(None, at_least=0.001, at_most=0.999)
    """Belief that the patron helps in a crisis at home, at ``now``."""


class PresentMember(Block):
    """Values of a member at ``now``; each run is shifted by value less noise-free replay."""

    alignment: Quantity | None = number(None, at_least=-1, at_most=1)
    """Alignment at ``now``."""
    trust: PresentTrust = Field(default=PresentTrust())
    """Trust at ``now``."""
    threat: Quantity | None = number(None, at_least=0, at_most=1)
    """Exposure to armed attack at ``now``."""
    regime_risk: Quantity | None = number(None, at_least=0, at_most=1)
    """Exposure to a crisis at home at ``now``."""
    dependence: Quantity | None = number(None, at_least=0, at_most=1)
    """Economic ties to the patron at ``now``."""
    presence: Quantity | None = number(None, at_least=0, at_most=1)
    """The patron's troops and bases at ``now``."""
    pull: Quantity | None = number(None, at_least=0, at_most=1)
    """The strongest outside offer at ``now``."""
    expected_cost: Quantity | None = number(None, at_least=0, at_most=1)
    """Belief about how hard a leaver is punished, at ``now``."""
    status: StatusName | None = None
    """Status at ``now``; replaces the recorded one."""


class PresentPatron(Block):
    """Values of the patron at ``now``."""

    capacity: Quantity | None = number(None, at_least=0, at_most=1)
    """Capacity at ``now``; its target shifts along."""
    coerce: Quantity | None = number(None, at_least=0, at_most=1)
    """Share of its reactions that coerce, from the first free month on."""
    concede: Quantity | None = number(None, at_least=0, at_most=1)
    """Share of its reactions that concede, from the first free month on."""


class PresentCharter(Block):
    """The rules of membership from the first free month on."""

    notice_months: Quantity | None = number(
        None, at_least=0, at_most=600, unit="months", whole=True
    )
    """Months from notice to exit."""
    freeze_allowed: bool | None = None
    """Whether a member can freeze its part."""
    return_allowed: bool | None = None
    """Whether a member that is out can return."""


class Present(Block):
    """What replaces the replayed state at ``now``, and rules that hold from then on."""

    members: dict[Id, PresentMember] = Field(default={})
    """Values of members."""
    patron: PresentPatron = Field(default=PresentPatron())
    """Values of the patron."""
    charter: PresentCharter = Field(default=PresentCharter())
    """Rules of membership."""
    channels: dict[str, Quantity] = Field(default={})
    """Strengths of channels from the first free month on."""
    parameters: dict[str, Quantity] = Field(default={})
    """Parameters of the rules from the first free month on."""


class Document(Block):
    """A scenario as its file states it, after ``extends``."""

    title: Text
    """What the scenario is called."""
    asks: Text | None = None
    """One sentence: the question that it asks."""
    note: Text | None = None
    """What a reader should know."""
    as_of: Month | None = None
    """Month up to which the record was gathered."""
    start: Month
    """First month of the record."""
    now: Month
    """Last month of the record; free months follow."""
    end: Month | None = None
    """Last month; 120 months after ``now`` where none is given."""
    branch_at: Month | None = None
    """An earlier month to take as the last recorded one, for a counterfactual."""
    decision: Literal["logit", "threshold", "quantal"] = "logit"
    """Rule of decision on the same terms: logistic, a threshold of each member, or a quantal
    response between staying, freezing and leaving."""
    charter: Charter = Field(default=Charter())
    """Rules of membership."""
    patron: Patron
    """The patron."""
    members: dict[Id, Member] = Field(min_length=1)
    """The members, by id."""
    poles: dict[Id, Pole] = Field(default={})
    """The outside poles, by id."""
    influence: dict[Id, dict[Id, Quantity]] = Field(default={})
    """``influence.i.j``: how much member i heeds member j, in [0, 1]; 0 where not stated."""
    blocs: dict[Id, Bloc] = Field(default={})
    """Members who may take a step together, by the id of the bloc."""
    channels: Channels = Field(default=Channels())
    """Strengths of the channels."""
    parameters: Parameters = Field(default=Parameters())
    """Parameters of the rules."""
    events: dict[Id, Event] = Field(default={})
    """The record and what may come, in order."""
    present: Present = Field(default=Present())
    """What replaces the replayed state at ``now``."""
    sources: dict[Id, Source] = Field(default={})
    """Sources of this file's own, beside those that come with the product."""
