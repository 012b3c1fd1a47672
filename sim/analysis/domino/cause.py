"""What is held against its absence: a member's exit, or an event, on the branch where it parts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.analysis.domino.checks import check_cause
from sim.futures.experiment import Do, Futures, do_exit, do_stay
from sim.futures.measures import others, pairs
from sim.refusal import Refusal
from sim.scenario.document.months import later
from sim.scenario.scenario import Scenario

Places = NDArray[np.intp]


@dataclass(frozen=True)
class Cause:
    """A member or an event, and the branch on which the two futures part.

    Attributes
    ----------
    of : str
        Id of the member or the event.
    is_event : bool
        Whether it is an event.
    branch : Scenario
        The scenario, with its branch before a recorded event.
    at : str or None
        Month in which the futures part; None for the first free one.
    """

    of: str
    is_event: bool
    branch: Scenario
    at: str | None

    def arms(self, cut: frozenset[str] = frozenset()) -> tuple[Do, Do]:
        """With it and without it, some channels cut in both."""
        if self.is_event:
            return Do(cut=cut), Do(without=frozenset([self.of]), cut=cut)
        return do_exit(self.of, cut=cut), do_stay(self.of, cut=cut)

    def counted(self, futures: Futures) -> Places:
        """Places of the members whose exits count: all that are not named."""
        if not self.is_event:
            return others(futures, self.of)
        named = self.branch.events[self.of].names()
        return np.array([i for i, m in enumerate(futures.members) if m not in named], np.intp)

    def rows(self, futures: Futures) -> Places:
        """The runs that count as pairs."""
        return np.arange(futures.runs) if self.is_event else pairs(futures, self.of)


def cause_of(scenario: Scenario, of: str) -> Cause:
    """The member or event of that id, on its branch.

    Raises
    ------
    Refusal
        Where there is none, it leaves no other member to count, or the record begins with it.
    """
    check_cause(scenario, of)
    if of in scenario.members:
        return Cause(of, False, scenario, None)
    event = scenario.events[of]
    if event.month is None or event.month > scenario.last_recorded:
        return Cause(of, True, scenario, event.month)
    if event.month <= scenario.start:
        message = f"{of} stands at the beginning of the record, before any branch"
        raise Refusal(message, field="of")
    stated = scenario.change({f"events.{of}.keep": True}) if event.is_inside else scenario
    return Cause(of, True, stated.change({"branch_at": later(event.month, -1)}), event.month)
