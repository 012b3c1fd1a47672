"""``domino validate``: what is wrong with files, and what their numbers rest on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sim.cli import BAD_INPUT, output
from sim.scenario.faults import ScenarioError
from sim.scenario.scenario import Scenario

Check = dict[str, Any]


def check(file: str, *, evidence: bool) -> Check:
    """What is wrong with a file, if anything; with its evidence where asked."""
    try:
        scenario = Scenario.load(file)
    except ScenarioError as error:
        told = str(error).splitlines()
        return {"file": file, "ok": False, "faults": error.as_json(), "lines": told}
    found: Check = {"file": file, "ok": True, "faults": [], "lines": [f"ok {file}"]}
    if evidence:
        from sim.analysis.evidence.evidence import evidence as evidence_of
        from sim.cli.asking import compile_first

        compile_first(scenario)
        found["evidence"] = evidence_of(scenario).numbers
    return found


def exit_code(checks: Iterable[Check]) -> int:
    """0 where every file is a scenario."""
    return 0 if all(each["ok"] for each in checks) else BAD_INPUT


def as_document(checks: Iterable[Check]) -> list[Check]:
    """The checks as plain data; the lines are for people."""
    return [{key: value for key, value in each.items() if key != "lines"} for each in checks]


def show(checks: Sequence[Check]) -> None:
    """Print a line for each file or fault, and the evidence where it was asked for."""
    for each in checks:
        output.lines(each["lines"])
        if "evidence" in each:
            _show_evidence(each["evidence"])


def _show_evidence(found: dict[str, Any]) -> None:
    share, count = found["share"], found["count"]
    output.lines(
        [
            "",
            f"{found['numbers']} numbers: {share['sourced']:.0%} with a source, "
            f"{share['assumed']:.0%} assumed with a range, {share['bare']:.0%} bare.",
            f"Of the {count['bare']} bare ones {found['bare_in_sourced_events']} are sizes of "
            "events that have a source.",
        ]
    )
    heads = ["Block", "Sourced", "Assumed", "Bare"]
    output.table(
        heads,
        [
            [block, *(str(counts[grade]) for grade in ("sourced", "assumed", "bare"))]
            for block, counts in found["blocks"].items()
        ],
    )
    _show_seeding(found["seeding"])


def _show_seeding(seeding: dict[str, Any]) -> None:
    if not seeding["checked"]:
        output.lines(["No ranges are known for its members in its record: nothing to check."])
        return
    output.lines(
        [
            f"The replay without noise at {seeding['month']}: {seeding['inside']} of "
            f"{seeding['checked']} values lie inside their range."
        ]
    )
    output.table(
        ["Member", "Quantity", "Replay", "Range", ""],
        [
            [
                row["member"],
                row["quantity"],
                f"{row['value']:.2f}",
                f"{row['low']:.2f} to {row['high']:.2f}",
                "inside" if row["inside"] else "OUTSIDE",
            ]
            for row in seeding["values"]
        ],
        texts=2,
    )
