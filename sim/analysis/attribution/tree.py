"""Who toppled whom: exits that follow another one, and would not have come without it.

An edge from i to j counts the runs in which j's first exit follows i's, and does not come on the
same luck when i is held, from the month of its exit on, at the last status before it. Luck is
keyed by member and month, so the two worlds are one until that month. Edges have a sign: a run in
which j leaves only when i is held is one in which i's exit kept j in. In each run an edge is a
cause in the sense of necessity (Pearl 1999), and one exit may have several.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.analysis.attribution.result import ToppledEdge
from sim.documents import document_of
from sim.futures.experiment import Do, Futures
from sim.futures.measures import BASE
from sim.rules.status import HOLD_FROM_EXIT
from sim.statistics.estimates import Estimate, mean_difference, share

if TYPE_CHECKING:
    from pandas import DataFrame

Happened = NDArray[np.bool_]


def held_arm(member: str) -> str:
    """Name of the arm in which a member does not leave."""
    return f"held {member}"


def tree_arms(members: tuple[str, ...]) -> dict[str, Do]:
    """The scenario, and for each member the scenario in which its exit does not happen."""
    held = {held_arm(member): Do(hold={member: HOLD_FROM_EXIT}) for member in members}
    return {BASE: Do(), **held}


@dataclass(frozen=True)
class Edge:
    """What the exit of one member does to the exit of another, run by run.

    Attributes
    ----------
    leaver, other : str
        Whose exit, and to whom.
    left : bool (runs,)
        Whether the leaver leaves.
    followed, anyway : bool (runs,)
        Whether the other leaves from that month on: as it went, and with the leaver held.
    """

    leaver: str
    other: str
    left: Happened
    followed: Happened
    anyway: Happened

    @property
    def toppled(self) -> Happened:
        """The other leaves, and would not have done so."""
        return self.followed & ~self.anyway

    @property
    def prevented(self) -> Happened:
        """The other stays, and would have left."""
        return self.anyway & ~self.followed

    def chance(self, happened: Happened) -> Estimate:
        """Share of all runs."""
        return share(happened.sum(), len(happened))

    def where_left(self, happened: Happened) -> Estimate:
        """Share of the runs in which the leaver leaves."""
        return share(happened[self.left].sum(), count) if (count := self.leaves) else Estimate(None)

    @property
    def leaves(self) -> int:
        """Runs in which the leaver leaves."""
        return int(self.left.sum())

    @property
    def change(self) -> Estimate:
        """Where it leaves: the difference that its exit makes to the other's chance, paired."""
        return mean_difference(
            self.followed[self.left].astype(np.int64) - self.anyway[self.left], most=1
        )


def edge(futures: Futures, leaver: str, other: str) -> Edge:
    """The edge from one member to another.

    Parameters
    ----------
    futures : Futures
        With the arms of ``tree_arms``.
    leaver, other : str
        Ids of two members: whose exit, and to whom.
    """
    i, j = futures.index(leaver), futures.index(other)
    free, held = futures.arms[BASE].first_exit, futures.arms[held_arm(leaver)].first_exit
    left = free[:, i] >= futures.at
    return Edge(
        leaver,
        other,
        left,
        followed=left & (free[:, j] > free[:, i]),
        anyway=left & (held[:, j] > free[:, i]),
    )


def toppled_edges(futures: Futures) -> list[ToppledEdge]:
    """Every edge, of futures that have the arms of ``tree_arms``."""
    members = futures.members
    return [_over_runs(edge(futures, i, j)) for i in members for j in members if i != j]


def _over_runs(found: Edge) -> ToppledEdge:
    toppled = found.chance(found.toppled).known()
    prevented = found.chance(found.prevented).known()
    change = found.change
    return ToppledEdge(
        leaver=found.leaver,
        other=found.other,
        value=toppled.value,
        low=toppled.low,
        high=toppled.high,
        prevented=prevented.value,
        prevented_low=prevented.low,
        prevented_high=prevented.high,
        left=found.leaves,
        with_exit=found.where_left(found.followed).value,
        without_exit=found.where_left(found.anyway).value,
        change=change.value,
        change_low=change.low,
        change_high=change.high,
    )


def tree_table(edges: Sequence[ToppledEdge]) -> DataFrame:
    """A row for each edge; the columns are named as in the documents of ``ToppledEdge``."""
    from pandas import DataFrame

    columns = ["leaver", "other", "value", "low", "high", "kept", "kept_low", "kept_high", "left"]
    columns += ["with", "without", "change", "change_low", "change_high"]
    return DataFrame([document_of(each) for each in edges], columns=columns)
