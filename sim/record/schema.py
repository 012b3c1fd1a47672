"""What a row of each table of the record may hold."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from sim.record.dates import earliest

FIRST_YEAR, LAST_YEAR = 1800, 2100


def _calendar(text: str) -> str:
    if not FIRST_YEAR <= earliest(text).year <= LAST_YEAR:
        raise ValueError(f"a year lies between {FIRST_YEAR} and {LAST_YEAR}")
    return text


def _blank(text: object) -> object:
    return None if text == "" else text


def _places(text: str) -> str:
    for place in text.split("; "):
        if ":" in place and not place.startswith(("https://", "http://")):
            raise ValueError("an address begins with https:// or http://")
        if not place or any(letter.isspace() for letter in place):
            raise ValueError("ids of sources or addresses, with '; ' between them")
    return text


When = Annotated[str, AfterValidator(_calendar)]
"""A date as ``1967``, ``1967-03`` or ``1967-03-01``."""

MaybeWhen = Annotated[When | None, BeforeValidator(_blank)]
MaybeDay = Annotated[date | None, BeforeValidator(_blank)]
MaybeYear = Annotated[int | None, Field(ge=FIRST_YEAR, le=LAST_YEAR), BeforeValidator(_blank)]
MaybeCount = Annotated[int | None, Field(ge=0), BeforeValidator(_blank)]
MaybeNumber = Annotated[float | None, Field(allow_inf_nan=False), BeforeValidator(_blank)]

COUNTRY = "^[A-Z]{3}$"
Country = Annotated[str, Field(pattern=COUNTRY)]
"""Three letters of ISO 3166, or the customary code of a state that is no more (DDR, CSK)."""

Countries = Annotated[str, Field(pattern="^([A-Z]{2,3}(;[A-Z]{2,3})*)?$")]
"""Any number of countries or bodies with ``;`` between them; blank where the source names none."""

Body = Annotated[str, Field(pattern="^[A-Z][A-Z0-9_]*$", max_length=40)]
"""Id of an organisation."""

Sources = Annotated[str, Field(min_length=1), AfterValidator(_places)]
Confidence = Literal["seen", "partly", "recalled", "disputed"]
Flag = Literal["0", "1"]


class Row(BaseModel):
    """What every table says of where its rows come from."""

    model_config = ConfigDict(
        use_attribute_docstrings=True, extra="forbid", frozen=True, str_max_length=2000
    )

    source: Sources
    """Ids of the table of sources, or addresses, with ``; `` between them."""
    date_read: MaybeDay
    """Day on which the source was read; blank where nobody wrote it down."""
    confidence: Confidence
    """``seen`` in the source; ``partly`` (the day, say, is recalled); ``recalled`` alone; or
    ``disputed``: sources leave open whether it happened."""
    note: str
    """What else must be known."""


class Organisation(Row):
    """A body that states join and leave."""

    organisation: Body
    """Id; the other tables name it."""
    type: Annotated[str, Field(min_length=1)]
    """Kind of body, such as military alliance, regional, trade."""
    founded: When
    """Date of founding."""
    dissolved: MaybeWhen
    """Date on which it ended; blank where it exists."""
    notice_months: MaybeCount
    """Months from notice to exit by its own rules; blank where unknown."""


class Leader(Row):
    """The leading power of an organisation over some years."""

    organisation: Body
    """Id of the body."""
    leading_power: Country
    """The state that leads."""
    from_year: MaybeYear
    """First year; blank: from the founding."""
    to_year: MaybeYear
    """Last year; blank: to the end."""


class Spell(Row):
    """One membership of one state, from joining to leaving; who returns begins another."""

    organisation: Body
    """Id of the body."""
    iso3: Country
    """The member."""
    spell: Annotated[int, Field(ge=1, le=20)]
    """1 for the first membership, 2 for the one after a return."""
    joined: When
    """Date of joining, or of returning."""


class Step(Row):
    """A change of a member's standing: out of the body, or back."""

    organisation: Body
    """Id of the body."""
    iso3: Country
    """The member."""
    spell: Annotated[int, Field(ge=1, le=20)]
    """The membership to which it belongs."""
    step: Literal["freeze", "notice", "exit", "return"]
    """``freeze``: stops taking part; ``notice``: says that it leaves; ``exit``: is out;
    ``return``: takes part again, or withdraws its notice."""
    date: When
    """When."""
    free: Flag
    """1: the member's own decision; 0: imposed by the others, by expulsion, by annexation, or by
    the end of the body."""
    reason: str
    """Why it was not free; blank for the member's own decisions."""
    act: Annotated[str, Field(pattern="^([A-Z][A-Z0-9_]*-[0-9]+)?$")]
    """First free steps of one joint act share it; blank for all other steps."""


