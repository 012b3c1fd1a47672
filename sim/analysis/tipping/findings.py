"""What the results of tipping are made of: crossings, distances and changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field


@dataclass(frozen=True)
class LevelCrossing:
    """Where an outcome crosses a level, as a value of what is moved.

    Attributes
    ----------
    value : float or None
        Where the estimate crosses; None where it comes near the level and these runs do not tell
        whether it crosses.
    low : float or None
        Lower end of the 95% interval; None where it reaches the end of the range.
    high : float or None
        Upper end; None likewise.
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
    """The outcome at an end of the range.

    Attributes
    ----------
    at : float
        The value of what is moved.
    value : float
        The outcome there.
    low : float
        Lower end of its 95% interval.
    high : float
        Upper end.
    """

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
class TippingDistance:
    """How far a member is from tipping in one quantity.

    Attributes
    ----------
    member : str
        Whose, by id.
    quantity : str
        ``trust.external``, ``trust.regime``, ``alignment`` or ``pull``.
    minimum : float
        Lower end of its scale.
    maximum : float
        Upper end.
    now : float
        Its value at the beginning of the future.
    today : float in [0, 1]
        P(first exit by the end) at that value.
    value : float or None
        The nearest value at which that chance has the level; None where no value of its scale
        does.
    low : float or None
        Lower end of its 95% interval; None where it reaches the end of the scale, or there is no
        value.
    high : float or None
        Upper end; None likewise.
    shift : float or None
        ``value`` less ``now``; None where there is no value.
    resolved : bool
        Whether these runs tell that it crosses there; in documents ``told``.
    undecided : bool
        Whether it comes near the level and these runs do not tell whether it crosses; in documents
        ``open``.
    best : float in [0, 1]
        The chance nearest to the level.
    best_at : float
        The value that has it.
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
class RangeChange:
    """One number moved to an end of its stated range, and what that does to the outcome.

    Attributes
    ----------
    path : str
        What is moved.
    grade : str
        What its range rests on, ``measured``, ``derived`` or ``judged``.
    stated : number
        The value that the scenario states.
    end : str
        ``low`` or ``high``.
    to : number
        The value to which it is moved.
    value : float
        Paired difference of the outcome from the scenario as stated.
    low : float
        Lower end of its 95% interval.
    high : float
        Upper end.
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
    stated_outcome : float
        The outcome on these runs as the scenario is stated; in documents ``from``.
    becomes : float
        The outcome on these runs as changed.
    resolved : bool
        Whether the interval of the difference excludes 0; in documents ``told``.
    """

    stated_outcome: Annotated[float, Field(alias="from")]
    becomes: float
    resolved: Annotated[bool, Field(alias="told")]
