"""The tables of docs/data.md: what the record holds, and how sure it is."""

from __future__ import annotations

from pydantic import BaseModel
from tables import described, table

from sim.record import read
from sim.record import schema as record

_GRADES = ("seen", "partly", "recalled", "disputed")


def record_columns() -> str:
    """The columns of each table of the record."""
    parts = []
    for name, model in record.TABLES.items():
        origin = record.Row.model_fields if issubclass(model, record.Row) else {}
        own = [field for field in model.model_fields if field not in origin]
        rows = [(f"`{field}`", described(model, field)) for field in own]
        parts.append(f"**`{name}.csv`**: {_said_of(model)}\n\n{table(('column', 'meaning'), rows)}")
    shared = [(f"`{field}`", described(record.Row, field)) for field in record.Row.model_fields]
    parts.append(f"**In all but the last two, besides**\n\n{table(('column', 'meaning'), shared)}")
    return "\n\n".join(parts)


def _said_of(model: type[BaseModel]) -> str:
    text = " ".join((model.__doc__ or "").split())
    return text[:1].lower() + text[1:]


def record_confidence() -> str:
    """How many rows of the record were looked up, by table; first free steps by themselves."""
    held = read()
    frames = {name: getattr(held, name) for name in record.TABLES}
    counted = {n: f["confidence"] for n, f in frames.items() if "confidence" in f}
    counted["first free steps"] = held.steps.loc[held.steps["first_free"], "confidence"]
    rows = []
    for name, column in counted.items():
        grades = [(column == grade).sum() for grade in _GRADES]
        rows.append((name, len(column), *grades))
    return table(("table", "rows", *_GRADES), rows)


def record_indicators() -> str:
    """The indicators of the record, with what of them is there."""
    held = read()
    values = held.values.assign(stem=held.values["indicator"].astype(str).str.split(":").str[0])
    rows = []
    for row in held.indicators.itertuples():
        found = values[values["stem"] == row.indicator]
        name = f"`{row.indicator}:L`" if row.towards == "1" else f"`{row.indicator}`"
        absent = "unknown"
        if row.absent == "none":
            absent = f"none, {row.covered_from:.0f} to {row.covered_to:.0f}"
        years = f"{found['year'].min()} to {found['year'].max()}"
        rows.append(
            (name, row.unit, len(found), found["iso3"].nunique(), years, absent, row.source)
        )
    heads = ("indicator", "unit", "values", "states", "years", "an absent row means", "source")
    return table(heads, rows)


def record_sources() -> str:
    """The data sets of the record and their terms."""
    sources = read().sources
    used = sources[sources["licence_confidence"].notna()]
    rows = []
    for row in used.itertuples():
        seen = f"[{row.licence_confidence}]({row.licence_address})"
        told = seen if row.licence_address else row.licence_confidence
        rows.append((f"`{row.source}`", row.author, row.title, row.licence, told, row.shipped))
    return table(("id", "author", "title", "terms", "how known", "in the record"), rows)


BLOCKS = {
    "record-columns": record_columns,
    "record-confidence": record_confidence,
    "record-indicators": record_indicators,
    "record-sources": record_sources,
}
"""Name of a block, and what makes it."""
