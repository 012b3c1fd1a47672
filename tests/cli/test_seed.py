"""``domino seed``: a scenario of any body and year, whole, or a reason why there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Domino


def test_a_seeded_scenario_is_one_that_can_be_checked_and_run(domino: Domino) -> None:
    printed = domino("seed", "CSTO", "--year", 2018)
    assert printed.code == 0
    assert domino("seed", "CSTO", "--year", 2018, "--out", "csto.yaml").code == 0
    assert Path("csto.yaml").read_text(encoding="utf-8") == printed.out
    assert domino("validate", "csto.yaml").code == 0
    forecast = domino("run", "csto.yaml", "--runs", 20, "--json").document
    assert len(forecast["members"]) == 5


def test_a_file_that_is_there_is_left_alone(domino: Domino) -> None:
    Path("mine.yaml").write_text("title: mine\n")
    done = domino("seed", "CSTO", "--year", 2018, "--out", "mine.yaml")
    assert done.code == 2
    assert "is there already" in done.err
    assert Path("mine.yaml").read_text() == "title: mine\n"


@pytest.mark.parametrize(
    ("body", "year", "reason"),
    [("CSTP", 2018, "did you mean CSTO"), ("CSTO", 1900, "fewer than two members")],
)
def test_what_the_record_cannot_seed_is_refused(
    domino: Domino, body: str, year: int, reason: str
) -> None:
    done = domino("seed", body, "--year", year)
    assert done.code == 2
    assert reason in done.err
    assert len(done.err.splitlines()) == 1


def test_tables_that_are_missing_are_each_named(domino: Domino) -> None:
    Path("empty").mkdir()
    done = domino("hindcast", "empty")
    assert done.code == 2
    assert done.err.splitlines() == [
        f"empty/{name}.csv: is missing" for name in ("organisations", "spells", "steps")
    ]
