"""What the tables of the record must say together."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from sim.record.dates import earliest, latest
from sim.record.rows import Table, faults_where
from sim.scenario.faults import Fault

RECALLED = "recalled"
"""Id of the source that is no source, and the confidence of what rests on it."""


def check(tables: dict[str, Table], values: pd.DataFrame, file: Path) -> list[Fault]:
    """What is wrong between the tables; faults within a row are not looked for here."""
    _sources(tables)
    _organisations(tables)
    _spells(tables["spells"], tables["steps"])
    _steps(tables["steps"], tables["spells"])
    return _values(tables["indicators"], values, file)


def _rows(table: Table) -> Iterable[tuple[int, Any]]:
    return table.lines


def _sources(tables: dict[str, Table]) -> None:
    known = {row.source for _, row in _rows(tables["sources"])}
    for name, table in tables.items():
        if name in ("sources", "countries"):
            continue
        for line, row in _rows(table):
            places = row.source.split("; ")
            for place in places:
                if ":" not in place and place not in known:
                    table.fault(line, "source", "is not in the table of sources", place)
            if (row.confidence == RECALLED) != (RECALLED in places):
                allowed = f"{RECALLED} in both or in neither"
                table.fault(line, "confidence", "and source disagree", row.confidence, allowed)


def _organisations(tables: dict[str, Table]) -> None:
    known = {row.organisation for _, row in _rows(tables["organisations"])}
    names = {row.iso3 for _, row in _rows(tables["countries"])}
    for name in ("leaders", "spells", "steps", "events"):
        for line, row in _rows(tables[name]):
            if row.organisation not in known:
                message = "is not in the table of organisations"
                tables[name].fault(line, "organisation", message, row.organisation)
            if hasattr(row, "iso3") and row.iso3 not in names:
                message = "is not in the table of countries"
                tables[name].fault(line, "iso3", message, row.iso3)
    for line, row in _rows(tables["leaders"]):
        if row.from_year and row.to_year and row.from_year > row.to_year:
            tables["leaders"].fault(line, "to_year", "comes before from_year", row.to_year)


def _spells(spells: Table, steps: Table) -> None:
    known = {_key(row): row for _, row in _rows(spells)}
    exits = {_key(row): row.date for _, row in _rows(steps) if row.step == "exit"}
    for line, row in _rows(spells):
        before = (row.organisation, row.iso3, row.spell - 1)
        if row.spell > 1 and before not in known:
            spells.fault(line, "spell", f"there is no spell {row.spell - 1}", row.spell)
        if before in exits and latest(row.joined) < earliest(exits[before]):
            spells.fault(line, "joined", "comes before the exit of the spell before", row.joined)


def _steps(steps: Table, spells: Table) -> None:
    known = {_key(row): row for _, row in _rows(spells)}
    exited: set[tuple[str, str, int]] = set()
    first: set[tuple[str, str, int]] = set()
    for line, row in sorted(_rows(steps), key=lambda found: earliest(found[1].date)):
        key = _key(row)
        if key not in known:
            steps.fault(line, "spell", "is not in the table of spells", " ".join(map(str, key)))
        elif latest(row.date) < earliest(known[key].joined):
            steps.fault(line, "date", "comes before joining", row.date, known[key].joined)
        if (row.free == "1") == bool(row.reason):
            steps.fault(
                line, "reason", "stands where a step was not free, and there alone", row.reason
            )
        leads = row.free == "1" and row.step != "return" and key not in first
        if leads != bool(row.act):
            steps.fault(line, "act", "stands at the first free step outwards alone", row.act)
        elif row.act and row.act.rsplit("-", 1)[0] != row.organisation:
            steps.fault(line, "act", "belongs to another organisation", row.act)
        if leads:
            first.add(key)
        if row.step == "exit":
            if key in exited:
                steps.fault(line, "step", "a second exit of one spell", row.step)
            exited.add(key)


def _key(row: Any) -> tuple[str, str, int]:
    return row.organisation, row.iso3, row.spell


def _values(indicators: Table, values: pd.DataFrame, file: Path) -> list[Fault]:
    if values.empty:
        return []
    rows = {row.indicator: row for _, row in _rows(indicators)}
    name = values["indicator"].astype(str)
    stem = name.str.split(":").str[0]
    towards = name.str.contains(":")
    expected = stem.map({key: row.towards == "1" for key, row in rows.items()})
    inf = float("inf")
    low = stem.map({k: -inf if r.lowest is None else r.lowest for k, r in rows.items()})
    high = stem.map({k: inf if r.highest is None else r.highest for k, r in rows.items()})
    known = stem.isin(list(rows))
    wrong = {
        "indicator": (~known | (known & (towards != expected)), "one of the table of indicators"),
        "value": (known & ~values["value"].between(low, high), "what the table of indicators says"),
    }
    return faults_where(values, file, wrong)
