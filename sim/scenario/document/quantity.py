"""A number of a scenario: its value, its range, where it comes from, and what is allowed."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    model_serializer,
    model_validator,
)
from pydantic_core import PydanticCustomError

ASSUMPTION = "assumption"


class Block(BaseModel):
    """A block of a scenario file: strict, closed, frozen."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, allow_inf_nan=False, use_attribute_docstrings=True
    )


class Quantity(BaseModel):
    """A number, or ``{value, low, high, source, rule, note}``.

    ``low`` and ``high`` span what is plausible; uncertainty runs draw from them. ``source`` is an
    id of ``sources.yaml``, or ``assumption``, which must name low, high and a note. ``rule`` names
    the rule by which the value follows from its source.
    """

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, allow_inf_nan=False, use_attribute_docstrings=True
    )

    value: float
    """The value used."""
    low: float | None = None
    """Lower end of what is plausible."""
    high: float | None = None
    """Upper end of what is plausible."""
    source: str | None = None
    """Id of a source, or ``assumption``."""
    rule: str | None = None
    """Rule by which the value follows from the source; blank where the source states it."""
    note: str | None = None
    """Why this value."""

    @model_validator(mode="before")
    @classmethod
    def _from_number(cls, raw: Any) -> Any:
        if isinstance(raw, (int, float)) and not isinstance(raw, bool):
            return {"value": raw}
        if not isinstance(raw, (dict, Quantity)):
            raise PydanticCustomError(
                "number",
                "not a number",
                {"allowed": "a number or {value, low, high, source, rule, note}"},
            )
        return raw

    @model_serializer
    def _plain(self) -> Any:
        names = ("value", "low", "high", "source", "rule", "note")
        stated = {name: getattr(self, name) for name in names}
        stated = {name: value for name, value in stated.items() if value is not None}
        return self.value if list(stated) == ["value"] else stated

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: GetJsonSchemaHandler) -> Any:
        full = {
            "type": "object",
            "additionalProperties": False,
            "required": ["value"],
            "properties": {
                "value": {"type": "number"},
                "low": {"type": "number"},
                "high": {"type": "number"},
                "source": {"type": "string"},
                "rule": {"type": "string"},
                "note": {"type": "string"},
            },
        }
        return {"anyOf": [{"type": "number"}, full]}


class Bounds(BaseModel):
    """What a field allows: the hard limits of a number, its unit, and whether it is whole."""

    model_config = ConfigDict(frozen=True)

    low: float = float("-inf")
    high: float = float("inf")
    unit: str = ""
    whole: bool = False

    def words(self) -> str:
        """The limits as a reader needs them in a message."""
        kind = "a whole number" if self.whole else "a number"
        if self.low == float("-inf") and self.high == float("inf"):
            return kind
        if self.high == float("inf"):
            return f"{kind} of at least {self.low:g}"
        return f"{kind} from {self.low:g} to {self.high:g}"


def bounds_of(model: type[BaseModel], field: str) -> Bounds:
    """The bounds that the schema states for a field of a block."""
    extra = model.model_fields[field].json_schema_extra
    if not isinstance(extra, dict):
        return Bounds()
    known: dict[str, Any] = {}
    if "minimum" in extra:
        known["low"] = extra["minimum"]
    if "maximum" in extra:
        known["high"] = extra["maximum"]
    return Bounds(unit=str(extra.get("unit", "")), whole=bool(extra.get("whole")), **known)


class Limits:
    """Bounds of a whole scenario, told before anything is computed."""

    MEMBERS: ClassVar[int] = 60
    EVENTS: ClassVar[int] = 1000
    MONTHS: ClassVar[int] = 600
    EFFECTS: ClassVar[int] = 5000


def number(
    default: Any = ...,
    *,
    at_least: float | None = None,
    at_most: float | None = None,
    unit: str = "",
    whole: bool = False,
) -> Any:
    """A numeric field with hard bounds and a unit; its docstring is the help that users see.

    Parameters
    ----------
    default : number or mapping, optional
        The value where none is stated; None where the field may be absent; needed where left out.
    at_least, at_most : float, optional
        The bounds, both included; unbounded where left out.
    unit : str
        Blank for a number without a dimension.
    whole : bool
        Whether it must be a whole number.
    """
    extra: dict[str, Any] = {"unit": unit}
    if at_least is not None:
        extra["minimum"] = at_least
    if at_most is not None:
        extra["maximum"] = at_most
    if whole:
        extra["whole"] = True
    stated = default if default is ... or default is None else Quantity.model_validate(default)
    return Field(default=stated, json_schema_extra=extra)


def share_of_one(default: Any = ...) -> Any:
    """A numeric field in [0, 1]."""
    return number(default, at_least=0.0, at_most=1.0)


def assumed(
    value: float,
    low: float,
    high: float,
    *,
    note: str = "judgement",
    source: str = ASSUMPTION,
    at_least: float | None = None,
    at_most: float | None = None,
    unit: str = "",
) -> Any:
    """A parameter with the uniform prior [low, high] that uncertainty runs draw from.

    Parameters
    ----------
    value, low, high : float
        The value used, and the ends of the prior.
    note, source : str
        Why, and the id of a source.
    at_least, at_most, unit : optional
        As of ``number``.
    """
    stated = {"value": value, "low": low, "high": high, "source": source, "note": note}
    return number(stated, at_least=at_least, at_most=at_most, unit=unit)


def fixed(
    value: float, *, at_least: float | None = None, at_most: float | None = None, unit: str = ""
) -> Any:
    """A parameter without a prior: a judgement that uncertainty runs leave alone.

    Parameters
    ----------
    value : float
        The value used.
    at_least, at_most, unit : optional
        As of ``number``.
    """
    stated = {"value": value, "note": "judgement, held fixed"}
    return number(stated, at_least=at_least, at_most=at_most, unit=unit)
