"""Rates of the ladder from the record: from a freeze further out or back, and back from outside.

Causes compete: a freeze ends in a step further out or in a return, whichever comes first. The rate
of a cause is the number of its events over the years at risk. Under Jeffreys' prior its posterior
is a gamma distribution of shape ``events + 1/2`` and rate ``years``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import pandas as pd

from sim.record.record import Record
from sim.record.spells import FURTHER, RETURN, absences, freezes

BEGUN_BY_OTHERS = frozenset({("ANZUS", "NZL")})
"""Freezes that another's act began: the USA suspended its obligations to New Zealand, which had
closed its ports to nuclear ships."""

WALK_OUT = "WHO_1949"
"""The body whose leavers left, and came back, together."""


def _own(spells: pd.DataFrame) -> pd.Series:
    keys = zip(spells["organisation"], spells["iso3"], strict=True)
    return pd.Series([key not in BEGUN_BY_OTHERS for key in keys], index=spells.index)


def _without(*bodies: str) -> Callable[[pd.DataFrame], pd.Series]:
    return lambda spells: _own(spells) & ~spells["organisation"].isin(bodies)


FREEZES: Mapping[str, Callable[[pd.DataFrame], pd.Series]] = MappingProxyType(
    {
        "begun by the members themselves": _own,
        "without UNASUR": _without("UNASUR"),
        "without UNASUR and NATO's command": _without("UNASUR", "NATO"),
        "without freezes left in the same act": lambda s: _own(s) & (s["years"] > 0),
        "with the freeze of New Zealand": lambda s: s["years"] >= 0,
    }
)
"""Choices of freezes, and which spells each keeps; the first is the one that counts."""

ABSENCES: Mapping[str, Callable[[pd.DataFrame], pd.Series]] = MappingProxyType(
    {
        "all leavers": _without(),
        "without the walk-out of 1949": _without(WALK_OUT),
        "without bodies of leavers alone": _without(WALK_OUT, "UNESCO"),
    }
)
"""Choices of absences; the first is the one that counts."""


@dataclass(frozen=True)
class Rate:
    """A rate with its posterior.

    Parameters
    ----------
    cause : str
        ``finish`` (from a freeze to notice or exit), ``leave`` (from a freeze to the exit alone),
        ``back`` (from a freeze to full part) or ``return`` (from outside to membership).
    choice : str
        Which spells are counted: a key of `FREEZES` or `ABSENCES`.
    spells, events : int
        How many there are, and how many ended by this cause.
    years : float > 0
        Years at risk.
    """

    cause: str
    choice: str
    spells: int
    events: int
    years: float

    @property
    def observed(self) -> float:
        """Events a year."""
        return self.events / self.years

    @property
    def mean(self) -> float:
        """Mean of the posterior, a year."""
        return (self.events + 0.5) / self.years

    def quantile(self, share: float) -> float:
        """The rate below which the posterior has that share in (0, 1), a year."""
        from scipy.stats import gamma

        return float(gamma.ppf(share, self.events + 0.5, scale=1 / self.years))


def rates(record: Record, until: date, *, recalled: bool = True) -> list[Rate]:
    """Each rate of the ladder, by every choice of spells; the choice that counts comes first.

    Parameters
    ----------
    record, until, recalled
        As for `sim.record.spells.freezes`.
    """
    frozen = freezes(record, until, recalled=recalled)
    out = absences(record, until, recalled=recalled)
    found = []
    for cause in ("finish", "leave", "back"):
        for choice, keeps in FREEZES.items():
            found.append(_frozen_rate(cause, choice, frozen[keeps(frozen)]))
    for choice, keeps in ABSENCES.items():
        kept = out[keeps(out)]
        events = int((kept["ended_by"] == RETURN).sum())
        found.append(Rate("return", choice, len(kept), events, float(kept["years"].sum())))
    return found


def _frozen_rate(cause: str, choice: str, spells: pd.DataFrame) -> Rate:
    if cause == "leave":  # the notice that runs still counts as time at risk
        events = int(spells["left_after"].notna().sum())
        years = float(spells["left_after"].fillna(spells["years"]).sum())
        return Rate(cause, choice, len(spells), events, years)
    ended = FURTHER if cause == "finish" else RETURN
    events = int((spells["ended_by"] == ended).sum())
    return Rate(cause, choice, len(spells), events, float(spells["years"].sum()))


@dataclass(frozen=True)
class Share:
    """A share of first free steps that were freezes, with its posterior, a beta distribution.

    Parameters
    ----------
    events, trials : int
        Freezes, and first free steps; steps that are disputed are left out.
    """

    events: int
    trials: int

    def quantile(self, share: float) -> float:
        """The share below which the posterior under Jeffreys' prior has that share."""
        from scipy.stats import beta

        return float(beta.ppf(share, self.events + 0.5, self.trials - self.events + 0.5))


def freeze_shares(record: Record) -> dict[str, Share]:
    """Share of freezes among first free steps: all, and military alliances alone."""
    steps = record.steps[record.steps["first_free"] & (record.steps["confidence"] != "disputed")]
    types = record.organisations.set_index("organisation")["type"]
    military = steps["organisation"].map(types) == "military alliance"
    return {
        "all bodies": _share(steps),
        "military alliances": _share(steps[military]),
    }


def _share(steps: pd.DataFrame) -> Share:
    return Share(int((steps["step"] == "freeze").sum()), len(steps))
