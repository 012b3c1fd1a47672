"""What results of several questions hold: the rules of decision side by side, and spreads."""

from __future__ import annotations

from dataclasses import dataclass

from sim.statistics.estimates import Estimate


@dataclass(frozen=True)
class RulesBeside:
    """What each rule of decision says, on the same luck.

    Attributes
    ----------
    own : str
        The scenario's own rule of decision: ``logit``, ``threshold`` or ``quantal``.
    by_rule : dict of dict of Estimate
        By rule, the own first, then by outcome: of a forecast ``p_ever_out.MEMBER``,
        ``p_at_least.K`` and ``mean_exits``, of an effect ``effect``, ``hazard_ratio`` and
        ``difference.MEMBER``; without a number where the outcome has none.
    """

    own: str
    by_rule: dict[str, dict[str, Estimate]]


@dataclass(frozen=True)
class Quantiles:
    """An outcome over draws from the stated ranges, in its own unit.

    Attributes
    ----------
    low : float or None
        The 5th percentile; None where the outcome has no number at some draw, or where there are
        too few draws to tell it.
    median : float or None
        The 50th percentile; None where the outcome has no number at some draw.
    high : float or None
        The 95th percentile; None as of ``low``.
    """

    low: float | None
    median: float | None
    high: float | None


@dataclass(frozen=True)
class Spread:
    """How far a forecast moves over the stated ranges.

    Attributes
    ----------
    points : int
        Number of draws.
    outcomes : dict of Quantiles
        By outcome: ``p_ever_out.MEMBER``, ``p_at_least.K``, ``mean_exits``, ``implied_rate``.
    """

    points: int
    outcomes: dict[str, Quantiles]
