"""Two or more answers side by side: what differs, how sure that is, and what was asked differently.

Each is held against the first. The verdict may be that these runs cannot tell; it then says how
many could. Over all outcomes together it is corrected for their number (Holm 1979).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sim.analysis.comparison.input_differences import differences
from sim.analysis.comparison.kinds import Kind, kind_of
from sim.analysis.comparison.opening import opened, side_of
from sim.analysis.comparison.result import ComparisonResult, InputDifference
from sim.analysis.comparison.sides import LABELS, Axes, Side, axes_of, why_unpaired
from sim.analysis.comparison.verdicts import (
    Comparison,
    changes_table,
    judged_of,
    outcome_row,
    result_of,
    side_row,
)
from sim.answer import Answer, Inputs
from sim.pool import Progress
from sim.refusal import Refusal
from sim.scenario.document.months import later
from sim.scenario.scenario import Scenario

RUNS, SEED = 10_000, 1
RESULTS = Path("results")


def compare(
    *given: Answer | Side | Scenario | str | Path,
    runs: int | None = None,
    seed: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    root: Path = RESULTS,
) -> Answer[ComparisonResult]:
    """Answers, scenarios or stored results side by side, each held against the first.

    Parameters
    ----------
    *given : Answer, Side, Scenario, str or Path
        Two to six. A name is that of a stored result or of a scenario, see ``finding.opened``;
        scenarios are run.
    runs, seed : int, optional
        Of the scenarios; default those of the first answer given, so that they can be paired with
        it, else 10,000 and 1.
    threads, progress
        As of ``simulate``.
    root : Path
        Folder of the results.

    Returns
    -------
    Answer
        Differences with paired intervals where the runs are pairs, and a verdict.

    Raises
    ------
    Refusal
        Where these cannot be compared.
    """
    check_number(len(given))
    found = [opened(each, root) if isinstance(each, (str, Path)) else each for each in given]
    ready = [side_of(each) if isinstance(each, Answer) else each for each in found]
    runs, seed = asked_of_all(ready, runs, seed)
    return compared([_answered(each, runs, seed, threads, progress) for each in ready])


def check_number(number: int) -> None:
    """Refuse fewer than two sides, and more than can be told apart in a picture."""
    if not 2 <= number <= len(LABELS):
        message = f"two to {len(LABELS)} results or scenarios are compared"
        raise Refusal(message, found=str(number))


def asked_of_all(
    sides: Sequence[Side | Scenario], runs: int | None, seed: int | None
) -> tuple[int, int]:
    """Runs and seed for the scenarios: as asked, else as of the first answer.

    Parameters
    ----------
    sides : sequence of Side or Scenario
        What is compared; scenarios are still to be played.
    runs : int >= 1 or None
        As asked; None for those of the first answer, else 10,000.
    seed : int >= 0 or None
        Likewise; else 1.
    """
    first = next((side.answer.inputs for side in sides if isinstance(side, Side)), None)
    if runs is None:
        runs = first.runs if first else RUNS
    if seed is None:
        seed = first.seed if first else SEED
    return runs, seed


def _answered(
    side: Side | Scenario, runs: int, seed: int, threads: int | None, progress: Progress | None
) -> Side:
    from sim.analysis.forecast.forecast import simulate

    if isinstance(side, Side):
        return side
    return side_of(simulate(side, runs=runs, seed=seed, threads=threads, progress=progress))


def compared(sides: Sequence[Side]) -> Answer[ComparisonResult]:
    """The comparison of sides that have their answers.

    Raises
    ------
    Refusal
        Where these cannot be compared.
    """
    check_number(len(sides))
    sides = [replace(side, label=label) for side, label in zip(sides, LABELS, strict=False)]
    kind = kind_of(sides)
    kind.refuse(sides)
    axes = axes_of(sides)
    comparisons = [_held_against(kind, axes, sides[0], other) for other in sides[1:]]
    return _answer(kind, sides, axes, comparisons)


def _held_against(kind: Kind, axes: Axes, a: Side, b: Side) -> Comparison:
    reasons = why_unpaired(a, b)
    measured = list(kind.measured(axes, a, b, paired=not reasons))
    return Comparison(a, b, reasons, _changed(a, b), measured)


def _changed(a: Side, b: Side) -> list[InputDifference]:
    """What the inputs state differently: the scenarios, the program, the luck."""
    found = differences(a.scenario, b.scenario)
    if a.source_digest != b.source_digest:
        found.append(
            InputDifference(
                "program", "program", a.source_digest, b.source_digest, None, None, True
            )
        )
    one, other = a.answer.inputs, b.answer.inputs
    for name in ("seed", "runs"):
        mine, its = getattr(one, name), getattr(other, name)
        if mine != its:
            found.append(InputDifference("luck", name, mine, its, None, None, False))
    return found


def _answer(
    kind: Kind, sides: Sequence[Side], axes: Axes, comparisons: Sequence[Comparison]
) -> Answer[ComparisonResult]:
    from pandas import DataFrame

    judged = judged_of(comparisons)
    if not judged:
        raise Refusal("what is compared has no number in common")
    known = sides[0].answer.tables["members"]
    shown = kind.shown(axes, comparisons, judged)
    tables = {
        "outcomes": DataFrame([outcome_row(axes, each) for each in judged]),
        "inputs": changes_table(comparisons),
        "sides": DataFrame([side_row(side) for side in sides]),
        "members": known[known["member"].isin(axes.members)].reset_index(drop=True),
        **shown.tables,
    }
    inputs = _inputs(sides, axes)
    inputs = replace(inputs, options=inputs.options | shown.options)
    result = result_of(sides, axes, comparisons, judged)
    return Answer("compare", inputs, result, tables, shown.figures)


def _inputs(sides: Sequence[Side], axes: Axes) -> Inputs:
    """Those of the first side, on the common months; the others by what names them."""
    given = [side.answer.inputs for side in sides]
    as_of = {each.as_of for each in given}
    names = ("scenario", "scenario_hash", "seed", "runs", "options")
    against = [
        {**{name: getattr(each, name) for name in names}, "source_digest": side.source_digest}
        for each, side in zip(given, sides, strict=True)
    ]
    return replace(
        given[0],
        title=" against ".join(dict.fromkeys(each.title for each in given)),
        start=max(each.start for each in given),
        now=later(axes.first, -1),
        end=axes.last,
        as_of=as_of.pop() if len(as_of) == 1 else None,
        options={"sides": against},
        edition=max(each.edition for each in given),
    )
