"""What tipping holds: one result for each of its five questions, told apart by ``ask``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from sim.analysis.tipping.findings import LargestChange, LevelScan, TippingDistance
from sim.statistics.estimates import Estimate


@dataclass(frozen=True)
class TippingAsked:
    """What every answer about tipping states of itself.

    Attributes
    ----------
    scenario : str
        Name of the scenario.
    scenario_hash : str
        Hash of what it states.
    runs : int
        At each value that was tried.
    seed : int
        From which all luck follows.
    now : str
        The last recorded month, as ``2025-08``.
    end : str
        The last month.
    """

    scenario: str
    scenario_hash: str
    runs: int
    seed: int
    now: str
    end: str


@dataclass(frozen=True)
class TippingValue(LevelScan, TippingAsked):
    """The values of one path at which an outcome crosses a level.

    Attributes
    ----------
    ask : str
        ``value``.
    outcome : str
        Name of what crosses, as ``p_ever_out.armenia``.
    level : float
        What it crosses, in the outcome's unit.
    path : str
        What is moved, as ``channels.club``.
    """

    ask: Literal["value"]
    outcome: str
    level: float
    path: str


@dataclass(frozen=True)
class TippingPhases(TippingAsked):
    """The side of a level on a grid over two paths.

    Attributes
    ----------
    ask : str
        ``phases``.
    outcome : str
        Name of what crosses the level.
    level : float
        The level, in the outcome's unit.
    paths : list of str
        The two that are moved.
    points : int
        Of the grid; those above, below and undecided sum to it.
    above : int
        Points whose 95% interval lies above the level.
    below : int
        Points whose 95% interval lies below it.
    undecided : int
        Points whose 95% interval holds it.
    """

    ask: Literal["phases"]
    outcome: str
    level: float
    paths: list[str]
    points: int
    above: int
    below: int
    undecided: int


@dataclass(frozen=True)
class TippingChannels(TippingAsked):
    """How strong each channel must be for an exit to be a domino.

    Attributes
    ----------
    ask : str
        ``channels``.
    outcome : str
        Name of what crosses the level.
    level : float
        The level, in the outcome's unit.
    of : str
        Id of the member that leaves.
    label : str
        Its name.
    up_to : float
        The strongest channel that was tried; 1 is the rule as written.
    channels : dict of LevelScan
        By channel, each alone; ``all`` together. Values are strengths.
    """

    ask: Literal["channels"]
    outcome: str
    level: float
    of: str
    label: str
    up_to: float
    channels: dict[str, LevelScan]


@dataclass(frozen=True)
class TippingDistances(TippingAsked):
    """How far each member is from leaving as often as the level says.

    Attributes
    ----------
    ask : str
        ``distances``.
    outcome : None
        None: it is each member's own ``p_ever_out``.
    level : float in (0, 1)
        Share of runs in which it is to leave.
    members : dict of dict of TippingDistance
        By member that is not out, and by quantity.
    """

    ask: Literal["distances"]
    outcome: None
    level: float
    members: dict[str, dict[str, TippingDistance]]


@dataclass(frozen=True)
class TippingChange(TippingAsked):
    """The single change within the stated ranges that moves an outcome most.

    Attributes
    ----------
    ask : str
        ``change``.
    outcome : str
        Name of what is moved.
    level : None
        None: no level is crossed.
    now_at : Estimate
        The outcome of the scenario as stated.
    changes : int
        How many were tried.
    largest : LargestChange or None
        None where the scenario states no range.
    """

    ask: Literal["change"]
    outcome: str
    level: None
    now_at: Estimate
    changes: int
    largest: LargestChange | None


type TippingResult = Annotated[
    TippingValue | TippingPhases | TippingChannels | TippingDistances | TippingChange,
    Field(discriminator="ask"),
]
"""Of one path, of two, of the channels, of the members, or of the single change."""
