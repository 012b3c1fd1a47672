"""``domino run``, and what all questions share: JSON, luck, the store."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Domino

FEW = ("--runs", "60")
PROBABILITIES = ("p_out", "p_ever_out", "p_notice", "p_frozen", "p_active")
MEMBERS = ["armenia", "belarus", "kazakhstan", "kyrgyzstan", "tajikistan"]


def test_the_json_has_every_number_and_each_is_in_its_interval(domino: Domino) -> None:
    found = domino("run", "armenia-2025", *FEW, "--json").document
    assert sorted(found["members"]) == MEMBERS
    for numbers in found["members"].values():
        for name in PROBABILITIES:
            estimate = numbers[name]
            assert 0 <= estimate["low"] <= estimate["value"] <= estimate["high"] <= 1
        assert "median_exit" in numbers
    assert (found["scenario"], found["runs"], found["seed"]) == ("armenia-2025", 60, 1)
    assert (found["now"], found["end"], len(found["scenario_hash"])) == ("2025-08", "2035-08", 64)
    assert sum(found["exits"]["distribution"]) == pytest.approx(1)
    assert len(found["exits"]["distribution"]) == len(MEMBERS) + 1
    assert {"implied", "references", "stress"} <= set(found["base_rate"])
    assert found["uncertain"] is None
    assert Path("results", found["result"], "manifest.json").is_file()


def test_the_same_question_has_the_same_json_with_any_number_of_threads(domino: Domino) -> None:
    many = ("run", "armenia-2025", "--runs", "1100", "--json")
    one = domino(*many, "--threads", "1", "--out", "one")
    two = domino(*many, "--threads", "2", "--out", "two")
    assert one.code == two.code == 0
    assert one.out == two.out


def test_another_seed_has_other_luck(domino: Domino) -> None:
    first, second = (
        domino("run", "armenia-2025", *FEW, "--seed", seed, "--json").document for seed in "12"
    )
    assert first["members"] != second["members"]
    assert first["result"] != second["result"]


def test_the_same_question_is_answered_from_the_store(domino: Domino) -> None:
    first = domino("run", "armenia-2025", *FEW)
    again = domino("run", "armenia-2025", *FEW)
    assert "answered before" not in first.err
    assert "answered before" in again.err
    assert again.out == first.out


def test_a_damaged_result_is_found_anew(domino: Domino) -> None:
    first = domino("run", "armenia-2025", *FEW, "--json")
    numbers = Path("results", first.document["result"], "numbers.json")
    numbers.write_text(numbers.read_text().replace("0.", "0.1", 1))
    again = domino("run", "armenia-2025", *FEW, "--json")
    assert "answered before" not in again.err
    assert again.out == first.out


def test_words_come_first_then_tables_then_where_it_lies(domino: Domino) -> None:
    done = domino("run", "armenia-2025", *FEW)
    lines = done.out.splitlines()
    assert "of runs" in lines[0]
    assert "conditional on" in lines[0]
    assert "Exits by August 2035" in done.out
    (result,) = Path("results").iterdir()
    assert lines[-2] == f"Result: {result}"
    assert str(result / "index.html") in lines[-1]
    assert (result / "index.html").read_text().startswith("<!doctype html>")


def test_a_change_of_the_scenario_changes_the_answer(domino: Domino) -> None:
    asked = ("run", "armenia-2025", "--runs", "300", "--json")
    plain = domino(*asked).document
    rash = domino(*asked, "--set", "parameters.w_inertia=0").document
    assert rash["exits"]["mean"]["value"] > plain["exits"]["mean"]["value"]
    assert rash["scenario_hash"] != plain["scenario_hash"]


def test_values_are_typed_as_in_a_file(domino: Domino) -> None:
    changes = (
        "--set",
        "present.members.armenia.status=OUT",
        "--set",
        "charter.return_allowed=false",
    )
    found = domino("run", "armenia-2025", *FEW, "--json", *changes).document
    assert found["members"]["armenia"]["p_out"]["value"] == 1


def test_who_is_out_already_is_not_asked_whether_it_leaves(domino: Domino) -> None:
    out = ("--set", "present.members.armenia.status=OUT")
    asked = ("run", "armenia-2025", *out, "--runs", "30", "--uncertain", "20", "--rules")
    told, found = domino(*asked), domino(*asked, "--json").document
    nothing = {"value": None, "low": None, "high": None}
    assert found["members"]["armenia"]["p_ever_out"] == nothing
    assert found["members"]["armenia"]["p_out"]["value"] is not None
    for numbers in found["rules"]["by_rule"].values():
        assert numbers["p_ever_out.armenia"] == nothing
    spread = found["uncertain"]["outcomes"]["p_ever_out.armenia"]
    assert set(spread.values()) == {None}
    assert "nan" not in told.out
    row = next(line for line in told.out.splitlines() if line.strip().startswith("Armenia  "))
    assert row.split()[:4] == ["Armenia", "already", "out", "–"]


def test_uncertain_points_stand_beside_the_interval(domino: Domino) -> None:
    asked = ("run", "armenia-2025", "--runs", "20", "--uncertain", "20")
    told, document = domino(*asked), domino(*asked, "--json").document
    assert "5 to 95% of 20 points" in told.out
    spread: dict[str, Any] = document["uncertain"]
    assert spread["points"] == 20
    span = spread["outcomes"]["p_ever_out.armenia"]
    assert 0 <= span["low"] <= span["median"] <= span["high"] <= 1


def test_few_uncertain_points_tell_no_span_anywhere(domino: Domino) -> None:
    asked = ("run", "armenia-2025", "--runs", "20", "--uncertain", "19")
    told, document = domino(*asked), domino(*asked, "--json").document
    for span in document["uncertain"]["outcomes"].values():
        assert (span["low"], span["high"]) == (None, None)
        assert span["median"] is not None
    assert "19 draws from the stated ranges cannot tell" in told.out
    assert len(re.findall(r"\)\s+–\s", told.out)) == len(MEMBERS)
    page = (Path("results") / document["result"] / "index.html").read_text()
    assert "nine in ten draws" not in page
    assert "The intervals hold the luck of 20 runs alone." in page


def test_the_other_rules_of_decision_stand_beside_it_on_request(domino: Domino) -> None:
    told = domino("run", "armenia-2025", *FEW, "--rules")
    again = domino("run", "armenia-2025", *FEW, "--rules", "--json")
    assert "By the other rules of decision: threshold" in told.out
    assert "logit (the scenario's)" in told.out
    assert "answered before" in again.err
    assert set(again.document["rules"]["by_rule"]) == {"logit", "threshold", "quantal"}
    asked = ("effect", "armenia-2025", "--of", "armenia", *FEW, "--rules")
    assert "By the other rules of decision: threshold" in domino(*asked).out
    assert "answered before" in domino(*asked).err


def test_a_scenario_file_of_somebody_is_as_good_as_a_name(domino: Domino) -> None:
    Path("mine.yaml").write_text("extends: armenia-2025\nchannels: {club: 0}\n")
    found = domino("run", "mine.yaml", *FEW, "--json").document
    assert found["scenario"] == "mine"
    assert found["result"].startswith("run-mine-")


def test_several_runs_of_a_stress_case_say_that_it_is_one(domino: Domino) -> None:
    rash = ("run", "armenia-2025", *FEW, "--set", "parameters.w_inertia=-5")
    assert "stress case" in domino(*rash).out
    assert domino(*rash, "--json").document["base_rate"]["stress"] is True


def test_what_was_changed_is_named_in_words_page_and_stored_result(domino: Domino) -> None:
    threat = "present.members.armenia.threat=0.2"
    done = domino("run", "armenia-2025", "--runs", "50", "--set", threat)
    assert "as changed." in done.out.splitlines()[0]
    said = "Changed from armenia-2025 as it comes: threat of Armenia at now 0.2."
    assert said in done.out
    (page,) = Path("results").glob("*/index.html")
    assert said in page.read_text(encoding="utf-8")
    assert said in domino("results", "show", "latest").out
    start = domino("run", "armenia-2025", "--runs", "50", "--set", "members.armenia.threat=0.2").out
    assert "threat of Armenia 0.2 instead of 0.7" in start
    assert "hanged" not in domino("run", "armenia-2025", "--runs", "50").out


def test_an_empty_value_is_a_fault(domino: Domino) -> None:
    done = domino("run", "armenia-2025", "--set", "parameters.w_inertia=")
    assert (done.code, done.out) == (2, "")
    assert "parameters.w_inertia: no value" in done.err


def test_too_few_draws_say_so(domino: Domino) -> None:
    done = domino("run", "armenia-2025", "--runs", "20", "--uncertain", "3")
    assert "3 draws from the stated ranges cannot tell" in done.out
    assert "nine draws in ten" not in done.out
