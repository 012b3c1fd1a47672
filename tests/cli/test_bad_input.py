"""Bad input ends with one clear message and its exit code; good input is never asked for twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.analysis.forecast.forecast import simulate
from sim.bounds import LAST_SEED, MOST_RUNS
from sim.refusal import Refusal
from sim.scenario.loading import load
from tests.cli.conftest import Domino

REFUSED = {
    "run armenia-2025 --set parameters.w_feer=1": "did you mean parameters.w_fear?",
    "run armenia-2025 --set channels.club=0 --set channels.club=1": "changed twice",
    "run armenia-2025 --set channels.club": "PATH=VALUE",
    "run armenia-2025 --set channels.club=often": "not a number",
    "run armenia-2025 --set channels.club=nan": "not a number",
    "run armenai-2025": "did you mean armenia-2025?",
    "run armenia-2025 --runs 0": "--runs",
    "run armenia-2025 --runs 10000001": "--runs",
    "run armenia-2025 --runs many": "--runs",
    "run armenia-2025 --threads 0": "--threads",
    "run armenia-2025 --seed -1": "--seed",
    "run armenia-2025 --seed 9223372036854775808": "--seed",
    "run armenia-2025 --uncertain 10001": "--uncertain",
    "run armenia-2025 --rnus 3": "--runs",
    "run": "SCENARIO",
    "runs armenia-2025": "did you mean run?",
    "results shows latest": "did you mean show?",
    "effect armenia-2025": "--of",
    "effect armenia-2025 --of armenai": "did you mean armenia?",
    "effect armenia-2025 --of gyumri-2026": "did you mean gyumri-2025?",
    "effect armenia-2025 --of armenia --at 2041-01": "2018-02 to 2035-08",
    "effect armenia-2025 --of armenia --at 2018-01": "2018-02 to 2035-08",
    "effect armenia-2025 --of armenia --at 2027-13": "YYYY-MM",
    "effect armenia-2025 --of gyumri-2025 --at 2027-01": "its own month",
    "story armenia-2025 --run -1": "--run",
    "show armenai-2025": "did you mean armenia-2025?",
}


OF_RUNS = "a whole number from 1 to 10,000,000"
OF_SEEDS = "a whole number from 0 to 9,223,372,036,854,775,807"
TOLD = {
    "run armenia-2025 --runs 0": f"--runs: out of range; found 0; allowed {OF_RUNS}",
    "run armenia-2025 --runs=0": f"--runs: out of range; found 0; allowed {OF_RUNS}",
    "run armenia-2025 --runs 9 --runs 0": f"--runs: out of range; found 0; allowed {OF_RUNS}",
    "run armenia-2025 --runs abc": f"--runs: not a whole number; found abc; allowed {OF_RUNS}",
    "run armenia-2025 --runs": "--runs: no value; found nothing; allowed a value after --runs",
    "run armenia-2025 --json=3": "--json: takes no value; found 3; allowed --json alone",
    "run armenia-2025 --seed -1": f"--seed: out of range; found -1; allowed {OF_SEEDS}",
    "run armenia-2025 --threads 0": (
        "--threads: out of range; found 0; allowed a whole number from 1 to 1,024"
    ),
    "sweep armenia-2025": "--vary: missing; found nothing; allowed PATH=LOW:HIGH:N",
    "sweep armenia-2025 --vary charter.name=0:8:3": (
        "charter.name: not the path of a number; found text; "
        "allowed the path of a number, as patron.capacity"
    ),
    "sweep armenia-2025 --vary members.armenia=0:8:3": (
        "members.armenia: not the path of a number; found a block of name, iso3, alignment, "
        "trust, threat, regime_risk, dependence, presence, …; "
        "allowed the path of a number, as members.armenia.alignment"
    ),
    "tip armenia-2025 --vary patron.capacity=0:1 --level much": (
        "--level: not a number; found much; allowed a number"
    ),
    "story armenia-2025 --run -5": f"--run: out of range; found -5; allowed {OF_SEEDS}",
    "run armenia-2025 --rnus 3": (
        "no such option; found --rnus; allowed --runs, --seed, --set, --uncertain, --exact, "
        "--rules, --threads, --out, --json; did you mean --runs?"
    ),
    "run armenia-2025 more": "too many arguments; found more; allowed SCENARIO",
    "run": "SCENARIO: missing; found nothing; allowed a name of `domino list`, or a file",
    "results shows latest": (
        "no such command; found shows; allowed list, show, rm, export; did you mean show?"
    ),
}


@pytest.mark.parametrize("typed", TOLD)
def test_what_the_parser_refuses_is_told_in_one_line_with_found_and_allowed(
    domino: Domino, typed: str
) -> None:
    done = domino(*typed.split())
    assert done.code == 2
    assert done.err == TOLD[typed] + "\n"
    assert done.out == ""


def test_the_one_bound_of_seeds_holds_wherever_one_is_asked_for() -> None:
    scenario = load("armenia-2025")
    with pytest.raises(Refusal, match=f"allowed 0 to {LAST_SEED}"):
        simulate(scenario, runs=1, seed=LAST_SEED + 1)
    assert f"{LAST_SEED:,}" in OF_SEEDS
    assert f"{MOST_RUNS:,}" in OF_RUNS


@pytest.mark.parametrize("typed", REFUSED)
def test_bad_input_is_refused_with_a_word_that_helps(domino: Domino, typed: str) -> None:
    done = domino(*typed.split())
    assert done.code == 2
    assert REFUSED[typed] in done.err.replace("\n", " ")
    assert done.out == ""
    assert "Traceback" not in done.err
    assert not Path("results").exists()


def test_a_bad_scenario_file_is_told_with_its_places(domino: Domino) -> None:
    Path("bad.yaml").write_text(
        "extends: armenia-2025\nchannels:\n  club: 5000\nmembers:\n  armenia:\n    treat: 0.5\n"
    )
    done = domino("run", "bad.yaml")
    assert done.code == 2
    assert "bad.yaml:6:" in done.err
    assert "did you mean threat?" in done.err


def test_nothing_can_be_stored_where_no_folder_is(domino: Domino) -> None:
    Path("taken").write_text("a file")
    done = domino("run", "armenia-2025", "--runs", "10", "--out", "taken")
    assert done.code == 1
    assert "taken is not a folder" in done.err
    assert done.out == ""
    assert Path("taken").read_text() == "a file"


def test_a_result_that_is_not_there_is_told(domino: Domino) -> None:
    for typed in ("results show latest", "results rm run-x", "plot latest", "results export x"):
        done = domino(*typed.split())
        assert done.code == 2
        assert "no results in results yet" in done.err


def test_a_file_that_says_nothing_cannot_be_reopened(domino: Domino) -> None:
    Path("page.html").write_text("<!doctype html><p>hello")
    for file in ("page.html", "nowhere.html"):
        done = domino("reopen", file)
        assert done.code == 2
        assert file in done.err
        assert done.out == ""
