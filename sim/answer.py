"""One shape of answer: what was asked, of what, and what came out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True)
class Inputs:
    """What an answer rests on: enough to ask the same question again."""

    scenario: str
    """Name of the scenario."""
    title: str
    scenario_text: str
    scenario_hash: str
    seed: int
    runs: int
    start: str
    now: str
    """The last recorded month."""
    end: str
    as_of: str | None
    """Month up to which the record was gathered."""
    options: dict[str, Any] = field(default_factory=dict)
    """What else was asked: of whom, at which month, how many uncertain points."""

    @classmethod
    def of(cls, scenario: Scenario, seed: int, runs: int, **options: Any) -> Inputs:
        """The inputs of a question about a scenario."""
        return cls(
            scenario=scenario.name,
            title=scenario.title,
            scenario_text=scenario.text(),
            scenario_hash=scenario.hash,
            seed=seed,
            runs=runs,
            start=scenario.start,
            now=scenario.last_recorded,
            end=scenario.last_month,
            as_of=scenario.as_of,
            options={name: value for name, value in options.items() if value is not None},
        )


@dataclass(frozen=True)
class Answer:
    """An answer: numbers for machines, tidy tables, and the names of the figures that show it.

    Attributes
    ----------
    question : str
        ``run``, ``effect``, ``matrix``, …
    inputs : Inputs
        What it rests on.
    numbers : dict
        The JSON document of the question; probabilities are fractions.
    tables : dict of DataFrame
        Tidy tables: the axes as columns, then value, low, high.
    figures : tuple of str
        Names in ``plots.FIGURES``.
    """

    question: str
    inputs: Inputs
    numbers: dict[str, Any]
    tables: dict[str, DataFrame]
    figures: tuple[str, ...]
