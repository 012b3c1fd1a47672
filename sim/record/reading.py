"""Read the record that comes with the product, or the same tables from another folder."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from pathlib import Path

import pandas as pd

from sim.home import home
from sim.record.checks import check
from sim.record.dates import earliest
from sim.record.record import Record
from sim.record.rows import Table, empty_values, read_values
from sim.record.schema import TABLES
from sim.scenario.faults import Fault, Place, ScenarioError

NEEDED = ("organisations", "spells", "steps")
"""Tables without which a folder is no record."""

SHARED = ("sources", "countries", "indicators")
"""Tables of which a folder need only hold what the product's own do not."""


class RecordError(ScenarioError):
    """A record cannot be used; all its faults are told at once, each with file, line and field."""


def read(folder: Path | str | None = None) -> Record:
    """The record, each row held against the schema.

    Parameters
    ----------
    folder : path, optional
        A folder with the same tables (docs/data.md). ``organisations.csv``, ``spells.csv`` and
        ``steps.csv`` must be there. Sources, countries and indicators of the product are known
        besides; where the folder has no ``values.csv`` or ``values.parquet``, the product's are
        used. Without a folder: the record that comes with the product.

    Raises
    ------
    RecordError
        With every fault.
    """
    record = _own() if folder is None else _read(Path(folder))
    frames = {field.name: getattr(record, field.name).copy() for field in fields(record)}
    return Record(**frames)


@cache
def _own() -> Record:
    return _read(home() / "scenarios" / "record")


def _read(folder: Path) -> Record:
    own = home() / "scenarios" / "record"
    missing = [name for name in NEEDED if not (folder / f"{name}.csv").is_file()]
    if missing:
        faults = [Fault("", "is missing", place=Place(str(folder / f"{m}.csv"))) for m in missing]
        raise RecordError(faults)
    tables = {name: Table(name, folder / f"{name}.csv") for name in TABLES}
    if folder.resolve() != own.resolve():
        for name in SHARED:
            _complete(tables[name], Table(name, own / f"{name}.csv"))
    file = _values_file(folder) or _values_file(own)
    values, faults = (empty_values(), []) if file is None else read_values(file)
    found = [fault for table in tables.values() for fault in table.faults] + faults
    if not found:
        faults = check(tables, values, file or folder)
        found = [fault for table in tables.values() for fault in table.faults] + faults
    if found:
        raise RecordError(found)
    frames = {name: table.frame() for name, table in tables.items()}
    frames["steps"] = _with_first_free(frames["steps"])
    return Record(values=values, **frames)


def _values_file(folder: Path) -> Path | None:
    files = [folder / name for name in ("values.parquet", "values.csv")]
    return next((file for file in files if file.is_file()), None)


def _complete(table: Table, own: Table) -> None:
    first = own.fields[0]
    held = {getattr(row, first) for _, row in table.lines}
    table.lines += [line for line in own.lines if getattr(line.row, first) not in held]


def _with_first_free(steps: pd.DataFrame) -> pd.DataFrame:
    free = steps["free"] == "1"
    day = steps["date"].map(earliest)
    outwards = free & (steps["step"] != "return")
    ordered = steps[outwards].assign(day=day).sort_values("day", kind="stable")
    first = ordered.groupby(["organisation", "iso3", "spell"], sort=False).head(1).index
    return steps.assign(free=free, first_free=steps.index.isin(first))
