"""The record that comes with the product, and records with a fault in them."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from sim.home import home
from sim.record import RecordError, read
from sim.record.schema import TABLES, columns

OWN = home() / "scenarios" / "record"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(OWN, tmp_path / "record"))


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(RecordError) as caught:
        read(folder)
    return str(caught.value).splitlines()


def planted(file: Path, old: str, new: str) -> int:
    """Put a fault into the first line that holds a text; the number of that line."""
    lines = file.read_text().splitlines(keepends=True)
    number = next(n for n, line in enumerate(lines, 1) if old in line)
    lines[number - 1] = lines[number - 1].replace(old, new, 1)
    file.write_text("".join(lines))
    return number


def test_every_row_of_the_record_fits_the_schema() -> None:
    record = read()
    for name in TABLES:
        frame = getattr(record, name)
        assert set(columns(name)) <= set(frame.columns)
        assert len(frame) == len((OWN / f"{name}.csv").read_text().splitlines()) - 1
    assert len(record.values) > 100_000


def test_the_record_is_small() -> None:
    assert sum(file.stat().st_size for file in OWN.iterdir()) < 1_500_000


PLANTED = {
    "a date that no calendar has": (
        "spells", "CSTO,ARM,1,1992-05-15", "CSTO,ARM,1,1992-05-32", 4, "joined"
    ),
    "a standing that does not exist": (
        "steps", "CSTO,ARM,1,freeze", "CSTO,ARM,1,paused", 4, "step"
    ),
    "a confidence that does not exist": (
        "steps", "ALBA-3,recalled,,recalled", "ALBA-3,recalled,,sure", 11, "confidence"
    ),
    "a source that nobody knows": (
        "spells", "wikipedia-csto-2006", "wikipedia-csto-2007", 5, "source"
    ),
    "seen without a source": (
        "steps", "ALBA-3,recalled,,recalled", "ALBA-3,recalled,,seen", 11, "confidence"
    ),
    "a body that is not in the table": (
        "spells", "CSTO,BLR,1", "CSTA,BLR,1", 1, "organisation"
    ),
    "a country that is not in the table": ("spells", "CSTO,BLR,1", "CSTO,BLX,1", 2, "iso3"),
    "a step of no membership": ("steps", "CSTO,ARM,1,freeze", "CSTO,ARM,2,freeze", 3, "spell"),
    "a step before joining": (
        "steps", "CSTO,ARM,1,freeze,2024-02-22", "CSTO,ARM,1,freeze,1984-02-22", 5, "date"
    ),
    "imposed without a reason": (
        "steps", "1979-03-31,0,imposed by the others", "1979-03-31,0,", 7, "reason"
    ),
    "a joint act at a step that is not the first": (
        "steps", "ALBA,HND,1,exit,2010-01-13,1,,", "ALBA,HND,1,exit,2010-01-13,1,,ALBA-1", 8, "act"
    ),
    "a first free step without an act": ("steps", ",CSTO-3,", ",,", 8, "act"),
    "a membership that stands twice": ("spells", "CSTO,BLR,1", "CSTO,ARM,1", 1, "organisation"),
    "a second membership without a first": ("spells", "CSTO,BLR,1", "CSTO,BLR,2", 3, "spell"),
    "the second membership before the first ends": (
        "spells", "CSTO,UZB,2,2006-06-23", "CSTO,UZB,2,1996-06-23", 4, "joined"
    ),
    "years in the wrong order": (
        "leaders", "ARAB_LEAGUE,SAU,1980,", "ARAB_LEAGUE,SAU,1980,1979", 4, "to_year"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("table", "old", "new", "column", "field"), PLANTED.values(), ids=PLANTED)
def test_a_fault_is_told_with_file_line_and_field(
    copy: Path, table: str, old: str, new: str, column: int, field: str
) -> None:
    file = copy / f"{table}.csv"
    line = planted(file, old, new)
    told = faults_of(copy)
    assert any(fault.startswith(f"{file}:{line}:{column}: {field}: ") for fault in told), told


@pytest.mark.parametrize(
    ("field", "value"),
    [("iso3", "af"), ("year", 0), ("value", float("inf")), ("indicator", "love")],
)
def test_a_fault_among_the_values_is_told_with_its_row(
    copy: Path, field: str, value: object
) -> None:
    values = pd.read_parquet(copy / "values.parquet").tail(3)
    (copy / "values.parquet").unlink()
    values.assign(**{field: value}).to_csv(copy / "values.csv", index=False)
    column = list(values).index(field) + 1
    assert faults_of(copy)[0].startswith(f"{copy / 'values.csv'}:2:{column}: {field}: ")


def test_a_value_outside_the_bounds_of_its_indicator_is_refused(copy: Path) -> None:
    (copy / "values.parquet").unlink()
    (copy / "values.csv").write_text("iso3,year,indicator,value\nARM,2020,polyarchy,1.2\n")
    assert faults_of(copy)[0].startswith(f"{copy / 'values.csv'}:2:4: value: ")


def test_a_file_that_is_no_csv_is_refused_in_one_line(copy: Path) -> None:
    (copy / "steps.csv").write_bytes(b"\xff\xfe\x00")
    (told,) = faults_of(copy)
    assert told.startswith(f"{copy / 'steps.csv'}:1:1: the file cannot be read")


def test_a_wrong_column_is_named(copy: Path) -> None:
    planted(copy / "steps.csv", "reason", "reasons")
    (told,) = faults_of(copy)
    assert told.startswith(f"{copy / 'steps.csv'}:1:1: columns differ in reason, reasons")


def test_a_folder_of_ones_own_needs_three_tables(tmp_path: Path) -> None:
    assert [fault.split(": ")[1] for fault in faults_of(tmp_path)] == ["is missing"] * 3


def test_a_folder_of_ones_own_may_rest_on_the_product_for_the_rest(tmp_path: Path) -> None:
    for name, row in {
        "organisations": "CLUB,trade,1990-01-01,,6,https://example.org,2026-01-01,seen,",
        "spells": "CLUB,ARM,1,1990-01-01,https://example.org,2026-01-01,seen,",
        "steps": "CLUB,ARM,1,exit,2001,1,,CLUB-1,https://example.org,2026-01-01,seen,",
    }.items():
        (tmp_path / f"{name}.csv").write_text(",".join(columns(name)) + "\n" + row + "\n")
    record = read(tmp_path)
    assert record.steps["first_free"].tolist() == [True]
    assert len(record.values) == len(read().values)
    assert record.leader("CLUB", 1995) is None


def test_what_a_reader_does_to_a_table_stays_with_that_reader() -> None:
    del read().steps["date"]
    assert "date" in read().steps


def test_first_free_steps_are_the_first_of_their_membership() -> None:
    steps = read().steps
    first = steps[steps["first_free"]]
    assert first["free"].all()
    assert not (first["step"] == "return").any()
    assert not first.duplicated(["organisation", "iso3", "spell"]).any()
    assert (first["act"] != "").all()


def test_the_leading_power_follows_the_year() -> None:
    record = read()
    assert [record.leader("ARAB_LEAGUE", year) for year in (1979, 1980)] == ["EGY", "SAU"]
    assert record.leader("UNESCO", 1980) is None
