"""How answers of a kind are compared: which numbers they have, and what more can be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from sim.analysis.comparison import effects, forecasts, sweeps
from sim.analysis.comparison.outcomes import MeasuredPair
from sim.analysis.comparison.sides import Axes, Side
from sim.analysis.comparison.verdicts import Comparison, Judged
from sim.questions import QUESTIONS, imported
from sim.refusal import Refusal

if TYPE_CHECKING:
    from pandas import DataFrame

IN_POINTS = ("probability", "points")
"""Units of what is drawn on an axis of percentage points."""
FIGURES_OF_SWEEPS = {1: "compare_sweep_curves", 2: "compare_sweep_maps"}
"""By the number of paths that are varied."""


@dataclass(frozen=True)
class Shown:
    """What a comparison shows beside its outcomes.

    Attributes
    ----------
    figures : tuple of str
        Names of figures.
    tables : dict of DataFrame
        Further tables.
    options : dict
        Options of the first side that hold for all.
    """

    figures: tuple[str, ...]
    tables: dict[str, DataFrame] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)


class Measuring(Protocol):
    """Finds every outcome of two sides."""

    def __call__(self, axes: Axes, a: Side, b: Side, *, paired: bool) -> Iterator[MeasuredPair]:
        """The outcomes on common axes, each with its contrast; run by run where ``paired``."""
        ...


@dataclass(frozen=True)
class Kind:
    """How answers to one question are compared.

    Attributes
    ----------
    measured : callable
        Of the common axes and two sides: every outcome with its contrast.
    refuse : callable
        Raises ValueError where sides are not alike in what their numbers depend on.
    shown : callable
        Of the common axes, the comparisons and their judged outcomes: what else is shown.
    """

    measured: Measuring
    refuse: Callable[[Sequence[Side]], None]
    shown: Callable[[Axes, Sequence[Comparison], Sequence[Judged]], Shown]


def kind_of(sides: Sequence[Side]) -> Kind:
    """How these are compared.

    Raises
    ------
    Refusal
        Where they answer different questions, or one whose answers are not compared.
    """
    questions = {side.label: side.answer.question for side in sides}
    each = ", ".join(
        f"{side.label} ({side.name}) answers {questions[side.label]}" for side in sides
    )
    if len(set(questions.values())) > 1:
        raise Refusal(
            f"answers to different questions cannot be compared, choose those to one: {each}"
        )
    known = {name: question.compared for name, question in QUESTIONS.items() if question.compared}
    named = known.get(sides[0].answer.question)
    if named is None:
        raise Refusal(f"compared are answers of {' and '.join(known)}: {each}")
    kind: Kind = imported(named)
    return kind


def _nothing(_: Sequence[Side]) -> None:
    """Forecasts are cut to their common months: nothing has to agree."""


def _month_by_month(axes: Axes, comparisons: Sequence[Comparison], _: Sequence[Judged]) -> Shown:
    from pandas import concat

    sides = [comparisons[0].a, *(each.b for each in comparisons)]
    over = [
        forecasts.over_time(axes, each.a, each.b, paired=not each.why_unpaired)
        for each in comparisons
    ]
    return Shown(
        figures=("compare_curves", "compare_differences", "compare_over_time"),
        tables={
            "exits": forecasts.curves(axes, sides),
            "over_time": concat(over, ignore_index=True),
        },
    )


def _differences(_: Axes, comparisons: Sequence[Comparison], judged: Sequence[Judged]) -> Shown:
    is_drawn = any(each.measured.unit in IN_POINTS for each in judged)
    return Shown(figures=("compare_differences",) if is_drawn else ())


def _over_paths(_: Axes, comparisons: Sequence[Comparison], judged: Sequence[Judged]) -> Shown:
    names = {each.measured.name.partition("@")[0]: None for each in judged}
    given = {**comparisons[0].a.answer.inputs.options, "outcomes": list(names)}
    figure = FIGURES_OF_SWEEPS.get(len(given["vary"]), "compare_differences")
    return Shown(figures=(figure,), options=given)


FORECASTS = Kind(forecasts.measured, _nothing, _month_by_month)
EFFECTS = Kind(effects.measured_effects, effects.refuse_other_effects, _differences)
MATRICES = Kind(effects.measured_matrices, effects.refuse_other_months, _differences)
SWEEPS = Kind(sweeps.measured, sweeps.refuse_other_designs, _over_paths)
