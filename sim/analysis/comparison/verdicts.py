"""Verdicts on what is compared: on each outcome alone, and on all, corrected for their number."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sim.analysis.comparison.input_differences import Difference
from sim.analysis.comparison.outcomes import Measured
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

DIFFERS, CANNOT_TELL, SAME = "differs", "cannot tell", "no difference"
_ENDS = (("value", ""), ("low", "_low"), ("high", "_high"))


@dataclass(frozen=True)
class Comparison:
    """One side held against the first."""

    a: Side
    b: Side
    parted: list[str]
    """Why their runs are no pairs."""
    changed: list[Difference]
    measured: list[Measured]

    @property
    def is_same(self) -> bool:
        """Whether they differ in nothing that bears on outcomes."""
        return not any(difference.bears for difference in self.changed)

    @property
    def method(self) -> str:
        """Whether their runs are pairs."""
        return UNPAIRED if self.parted else PAIRED


Judged = tuple[Comparison, Measured, float | None, str]
"""A comparison, one of its outcomes, the corrected p-value and the verdict on it alone."""


def judged_of(comparisons: Sequence[Comparison]) -> list[Judged]:
    """Each outcome with its verdict; corrected over all whose inputs differ."""
    pairs = [(each, measured) for each in comparisons for measured in each.measured]
    tested = [measured.contrast.p for each, measured in pairs if not each.is_same]
    corrected = iter(holm(tested))
    judged: list[Judged] = []
    for each, measured in pairs:
        if each.is_same:
            judged.append((each, measured, None, SAME))
        else:
            verdict = DIFFERS if measured.contrast.is_told else CANNOT_TELL
            judged.append((each, measured, next(corrected), verdict))
    return judged


def outcome_row(
    axes: Axes, each: Comparison, measured: Measured, corrected: float | None, verdict: str
) -> dict[str, Any]:
    """A line of the table of outcomes."""
    head, _, argument = measured.name.partition("@")[0].partition(".")
    contrast = measured.contrast
    needed = contrast.runs_needed() if verdict == CANNOT_TELL else None
    return {
        "side": each.b.label,
        "name": measured.name,
        "outcome": head,
        "member": argument if argument in axes.members else None,
        "at": ", ".join(f"{path} {value:g}" for path, value in measured.point.items()) or None,
        "month": axes.last,
        "unit": measured.unit,
        **{f"a{end}": value for end, value in _ends(measured.a)},
        **{f"b{end}": value for end, value in _ends(measured.b)},
        "value": contrast.value,
        "low": contrast.low,
        "high": contrast.high,
        "z": contrast.z,
        "method": contrast.method,
        "p": contrast.p,
        "p_corrected": corrected,
        "verdict": verdict,
        "detectable": contrast.detectable,
        **_capped(needed),
        **measured.point,
    }


def _ends(estimate: Estimate) -> list[tuple[str, float | None]]:
    return [(rest, getattr(estimate, end)) for end, rest in _ENDS]


def _capped(needed: int | None) -> dict[str, Any]:
    """Runs that would settle it; beyond ten million the number is not named."""
    beyond = needed is not None and needed > MOST_RUNS
    return {"runs_needed": None if beyond else needed, "beyond": beyond}


def document_of(
    sides: Sequence[Side],
    axes: Axes,
    comparisons: Sequence[Comparison],
    judged: Sequence[Judged],
) -> dict[str, Any]:
    """The JSON document of a comparison."""
    tested = sum(not each.is_same for each, *_ in judged)
    documents = [_document(axes, each, judged, tested) for each in comparisons]
    verdicts = {document["verdict"] for document in documents}
    return {
        "question": sides[0].answer.question,
        "verdict": next(v for v in (DIFFERS, CANNOT_TELL, SAME) if v in verdicts),
        "sides": [_side_document(side) for side in sides],
        "members": list(axes.members),
        "months": [axes.first, axes.last],
        "dropped": axes.dropped,
        "tested": tested,
        "correction": "holm",
        "level": LEVEL,
        "power": POWER,
        "assurance": ASSURANCE,
        "comparisons": documents,
    }


def _document(
    axes: Axes, each: Comparison, judged: Sequence[Judged], tested: int
) -> dict[str, Any]:
    """One comparison for JSON."""
    own = [line for line in judged if line[0] is each]
    told = [m.name for _, m, corrected, _ in own if corrected is not None and corrected < LEVEL]
    verdict = SAME if each.is_same else DIFFERS if told else CANNOT_TELL
    needed = {
        m.name: n for _, m, *_ in own if (n := m.contrast.runs_needed(LEVEL / max(1, tested)))
    }
    nearest = min(needed, key=lambda name: needed[name], default=None)
    if verdict != CANNOT_TELL:
        nearest = None
    return {
        "side": each.b.label,
        "against": each.a.label,
        "verdict": verdict,
        "method": each.method,
        "not_paired": each.parted,
        "told": told,
        "settled_by": nearest,
        **_capped(needed[nearest] if nearest else None),
        "outcomes": {line[1].name: _outcome(outcome_row(axes, *line)) for line in own},
        "inputs": [asdict(difference) for difference in each.changed],
    }


def _outcome(row: dict[str, Any]) -> dict[str, Any]:
    def estimate(start: str) -> dict[str, Any]:
        return {end: row[f"{start}{rest}"] for end, rest in _ENDS}

    kept = ("unit", "method", "p", "p_corrected", "verdict", "detectable", "runs_needed", "beyond")
    difference = {end: row[end] for end, _ in _ENDS}
    return {
        "a": estimate("a"),
        "b": estimate("b"),
        "difference": difference,
        **{name: row[name] for name in kept},
    }


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


def _side_document(side: Side) -> dict[str, Any]:
    given = side.answer.inputs
    return {
        "label": side.label,
        "scenario": given.scenario,
        "title": given.title,
        "scenario_hash": given.scenario_hash,
        "seed": given.seed,
        "runs": given.runs,
        "start": given.start,
        "now": given.now,
        "end": given.end,
        "as_of": given.as_of,
        "options": given.options,
        "source_digest": side.source_digest,
        "command": side.command,
        "result": side.result,
    }


def side_row(side: Side) -> dict[str, Any]:
    """A side as a line of a table, with all that is needed to ask it again."""
    document = _side_document(side)
    return {
        **document,
        "question": side.answer.question,
        "options": json.dumps(document["options"]),
        "scenario_text": side.answer.inputs.scenario_text,
    }
