"""Words for the matrix of who topples whom."""

from __future__ import annotations

from dataclasses import dataclass

from sim.analysis.domino.result import MatrixResult
from sim.answer import Answer
from sim.statistics.estimates import Estimate, KnownEstimate, is_known, sign
from sim.words.domino.cause import uncertainty
from sim.words.domino.effect import span_of_change
from sim.words.shared.amounts import listing, month, points, signed
from sim.words.shared.subject import assumptions, end, labels


@dataclass(frozen=True)
class Link:
    """A cell of the matrix: what the exit of one member does to the chance of another one.

    Attributes
    ----------
    leaver, other : str
        Ids of the members.
    change : KnownEstimate
        Of P(first exit) of the other.
    exit, stay : float
        That probability where the leaver exits, and where it stays.
    """

    leaver: str
    other: str
    change: KnownEstimate
    exit: float
    stay: float

    @property
    def is_resolved(self) -> bool:
        """Whether the interval of the change excludes 0."""
        return sign(self.change) != 0


def links(answer: Answer[MatrixResult]) -> list[Link]:
    """The cells off the diagonal that have a number, the largest change first."""
    found = []
    for row in answer.tables["matrix"].to_dict("records"):
        change = Estimate.of_row(row)
        if is_known(change):
            found.append(Link(row["leaver"], row["other"], change, row["exit"], row["stay"]))
    return sorted(found, key=lambda link: -abs(link.change.value))


def resolved_links(answer: Answer[MatrixResult]) -> list[Link]:
    """Those whose interval excludes 0."""
    return [link for link in links(answer) if link.is_resolved]


def _nothing_differs(found: list[Link]) -> bool:
    return all(link.change.low == link.change.high == 0 for link in found)


def headline(answer: Answer[MatrixResult]) -> str:
    """Who changes most for whom, in one sentence."""
    names = labels(answer)
    everything, resolved = links(answer), resolved_links(answer)
    if everything and _nothing_differs(everything):
        return f"No exit changes anything for anyone else, in any run, {assumptions(answer)}."
    if not resolved:
        return (
            f"For no pair of members can these runs tell whether one exit makes another more or "
            f"less likely by {end(answer)}, {assumptions(answer)}."
        )
    strongest, change = resolved[0], resolved[0].change
    more = "more" if change.value > 0 else "less"
    size = points(abs(change.value)).lstrip("+")
    ends = sorted((abs(change.low), abs(change.high)))
    span = " to ".join(points(each).lstrip("+") for each in ends)
    return (
        f"The strongest link: if {names[strongest.leaver]} leaves, an exit of "
        f"{names[strongest.other]} by {end(answer)} is {size} percentage points {more} likely "
        f"({span}), {assumptions(answer)}."
    )


def sentences(answer: Answer[MatrixResult]) -> list[str]:
    """The matrix in sentences, the answer first."""
    everything = links(answer)
    signs = [sign(link.change) for link in everything]
    if _nothing_differs(everything):
        return [headline(answer)]
    parts = [
        headline(answer),
        f"Of {len(signs)} ordered pairs of members, the exit of one makes that of the other "
        f"likelier in {signs.count(1)} and less likely in {signs.count(-1)}; in "
        f"{signs.count(0)} the sign is not told.",
        heaviest(answer),
        outside(answer),
        uncertainty(answer),
    ]
    return [part for part in parts if part]


def heaviest(answer: Answer[MatrixResult]) -> str:
    """Whose exit changes most in all."""
    table = answer.tables["matrix"].dropna(subset=["value"])
    if table.empty:
        return ""
    sums = table.groupby("leaver", sort=False)["value"].sum()
    names = labels(answer)
    parts = [f"{names[str(leaver)]} {signed(value)}" for leaver, value in sums.items()]
    return f"Further exits when one leaves, all others together: {listing(parts)}."


def outside(answer: Answer[MatrixResult]) -> str:
    """Who cannot leave, for it is out already."""
    names, inside = labels(answer), {link.leaver for link in links(answer)}
    out = [names[member] for member in names if member not in inside]
    if not out:
        return ""
    theirs = "its row and column are" if len(out) == 1 else "their rows and columns are"
    return f"Out already in {month(answer.inputs.now)}: {listing(out)}; {theirs} empty."


def rows(answer: Answer[MatrixResult]) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of the matrix as a table, in percentage points, each with its interval."""
    names = labels(answer)
    found = {(link.leaver, link.other): link.change for link in links(answer)}
    body = []
    for leaver in names:
        row = [f"{names[leaver]} leaves"]
        row += [_with_interval(found.get((leaver, other))) for other in names]
        body.append(row)
    return ["", *names.values()], body


def _with_interval(change: KnownEstimate | None) -> str:
    return f"{cell_text(change)}\n({span_of_change(change)})" if change else ""


def cell_text(change: KnownEstimate) -> str:
    """A change in points; marked with a dot where its interval contains 0."""
    text = points(change.value)
    return text if sign(change) else f"{text} ·"
