"""The record that comes with the product, and records with a fault in them."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.home import home
from sim.record import RecordError, read
from sim.record.schema import TABLES, columns

OWN = home() / "scenarios" / "record"


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(RecordError) as caught:
        read(folder)
    return str(caught.value).splitlines()


def planted(file: Path, old: str, new: str) -> list[int]:
    """Put a fault into the first line that holds a text; that line, and those after it."""
    lines = file.read_text().splitlines(keepends=True)
    number = next(n for n, line in enumerate(lines, 1) if old in line and n > 1)
    lines[number - 1] = lines[number - 1].replace(old, new, 1)
    file.write_text("".join(lines))
    return [number, number + 1]  # a pair of rows that disagree is told at the later one


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
    "a date that no calendar has": ("spells", "1990-01-01", "1990-01-32", 4, "joined"),
    "a standing that does not exist": ("steps", "exit", "paused", 4, "step"),
    "a confidence that does not exist": ("steps", "seen", "sure", 11, "confidence"),
    "a source that nobody knows": ("spells", "https://example.org", "hearsay", 5, "source"),
    "recalled with a source": ("steps", "seen", "recalled", 11, "confidence"),
    "seen without a source": ("steps", ",recalled,", ",seen,", 9, "source"),
    "a body that is not in the table": ("spells", "CLUB", "CLAB", 1, "organisation"),
    "a country that is not in the table": ("spells", "ARM", "ARX", 2, "iso3"),
    "a step of no membership": ("steps", "ARM,1", "ARM,2", 3, "spell"),
    "a step before joining": ("steps", "1994", "1984", 5, "date"),
    "imposed without a reason": ("steps", "imposed by the others", "", 7, "reason"),
    "a reason for a free step": ("steps", "1,,CLUB-1", "1,haste,CLUB-1", 7, "reason"),
    "a joint act at a later step": ("steps", "1999-04-02,1,,", "1999-04-02,1,,CLUB-1", 8, "act"),
    "a first free step without an act": ("steps", "CLUB-2", "", 8, "act"),
    "an act of another body": ("steps", "CLUB-2", "UNION-2", 8, "act"),
    "a second exit": ("steps", "notice,1998-12,1,,CLUB-1", "exit,1998-12,1,,CLUB-1", 4, "step"),
    "a membership that stands twice": ("spells", "UZB,2", "UZB,1", 1, "organisation"),
    "a second membership without a first": ("spells", "ARM,1", "ARM,2", 3, "spell"),
    "a return before the exit": ("spells", "2006-06-23", "1996-06-23", 4, "joined"),
    "years in the wrong order": ("leaders", "USA,2000,", "USA,2000,1999", 4, "to_year"),
    "a value of no country": ("values", "ARM", "arm", 1, "iso3"),
    "a value of no year": ("values", "2020", "0", 2, "year"),
    "a value that is no number": ("values", "0.7", "inf", 4, "value"),
    "a value above its bound": ("values", "0.7", "1.2", 4, "value"),
    "a value of no indicator": ("values", "polyarchy", "love", 3, "indicator"),
    "a value towards nobody": ("values", "trade_share:RUS", "trade_share", 3, "indicator"),
}


@pytest.mark.parametrize(("table", "old", "new", "column", "field"), PLANTED.values(), ids=PLANTED)
def test_a_fault_is_told_with_file_line_and_field(
    small: Path, table: str, old: str, new: str, column: int, field: str
) -> None:
    file = small / f"{table}.csv"
    places = planted(file, old, new)
    told = faults_of(small)
    expected = [f"{file}:{line}:{column}: {field}: " for line in places]
    assert any(fault.startswith(tuple(expected)) for fault in told), told


def test_a_small_record_holds_together(small: Path) -> None:
    record = read(small)
    assert record.steps["first_free"].tolist() == [False, True, False, True]
    assert record.leader("CLUB", 1999) == "RUS"
    assert record.values["value"].tolist() == [0.7, 0.3]


def test_a_file_that_is_no_csv_is_refused_in_one_line(small: Path) -> None:
    (small / "steps.csv").write_bytes(b"\xff\xfe\x00")
    (told,) = faults_of(small)
    assert told.startswith(f"{small / 'steps.csv'}:1:1: the file cannot be read")


@pytest.mark.parametrize(
    "columns_held",
    [
        {"iso3": ["ARM"], "year": [[2000]], "indicator": ["cinc"], "value": [0.1]},
        {"iso3": ["ARM"], "year": [2000], "indicator": [None], "value": [0.1]},
        {"iso3": ["ARM"], "year": [2000], "indicator": ["cinc"], "value": [None]},
        {"iso3": ["ARM"], "year": [2000], "indicator": ["cinc"]},
    ],
)
def test_a_table_of_other_types_is_refused(small: Path, columns_held: dict[str, list[Any]]) -> None:
    (small / "values.csv").unlink()
    pq.write_table(pa.table(columns_held), small / "values.parquet")
    assert faults_of(small)[0].startswith(str(small / "values.parquet"))


def test_a_year_far_away_is_refused(small: Path) -> None:
    planted(small / "steps.csv", "1994", "9999-12")
    assert "date: a year lies between 1800 and 2100" in faults_of(small)[0]


def test_a_wrong_column_is_named(small: Path) -> None:
    file = small / "steps.csv"
    file.write_text(file.read_text().replace("reason", "reasons", 1))
    (told,) = faults_of(small)
    assert told.startswith(f"{file}:1:1: columns differ in reason, reasons")


def test_a_folder_of_ones_own_needs_three_tables(tmp_path: Path) -> None:
    assert [fault.split(": ")[1] for fault in faults_of(tmp_path)] == ["is missing"] * 3


def test_a_folder_of_ones_own_may_rest_on_the_product_for_the_rest(small: Path) -> None:
    for name in ("leaders", "values"):
        (small / f"{name}.csv").unlink()
    record = read(small)
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