class Event(Row):
    """A dated event around an organisation."""

    date: When
    """When."""
    organisation: Body
    """Id of the body."""
    actor: Countries
    """Who acted."""
    target: Countries
    """Towards whom."""
    type: Annotated[str, Field(min_length=1)]
    """Kind of event, such as security failure, coercion, war."""
    description: Annotated[str, Field(min_length=1)]
    """What happened, in one line."""


class Indicator(Row):
    """What an indicator measures, and what its absence means."""

    indicator: Annotated[str, Field(pattern="^[a-z][a-z0-9_]*$")]
    """Name; of one towards a leading power ``name:ISO`` in the table of values."""
    towards: Flag
    """1: measured towards another country, which stands after the colon; 0: of the state alone."""
    unit: Annotated[str, Field(min_length=1)]
    """Unit and meaning."""
    lowest: MaybeNumber
    """No value lies below; blank: no bound."""
    highest: MaybeNumber
    """No value lies above; blank: no bound."""
    absent: Literal["unknown", "none"]
    """What it means that a state and year have no row: not known, or none (within the years that
    are covered)."""
    covered_from: MaybeYear
    """First year in which absent means none."""
    covered_to: MaybeYear
    """Last year in which absent means none."""


class Source(BaseModel):
    """Where rows come from, and under which terms."""

    model_config = ConfigDict(
        use_attribute_docstrings=True, extra="forbid", frozen=True, str_max_length=2000
    )

    source: Annotated[str, Field(pattern="^[a-z][a-z0-9-]*$")]
    """Id."""
    title: Annotated[str, Field(min_length=1)]
    """Title, or what it is."""
    author: str
    """Who made it."""
    address: Annotated[str, Field(pattern="^(https?://\\S+)?$")]
    """Where it can be read; blank where unknown."""
    date_read: MaybeDay
    """Day on which it was read; blank where nobody wrote it down."""
    licence: str
    """Terms of use, as the source states them; blank where it states none."""
    licence_address: Annotated[str, Field(pattern="^(https?://\\S+)?$")]
    """Where the terms were read."""
    licence_confidence: Annotated[Confidence | None, BeforeValidator(_blank)]
    """Whether the terms were seen there or are recalled."""
    shipped: Literal["values", "derived", "facts", "no"]
    """What of it is in the record: its ``values``, numbers ``derived`` from it, single ``facts``
    such as dates, or nothing."""
    note: str
    """What else must be known."""


class CountryName(BaseModel):
    """The name of a country."""

    model_config = ConfigDict(
        use_attribute_docstrings=True, extra="forbid", frozen=True, str_max_length=200
    )

    iso3: Country
    """Code."""
    country: Annotated[str, Field(min_length=1)]
    """Name."""


TABLES: dict[str, type[BaseModel]] = {
    "organisations": Organisation,
    "leaders": Leader,
    "spells": Spell,
    "steps": Step,
    "events": Event,
    "indicators": Indicator,
    "sources": Source,
    "countries": CountryName,
}
"""The tables that are CSV files, and what a row of each may hold."""

KEYS: dict[str, tuple[str, ...]] = {
    "organisations": ("organisation",),
    "leaders": ("organisation", "from_year"),
    "spells": ("organisation", "iso3", "spell"),
    "steps": ("organisation", "iso3", "spell", "step", "date"),
    "indicators": ("indicator",),
    "sources": ("source",),
    "countries": ("iso3",),
}
"""Fields that together name a row, so that no two rows may share them."""


def columns(table: str) -> tuple[str, ...]:
    """The columns of a table in their order: what it is about first, where that comes from last."""
    fields = TABLES[table].model_fields
    origin = Row.model_fields if issubclass(TABLES[table], Row) else {}
    return (*(name for name in fields if name not in origin), *origin)
