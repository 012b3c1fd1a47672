"""Names of members where there is little room for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from sim.answer import Answer
from sim.words.shared.amounts import shortened

NAME, CODE = 10, 6
"""Letters of a member's name in a narrow figure: alone, and where two share the room of one."""


def short_names(answer: Answer) -> dict[str, str]:
    """Names of the members by id, shortened for a narrow figure."""
    return told_apart(_whole_names(answer), NAME)


def country_codes(answer: Answer) -> dict[str, str]:
    """The shortest names by id: the code of the country, where a member has one."""
    table = answer.tables["members"]
    codes = dict(zip(table["member"], table["iso3"], strict=True))
    return {
        member: code if isinstance(code := codes[member], str) else name
        for member, name in told_apart(_whole_names(answer), CODE).items()
    }


def _whole_names(answer: Answer) -> dict[str, str]:
    table = answer.tables["members"]
    return dict(zip(table["member"], table["label"].astype(str), strict=True))


def told_apart(names: Mapping[str, str], length: int) -> dict[str, str]:
    """Names that are not longer than that; where two would become alike, with their ends.

    An ellipsis counts as two letters, for it is that wide.
    """
    plain = {key: " ".join(name.split()) for key, name in names.items()}
    short = {
        key: name if len(name) <= length else shortened(name, length - 1)
        for key, name in plain.items()
    }
    often = Counter(short.values())
    return {
        key: _with_end(plain[key], length) if often[text] > 1 else text
        for key, text in short.items()
    }


def _with_end(name: str, length: int) -> str:
    if len(name) <= length:
        return name
    end = (length - 2) // 2
    return f"{name[: length - 2 - end].rstrip()}…{name[-end:].lstrip()}"
