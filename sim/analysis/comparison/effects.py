"""Two domino effects, or two matrices of them: every number, run by run where runs are pairs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sim.analysis.comparison.outcomes import (
    Measured,
    MeasuredPair,
    Numbers,
    column_of_runs,
    paired_up,
)
from sim.analysis.comparison.sides import Axes, Side, by_label, refuse_other_ends
from sim.answer import Answer
from sim.refusal import Refusal
from sim.statistics.estimates import Estimate

_UNITS = {"effect": "exits", "reproduction_number": "exits", "hazard_ratio": "ratio"}


def measured_effects(axes: Axes, a: Side, b: Side, *, paired: bool) -> Iterator[MeasuredPair]:
    """Every outcome of two domino effects; parameters as of ``Kind.measured``."""
    one, other = (
        Numbers(_of_effect(axes, side.answer), column_of_runs(side), _pairs(side))
        for side in (a, b)
    )
    return paired_up(one, other, paired=paired)


def measured_matrices(axes: Axes, a: Side, b: Side, *, paired: bool) -> Iterator[MeasuredPair]:
    """Every cell of two matrices; parameters as of ``Kind.measured``."""
    one, other = (
        Numbers(_of_matrix(axes, side.answer), column_of_runs(side), side.runs) for side in (a, b)
    )
    return paired_up(one, other, paired=paired)


def refuse_other_questions(sides: Sequence[Side]) -> None:
    """Refuse effects of another exit or event, from another month on, or up to another end.

    Raises
    ------
    Refusal
        With what parts them.
    """
    for name, what in (
        ("of", "whose exit or which event"),
        ("at", "the month in which futures part"),
    ):
        stated = {side.label: side.answer.numbers.get(name) for side in sides}
        if len(set(stated.values())) > 1:
            raise Refusal(f"these effects differ in {what}: {by_label(stated)}; ask for the same")
    refuse_other_ends(sides)


def _of_effect(axes: Axes, answer: Answer) -> Iterator[Measured]:
    numbers = answer.numbers
    for name, unit in _UNITS.items():
        yield Measured(name, unit, _estimate(numbers[name]))
    for arm, estimate in numbers["p_another_5y"].items():
        if isinstance(estimate, dict):
            yield Measured(f"p_another_5y.{arm}", "probability", _estimate(estimate))
    for member in axes.members:
        yield Measured(f"by_member.{member}", "points", _estimate(numbers["by_member"].get(member)))


def _of_matrix(axes: Axes, answer: Answer) -> Iterator[Measured]:
    numbers = answer.numbers
    places = {member: place for place, member in enumerate(numbers["members"])}
    for leaver in axes.members:
        for other in axes.members:
            row, column = places[leaver], places[other]
            cell = Estimate(*(numbers[part][row][column] for part in ("matrix", "low", "high")))
            yield Measured(f"matrix.{leaver}.{other}", "points", cell)


def _estimate(stated: Mapping[str, Any] | None) -> Estimate:
    return Estimate(None) if stated is None else Estimate(**stated)


def _pairs(side: Side) -> int:
    return int(side.answer.numbers.get("pairs") or side.runs)
