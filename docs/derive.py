"""What data say of the numbers of ``csto.yaml``, beside what the file states.

    python docs/derive.py            what follows from data before 2018, and the rates of the ladder
    python docs/derive.py --quick    without the rates, which need the pressure of a forecast

A number of a member is derived where its rule has data and the outcome lies within the range that
was stated by judgement before; else the judgement stands, and its note says what the rule gives.
That was settled before a forecast was made with it. docs/method.md has the rules.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tables import table

from sim.record import KNOWN_UNTIL, read
from sim.record.ladder import rates
from sim.scenario.scenario import Scenario
from sim.seeding.features import Seeding, seed_members
from sim.seeding.influence import influence
from sim.seeding.lookup import Indicators

SCENARIO, BODY, LEADER, YEAR = "csto", "CSTO", "RUS", 2018
"""Nothing of that year or later is read."""
RULES = {
    "dependence": "ties",
    "weight": "capabilities",
    "threat": "conflict",
    "regime_risk": "regime-change",
    "pull": "votes-elsewhere",
    "influence": "nearest-in-votes",
    "rate_finish": "spells",
    "rate_back": "spells",
    "rate_return": "spells",
}
"""Name of the rule by which a quantity is derived."""
NINE_TENTHS = (0.05, 0.95)
"""Shares of the posterior of a rate between which its range lies."""


@dataclass(frozen=True)
class Derived:
    """One number that a rule gives.

    Attributes
    ----------
    path : str
        Where the scenario states it.
    value : float
        What the rule gives.
    data : str
        Newest year of its oldest part, or the spells behind it.
    low, high : float or None
        Range that the rule gives; None where it gives none.
    """

    path: str
    value: float
    data: str
    low: float | None = None
    high: float | None = None

    @property
    def rule(self) -> str:
        """Name of the rule."""
        head, *rest = self.path.split(".")
        return RULES[head if head == "influence" else ".".join(rest[head == "members" :])]


@cache
def _data() -> Indicators:
    return Indicators(read())


def of_members(scenario: Scenario) -> Iterator[Derived]:
    """What follows from the record of alliances before ``YEAR``, by path."""
    ids = {member.iso3: name for name, member in scenario.members.items()}
    seeded = seed_members(list(ids), LEADER, YEAR, _data(), [], BODY)
    for quantity in ("dependence", "weight", "threat", "regime_risk", "pull"):
        for place, iso3 in enumerate(ids):
            one = seeded.values[quantity][place]
            if one.age is not None:
                yield Derived(f"members.{ids[iso3]}.{quantity}", one.value, f"to {YEAR - one.age}")
    yield from _influence(ids, seeded)


def _influence(ids: dict[str, str], seeded: Seeding) -> Iterator[Derived]:
    heeded = influence(_data(), list(ids), seeded.of("alignment"), YEAR)
    for one, others in heeded.items():
        for other, value in others.items():
            yield Derived(f"influence.{ids[one]}.{ids[other]}", value, f"to {YEAR - 1}")


def of_the_ladder(pressure: float) -> Iterator[Derived]:
    """The highest monthly rates of the ladder: the record's rate a year, over 12 and over pressure.

    Parameters
    ----------
    pressure : float in (0, 1)
        h of the one member that is frozen, Armenia, in the first free month; what draws back is
        its complement.
    """
    share = {"finish": pressure, "back": 1 - pressure, "return": 1 - pressure}
    done = set()
    for rate in rates(read(), KNOWN_UNTIL):
        if rate.cause in share and rate.cause not in done:
            done.add(rate.cause)
            per = 12 * share[rate.cause]
            low, high = (rate.quantile(end) / per for end in NINE_TENTHS)
            counted = f"{rate.events} in {rate.years:.1f} years"
            yield Derived(f"parameters.rate_{rate.cause}", rate.observed / per, counted, low, high)


def compared(scenario: Scenario, found: Iterator[Derived]) -> str:
    """A table: what the rule gives, what the scenario states, and its grade."""
    from sim.analysis.evidence.evidence import grade

    stated = scenario.paths()
    rows = []
    for one in found:
        there = stated[one.path]
        gives = f"{one.value:.2f}"
        if one.low is not None and one.high is not None:
            gives = f"{one.value:.2g} ({one.low:.2g} to {one.high:.2g})"
        span = "" if there.low is None else f"{there.low:g} to {there.high:g}"
        names = (f"`{one.path}`", f"`{one.rule}`")
        rows.append((*names, one.data, gives, f"{there.value:g}", span, grade(there)))
    return table(("number", "rule", "data", "gives", "stated", "range", "grade"), rows)


def derived() -> str:
    """What data say of the members of the CSTO at the start, beside what the scenario states."""
    scenario = Scenario.load(SCENARIO)
    return compared(scenario, of_members(scenario))


def ladder() -> str:
    """The rates of the ladder that the record gives at Armenia's own pressure."""
    from computed import armenian_pressure

    pressure = armenian_pressure()
    found = compared(Scenario.load(SCENARIO), of_the_ladder(pressure))
    return f"Armenia's own pressure h is {pressure:.3f} in the first free month.\n\n{found}"


BLOCKS = {"derived": derived}
"""Name of a block, and what computes it from data alone."""
NUMBERS = {"ladder": ladder}
"""The same of those that need a forecast."""


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="without the rates of the ladder")
    print(derived())
    if not parser.parse_args().quick:
        print(f"\n{ladder()}")


if __name__ == "__main__":
    main()
