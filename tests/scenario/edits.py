"""Edits that put one fault into a valid scenario, and what must be said of it."""

from dataclasses import dataclass

from sim.scenario.faults import Fault, Place

MARK = "@"


@dataclass(frozen=True)
class Edit:
    """Replace ``old`` by ``new``, in which ``@`` marks the place that the fault must name."""

    old: str
    new: str
    path: str
    message: str
    found: str
    allowed: str
    near: str = ""

    @property
    def id(self) -> str:
        return f"{self.path}: {self.message}"

    def is_told_by(self, fault: Fault) -> bool:
        expected = (self.path, self.message, self.found, self.allowed, self.near)
        return (fault.path, fault.message, fault.found, fault.allowed, fault.near) == expected


def edited(text: str, edit: Edit) -> tuple[str, Place]:
    """The text with its fault, and where that stands."""
    assert text.count(edit.old) == 1
    marked = text.replace(edit.old, edit.new)
    before = marked[: marked.index(MARK)]
    column = len(before) - before.rfind("\n")
    return marked.replace(MARK, ""), Place("small.yaml", before.count("\n") + 1, column)
