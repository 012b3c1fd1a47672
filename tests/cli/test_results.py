"""``domino results``, ``reopen`` and ``plot``: what is stored is found, shown and asked again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Domino

ASKED = ("run", "armenia-2025", "--runs", "30")


@pytest.fixture
def result(domino: Domino) -> str:
    name: str = domino(*ASKED, "--json").document["result"]
    return name


def test_a_stored_result_is_listed_shown_and_removed(domino: Domino, result: str) -> None:
    assert result in domino("results").out
    assert [each["id"] for each in domino("results", "list", "--json").document] == [result]
    for name in (result, result[:-4], "latest"):
        assert domino("results", "show", name, "--json").document["result"] == result
    assert domino("results", "show", "latest").out == domino(*ASKED).out
    assert domino("results", "rm", result).code == 0
    assert not Path("results", result).exists()
    assert "No results" in domino("results", "list").out


def test_tables_go_to_csv_files(domino: Domino, result: str) -> None:
    done = domino("results", "export", "latest", "tables", "--csv")
    written = [line.removeprefix("Written: ") for line in done.out.splitlines()]
    assert sorted(written) == sorted(str(file) for file in Path("tables").iterdir())
    assert f"tables/{result}-exits.csv" in written


def test_whatever_left_the_program_leads_back_to_its_run(domino: Domino, result: str) -> None:
    domino("results", "export", "latest", "tables")
    domino("plot", "latest", "--kind", "cascade", "--out", "cascade.html")
    first = domino("results", "show", "latest").out
    place = Path("results", result)
    files = [f"tables/{result}-exits.csv", "cascade.html", place / "index.html", place]
    for file in [*files, place / "manifest.json"]:
        done = domino("reopen", file)
        assert done.code == 0, done.err
        assert done.out == first
        assert "answered before" in done.err


def test_a_reopened_file_is_run_again_where_the_result_is_gone(domino: Domino, result: str) -> None:
    before = domino("results", "show", "latest", "--json").out
    Path("results", result, "index.html").rename("kept.html")
    domino("results", "rm", result)
    done = domino("reopen", "kept.html", "--json")
    assert done.out == before
    assert "answered before" not in done.err


def test_the_options_of_a_question_survive(domino: Domino) -> None:
    asked = ("effect", "armenia-2025", "--of", "belarus", "--at", "2027-01", "--runs", "40")
    first = domino(*asked, "--set", "channels.club=0", "--json")
    page = Path("results", first.document["result"], "index.html")
    again = domino("reopen", page, "--out", "elsewhere", "--json")
    assert again.out == first.out


def test_a_figure_is_written_as_a_page(domino: Domino, result: str) -> None:
    done = domino("plot", "latest")
    (file,) = Path().glob("*.html")
    assert done.out == f"Written: {file}\n"
    assert file.name == f"{result}-forecast.html"
    assert file.read_text().startswith("<!doctype html>")


def test_an_unknown_figure_or_format_is_refused(domino: Domino, result: str) -> None:
    done = domino("plot", result, "--kind", "cascde")
    assert (done.code, "did you mean cascade?" in done.err) == (2, True)
    done = domino("plot", result, "--out", "picture.pdf")
    assert (done.code, ".svg" in done.err) == (2, True)
    assert list(Path().glob("picture*")) == []


def test_without_kaleido_a_picture_is_one_clear_message(
    domino: Domino, result: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.cli.pictures.find_spec", lambda name: None)
    done = domino("plot", result, "--out", "picture.png")
    assert done.code == 1
    assert "Kaleido" in done.err
    assert len(done.err.splitlines()) == 1
