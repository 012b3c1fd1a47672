"""``domino list``, ``show``, ``validate`` and ``schema``."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim import load
from sim.analysis.evidence.evidence import grade
from sim.scenario.reading.files import listed
from sim.scenario.scenario import Scenario
from tests.cli.conftest import Domino


def test_the_list_has_a_line_for_each_scenario(domino: Domino) -> None:
    lines = domino("list").out.splitlines()
    assert [line.split()[0] for line in lines] == list(listed())
    documents = domino("list", "--json").document
    assert [each["name"] for each in documents] == list(listed())
    assert all(each["title"] and each["asks"] for each in documents)


def test_every_scenario_can_be_shown(domino: Domino) -> None:
    for name in listed():
        done = domino("show", name)
        assert done.code == 0
        assert done.out.startswith(f"{name}: ")


def test_a_variant_is_shown_by_what_it_changes_and_its_sources(domino: Domino) -> None:
    shown = domino("show", "channels-off").out
    assert "Changes against armenia-2025:" in shown
    assert "present.channels.club: 0" in shown
    shown = domino("show", "armenia-2026").out
    assert 'now: 2026-06 (was "2025-08")' in shown
    assert "events.election-2026: Election in Armenia" in shown
    assert "inbrief-2026: Ivan Tchakarov" in shown


def test_a_shown_value_stands_beside_that_of_its_base(domino: Domino) -> None:
    Path("mine.yaml").write_text("extends: armenia-2025\nparameters: {w_inertia: 1}\n")
    changes = domino("show", "mine.yaml", "--json").document["changes"]
    assert changes == [{"path": "parameters.w_inertia", "value": 1, "base": 2.5}]


def test_the_schema_is_the_one_beside_the_scenarios(domino: Domino) -> None:
    from sim.scenario.document.json_schema import schema_text

    assert domino("schema").out == schema_text()


def test_good_files_have_a_line_each_and_bad_ones_a_line_for_each_fault(domino: Domino) -> None:
    Path("good.yaml").write_text("extends: armenia-2025\n")
    Path("bad.yaml").write_text("extends: armenia-2025\nchannels: {club: x}\nnow: soon\n")
    assert domino("validate", "good.yaml").out == "ok good.yaml (gain of the peers 0.16)\n"
    done = domino("validate", "good.yaml", "bad.yaml", "nowhere.yaml")
    assert done.code == 2
    good, *bad, nowhere = done.out.splitlines()
    assert good == "ok good.yaml (gain of the peers 0.16)"
    assert [line.partition(": ")[0] for line in bad] == ["bad.yaml:2:18", "bad.yaml:3:6"]
    assert "nowhere.yaml" in nowhere
    documents = domino("validate", "good.yaml", "bad.yaml", "--json").document
    assert [each["ok"] for each in documents] == [True, False]
    assert [fault["field"] for fault in documents[1]["faults"]] == ["channels.club", "now"]


def test_evidence_grades_every_number_and_checks_the_seeding(domino: Domino) -> None:
    done = domino("validate", "armenia-2025", "--evidence", "--json")
    found = done.document[0]["evidence"]
    assert sum(found["count"].values()) == found["numbers"]
    assert sum(found["share"].values()) == pytest.approx(1)
    assert set(found["share"]) == {"measured", "derived", "judged"}
    seeding = found["seeding"]
    assert seeding["month"] == "2025-08"
    assert seeding["checked"] == len(seeding["values"]) == 15
    for row in seeding["values"]:
        assert row["inside"] == (row["low"] <= row["value"] <= row["high"])


def test_the_check_of_the_seeding_says_what_an_empty_record_would_score(domino: Domino) -> None:
    """A record without events is its own yardstick; that of the baseline does better than that."""
    Path("empty.yaml").write_text(
        "extends: csto\nevents: {"
        + ", ".join(f"{name}: null" for name in load("csto").events)
        + "}\n"
    )
    full, empty = (
        domino("validate", name, "--evidence", "--json").document[0]["evidence"]["seeding"]
        for name in ("csto", "empty.yaml")
    )
    assert empty["inside"] == empty["inside_without_events"] == full["inside_without_events"]
    assert full["inside"] > full["inside_without_events"]
    told = domino("validate", "csto", "--evidence").out
    assert f"With an empty record {empty['inside']} would" in told


def test_the_replay_of_the_baseline_lands_inside_every_range(domino: Domino) -> None:
    seeding = domino("validate", "csto", "--evidence", "--json").document[0]["evidence"]["seeding"]
    assert [row for row in seeding["values"] if not row["inside"]] == []


def test_a_later_record_is_checked_at_the_month_of_the_ranges(domino: Domino) -> None:
    first, later = (
        domino("validate", name, "--evidence", "--json").document[0]["evidence"]["seeding"]
        for name in ("armenia-2025", "armenia-2026")
    )
    assert first == later


def test_a_grade_goes_by_source_rule_and_note(domino: Domino) -> None:
    numbers = {
        "threat": "{value: 0.7, low: 0.5, high: 0.8, source: ucdp-25}",
        "weight": "{value: 0.1, source: cow-nmc, rule: capabilities, note: near to judgement}",
        "presence": "{value: 0.6, source: scirp-gyumri, note: the index is Judgement}",
        "pull": "{value: 0.15, source: judgement}",
        "dependence": "0.5",
    }
    said = ", ".join(f"{name}: {number}" for name, number in numbers.items())
    Path("mine.yaml").write_text(f"extends: armenia-2025\nmembers: {{armenia: {{{said}}}}}\n")
    stated = Scenario.load("mine.yaml").paths()
    grades = {name: grade(stated[f"members.armenia.{name}"]) for name in numbers}
    assert grades == {
        "threat": "measured",
        "weight": "derived",
        "presence": "judged",
        "pull": "judged",
        "dependence": "judged",
    }


def test_a_rule_without_a_source_is_refused(domino: Domino) -> None:
    Path("mine.yaml").write_text(
        "extends: armenia-2025\nmembers: {armenia: {weight: {value: 0.1, rule: capabilities}}}\n"
    )
    done = domino("validate", "mine.yaml")
    assert done.code == 2
    assert "members.armenia.weight.rule" in done.out
    assert "a rule without a source" in done.out


def test_a_scenario_shows_how_old_its_record_is(domino: Domino) -> None:
    Path("mine.yaml").write_text("extends: armenia-2025\nas_of: 2026-03\n")
    assert "sources up to March 2026, " in domino("show", "mine.yaml").out


def test_a_number_moved_out_of_its_range_is_seen(domino: Domino) -> None:
    Path("mine.yaml").write_text(
        "extends: armenia-2025\nmembers: {armenia: {trust: {external: 0.95}}}\n"
    )
    told = domino("validate", "mine.yaml", "--evidence").out
    assert "OUTSIDE" in told
