"""The result of a forecast."""

from __future__ import annotations

from dataclasses import dataclass

from sim.analysis.shared.base_rates import Reference
from sim.analysis.shared.result import RulesBeside, Spread
from sim.statistics.estimates import Estimate


@dataclass(frozen=True)
class MemberForecast:
    """What becomes of a member: shares of runs, with their 95% Monte Carlo intervals.

    Attributes
    ----------
    p_out : Estimate
        P(out in the last month).
    p_ever_out : Estimate
        P(first exit by the last month); without a number for who is out already.
    p_notice : Estimate
        P(under notice in the last month).
    p_frozen : Estimate
        P(frozen in the last month).
    p_active : Estimate
        P(active in the last month).
    median_exit : str or None
        Month, YYYY-MM, by which it has left in half of the runs; None where that is never.
    """

    p_out: Estimate
    p_ever_out: Estimate
    p_notice: Estimate
    p_frozen: Estimate
    p_active: Estimate
    median_exit: str | None


@dataclass(frozen=True)
class ExitCounts:
    """How many members first exit after the record.

    Attributes
    ----------
    mean : Estimate
        Mean number of exits in a run.
    distribution : list of float
        P(exactly k exits), k from 0 to the number of members.
    at_least : list of float
        P(at least k exits), k from 0 to the number of members.
    """

    mean: Estimate
    distribution: list[float]
    at_least: list[float]


@dataclass(frozen=True)
class BaseRates:
    """First exits per member-year at risk, beside those of the record.

    Attributes
    ----------
    implied : Estimate
        The rate of the runs, of all members; without a number where nobody is at risk.
    implied_active : Estimate
        The same of the members that are active when the future begins.
    references : list of Reference
        The rates of the record, as ``scenarios/base-rates.csv`` states them.
    stress : bool
        Whether the implied rate lies above all that the record knows.
    """

    implied: Estimate
    implied_active: Estimate
    references: list[Reference]
    stress: bool


@dataclass(frozen=True)
class ForecastResult:
    """The forecast of a scenario.

    Attributes
    ----------
    scenario : str
        Name of the scenario.
    scenario_hash : str
        SHA-256 of its text.
    seed : int
        From which all luck follows.
    runs : int
        Size of the ensemble.
    now : str
        The last recorded month, YYYY-MM.
    end : str
        The last month, YYYY-MM.
    members : dict of MemberForecast
        By id, in the order of the scenario.
    exits : ExitCounts
        How many leave.
    base_rate : BaseRates
        How often, beside the record.
    uncertain : Spread or None
        The span over the stated ranges; None where that was not asked.
    rules : RulesBeside or None
        What each rule of decision says; None where that was not asked.
    """

    scenario: str
    scenario_hash: str
    seed: int
    runs: int
    now: str
    end: str
    members: dict[str, MemberForecast]
    exits: ExitCounts
    base_rate: BaseRates
    uncertain: Spread | None = None
    rules: RulesBeside | None = None
