"""What tipping holds: one result for each of its five questions, told apart by ``ask``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from sim.statistics.estimates import Estimate


@dataclass(frozen=True)
class LevelCrossing:
    """Where an outcome crosses a level, as a value of what is moved.

    Attributes
    ----------
    value : float or None
        Where the estimate crosses; None where it comes near the level and these runs do not tell
        whether it crosses.
    low, high : float or None
        Ends of the 95% interval; None where it reaches the end of the range.
    rising : bool or None
        Whether the estimate rises through the level, seen upwards; None where it does not cross.
    resolved : bool
        Whether the intervals tell a side of the level on both sides; in documents ``told``.
    """

    value: float | None
    low: float | None
    high: float | None
    rising: bool | None
    resolved: Annotated[bool, Field(alias="told")]


@dataclass(frozen=True)
class RangeEnd:
    """The outcome at an end of the range: ``at`` which value, and its 95% interval."""

    at: float
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class LevelScan:
    """What was found over a range of values.

    Attributes
    ----------
    crossings : list of LevelCrossing
        In the order of their values; empty where the outcome stays on one side.
    side : int
        +1 above the level over the whole range, -1 below it, 0 where it may cross.
    monotone : bool
        Whether no two of the values tried first tell a rise, and no two others a fall.
    ends : list of RangeEnd
        At the lowest and at the highest value.
    """

    crossings: list[LevelCrossing]
    side: int
    monotone: bool
    ends: list[RangeEnd]


@dataclass(frozen=True)
class TippingAsked:
    """What every answer about tipping states of itself.

    Attributes
    ----------
    scenario, scenario_hash : str
        Its name, and the hash of what it states.
    runs, seed : int
        At each value that was tried.
    now, end : str
        The last recorded month and the last month, as ``2025-08``.
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
    outcome, level : str, float
        As of ``TippingValue``.
    paths : list of str
        The two that are moved.
    points : int
        Of the grid; ``above``, ``below`` and ``undecided`` sum to it.
    above, below, undecided : int
        Points whose 95% interval lies above the level, below it, or holds it.
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
    outcome, level : str, float
        As of ``TippingValue``.
    of, label : str
        Id and name of the member that leaves.
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
class TippingDistance:
    """How far a member is from tipping in one quantity.

    Attributes
    ----------
    member, quantity : str
        Whose, and which: ``trust.external``, ``trust.regime``, ``alignment``, ``pull``.
    minimum, maximum : float
        Ends of its scale.
    now : float
        Its value at the beginning of the future.
    today : float in [0, 1]
        P(first exit by the end) at that value.
    value, low, high : float or None
        The nearest value at which that chance has the level, with its 95% interval; None as of
        ``LevelCrossing``, and where no value within the scale has it.
    shift : float or None
        ``value`` less ``now``; None where there is no value.
    resolved : bool
        Whether these runs tell that it crosses there; in documents ``told``.
    undecided : bool
        Whether it comes near the level and these runs do not tell whether it crosses; in documents
        ``open``.
    best, best_at : float
        The chance nearest to the level, and the value that has it.
    """

    member: str
    quantity: str
    minimum: float
    maximum: float
    now: float
    today: float
    value: float | None
    low: float | None
    high: float | None
    shift: float | None
    resolved: Annotated[bool, Field(alias="told")]
    undecided: Annotated[bool, Field(alias="open")]
    best: float
    best_at: float


@dataclass(frozen=True)
class TippingDistances(TippingAsked):
    """How far each member is from leaving as often as the level says.

    Attributes
    ----------
    outcome : None
        Each member's own ``p_ever_out``.
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
class RangeChange:
    """One number moved to an end of its stated range, and what that does to the outcome.

    Attributes
    ----------
    path : str
        What is moved.
    grade : str
        What its range rests on, as ``assumed`` or ``sourced``.
    stated, to : number
        The value that the scenario states, and the one it is moved to.
    end : str
        ``low`` or ``high``.
    value, low, high : float
        Paired difference from the scenario as stated, with its 95% interval.
    """

    path: str
    grade: str
    stated: int | float
    end: str
    to: int | float
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class LargestChange(RangeChange):
    """The largest change, measured again on runs that had no part in choosing it.

    Attributes
    ----------
    stated_outcome, becomes : float
        The outcome on these runs as stated and as changed; the first in documents ``from``.
    resolved : bool
        Whether the interval of the difference excludes 0; in documents ``told``.
    """

    stated_outcome: Annotated[float, Field(alias="from")]
    becomes: float
    resolved: Annotated[bool, Field(alias="told")]


@dataclass(frozen=True)
class TippingChange(TippingAsked):
    """The single change within the stated ranges that moves an outcome most.

    Attributes
    ----------
    outcome : str
        Name of what is moved.
    level : None
        No level is crossed.
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
