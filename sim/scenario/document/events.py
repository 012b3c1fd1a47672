"""Events: dated, conditional or by chance; lasting or fading; with a weight where contested."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from sim.scenario.document.months import Month
from sim.scenario.document.quantity import Block, Quantity, number, share_of_one

Text = Annotated[str, StringConstraints(max_length=20_000)]
LEVELS = ("threat", "regime_risk", "dependence", "presence", "pull")
"""Quantities of a member that shocks move and that keep a lasting and a fading part."""


class Pledge(Block):
    """A request for help that was met or not; the member learns, and others see it."""

    member: str
    """Whose request it was."""
    kind: Literal["external", "regime"]
    """Against an armed attack, or in a crisis at home."""
    kept: bool
    """Whether the patron helped."""
    size: Quantity = number(1.0, at_least=0, at_most=100, unit="observed crises")
    """How much it counts; 1 is one crisis seen at first hand."""


class Shock(Block):
    """Changes of a member's quantities, or of the patron's capacity."""

    alignment: Quantity | None = number(None, at_least=-2, at_most=2)
    """Change of alignment; fades by reversion, unless the event is ``lasting``."""
    threat: Quantity | None = number(None, at_least=-1, at_most=1)
    """Change of threat."""
    regime_risk: Quantity | None = number(None, at_least=-1, at_most=1)
    """Change of regime risk."""
    dependence: Quantity | None = number(None, at_least=-1, at_most=1)
    """Change of dependence."""
    presence: Quantity | None = number(None, at_least=-1, at_most=1)
    """Change of presence."""
    pull: Quantity | None = number(None, at_least=-1, at_most=1)
    """Change of pull."""
    capacity: Quantity | None = number(None, at_least=-1, at_most=1)
    """Change of the target of capacity; of the patron alone."""


class Punishment(Block):
    """How a leaver fared, for all to see."""

    member: str
    """Who it was."""
    fate: Quantity = share_of_one()
    """How hard it was hit."""


class Policy(Block):
    """The patron's policy from this month on."""

    coerce: Quantity | None = number(None, at_least=0, at_most=1)
    """Share of its reactions that coerce."""
    concede: Quantity | None = number(None, at_least=0, at_most=1)
    """Share of its reactions that concede."""


class Chance(Block):
    """An event by chance: once in a run, or month by month."""

    once: Quantity | None = number(None, at_least=0, at_most=1)
    """Chance that it happens at all: one draw a run."""
    each_month: Quantity | None = number(None, at_least=0, at_most=1, unit="per month")
    """Chance in each month: one draw a month."""
    times: int = Field(default=1, ge=1, le=600)
    """How often it happens at most, with ``each_month``."""
    until: Month | None = None
    """Last month in which it may happen, with ``each_month``."""


class Threshold(Block):
    """A condition on a quantity: of a member, or the patron's capacity."""

    of: str
    """A member's id, or ``patron``."""
    quantity: Literal[
        "alignment",
        "trust.external",
        "trust.regime",
        "expected_cost",
        "threat",
        "regime_risk",
        "dependence",
        "presence",
        "pull",
        "capacity",
    ]
    """Which quantity."""
    above: float | None = None
    """It must be above this."""
    below: float | None = None
    """It must be below this."""


class When(Block):
    """Conditions at the beginning of the month; all must hold."""

    exit_of: str | None = None
    """That member is OUT."""
    status_of: dict[str, Literal["ACTIVE", "FROZEN", "NOTICE", "OUT"]] = Field(default={})
    """Those members have these statuses."""
    quantities: list[Threshold] = Field(default=[], max_length=20)
    """Those quantities are above or below a value."""


class Event(Block):
    """One entry of the record, or of what may come.

    Within an event the parts act in this order: pledge, shocks, punishment, policy, status.
    """

    title: Text
    """What happened, in a few words."""
    note: Text | None = None
    """Both claims where contested, and what the coding leaves out."""
    source: Text | None = None
    """Id of a source, or ``assumption`` with a note."""
    day: Text | None = None
    """The day or days, where known; the model counts months."""
    month: Month | None = None
    """When; without it the event is conditional or by chance, and waits for the first free
    month."""
    record: Literal["outside", "inside"] | None = None
    """Outside entries stay in an earlier branch, inside ones are dropped. Where not stated: inside
    if there is a pledge, a punishment, a policy or a status, else outside."""
    keep: bool = False
    """Whether an inside entry stays in an earlier branch."""
    weight: Quantity = share_of_one({"value": 1.0})
    """Weight of a contested claim: multiplies sizes (and the learning of a punishment)."""
    chance: Chance | None = None
    """By chance; certain where not given."""
    when: When | None = None
    """Under conditions."""
    lasting: bool = False
    """Whether a shock to alignment moves the baseline too."""
    half_life: Quantity | None = number(None, at_least=0.1, at_most=1200, unit="months")
    """Half-life of the shocks (not of alignment); lasting where not given."""
    pledge: Pledge | None = None
    """A pledge kept or broken."""
    shocks: dict[str, Shock] = Field(default={})
    """By member id; ``others`` is each member that the event does not name, ``patron`` the
    patron."""
    punishment: Punishment | None = None
    """A leaver's fate, for all to see."""
    policy: Policy | None = None
    """A new policy of the patron."""
    status: dict[str, Literal["ACTIVE", "FROZEN", "NOTICE", "OUT"]] = Field(default={})
    """Statuses: up to ``now`` the record, after ``now`` a change in that month."""

    @property
    def is_inside(self) -> bool:
        """Whether the entry belongs to the alliance's own story, which a branch tells anew."""
        if self.record is not None:
            return self.record == "inside"
        return bool(self.pledge or self.punishment or self.policy or self.status)

    def names(self) -> frozenset[str]:
        """The members that the event names."""
        named = {key for key in self.shocks if key not in ("others", "patron")} | set(self.status)
        for part in (self.pledge, self.punishment):
            if part is not None:
                named.add(part.member)
        return frozenset(named)
