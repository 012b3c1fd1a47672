"""Two sweeps over the same points: every number of each, run by run where it was kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.analysis.comparison.outcomes import (
    MeasuredPair,
    Numbers,
    RunByRun,
    SideOutcome,
    paired_up,
)
from sim.analysis.comparison.sides import Axes, Side, refuse_other_ends
from sim.answer import Answer
from sim.futures.outcomes import OUTCOMES
from sim.refusal import Refusal
from sim.statistics.estimates import Estimate
from sim.sweeps.points import MOST_COMPARED, numbers_in


def measured(axes: Axes, a: Side, b: Side, *, paired: bool) -> Iterator[MeasuredPair]:
    """Every number of two sweeps.

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
        Numbers(_of_points(axes, side.answer), _run_by_run(side, is_asked=paired), side.runs)
        for side in (a, b)
    )
    return paired_up(one, other, paired=paired)


def refuse_other_designs(sides: Sequence[Side]) -> None:
    """Refuse sweeps over other points, or up to another end.

    Raises
    ------
    Refusal
        With what parts them.
    """
    designs = [_design(side.answer) for side in sides]
    if any(design != designs[0] for design in designs):
        listed = "; ".join(f"{s.label}: {design}" for s, design in zip(sides, designs, strict=True))
        raise Refusal(f"sweeps of different designs cannot be compared ({listed})")
    refuse_other_ends(sides)


def _design(answer: Answer) -> str:
    """The points of a sweep in words."""
    options = answer.inputs.options
    vary = ", ".join(
        f"{path} {low:g} to {high:g}{f' in {count}' if count else ''}"
        for path, low, high, count in options["vary"]
    )
    seed = "" if options["design"] == "grid" else f" of seed {answer.inputs.seed}"
    return f"{options['design']} of {options['points']} points{seed} over {vary}"


def _of_points(axes: Axes, answer: Answer) -> Iterator[SideOutcome]:
    """Each number of a sweep that is not of a dropped member."""
    paths = [str(axis[0]) for axis in answer.inputs.options["vary"]]
    table = answer.tables["data"]
    if len(table) > MOST_COMPARED:
        raise Refusal(
            f"sweeps of up to {MOST_COMPARED:,} numbers are compared, this one has {len(table):,}"
        )
    for row in table.astype({"outcome": str}).to_dict("records"):
        head, _, argument = row["outcome"].partition(".")
        if OUTCOMES[head].name.endswith(".ID") and argument not in axes.members:
            continue
        found = [None if row[end] != row[end] else row[end] for end in ("value", "low", "high")]
        point = {path: row[path] for path in paths}
        name = f"{row['outcome']}@{row['k']}"
        yield SideOutcome(name, OUTCOMES[head].unit, Estimate(*found), point)


def _run_by_run(side: Side, *, is_asked: bool) -> RunByRun:
    texts: dict[str, str] = {}
    if is_asked:
        table = side.answer.tables["runs"].astype({"outcome": str})
        columns = zip(table["k"], table["outcome"], table["each"], strict=True)
        texts = {f"{outcome}@{k}": each for k, outcome, each in columns}

    def numbers(name: str) -> NDArray[np.float64] | None:
        text = texts.get(name)
        return None if text is None else numbers_in(text)

    return numbers
