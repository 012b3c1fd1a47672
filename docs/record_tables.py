"""The tables of docs/data.md: what the record holds, and how sure it is."""

from __future__ import annotations

from pydantic import BaseModel
from tables import described, table

from sim.record import KNOWN_UNTIL, read
from sim.record import schema as record
from sim.record.ladder import Rate, freeze_shares, rates
from sim.record.spells import freezes

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


CAUSES = {
    "finish": "from a freeze to notice or exit",
    "leave": "from a freeze to the exit itself",
    "back": "from a freeze to full part",
    "return": "from outside to membership",
}
"""What each cause means, in words."""


def spells() -> str:
    """The rates of the ladder, by every choice of spells; recalled steps left out at the end."""
    held = read()
    seen = {(r.cause, r.choice): r for r in rates(held, KNOWN_UNTIL, recalled=False)}
    rows = []
    for rate in rates(held, KNOWN_UNTIL):
        checked = seen[rate.cause, rate.choice]
        counts = (rate.spells, rate.events, f"{rate.years:.1f}")
        rows.append((CAUSES[rate.cause], rate.choice, *counts, told(rate), told(checked)))
    heads = ("rate", "counted", "spells", "events", "years", "a year", "looked up alone")
    return table(heads, rows)


def told(rate: Rate) -> str:
    """A rate in per cent a year, with the middle nine tenths of its posterior."""
    low, high = rate.quantile(0.05), rate.quantile(0.95)
    return f"{100 * rate.observed:.1f}% ({100 * low:.1f} to {100 * high:.1f})"


def spells_freezes() -> str:
    """The freezes, one by one."""
    words = {"further": "notice or exit", "return": "return", "open": "still frozen, or not known"}
    names = read().countries.set_index("iso3")["country"]
    rows = []
    for row in freezes(read(), KNOWN_UNTIL).sort_values("start").itertuples():
        what = (row.organisation, names[row.iso3], row.start, f"{row.years:.1f}")
        rows.append((*what, words[str(row.ended_by)]))
    return table(("body", "member", "from", "years", "ended by"), rows)


def spells_first_steps() -> str:
    """How many first free steps were freezes."""
    rows = []
    for name, share in freeze_shares(read()).items():
        span = f"{100 * share.quantile(0.05):.0f} to {100 * share.quantile(0.95):.0f}"
        value = f"{100 * share.events / share.trials:.0f}% ({span})"
        rows.append((name, share.trials, share.events, value))
    return table(("first free steps of", "steps", "freezes", "share"), rows)


BLOCKS = {
    "record-columns": record_columns,
    "record-confidence": record_confidence,
    "record-indicators": record_indicators,
    "record-sources": record_sources,
    "spells": spells,
    "spells-freezes": spells_freezes,
    "spells-first-steps": spells_first_steps,
}
"""Name of a block, and what makes it."""
