"""Input that is refused: one exception, one form of words, one way to name what comes nearest.

Whoever refuses says which field is at fault by its own name, an argument such as ``of`` or a path
of a scenario, and leaves it to the command line and the pages to name it in their terms.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

_NAMES, _CANDIDATES = 2_000, 100
"""How many names are looked at for one that is near, and with how many it is compared."""


class Refusal(ValueError):  # noqa: N818 - the word for it: nothing went wrong in the program
    """Input that is refused; any other ``ValueError`` is a fault of the program.

    Parameters
    ----------
    message : str
        What is wrong, in words that hold on the command line, in the pages and in Python.
    field : str or tuple of str
        What is at fault: the name of an argument (``of``, ``up_to``) or a path of a scenario;
        empty where none is, several where one of them is asked for.
    found, allowed : str
        What stands there, and what may stand there.
    near : str
        The known name that comes nearest to a mistyped one.
    """

    def __init__(
        self,
        message: str,
        *,
        field: str | tuple[str, ...] = "",
        found: str = "",
        allowed: str = "",
        near: str = "",
    ) -> None:
        super().__init__(message)
        self.message, self.field = message, field
        self.found, self.allowed, self.near = found, allowed, near

    def __str__(self) -> str:
        return self.worded(str)

    def worded(self, name: Callable[[str], str]) -> str:
        """The refusal in one line, with the field as ``name`` calls it; it may be left out."""
        fields = (self.field,) if isinstance(self.field, str) else self.field
        *others, last = ["", *filter(None, (name(field) for field in fields if field))]
        called = " or ".join(filter(None, [", ".join(others[1:]), last]))
        return sentence(called, self.message, self.found, self.allowed, self.near)


def unknown(kind: str, found: str, known: Iterable[str], *, field: str = "") -> Refusal:
    """The refusal of a name that is none of those known.

    Parameters
    ----------
    kind : str
        What it should name, as ``member``.
    found : str
        The name.
    known : names
        All that there are, in the order in which they are listed.
    field : str
        The argument that it was given for.

    Returns
    -------
    Refusal
        To be raised; it lists the first of the known names and tells the nearest.
    """
    names = list(known)
    return Refusal(
        f"no such {kind}",
        field=field,
        found=shown(found),
        allowed=listing(names) or "none, as there are none",
        near=nearest(found, names),
    )


def sentence(field: str, message: str, found: str = "", allowed: str = "", near: str = "") -> str:
    """What is wrong in one line, as ``of: no such member; found "x"; allowed y; did you mean y?``.

    Parameters
    ----------
    field : str
        What is at fault, in the reader's terms; may be empty, as all that follows the message.
    message : str
        What is wrong.
    found, allowed : str
        What stands there, and what may stand there.
    near : str
        The known name that comes nearest.
    """
    parts = [f"{field}: {message}" if field else message]
    parts += [f"found {found}"] if found else []
    parts += [f"allowed {allowed}"] if allowed else []
    parts += [f"did you mean {near}?"] if near else []
    return "; ".join(parts)


def nearest(given: str, names: Iterable[str]) -> str:
    """The name that is most like the one given, or nothing."""
    candidates = list(islice(names, _NAMES))
    if len(candidates) > _CANDIDATES:  # of very many, those that begin alike
        candidates = [name for name in candidates if name[:1] == given[:1]][:_CANDIDATES]
    close = difflib.get_close_matches(short(given), candidates, n=1)
    return close[0] if close else ""


def short(text: str, length: int = 60) -> str:
    """Text cut to a length, so that a message stays a line."""
    return text if len(text) <= length else text[: length - 1] + "…"


def listing(names: Iterable[object], most: int = 8) -> str:
    """Names one after the other; where there are many, the first of them."""
    words = [short(str(name)) for name in islice(names, most + 1)]
    return ", ".join(words[:most]) + (", …" if len(words) > most else "")


def shown(value: object) -> str:
    """A value as a message shows it: one line, and short."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(short(value), ensure_ascii=False)
    if isinstance(value, dict):
        return _shown_block(value)
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if isinstance(value, (int, float)):
        return short(repr(value).removesuffix(".0"))
    return short(str(value))


def _shown_block(block: dict[Any, Any]) -> str:
    is_small = len(block) <= 5 and not any(isinstance(v, (dict, list)) for v in block.values())
    if block and is_small:
        return short(
            "{" + ", ".join(f"{key}: {shown(value)}" for key, value in block.items()) + "}"
        )
    return "a block of " + listing(block) if block else "an empty block"
