"""``domino list``, ``show``, ``validate`` and ``schema``."""

from __future__ import annotations

from pathlib import Path

from sim.scenario.reading.files import listed
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
    assert "nikk-2026: nikk.ua" in shown


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
    assert domino("validate", "good.yaml").out == "ok good.yaml\n"
    done = domino("validate", "good.yaml", "bad.yaml", "nowhere.yaml")
    assert done.code == 2
    good, *bad, nowhere = done.out.splitlines()
    assert good == "ok good.yaml"
    assert [line.partition(": ")[0] for line in bad] == ["bad.yaml:2:18", "bad.yaml:3:6"]
    assert "nowhere.yaml" in nowhere
    documents = domino("validate", "good.yaml", "bad.yaml", "--json").document
    assert [each["ok"] for each in documents] == [True, False]
    assert [fault["field"] for fault in documents[1]["faults"]] == ["channels.club", "now"]


def test_evidence_grades_every_number_and_checks_the_seeding(domino: Domino) -> None:
    done = domino("validate", "armenia-2025", "--evidence", "--json")
    found = done.document[0]["evidence"]
    assert sum(found["count"].values()) == found["numbers"]
    assert sum(found["share"].values()) == 1
    seeding = found["seeding"]
    assert seeding["month"] == "2025-08"
    assert seeding["checked"] == len(seeding["values"]) == 15
    for row in seeding["values"]:
        assert row["inside"] == (row["low"] <= row["value"] <= row["high"])


def test_the_replay_of_the_baseline_lands_inside_every_range(domino: Domino) -> None:
    seeding = domino("validate", "csto", "--evidence", "--json").document[0]["evidence"]["seeding"]
    assert [row for row in seeding["values"] if not row["inside"]] == []


def test_a_later_record_is_checked_at_the_month_of_the_ranges(domino: Domino) -> None:
    first, later = (
        domino("validate", name, "--evidence", "--json").document[0]["evidence"]["seeding"]
        for name in ("armenia-2025", "armenia-2026")
    )
    assert first == later


def test_a_number_moved_out_of_its_range_is_seen(domino: Domino) -> None:
    Path("mine.yaml").write_text(
        "extends: armenia-2025\nmembers: {armenia: {trust: {external: 0.95}}}\n"
    )
    told = domino("validate", "mine.yaml", "--evidence").out
    assert "OUTSIDE" in told
