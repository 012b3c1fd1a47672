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
    value, low, high : float or None
        1 - P_cut / P_free with its 95% interval, at most 1; negative where the channels hold
        members back; None where as many leave in no run.
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
    free, free_low, free_high : float in [0, 1]
        Share of runs as the scenario goes, with its 95% interval.
    cut, cut_low, cut_high : float in [0, 1]
        The same on the same luck with all channels and conditions cut.
    value, low, high : float or None
        As of ``ContagionShare``.
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
    leaver, other : str
        Whose exit, and to whom.
    value, low, high : float in [0, 1]
        Share of all runs in which the exit topples the other, with its 95% interval.
    prevented, prevented_low, prevented_high : float in [0, 1]
        Share of all runs in which it keeps the other in; in documents ``kept``.
    left : int
        Runs in which the leaver leaves.
    with_exit, without_exit : float in [0, 1], or None
        Of these runs the share in which the other leaves from that month on: as they went, and
        with the leaver held; None where it leaves in none. In documents ``with``, ``without``.
    change, change_low, change_high : float or None
        Their paired difference with its 95% interval; None likewise.
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
    scenario, scenario_hash : str
        Its name, and the hash of what it states.
    of, kind : str or None
        Whose effect, and whether that is a ``member`` or an ``event``; None where the chance that
        several leave is shared out to members.
    by : str
        To what: ``channels``, ``events``, ``members``.
    k : int
        Exits that are counted as a cascade.
    at, now, end : str
        The month of the branch, the last recorded and the last month, as ``2025-08``.
    total : Estimate
        The sum of the parts: exits of other members, or for members a difference of chances.
    none, all : Estimate
        The same quantity with no part at work, and with all.
    channels, events, members : dict of Estimate
        The parts by id; empty but for the one that ``by`` names.
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
    pairs, left_out : int
        Pairs of runs that count, and those that do not.
    runs, seed : int
        As asked.
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
