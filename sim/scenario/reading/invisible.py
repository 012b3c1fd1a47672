"""Characters that do not show: what a scenario must not hold."""

from __future__ import annotations

import re
from itertools import islice

from sim.scenario.faults import SHOWN, Fault, Place

# Control and bidirectional characters, line and paragraph separators, lone surrogates, byte order
# marks: what an editor does not show, or shows as something else.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufeff\ufffe\uffff]"
)

# Blanks that are not the space of the keyboard: no-break, thin, zero-width and their like. They are
# right within a sentence, and wrong where the form of a file or a number hangs on a space.
BLANK = re.compile("[\u00a0\u00ad\u1680\u180e\u2000-\u200d\u202f\u205f\u2060\u3000]")
_IN_FORM = re.compile(rf"^ *(?:- +)*(?:[\w.'\"-]+:)?({BLANK.pattern})", re.MULTILINE)


def blank_fault(path: str, character: str, place: Place) -> Fault:
    """A fault of a blank that is no space, where the form of the file hangs on one."""
    return Fault(path, "a blank that is no space", f"U+{ord(character):04X}", "a space", place)


def blank_in_form(text: str, last: int) -> tuple[int, int, str] | None:
    """Line, column and character of the last blank in an indent or after a colon, up to a line."""
    before = "\n".join(text.split("\n")[:last])
    found = list(_IN_FORM.finditer(before))
    if not found:
        return None
    at = found[-1].start(1)
    return before.count("\n", 0, at) + 1, at - before.rfind("\n", 0, at), found[-1][1]


def text_fault(path: str, text: str) -> Fault | None:
    """What is wrong with the characters of a text, if anything."""
    invisible = INVISIBLE.search(text)
    return invisible_fault(path, invisible.group(), None) if invisible else None


def invisible_fault(path: str, character: str, place: Place | None) -> Fault:
    """A fault of such a character.

    Parameters
    ----------
    path : str
        The field; empty for a comment.
    character : str
        The character.
    place : Place or None
        Where it stands.
    """
    found = f"U+{ord(character):04X}"
    return Fault(path, "a control or invisible character", found, "characters that show", place)


def invisible_places(text: str) -> dict[tuple[int, int], str]:
    """The first of such characters in a text, by line and column; one more than are told."""
    found: dict[tuple[int, int], str] = {}
    line, begin = 1, 0  # of the last one found
    for invisible in islice(INVISIBLE.finditer(text), SHOWN + 1):
        breaks = text.count("\n", begin, invisible.start())
        if breaks:
            line, begin = line + breaks, text.rfind("\n", 0, invisible.start()) + 1
        found[line, invisible.start() - begin + 1] = invisible.group()
    return found
