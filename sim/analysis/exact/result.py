"""What the exact answer holds: the held-still variant exactly, and as so many runs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ExactAndRuns:
    """The probability of a status, exactly and as a share of the runs.

    Attributes
    ----------
    exact : float in [0, 1]
        The probability by the Markov chain.
    value : float in [0, 1]
        The share of the runs.
    low : float in [0, 1]
        Lower end of its 95% Wilson interval.
    high : float in [0, 1]
        Upper end.
    z : float
        How far the share lies from the probability, in standard errors, with its sign.
    """

    exact: float
    value: float
    low: float
    high: float
    z: float


@dataclass(frozen=True)
class StatusesAtEnd:
    """The statuses of a member in the last month; their exact probabilities sum to 1.

    Attributes
    ----------
    p_out : ExactAndRuns
        Out of the alliance.
    p_notice : ExactAndRuns
        Under notice.
    p_frozen : ExactAndRuns
        With its part frozen.
    p_active : ExactAndRuns
        In, and none of these.
    """

    p_out: ExactAndRuns
    p_notice: ExactAndRuns
    p_frozen: ExactAndRuns
    p_active: ExactAndRuns


@dataclass(frozen=True)
class LargestDistance:
    """The probability at which both answers lie furthest apart.

    Attributes
    ----------
    value : float
        How far, in standard errors, with its sign; its size is at most 99, which stands for all
        that is farther.
    month : str
        Of which month, as ``2028-10``.
    member : str
        Of which member, by id.
    status : str
        Of which status: ``ACTIVE``, ``FROZEN``, ``NOTICE`` or ``OUT``.
    """

    value: float
    month: str
    member: str
    status: str


@dataclass(frozen=True)
class ExactResult:
    """The held-still variant of a scenario both ways.

    Attributes
    ----------
    scenario : str
        Name of the scenario.
    scenario_hash : str
        Hash of what it states.
    seed : int
        Of the runs that stand beside the chain.
    runs : int
        How many these are.
    now : str
        The last recorded month, as ``2025-08``.
    end : str
        The last month.
    members : dict of StatusesAtEnd
        By member: each status in the last month.
    largest_z : LargestDistance
        Where both lie furthest apart.
    comparisons : int
        Probabilities by month, member and status that are neither 0 nor 1; 0 where nothing is
        left to chance.
    expected_largest_z : float
        Median of the largest of as many independent distances, in standard errors.
    allowed_z : float
        Standard errors up to which both are said to agree.
    agrees : bool
        Whether the largest distance is not beyond.
    held_still : dict of dict of float
        What is held at which value, by member (``patron`` among them) and quantity.
    events_left_out : list of str
        Events that may happen after ``now``, and cannot in this variant.
    """

    scenario: str
    scenario_hash: str
    seed: int
    runs: int
    now: str
    end: str
    members: dict[str, StatusesAtEnd]
    largest_z: LargestDistance
    comparisons: int
    expected_largest_z: float
    allowed_z: float
    agrees: bool
    held_still: dict[str, dict[str, float]]
    events_left_out: list[str]
