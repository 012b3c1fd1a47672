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
    value, low, high : float in [0, 1]
        The share of the runs, with its 95% Wilson interval.
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
    """The statuses of a member in the last month; their exact probabilities sum to 1."""

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
    month, member, status : str
        Of what: a month as ``2028-10``, a member's id, ``ACTIVE``, ``FROZEN``, ``NOTICE``, ``OUT``.
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
    scenario, scenario_hash : str
        Its name, and the hash of what it states.
    seed, runs : int
        Of the runs that stand beside the chain.
    now, end : str
        The last recorded month and the last month, as ``2025-08``.
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
