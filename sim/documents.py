"""Results as JSON documents, and back: a document is derived from the type of its result.

A result is a frozen dataclass. Its fields are the keys of the document; a field that is `Absent`
where it has no value is left out there.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, TypeVar, cast

from pydantic import Field, TypeAdapter

T = TypeVar("T")
Absent = Annotated[T | None, Field(exclude_if=lambda value: value is None)]
"""Of a field with the default None: no key of the document where there is no value.

No ``type`` statement: of such an alias pydantic takes the type and not what is said of the field.
"""

type Json = str | int | float | bool | list[Json] | dict[str, Json] | None
"""Whatever a JSON document can hold, where a field takes it as it was stated."""


def document_of(result: Any) -> dict[str, Any]:
    """The JSON document of a result: plain dicts, lists, texts and numbers.

    Parameters
    ----------
    result : dataclass
        A result; of no type yet, a dict that is a document already.
    """
    if isinstance(result, dict):
        return result
    document: dict[str, Any] = _adapter(cast(Any, type(result))).dump_python(result, by_alias=True)
    return document


def result_of(kind: Any, document: dict[str, Any]) -> Any:
    """The result whose document this is.

    Raises
    ------
    ValueError
        Where it is no document of that kind of result.
    """
    return document if kind is dict else _adapter(kind).validate_python(document)


def schema_of(kind: Any) -> dict[str, Any]:
    """The JSON Schema of the documents of a kind of result."""
    return _adapter(kind).json_schema(by_alias=True, mode="serialization")


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
