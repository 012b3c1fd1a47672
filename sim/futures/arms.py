"""Two arms of one branch held against each other, pair by pair."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.bounds import FIVE_YEARS
from sim.futures.experiment import Futures
from sim.futures.measures import (
    at_risk,
    each_hazard_ratio,
    exit_counts,
    exits,
    hazard_ratio,
    others,
    pairs,
)
from sim.statistics.estimates import Each, Estimate


def exit_arm(member: str) -> str:
    """Name of the arm in which a member exits."""
    return f"exit {member}"


def stay_arm(member: str) -> str:
    """Name of the arm in which a member stays as it is."""
    return f"stay {member}"


@dataclass(frozen=True)
class TwoArms:
    """Two arms of one branch, the members that are counted, and the runs that are pairs."""

    futures: Futures
    treated: str
    control: str
    among: NDArray[np.intp]
    rows: NDArray[np.intp]

    @classmethod
    def of_exit(
        cls, futures: Futures, member: str, treated: str | None = None, control: str | None = None
    ) -> TwoArms:
        """The exit of a member against its stay, counted among the others.

        The arms go by ``exit_arm`` and ``stay_arm`` where they are not named.
        """
        treated, control = treated or exit_arm(member), control or stay_arm(member)
        return cls(futures, treated, control, others(futures, member), pairs(futures, member))

    def further(self, within: int | None = None) -> Each:
        """How many more first exits there are in the treated arm, pair by pair."""
        treated, control = (
            exit_counts(self.futures, arm, self.among, within)[self.rows]
            for arm in (self.treated, self.control)
        )
        most = max(1, len(self.among))
        return Each(treated - control, self.rows, most=most)

    def of_member(self, i: int) -> Each:
        """The same for one member; no pair where it is out already in all of them."""
        treated, control = (self.left(arm, i) for arm in (self.treated, self.control))
        return Each(treated.values.astype(np.int64) - control.values, treated.rows, most=1)

    def left(self, arm: str, i: int) -> Each:
        """Whether a member first exits in an arm; no pair where it is out already in all."""
        able = at_risk(self.futures, arm)[self.rows, i].any()
        rows = self.rows if able else self.rows[:0]
        return Each(exits(self.futures, arm)[rows, i], rows)

    def another(self, arm: str) -> Each:
        """Whether there is at least one of the counted exits within five years."""
        count = exit_counts(self.futures, arm, self.among, FIVE_YEARS)[self.rows]
        return Each(count > 0, self.rows)

    def hazard_ratio(self) -> Estimate:
        """First exits per member-month at risk, one arm over the other."""
        if len(self.rows) == 0:
            return Estimate(None)
        return hazard_ratio(self.futures, self.treated, self.control, self.among, self.rows)

    def each_hazard_ratio(self) -> Each | None:
        """What each pair adds to it; None where one of the arms has no exit."""
        if len(self.rows) == 0:
            return None
        return each_hazard_ratio(self.futures, self.treated, self.control, self.among, self.rows)

    def each(self) -> Mapping[str, Each | None]:
        """Every number pair by pair, by the name that comparisons give it."""
        return {
            "effect": self.further(),
            "reproduction_number": self.further(FIVE_YEARS),
            "hazard_ratio": self.each_hazard_ratio(),
            **{f"p_another_5y.{arm}": self.another(arm) for arm in (self.treated, self.control)},
            **{f"by_member.{self.futures.members[i]}": self.of_member(int(i)) for i in self.among},
        }
