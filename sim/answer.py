"""One shape of answer: what was asked, of what, and what came out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic

from typing_extensions import TypeVar

from sim.documents import document_of
from sim.edition import EDITION, FIRST
from sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from pandas import DataFrame


Result = TypeVar("Result", default=Any)
"""The type of a result; of an answer to whatever question where it is left out."""


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
    edition: int = FIRST
    """The edition of the model that answered; what says nothing of it is of the first."""

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
            edition=EDITION,
        )


@dataclass(frozen=True)
class Answer(Generic[Result]):
    """An answer: a result of its own type, tidy tables, and the names of the figures that show it.

    Attributes
    ----------
    question : str
        ``run``, ``effect``, ``matrix``, …
    inputs : Inputs
        What it rests on.
    result : Result
        What came out, of the type that the question has; probabilities are fractions.
    tables : dict of DataFrame
        Tidy tables: the axes as columns, then value, low, high.
    figures : tuple of str
        Names in ``plots.FIGURES``.
    """

    question: str
    inputs: Inputs
    result: Result
    tables: dict[str, DataFrame]
    figures: tuple[str, ...]

    @property
    def numbers(self) -> dict[str, Any]:
        """The JSON document of the result."""
        return document_of(self.result)
