"""``domino validate``: what is wrong with files, and what their numbers rest on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.cli import output
from sim.cli.exits import BAD_INPUT
from sim.documents import document_of
from sim.scenario.faults import ScenarioError
from sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from sim.analysis.evidence.result import EvidenceResult, SeedingCheck


@dataclass(frozen=True)
class Check:
    """What was found of a file.

    Attributes
    ----------
    file : str
        As it was named.
    faults : list of dict
        What is wrong with it; empty where it is a scenario.
    lines : list of str
        The same for people.
    evidence : EvidenceResult or None
        What its numbers rest on; None where that was not asked, or it is no scenario.
    gain_of_peers : float or None
        ``sim.scenario.compiling.peers.gain_of_peers``; None where it is no scenario.
    """

    file: str
    faults: list[dict[str, Any]]
    lines: list[str]
    evidence: EvidenceResult | None = None
    gain_of_peers: float | None = None


def check(file: str, *, evidence: bool) -> Check:
    """What is wrong with a file, if anything; with its evidence where asked."""
    try:
        scenario = Scenario.load(file)
    except ScenarioError as error:
        return Check(file, error.as_json(), str(error).splitlines())
    from sim.scenario.compiling.peers import gain_of_peers  # needs the rules

    gain = gain_of_peers(scenario)
    lines = [f"ok {file} (gain of the peers {gain:.2f})"]
    return Check(file, [], lines, _evidence_of(scenario) if evidence else None, gain)


def _evidence_of(scenario: Scenario) -> EvidenceResult:
    from sim.analysis.evidence.evidence import evidence
    from sim.cli.asking import compile_first

    compile_first(scenario)
    return evidence(scenario).result


def exit_code(checks: Iterable[Check]) -> int:
    """0 where every file is a scenario."""
    return BAD_INPUT if any(each.faults for each in checks) else 0


def as_document(checks: Iterable[Check]) -> list[dict[str, Any]]:
    """The checks as plain data; the lines are for people."""
    return [
        {"file": each.file, "ok": not each.faults, "faults": each.faults}
        | ({} if each.gain_of_peers is None else {"gain_of_peers": each.gain_of_peers})
        | ({} if each.evidence is None else {"evidence": document_of(each.evidence)})
        for each in checks
    ]


def show(checks: Sequence[Check]) -> None:
    """Print a line for each file or fault, and the evidence where it was asked for."""
    for each in checks:
        output.lines(each.lines)
        if each.evidence is not None:
            _show_evidence(each.evidence)


def _show_evidence(found: EvidenceResult) -> None:
    share = found.share
    output.lines(
        [
            "",
            f"{found.numbers} numbers: {share.measured:.0%} measured, "
            f"{share.derived:.0%} derived by a rule, {share.judged:.0%} judged.",
            f"Of the {found.count.judged} judged ones {found.judged_in_sourced_events} are sizes "
            f"of events that have a source; {found.judged_without_range} have no range.",
        ]
    )
    heads = ["Block", "Measured", "Derived", "Judged"]
    output.table(
        heads,
        [
            [block, *(str(count) for count in (each.measured, each.derived, each.judged))]
            for block, each in found.blocks.items()
        ],
    )
    _show_seeding(found.seeding)


def _show_seeding(seeding: SeedingCheck) -> None:
    from sim.words.evidence.evidence import seeding as sentence

    output.lines([sentence(seeding)])
    if not seeding.checked:
        return
    output.table(
        ["Member", "Quantity", "Replay", "Range", ""],
        [
            [
                row.member,
                row.quantity,
                f"{row.value:.2f}",
                f"{row.low:.2f} to {row.high:.2f}",
                "inside" if row.inside else "OUTSIDE",
            ]
            for row in seeding.values
        ],
        texts=2,
    )
