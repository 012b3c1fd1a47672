"""Two domino effects, or two matrices of them: every number, run by run where runs are pairs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sim.analysis.comparison.outcomes import (
    MeasuredPair,
    Numbers,
    SideOutcome,
    column_of_runs,
    paired_up,
)
from sim.analysis.comparison.sides import Axes, Side, by_label, refuse_other_ends
from sim.analysis.domino.result import EffectResult, MatrixResult
from sim.answer import Answer
from sim.refusal import Refusal
from sim.statistics.estimates import Estimate


def measured_effects(axes: Axes, a: Side, b: Side, *, paired: bool) -> Iterator[MeasuredPair]:
    """Every outcome of two domino effects.

    Parameters
    ----------
    axes : Axes
        Members and months that both have.
    a, b : Side
        The first side and the other.
    paired : bool
        Whether run k of both has the same luck.
    """
    one, other = (
        Numbers(_of_effect(axes, effect), column_of_runs(side), effect.pairs or side.runs)
        for side in (a, b)
        for effect in [_effect(side.answer)]
    )
    return paired_up(one, other, paired=paired)


def measured_matrices(axes: Axes, a: Side, b: Side, *, paired: bool) -> Iterator[MeasuredPair]:
    """Every cell of two matrices.

    Parameters
    ----------
    axes : Axes
        Members and months that both have.
    a, b : Side
        The first side and the other.
    paired : bool
        Whether run k of both has the same luck.
    """
    one, other = (
        Numbers(_of_matrix(axes, side.answer.result), column_of_runs(side), side.runs)
        for side in (a, b)
    )
    return paired_up(one, other, paired=paired)


def refuse_other_effects(sides: Sequence[Side]) -> None:
    """Refuse effects of another exit or event, from another month on, or up to another end.

    Raises
    ------
    Refusal
        With what parts them.
    """
    stated = {side.label: _effect(side.answer).of for side in sides}
    if len(set(stated.values())) > 1:
        raise _other("whose exit or which event", stated)
    refuse_other_months(sides)


def refuse_other_months(sides: Sequence[Side]) -> None:
    """Refuse futures that part in another month, or have another end.

    Raises
    ------
    Refusal
        With what parts them.
    """
    stated = {side.label: str(side.answer.result.at) for side in sides}
    if len(set(stated.values())) > 1:
        raise _other("the month in which futures part", stated)
    refuse_other_ends(sides)


def _other(what: str, stated: Mapping[str, str]) -> Refusal:
    return Refusal(f"these effects differ in {what}: {by_label(stated)}; ask for the same")


def _effect(answer: Answer[EffectResult]) -> EffectResult:
    return answer.result


def _of_effect(axes: Axes, effect: EffectResult) -> Iterator[SideOutcome]:
    none = Estimate(None)
    yield SideOutcome("effect", "exits", effect.effect)
    yield SideOutcome("reproduction_number", "exits", effect.reproduction_number)
    yield SideOutcome("hazard_ratio", "ratio", effect.hazard_ratio or none)
    for arm, estimate in effect.p_another_5y.by_arm().items():
        yield SideOutcome(f"p_another_5y.{arm}", "probability", estimate)
    for member in axes.members:
        yield SideOutcome(f"by_member.{member}", "points", effect.by_member.get(member, none))


def _of_matrix(axes: Axes, matrix: MatrixResult) -> Iterator[SideOutcome]:
    for leaver in axes.members:
        for other in axes.members:
            yield SideOutcome(f"matrix.{leaver}.{other}", "points", matrix.change(leaver, other))
