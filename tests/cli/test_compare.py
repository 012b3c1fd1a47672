"""``domino compare``: sides found by name, pages and tables that lead back, bad input."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from sim.analysis.forecast.forecast import simulate
from sim.scenario.loading import load
from sim.store import save
from tests.cli.conftest import Domino

SIDES = ("armenia-2025", "channels-doubled")
ASKED = ("compare", *SIDES, "--runs", "60", "--out")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the forecasts of two scenarios."""
    root = tmp_path_factory.mktemp("kept")
    for name in SIDES:
        save(simulate(load(name), runs=60), root, command=f"domino run {name} --runs 60")
    return root


def test_scenarios_are_run_and_stored_once(domino: Domino) -> None:
    asked = ("compare", "armenia-2025", "csto", "--runs", "20", "--json")
    first = domino(*asked)
    assert first.code == 0, first.err
    assert first.document["verdict"] == "no difference"
    assert [each["command"] for each in first.document["sides"]] == [
        "domino run armenia-2025 --runs 20 --seed 1",
        "domino run csto --runs 20 --seed 1",
    ]
    again = domino(*asked)
    assert again.out == first.out
    assert again.err.count("answered before") == 2


def test_a_scenario_is_run_as_the_result_beside_it(domino: Domino, tmp_path: Path) -> None:
    results = tmp_path / "results"
    save(simulate(load("armenia-2025"), runs=40, seed=3), results, command="")
    document = domino("compare", "latest", "csto", "--json").document
    assert [(each["runs"], each["seed"]) for each in document["sides"]] == [(40, 3), (40, 3)]
    assert document["comparisons"][0]["not_paired"] == []


def test_results_are_found_by_the_beginning_of_their_names(domino: Domino, kept: Path) -> None:
    document = domino("compare", "run-a", "run-c", "--out", kept, "--json").document
    assert [each["scenario"] for each in document["sides"]] == list(SIDES)
    assert document["comparisons"][0]["method"] == "paired"
    by_folder = [str(place) for place in sorted(kept.iterdir())]
    assert domino("compare", *by_folder, "--json").document == document


def test_the_verdict_the_numbers_and_the_changes_are_printed(domino: Domino, kept: Path) -> None:
    done = domino(*ASKED, kept)
    assert done.code == 0, done.err
    said = "60 pairs of runs cannot tell channels-doubled (B) from armenia-2025 (A)"
    assert done.out.startswith(said)
    for text in ("Armenia has left", "channels.reputation", "not set → 2"):
        assert text in done.out


def test_a_page_and_a_table_lead_back_to_the_comparison(domino: Domino, kept: Path) -> None:
    first = domino(*ASKED, kept, "--html", "page.html", "--csv", "table.csv")
    assert first.out.endswith("Written: page.html\nWritten: table.csv\n")
    plain = domino(*ASKED, kept).out
    for file in ("page.html", "table.csv"):
        done = domino("reopen", file, "--out", kept)
        assert (done.code, done.out) == (0, plain), done.err
        assert f"Made by: domino {' '.join(ASKED)}" in done.err
    anew = domino("reopen", "table.csv")  # into a folder that holds neither
    assert (anew.out, "answered before" in anew.err) == (plain, False)


def test_the_table_says_first_what_made_it(domino: Domino, kept: Path) -> None:
    domino(*ASKED, kept, "--csv", "table.csv")
    lines = Path("table.csv").read_text(encoding="utf-8").splitlines()
    head = [line for line in lines if line.startswith("#")]
    assert head[0].endswith(f"as these {len(head)} lines say")
    (others,) = (line for line in head if line.startswith("# others: "))
    for text in ("channels-doubled", "scenario_text", "scenario_hash", "source_digest", "seed"):
        assert text in others
    rows = list(csv.DictReader(lines[len(head) :]))
    ends = [row for row in rows if row["month"] == "2035-08"]
    assert {row["verdict"] for row in ends} <= {"differs", "cannot tell"}
    by_month = [row for row in rows if row["name"] == "p_ever_out.armenia"]
    assert len(by_month) == 120


def test_what_a_new_member_states_is_in_the_table_and_the_document(domino: Domino) -> None:
    asked = ("compare", "armenia-2025", "uzbekistan-joins-and-leaves", "--runs", "20")
    done = domino(*asked, "--csv", "table.csv")
    assert "trend-2024-trade" in done.out
    text = Path("table.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    stated = {row["path"]: row for row in rows if row["path"]}
    row = stated["members.uzbekistan.dependence"]
    assert (row["stated_a"], float(row["stated_b"])) == ("", 0.45)
    assert (row["source_a"], row["source_b"]) == ("", "trend-2024-trade")
    (document,) = domino(*asked, "--json").document["comparisons"]
    told = {each["path"]: each for each in document["inputs"]}
    assert told.keys() == stated.keys()
    assert told["members.uzbekistan.alignment"]["b"] == -0.1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("armnia-2025", "csto"), "did you mean armenia-2025?"),
        (("armenia-2025",), "two to 6"),
        (("armenia-2025", "latest"), "no results in results yet"),
        (("armenia-2025", "csto", "--html", "."), "is a folder"),
        (
            ("armenia-2025", "csto", "--html", "x", "--csv", "x"),
            "--csv: the same file as --html",
        ),
        (("armenia-2025", "page.html"), "domino reopen page.html"),
    ],
)
def test_bad_input_is_one_clear_line(domino: Domino, arguments: tuple[str, ...], told: str) -> None:
    done = domino("compare", *arguments)
    assert (done.code, done.out) == (2, "")
    assert told in done.err
    assert len(done.err.splitlines()) == 1


def test_a_changed_side_is_noticed(domino: Domino, kept: Path) -> None:
    domino(*ASKED, kept, "--csv", "table.csv")
    file = Path("table.csv")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("Every channel twice", "Every channel thrice"), encoding="utf-8")
    done = domino("reopen", "table.csv")
    assert done.code == 2
    assert "its hash differs" in done.err
