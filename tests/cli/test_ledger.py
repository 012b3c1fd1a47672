"""``domino ledger``: what is added is listed, kept as it was, and scored once its day is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Domino


def test_an_added_forecast_is_listed_and_waits_for_the_record(domino: Domino) -> None:
    added = domino("ledger", "add", "armenia-2025", "--by", "2040-01", "--runs", 20)
    assert added.code == 0
    (file,) = Path("scenarios/ledger").iterdir()
    assert str(file) in added.out
    (listed,) = domino("ledger", "list", "--json").document
    assert listed["decided"] == "2040-01-31"
    assert listed["runs"] == 20
    assert "the record does not reach that far" in domino("ledger", "score").out


def test_the_same_forecast_is_refused_a_second_time(domino: Domino) -> None:
    again = ("ledger", "add", "armenia-2025", "--by", "2040-01", "--runs", 20)
    assert domino(*again).code == 0
    before = {file: file.read_bytes() for file in Path("scenarios/ledger").iterdir()}
    second = domino(*again)
    assert second.code == 2
    assert "in the ledger already" in second.err
    assert {file: file.read_bytes() for file in Path("scenarios/ledger").iterdir()} == before


def test_a_changed_entry_is_refused(domino: Domino) -> None:
    domino("ledger", "add", "armenia-2025", "--by", "2040-01", "--runs", 20)
    (file,) = Path("scenarios/ledger").iterdir()
    file.write_text(file.read_text().replace('"seed": 1', '"seed": 2'))
    listed = domino("ledger", "list")
    assert listed.code == 2
    assert "was changed after it was made" in listed.err


@pytest.mark.parametrize(
    ("option", "value", "reason"),
    [
        ("--by", "20-01", "--by: not a month"),
        ("--by", "2040-13", "--by: not a month"),
        ("--by", "2020-01", "--by: is not after the last recorded month"),
        ("--body", "CSTP", "did you mean CSTO"),
    ],
)
def test_what_could_never_be_decided_is_refused(
    domino: Domino, option: str, value: str, reason: str
) -> None:
    options = {"--by": "2040-01", "--runs": "20"} | {option: value}
    done = domino(
        "ledger", "add", "armenia-2025", *(part for pair in options.items() for part in pair)
    )
    assert done.code == 2
    assert reason in done.err
    assert len(done.err.splitlines()) == 1
    assert not Path("scenarios").exists()
