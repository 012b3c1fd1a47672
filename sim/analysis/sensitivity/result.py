"""What a sensitivity analysis holds: one result for each method, told apart by ``method``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from sim.statistics.estimates import Estimate
from sim.statistics.indices import SampleWarning


@dataclass(frozen=True)
class SensitivityAsked:
    """What every sensitivity analysis states of itself.

    Attributes
    ----------
    scenario : str
        Name of the scenario.
    scenario_hash : str
        Hash of what it states.
    seed : int
        From which all luck follows, that of the design too.
    runs : int
        At each point; of a split under each rule.
    points : int
        Base points of ``sobol``, trajectories of ``morris``, points of ``split``.
    paths : int
        How many assumptions vary.
    evaluations : int
        At how many points the scenario was played.
    """

    scenario: str
    scenario_hash: str
    seed: int
    runs: int
    points: int
    paths: int
    evaluations: int


@dataclass(frozen=True)
class PointSpread:
    """How an outcome varies over the points.

    Attributes
    ----------
    mean : float
        Over the points, in units of the outcome.
    variance : float
        Between the points, in their square.
    noise_at_most : float in [0, 1]
        Share of the variance that the luck of the runs may make up.
    """

    mean: float
    variance: float
    noise_at_most: float


@dataclass(frozen=True)
class SobolIndices:
    """What an assumption accounts for, as shares of the variance between points.

    Attributes
    ----------
    first : Estimate
        Alone; what is near 0 may be estimated below it.
    total : Estimate
        With all its interactions.
    """

    first: Estimate
    total: Estimate


@dataclass(frozen=True)
class SobolOutcome(PointSpread):
    """The indices of one outcome.

    Attributes
    ----------
    sum_first : float or None
        Sum of the first-order indices; None where the outcome is the same at every point.
    indices : dict of SobolIndices
        By path; empty likewise.
    warnings : list of SampleWarning
        Why the sample is too small.
    """

    sum_first: float | None
    indices: dict[str, SobolIndices]
    warnings: list[SampleWarning]


@dataclass(frozen=True)
class SobolResult(SensitivityAsked):
    """Sobol indices, by outcome.

    Attributes
    ----------
    method : str
        ``sobol``.
    outcomes : dict of SobolOutcome
        By the name of the outcome.
    """

    method: Literal["sobol"]
    outcomes: dict[str, SobolOutcome]


@dataclass(frozen=True)
class ElementaryEffects:
    """How an outcome changes as one assumption goes over its whole range; in its units.

    Attributes
    ----------
    mu_star : Estimate
        Mean size, with its 95% interval.
    mu : float
        Mean with its sign.
    sigma : float
        Standard deviation; 0 where the assumption acts alone and linearly.
    """

    mu_star: Estimate
    mu: float
    sigma: float


@dataclass(frozen=True)
class MorrisOutcome(PointSpread):
    """The elementary effects on one outcome.

    Attributes
    ----------
    effects : dict of ElementaryEffects
        By path.
    warnings : list of SampleWarning
        Why the sample is too small.
    """

    effects: dict[str, ElementaryEffects]
    warnings: list[SampleWarning]


@dataclass(frozen=True)
class MorrisResult(SensitivityAsked):
    """Elementary effects, by outcome.

    Attributes
    ----------
    method : str
        ``morris``.
    outcomes : dict of MorrisOutcome
        By the name of the outcome.
    """

    method: Literal["morris"]
    outcomes: dict[str, MorrisOutcome]


@dataclass(frozen=True)
class VariancePart:
    """A part of the variance of a single run.

    Attributes
    ----------
    value : float
        Share of the variance; what is near 0 may be estimated below it.
    low : float
        Lower end of its 95% interval.
    high : float
        Upper end.
    variance : float
        The part itself, in squared units of the outcome.
    """

    value: float
    low: float
    high: float
    variance: float


@dataclass(frozen=True)
class SplitOutcome:
    """The variance of a single run, split.

    Attributes
    ----------
    variance : float
        Over luck, parameters and rules; 0 where no run differs from another.
    parts : dict of VariancePart
        ``luck``, ``parameters``, ``rule``, ``both``; empty where no run differs.
    rules : dict of Estimate
        Mean over the points under each rule of decision; empty likewise.
    warnings : list of SampleWarning
        Why the sample is too small.
    """

    variance: float
    parts: dict[str, VariancePart]
    rules: dict[str, Estimate]
    warnings: list[SampleWarning]


@dataclass(frozen=True)
class SplitResult(SensitivityAsked):
    """The split of the variance of a single run, by outcome.

    Attributes
    ----------
    method : str
        ``split``.
    outcomes : dict of SplitOutcome
        By the name of the outcome.
    """

    method: Literal["split"]
    outcomes: dict[str, SplitOutcome]


type SensitivityResult = Annotated[
    SobolResult | MorrisResult | SplitResult, Field(discriminator="method")
]
"""By the method that was asked for."""
