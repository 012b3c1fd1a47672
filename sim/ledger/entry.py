"""One forecast in the ledger: what was said when, by what, and how it is decided."""

from __future__ import annotations

import calendar
import hashlib
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from sim.analysis.forecast.forecast import simulate
from sim.jit import source_digest
from sim.record import read
from sim.refusal import Refusal, unknown
from sim.scenario.document.months import WRITTEN, is_month, ordinal
from sim.scenario.scenario import Scenario
from sim.store import canonical

VERSION = 1
"""Of the form of an entry."""
RULE = (
    "A member has left if the record has an exit of it from the body, dated after the last "
    "recorded month of the scenario and up to the day named, of its own decision or not; a freeze "
    "or a notice is none."
)

Chance = Annotated[float, Field(ge=0, le=1)]


class Entry(BaseModel):
    """A forecast as it is stored; nothing in it is ever changed."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    version: int
    made: str
    """Day on which it was made."""
    title: str
    scenario: str
    scenario_hash: str
    source_digest: str
    """Of the program that made it."""
    body: str
    """Id of the body in the record."""
    members: dict[str, str]
    """Country code by id of the member."""
    now: str
    """Last recorded month of the scenario."""
    decided: str
    """Day up to which what happens counts."""
    rule: str
    """How it is decided."""
    chances: dict[str, Chance]
    """Chance of having left by then, by member."""
    runs: int
    seed: int
    note: str = ""

    @property
    def id(self) -> str:
        """The hash of all that it says."""
        return hashlib.sha256(self.text().encode()).hexdigest()[:16]

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.made}-{self.id}.json"

    def text(self) -> str:
        """What it says as one text."""
        return canonical(self.model_dump())


def forecast(
    scenario: Scenario,
    by: str,
    body: str,
    *,
    made: date,
    runs: int = 10_000,
    seed: int = 1,
    note: str = "",
) -> Entry:
    """The forecast of a scenario up to the end of a month.

    Parameters
    ----------
    by : str
        Month, ``YYYY-MM``.
    body : str
        Id of the body in the record by which it will be decided.

    Raises
    ------
    Refusal
        A text that is no month, or a month that is not after the scenario's last recorded one; a
        body that the record does not hold.
    """
    if not is_month(by):
        raise Refusal("not a month", field="by", found=by, allowed=WRITTEN)
    bodies = list(read().organisations["organisation"])
    if body not in bodies:
        raise unknown("organisation of the record", body, bodies, field="body")
    if ordinal(by) <= ordinal(scenario.last_recorded):
        raise Refusal(
            "is not after the last recorded month",
            field="by",
            found=by,
            allowed=f"a month after {scenario.last_recorded}",
        )
    asked = scenario.change({"end": by})
    answer = simulate(asked, runs=runs, seed=seed)
    chances = {
        member: said.p_ever_out.value
        for member, said in answer.result.members.items()
        if said.p_ever_out.value is not None  # else it is out already
    }
    year, month = (int(part) for part in by.split("-"))
    members = {
        member: iso3
        for member in scenario.member_ids
        if (iso3 := scenario.members[member].iso3) is not None and member in chances
    }
    return Entry(
        version=VERSION,
        made=made.isoformat(),
        title=scenario.title,
        scenario=scenario.name,
        scenario_hash=asked.hash,
        source_digest=source_digest(),
        body=body,
        members=members,
        now=scenario.last_recorded,
        decided=date(year, month, calendar.monthrange(year, month)[1]).isoformat(),
        rule=RULE,
        chances={member: chances[member] for member in members},
        runs=runs,
        seed=seed,
        note=note,
    )
