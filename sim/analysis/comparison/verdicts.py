"""Verdicts on what is compared: on each outcome alone, and on all, corrected for their number."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sim.analysis.comparison.outcomes import MeasuredPair
from sim.analysis.comparison.result import (
    CANNOT_TELL,
    DIFFERS,
    SAME,
    ComparedOutcome,
    ComparedSide,
    ComparisonResult,
    InputDifference,
    SideComparison,
    Verdict,
)
from sim.analysis.comparison.sides import Axes, Side
from sim.refusal import shown
from sim.statistics.contrasts import (
    ASSURANCE,
    LEVEL,
    MOST_RUNS,
    PAIRED,
    POWER,
    UNPAIRED,
    holm,
)
from sim.statistics.estimates import Estimate

if TYPE_CHECKING:
    from pandas import DataFrame

_ENDS = (("value", ""), ("low", "_low"), ("high", "_high"))


@dataclass(frozen=True)
class Comparison:
    """One side held against the first.

    Attributes
    ----------
    a, b : Side
        The first and the other.
    why_unpaired : list of str
        Why their runs are no pairs; empty where they are.
    changed : list of InputDifference
        What was asked differently.
    measured : list of MeasuredPair
        Every outcome that both have.
    """

    a: Side
    b: Side
    why_unpaired: list[str]
    changed: list[InputDifference]
    measured: list[MeasuredPair]

    @property
    def is_same(self) -> bool:
        """Whether they differ in nothing that bears on outcomes."""
        return not any(difference.bears for difference in self.changed)

    @property
    def method(self) -> str:
        """Whether their runs are pairs."""
        return UNPAIRED if self.why_unpaired else PAIRED


@dataclass(frozen=True)
class Judged:
    """An outcome of a comparison, its corrected p-value, and the verdict on it alone."""

    comparison: Comparison
    measured: MeasuredPair
    p_corrected: float | None
    verdict: Verdict

    @cached_property
    def outcome(self) -> ComparedOutcome:
        """As the result tells it."""
        measured, contrast = self.measured, self.measured.contrast
        needed = contrast.runs_needed() if self.verdict == CANNOT_TELL else None
        runs_needed, beyond = _capped(needed)
        return ComparedOutcome(
            a=measured.a,
            b=measured.b,
            difference=Estimate(contrast.value, contrast.low, contrast.high),
            unit=measured.unit,
            method=contrast.method,
            p=contrast.p,
            p_corrected=self.p_corrected,
            verdict=self.verdict,
            detectable=contrast.detectable,
            runs_needed=runs_needed,
            beyond=beyond,
        )


def judged_of(comparisons: Sequence[Comparison]) -> list[Judged]:
    """Each outcome with its verdict; corrected over all whose inputs differ."""
    pairs = [(each, measured) for each in comparisons for measured in each.measured]
    tested = [measured.contrast.p for each, measured in pairs if not each.is_same]
    corrected = iter(holm(tested))
    judged = []
    for each, measured in pairs:
        if each.is_same:
            judged.append(Judged(each, measured, None, SAME))
        else:
            verdict: Verdict = DIFFERS if measured.contrast.is_resolved else CANNOT_TELL
            judged.append(Judged(each, measured, next(corrected), verdict))
    return judged


def outcome_row(axes: Axes, judged: Judged) -> dict[str, Any]:
    """A line of the table of outcomes."""
    measured, outcome = judged.measured, judged.outcome
    head, _, argument = measured.name.partition("@")[0].partition(".")
    return {
        "side": judged.comparison.b.label,
        "name": measured.name,
        "outcome": head,
        "member": argument if argument in axes.members else None,
        "at": ", ".join(f"{path} {value:g}" for path, value in measured.point.items()) or None,
        "month": axes.last,
        "unit": outcome.unit,
        **{f"a{rest}": getattr(outcome.a, end) for end, rest in _ENDS},
        **{f"b{rest}": getattr(outcome.b, end) for end, rest in _ENDS},
        **asdict(outcome.difference),
        "z": measured.contrast.z,
        "method": outcome.method,
        "p": outcome.p,
        "p_corrected": outcome.p_corrected,
        "verdict": outcome.verdict,
        "detectable": outcome.detectable,
        "runs_needed": outcome.runs_needed,
        "beyond": outcome.beyond,
        **measured.point,
    }


def _capped(needed: int | None) -> tuple[int | None, bool]:
    """Runs that would settle it, and whether they are more than are named."""
    beyond = needed is not None and needed > MOST_RUNS
    return None if beyond else needed, beyond


def result_of(
    sides: Sequence[Side],
    axes: Axes,
    comparisons: Sequence[Comparison],
    judged: Sequence[Judged],
) -> ComparisonResult:
    """The result of a comparison.

    Parameters
    ----------
    sides : sequence of Side
        What is compared, the first one first.
    axes : Axes
        Members and months that all have.
    comparisons : sequence of Comparison
        One for each side but the first.
    judged : sequence of Judged
        Every outcome of all of these.
    """
    tested = sum(not each.comparison.is_same for each in judged)
    found = [_side_comparison(each, judged, tested) for each in comparisons]
    verdicts = {each.verdict for each in found}
    order: tuple[Verdict, ...] = (DIFFERS, CANNOT_TELL, SAME)
    return ComparisonResult(
        question=sides[0].answer.question,
        verdict=next(verdict for verdict in order if verdict in verdicts),
        sides=[compared_side(side) for side in sides],
        members=list(axes.members),
        months=[axes.first, axes.last],
        dropped=axes.dropped,
        tested=tested,
        correction="holm",
        level=LEVEL,
        power=POWER,
        assurance=ASSURANCE,
        comparisons=found,
    )


def _side_comparison(each: Comparison, judged: Sequence[Judged], tested: int) -> SideComparison:
    own = [line for line in judged if line.comparison is each]
    resolved = [
        line.measured.name
        for line in own
        if line.p_corrected is not None and line.p_corrected < LEVEL
    ]
    verdict: Verdict = SAME if each.is_same else DIFFERS if resolved else CANNOT_TELL
    level = LEVEL / max(1, tested)
    needed = {
        line.measured.name: runs
        for line in own
        if (runs := line.measured.contrast.runs_needed(level))
    }
    nearest = min(needed, key=lambda name: needed[name], default=None)
    if verdict != CANNOT_TELL:
        nearest = None
    runs_needed, beyond = _capped(needed[nearest] if nearest else None)
    return SideComparison(
        side=each.b.label,
        against=each.a.label,
        verdict=verdict,
        method=each.method,
        not_paired=each.why_unpaired,
        resolved=resolved,
        settled_by=nearest,
        runs_needed=runs_needed,
        beyond=beyond,
        outcomes={line.measured.name: line.outcome for line in own},
        inputs=each.changed,
    )


def changes_table(comparisons: Sequence[Comparison]) -> DataFrame:
    """What the inputs state differently, as text: a line for each field and side."""
    from pandas import DataFrame

    rows = []
    for each in comparisons:
        for difference in each.changed:
            texts = {
                end: None if value is None else value if isinstance(value, str) else shown(value)
                for end, value in (("a", difference.a), ("b", difference.b))
            }
            rows.append({"side": each.b.label, **asdict(difference), **texts})
    columns = ["side", "group", "path", "a", "b", "source_a", "source_b", "bears", "within"]
    return DataFrame(rows, columns=columns)


def compared_side(side: Side) -> ComparedSide:
    """What a side was asked, and what made it."""
    given = side.answer.inputs
    return ComparedSide(
        label=side.label,
        scenario=given.scenario,
        title=given.title,
        scenario_hash=given.scenario_hash,
        seed=given.seed,
        runs=given.runs,
        start=given.start,
        now=given.now,
        end=given.end,
        as_of=given.as_of,
        options=given.options,
        source_digest=side.source_digest,
        edition=given.edition,
        command=side.command,
        result=side.result,
    )


def side_row(side: Side) -> dict[str, Any]:
    """A side as a line of a table, with all that is needed to ask it again."""
    stated = asdict(compared_side(side))
    return {
        **stated,
        "question": side.answer.question,
        "options": json.dumps(stated["options"]),
        "scenario_text": side.answer.inputs.scenario_text,
    }
