"""Tables of the record as files: each row held against the schema, each fault with its place."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel, ValidationError

from sim.record.schema import COUNTRY, FIRST_YEAR, KEYS, LAST_YEAR, TABLES, columns
from sim.refusal import shown
from sim.scenario.faults import MOST, Fault, Place

VALUES = ("iso3", "year", "indicator", "value")


class Line(NamedTuple):
    """A row, and the line of the file on which it ends."""

    line: int
    row: BaseModel


class Table:
    """The rows of one file, and what is wrong with them."""

    def __init__(self, name: str, file: Path) -> None:
        self.name, self.file = name, file
        self.fields = columns(name)
        self.lines: list[Line] = []
        self.faults: list[Fault] = []
        if file.is_file():
            self._read()
            self._find_twins()

    def fault(self, line: int, field: str, message: str, found: object, allowed: str = "") -> None:
        """Note what is wrong with a field of a line."""
        column = self.fields.index(field) + 1 if field in self.fields else 1
        place = Place(str(self.file), line, column)
        self.faults.append(Fault(field, message, shown(found), allowed, place))

    def frame(self) -> pd.DataFrame:
        """The rows as a data frame with the fields of the schema as columns."""
        rows = [line.row.model_dump() for line in self.lines]
        return pd.DataFrame(rows, columns=list(self.fields))

    def _read(self) -> None:
        try:
            with self.file.open(encoding="utf-8-sig", newline="") as text:
                for line, cells in self._cells(text):
                    self._take(line, cells)
                    if len(self.faults) >= MOST:
                        return
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            self.fault(1, "", "the file cannot be read as CSV in UTF-8", str(error))

    def _cells(self, text: Any) -> Iterator[tuple[int, dict[str, str]]]:
        reader = csv.reader(text, strict=True)
        heads = next(reader, [])
        if tuple(heads) != self.fields:
            odd = sorted(set(heads) ^ set(self.fields)) or ["their order"]
            self.fault(1, "", f"columns differ in {', '.join(odd)}", heads, ",".join(self.fields))
            return
        for cells in reader:
            if len(cells) != len(heads):
                allowed = f"{len(heads)} cells"
                self.fault(reader.line_num, "", "wrong number of cells", len(cells), allowed)
            else:
                yield reader.line_num, dict(zip(heads, cells, strict=True))

    def _take(self, line: int, cells: Mapping[str, str]) -> None:
        try:
            self.lines.append(Line(line, TABLES[self.name].model_validate(cells)))
        except ValidationError as error:
            for found in error.errors(include_url=False, include_context=False):
                message = found["msg"].removeprefix("Value error, ")
                self.fault(line, str(found["loc"][0]), message, found["input"])

    def _find_twins(self) -> None:
        seen: dict[tuple[Any, ...], int] = {}
        for line, row in self.lines if self.name in KEYS else ():
            key = tuple(getattr(row, field) for field in KEYS[self.name])
            if key in seen:
                told = " ".join(str(part) for part in key)
                self.fault(line, KEYS[self.name][0], f"stands on line {seen[key]} already", told)
            seen.setdefault(key, line)


def read_values(file: Path) -> tuple[pd.DataFrame, list[Fault]]:
    """Values of indicators from a Parquet or CSV file, and what is wrong with them."""
    try:
        if file.suffix == ".parquet":
            frame = _typed(pq.read_table(file, columns=list(VALUES))).to_pandas()
        else:
            frame = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (OSError, ValueError, KeyError, pa.ArrowException) as error:
        return empty_values(), [
            Fault("", f"the file cannot be read: {error}", place=Place(str(file)))
        ]
    if tuple(frame.columns) != VALUES:
        found, allowed = ",".join(map(str, frame.columns)), ",".join(VALUES)
        return empty_values(), [Fault("", "columns", found, allowed, Place(str(file), 1, 1))]
    return _checked(frame, file)


def _typed(table: pa.Table) -> pa.Table:
    """The table, its columns as texts and numbers; of another type they are refused."""
    types = pa.string(), pa.int16(), pa.string(), pa.float64()
    return table.cast(pa.schema(zip(VALUES, types, strict=True)))


def empty_values() -> pd.DataFrame:
    """A table of values without a row."""
    return pd.DataFrame({name: [] for name in VALUES})


def _checked(frame: pd.DataFrame, file: Path) -> tuple[pd.DataFrame, list[Fault]]:
    year = pd.to_numeric(frame["year"], errors="coerce")
    value = pd.to_numeric(frame["value"], errors="coerce")
    wrong: dict[str, tuple[Any, str]] = {
        "iso3": (~frame["iso3"].astype(str).str.fullmatch(COUNTRY), "three capital letters"),
        "year": (~year.between(FIRST_YEAR, LAST_YEAR) | (year % 1 != 0), "a year"),
        "value": (~np.isfinite(value.astype(float)), "a finite number"),
        "indicator": (
            frame["indicator"].isna() | frame.duplicated(list(VALUES[:3])),
            "a name, once for each state and year",
        ),
    }
    faults = faults_where(frame, file, wrong)
    if faults:
        return empty_values(), faults
    clean = frame.assign(year=year.astype("int16"), value=value.astype("float64"))
    return clean.astype({"iso3": "category", "indicator": "category"}), []


def faults_where(
    frame: pd.DataFrame, file: Path, wrong: Mapping[str, tuple[Any, str]]
) -> list[Fault]:
    """A fault for each row of the table of values that a mask of its field picks."""
    faults = []
    for field, (mask, allowed) in wrong.items():
        column = VALUES.index(field) + 1
        for index in np.flatnonzero(mask)[:MOST]:
            place = Place(str(file), int(index) + 2, column)
            found = shown(str(frame[field].iloc[index]))
            faults.append(Fault(field, "not allowed", found, allowed, place))
    return faults
