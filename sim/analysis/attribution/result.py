"""What an attribution holds: an effect shared out, contagion, and who toppled whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from sim.statistics.estimates import Estimate


@dataclass(frozen=True)
class Simultaneous:
    """Which parts are resolved though many are looked at at once.

    Attributes
    ----------
    correction : str
        Of the p-values for their number: ``holm``.
    level : float
        Below which a corrected p-value counts.
    parts : int
        How many parts are looked at.
    resolved : list of str
        Parts whose corrected interval excludes 0; in documents ``told``.
    """

    correction: str
    level: float
    parts: int
    resolved: Annotated[list[str], Field(alias="told")]


@dataclass(frozen=True)
class ContagionShare:
    """The share of contagion in the chance that at least ``k`` members leave.

    Attributes
    ----------
    k : int
        First exits, at least.
    value : float or None
        1 - P_cut / P_free, at most 1; negative where the channels hold members back; None where
        as many leave in no run.
    low : float or None
        Lower end of its 95% interval; None likewise.
    high : float or None
        Upper end; None likewise.
    """

    k: int
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class ContagionByCount:
    """The chance that at least ``k`` members leave, free and cut, and the share of contagion.

    Attributes
    ----------
    k : int
        First exits, at least.
    free : float in [0, 1]
        Share of runs in which as many leave, as the scenario goes.
    free_low : float in [0, 1]
        Lower end of its 95% interval.
    free_high : float in [0, 1]
        Upper end.
    cut : float in [0, 1]
        The same share on the same luck with all channels and conditions cut.
    cut_low : float in [0, 1]
        Lower end of its 95% interval.
    cut_high : float in [0, 1]
        Upper end.
    value : float or None
        The share of contagion: 1 - cut / free; None where as many leave in no run.
    low : float or None
        Lower end of its 95% interval; None likewise.
    high : float or None
        Upper end; None likewise.
    """

    k: int
    free: float
    free_low: float
    free_high: float
    cut: float
    cut_low: float
    cut_high: float
    value: float | None
    low: float | None
    high: float | None

    @property
    def share(self) -> Estimate:
        """The share of contagion."""
        return Estimate(self.value, self.low, self.high)


@dataclass(frozen=True)
class ToppledEdge:
    """What the exit of one member does to the exit of another, over all runs.

    Attributes
    ----------
    leaver : str
        Id of the member that leaves.
    other : str
        Id of the member that it may topple.
    value : float in [0, 1]
        Share of all runs in which the exit topples the other.
    low : float in [0, 1]
        Lower end of its 95% interval.
    high : float in [0, 1]
        Upper end.
    prevented : float in [0, 1]
        Share of all runs in which the exit keeps the other in; in documents ``kept``.
    prevented_low : float in [0, 1]
        Lower end of its 95% interval; in documents ``kept_low``.
    prevented_high : float in [0, 1]
        Upper end; in documents ``kept_high``.
    left : int
        Runs in which the leaver leaves.
    with_exit : float in [0, 1], or None
        Of these the share in which the other leaves from that month on; None where there are
        none. In documents ``with``.
    without_exit : float in [0, 1], or None
        The same with the leaver held; None likewise. In documents ``without``.
    change : float or None
        Their paired difference; None likewise.
    change_low : float or None
        Lower end of its 95% interval; None likewise.
    change_high : float or None
        Upper end; None likewise.
    """

    leaver: str
    other: str
    value: float
    low: float
    high: float
    prevented: Annotated[float, Field(alias="kept")]
    prevented_low: Annotated[float, Field(alias="kept_low")]
    prevented_high: Annotated[float, Field(alias="kept_high")]
    left: int
    with_exit: Annotated[float | None, Field(alias="with")]
    without_exit: Annotated[float | None, Field(alias="without")]
    change: float | None
    change_low: float | None
    change_high: float | None

    @property
    def difference(self) -> Estimate:
        """What the exit changes, where the leaver leaves."""
        return Estimate(self.change, self.change_low, self.change_high)


@dataclass(frozen=True)
class AttributionResult:
    """An effect shared out by Shapley values, whose sum it is.

    Attributes
    ----------
    scenario : str
        Name of the scenario.
    scenario_hash : str
        Hash of what it states.
    of : str or None
        Id of the member or event whose effect is shared out; None where it is the chance that
        several leave, to members.
    kind : str or None
        ``member`` or ``event``; None likewise.
    by : str
        To what: ``channels``, ``events``, ``members``.
    k : int
        Exits that are counted as a cascade.
    at : str
        The month in which the futures part, as ``2025-09``.
    now : str
        The last recorded month.
    end : str
        The last month.
    total : Estimate
        The sum of the parts: exits of other members, or for members a difference of chances.
    none : Estimate
        The same quantity with no part at work.
    all : Estimate
        The same quantity with all parts at work.
    channels : dict of Estimate
        The parts by name, where they are channels; else empty.
    events : dict of Estimate
        The parts by id, where they are events; else empty.
    members : dict of Estimate
        The parts by id, where they are members; else empty.
    orders : int or None
        Orders of adding the parts that were drawn; None where every combination was played.
    simultaneous : Simultaneous
        Which parts are resolved where all are looked at at once.
    contagion_share : ContagionShare
        Of at least ``k`` exits.
    contagion : list of ContagionByCount
        From one exit to as many as there are members.
    toppled : list of ToppledEdge
        Every ordered pair of members.
    pairs : int
        Pairs of runs that count.
    left_out : int
        Pairs in which the member is out already when the futures part.
    runs : int
        Both together.
    seed : int
        From which all luck follows.
    """

    scenario: str
    scenario_hash: str
    of: str | None
    kind: str | None
    by: str
    k: int
    at: str
    now: str
    end: str
    total: Estimate
    none: Estimate
    all: Estimate
    channels: dict[str, Estimate]
    events: dict[str, Estimate]
    members: dict[str, Estimate]
    orders: int | None
    simultaneous: Simultaneous
    contagion_share: ContagionShare
    contagion: list[ContagionByCount]
    toppled: list[ToppledEdge]
    pairs: int
    left_out: int
    runs: int
    seed: int
