"""Calendar months, written 2022-08."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

_PATTERN = re.compile(r"(1[89]|2[01])\d\d-(0[1-9]|1[0-2])")


WRITTEN = "YYYY-MM, as 2022-08, from 1800-01 to 2199-12"
"""How a month is written."""


def is_month(raw: object) -> bool:
    """Whether this is a month as it should be written."""
    return isinstance(raw, str) and bool(_PATTERN.fullmatch(raw))


def _checked(raw: Any) -> Any:
    if not is_month(raw):
        raise PydanticCustomError("month", "not a month", {"allowed": WRITTEN})
    return raw


Month = Annotated[
    str,
    BeforeValidator(_checked),
    WithJsonSchema({"type": "string", "pattern": f"^{_PATTERN.pattern}$"}),
]
"""A calendar month as text; sorts as it should."""


def ordinal(month: str) -> int:
    """Months since year 0."""
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def month_of(number: int) -> str:
    """The month that ``ordinal`` numbers so."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def between(first: str, last: str) -> int:
    """Months from ``first`` to ``last``; negative where last comes before."""
    return ordinal(last) - ordinal(first)


def later(month: str, months: int) -> str:
    """The month that comes ``months`` later."""
    return month_of(ordinal(month) + months)
