"""Words for who toppled whom: the exits that decide another one."""

from __future__ import annotations

from sim.analysis.attribution.result import AttributionResult, ToppledEdge
from sim.answer import Answer
from sim.statistics.estimates import is_known, sign
from sim.words.attribution.contagion import chance
from sim.words.shared.subject import labels


def edges(answer: Answer[AttributionResult]) -> list[ToppledEdge]:
    """Who toppled whom, or kept whom in: the edges that occur, the most frequent first."""
    found = [edge for edge in answer.result.toppled if edge.value or edge.prevented]
    return sorted(found, key=lambda edge: -abs(net(edge)))


def net(edge: ToppledEdge) -> float:
    """Share of runs in which an exit topples another member, less that in which it keeps it in."""
    return edge.value - edge.prevented


def resolved_sign(edge: ToppledEdge) -> int:
    """+1 or -1 where the interval of what the exit changes excludes 0, else 0."""
    found = edge.difference
    return sign(found) if is_known(found) else 0


def toppled(answer: Answer[AttributionResult]) -> str:
    """The strongest edge, in words."""
    found = edges(answer)
    resolved = [edge for edge in found if resolved_sign(edge)]
    if not found:
        return (
            "In no run does one exit bring about another one, or prevent it, beyond what the "
            "notice before it did."
        )
    if not resolved:
        return (
            "For no pair of members do these runs tell whether one exit brings about another, "
            "beyond what the notice before it did."
        )
    return f"{counterfactual(answer, resolved[0])}{_beyond_notice()}"


def counterfactual(answer: Answer[AttributionResult], edge: ToppledEdge) -> str:
    """An edge with its counterfactual."""
    names = labels(answer)
    leaver, other = names[edge.leaver], names[edge.other]
    with_exit, without_exit = chances(edge)
    return (
        f"Where {leaver} leaves, {other} leaves from then on in {with_exit} of runs, "
        f"and in {without_exit} on the same luck without {leaver}'s exit."
    )


def chances(edge: ToppledEdge) -> tuple[str, str]:
    """How often the other leaves from then on: with the exit, and without it."""
    found = (edge.with_exit, edge.without_exit)
    with_exit, without_exit = (chance(each) for each in found if each is not None)
    return with_exit, without_exit


def _beyond_notice() -> str:
    return " Without it means: held at the status before it, which may be a notice already given."


def tree_sentence(answer: Answer[AttributionResult]) -> str:
    """What the figure of the tree shows."""
    resolved = [edge for edge in edges(answer) if resolved_sign(edge)]
    return counterfactual(answer, resolved[0]) if resolved else toppled(answer)


def tree_reading(_: Answer[AttributionResult]) -> str:
    """How to read the figure of the tree."""
    return (
        "From the one who leaves to the one for whom that decides it. Solid, with a head: it "
        "leaves, and would not have. Dashed, with a bar: it stays, and would have left. Width: net "
        "share of runs, written in percentage points. Thin and grey: the sign is not told."
    )
