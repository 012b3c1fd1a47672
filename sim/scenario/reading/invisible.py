"""Characters that do not show: what a scenario must not hold."""

from __future__ import annotations

import re
from itertools import islice

from sim.scenario.faults import SHOWN, Fault, Place

# Control and bidirectional characters, line and paragraph separators, lone surrogates, byte order
# marks: what an editor does not show, or shows as something else.
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufeff\ufffe\uffff]"
)


def text_fault(path: str, text: str) -> Fault | None:
    """What is wrong with the characters of a text, if anything."""
    unseen = UNSEEN.search(text)
    return unseen_fault(path, unseen.group(), None) if unseen else None


def unseen_fault(path: str, character: str, place: Place | None) -> Fault:
    """A fault of such a character."""
    found = f"U+{ord(character):04X}"
    return Fault(path, "a control or invisible character", found, "characters that show", place)


def unseen_places(text: str) -> dict[tuple[int, int], str]:
    """The first of such characters in a text, by line and column; one more than are told."""
    found: dict[tuple[int, int], str] = {}
    line, begin = 1, 0  # of the last one found
    for unseen in islice(UNSEEN.finditer(text), SHOWN + 1):
        breaks = text.count("\n", begin, unseen.start())
        if breaks:
            line, begin = line + breaks, text.rfind("\n", 0, unseen.start()) + 1
        found[line, unseen.start() - begin + 1] = unseen.group()
    return found
