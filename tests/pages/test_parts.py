"""What the pages are made of, without a browser: maps, baselines, runs worth telling, tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from sim import Scenario, domino_effect, domino_matrix, load, simulate
from sim.analysis.evidence.assumptions import by_path, groups
from sim.analysis.evidence.weakest import weakest
from sim.analysis.story.playback import moves, playback, statuses, typical_runs
from sim.answer import Answer
from sim.futures.experiment import replayed
from sim.plots import PHONE
from sim.plots.domino.two_futures import futures_beside
from sim.plots.forecast.overlay import forecast_over
from sim.plots.shared.map import can_be_drawn, matrix_map, probability_map, run_map, status_map
from sim.plots.shared.outlines import extent_of, middle, outlines
from sim.plots.story.playback import lives, weights
from sim.scenario import tables
from sim.scenario.faults import ScenarioError

LONG = "Bosnia and Herzegovina"
HOSTILE = "<img src=x> & <b>bold</b>"


@pytest.fixture(scope="module")
def baseline() -> Scenario:
    return load("armenia-2025")


@pytest.fixture(scope="module")
def answer(baseline: Scenario) -> Answer:
    return simulate(baseline, runs=400)


@pytest.fixture(scope="module")
def matrix(baseline: Scenario) -> Answer:
    return domino_matrix(baseline, runs=300)


@pytest.fixture(scope="module")
def told(baseline: Scenario, answer: Answer) -> Answer:
    return playback(baseline, run=typical_runs(answer)["early"])


def strings(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for inner in part.values():
            yield from strings(inner)
    elif isinstance(part, (list, tuple)):
        for inner in part:
            yield from strings(inner)


# --- figures --------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [860, 364])
def test_every_figure_of_the_pages_is_one_that_plotly_takes(
    answer: Answer, matrix: Answer, told: Answer, baseline: Scenario, theme: str, width: int
) -> None:
    look = {"theme": theme, "width": width}
    effect = domino_effect(baseline, of="kazakhstan", runs=100)
    drawn = [
        probability_map(answer, "2030-01", patron="RUS", **look),
        status_map(answer, "2030-01", patron="RUS", **look),
        matrix_map(matrix, patron="RUS", **look),
        matrix_map(matrix, leaver="kazakhstan", **look),
        run_map(told, statuses(told, "2034-01"), **look),
        lives(told, "2030-01", **look),
        weights(told, "2030-01", "armenia", **look),
        forecast_over(answer, answer, **look),
        futures_beside(effect, "armenia", **look),
    ]
    for figure in drawn:
        go.Figure(figure)  # validates


def test_a_name_with_markup_is_escaped_on_the_map(answer: Answer) -> None:
    named = answer.tables["members"].assign(label=HOSTILE)
    hostile = replace(answer, tables={**answer.tables, "members": named})
    for figure in (probability_map(hostile, "2030-01"), status_map(hostile, "2030-01")):
        assert not [text for text in strings(figure) if "<img" in text]


def test_a_map_needs_an_outline(answer: Answer) -> None:
    assert can_be_drawn(answer)
    nowhere = answer.tables["members"].assign(iso3=None)
    assert not can_be_drawn(replace(answer, tables={**answer.tables, "members": nowhere}))


def test_the_extent_holds_all_members_and_their_dots_lie_on_land() -> None:
    codes = ("ARM", "BLR", "KAZ", "KGZ", "TJK")
    extent = extent_of(codes)
    for code in codes:
        assert all(extent.holds(*corner) for ring in outlines()[code] for corner in ring)
        assert extent.holds(*middle(code))


def test_the_darker_the_likelier(answer: Answer) -> None:
    def fill(figure: dict[str, Any], name: str) -> str:
        return str(next(part for part in figure["data"] if part.get("name") == name)["fillcolor"])

    early, late = (probability_map(answer, month, top=0.4) for month in ("2025-08", "2035-08"))
    assert fill(early, "Armenia") != fill(late, "Armenia")
    assert fill(early, "Armenia") == fill(early, "Belarus")  # nobody is out yet


def test_a_baseline_lies_behind_and_fits_on_the_axis(baseline: Scenario, answer: Answer) -> None:
    calm = simulate(baseline.change({"present.members.armenia.trust.external": 0.9}), runs=400)
    figure = forecast_over(calm, answer)
    ghost = figure["data"][0]
    assert ghost["meta"] == "ghost"
    assert np.nanmax(ghost["y"]) <= figure["layout"]["yaxis"]["range"][1]
    names = figure["layout"]["annotations"][:5]
    assert all(0 <= note["y"] <= figure["layout"]["yaxis"]["range"][1] for note in names)
    assert forecast_over(calm, None)["data"][0].get("meta") != "ghost"


def renamed(answer: Answer, label: str) -> Answer:
    """An answer whose members have that name, and no code."""
    members = answer.tables["members"].assign(label=label, iso3=None)
    return replace(answer, tables={**answer.tables, "members": members})


def test_long_names_leave_a_narrow_figure_half_of_its_width(
    baseline: Scenario, answer: Answer, told: Answer
) -> None:
    effect = renamed(domino_effect(baseline, of="kazakhstan", runs=50), LONG)
    long = renamed(answer, LONG)
    for figure in (
        forecast_over(long, long, width=PHONE),
        futures_beside(effect, "armenia", width=PHONE),
        lives(renamed(told, LONG), "2030-01", width=PHONE),
    ):
        margin = figure["layout"]["margin"]
        assert margin["l"] + margin["r"] <= PHONE / 2


def test_the_titles_of_two_futures_do_not_meet_and_stay_text(baseline: Scenario) -> None:
    effect = domino_effect(baseline, of="kazakhstan", runs=50)
    figure = futures_beside(renamed(effect, LONG), "armenia", width=PHONE)
    titles = [
        note["text"] for note in figure["layout"]["annotations"] if note.get("yref") == "paper"
    ]
    assert titles == ["<b>Bosnia and<br>Herzegovina<br>leaves</b>", "<b>It stays</b>"]
    hostile = futures_beside(renamed(effect, HOSTILE), "armenia", width=PHONE)
    assert not [text for text in strings(hostile) if "<img" in text]


# --- what can be assumed --------------------------------------------------------------------------


def test_every_assumption_is_one_that_the_scenario_takes(baseline: Scenario) -> None:
    alone = baseline.change({"patron.coerce": 0, "patron.concede": 0})  # they share a whole
    for path, about in by_path(alone).items():
        for value in {
            "number": (about.minimum, about.maximum),
            "flag": (True, False),
            "choice": about.choices,
        }[about.kind]:
            assert alone.change({path: value})


def test_defaults_change_nothing(baseline: Scenario, answer: Answer) -> None:
    states = {
        path: about.default
        for path, about in by_path(baseline).items()
        if path.startswith("present.members") and about.kind == "number"
    }
    again = simulate(baseline.change(states), runs=400)
    assert again.result.exits == answer.result.exits


def test_the_default_of_a_state_is_the_replay(baseline: Scenario) -> None:
    about = by_path(baseline)["present.members.armenia.alignment"]
    assert about.default == replayed(baseline)["armenia", "alignment"]
    assert (about.low, about.high) == (-0.6, 0.0)
    assert about.is_outside(0.1)
    assert not about.is_outside(-0.3)


def test_groups_are_patron_members_and_what_is_between_them(baseline: Scenario) -> None:
    names = [group.name for group in groups(baseline)]
    assert names[0] == "patron"
    assert names[1:6] == list(baseline.members)
    assert names[6:] == ["poles", "channels", "charter", "parameters"]


# --- runs worth telling ---------------------------------------------------------------------------


def runs(*firsts: tuple[int, ...]) -> Answer:
    table = pd.DataFrame(list(firsts), columns=["first_exit a", "first_exit b"])
    return Answer("run", None, {}, {"runs": table}, ())  # type: ignore[arg-type]


def test_typical_runs_are_found() -> None:
    found = typical_runs(runs((-1, -1), (100, -1), (120, -1), (140, -1), (110, 115), (150, 160)))
    assert found == {"median": 2, "early": 4, "quiet": 0}


def test_what_occurs_in_no_run_is_left_out() -> None:
    assert typical_runs(runs((-1, -1))) == {"median": 0, "quiet": 0}


def test_a_typical_run_is_told_as_the_ensemble_knows_it(baseline: Scenario, answer: Answer) -> None:
    number = typical_runs(answer)["early"]
    story = playback(baseline, run=number)
    row = answer.tables["runs"].iloc[number]
    left = {m: each.first_exit is not None for m, each in story.result.members.items()}
    assert left == {m: row[f"first_exit {m}"] >= 0 for m in baseline.members}
    assert moves(story)


# --- weakest --------------------------------------------------------------------------------------


def test_the_weakest_numbers_are_guesses_in_order_of_their_swing(baseline: Scenario) -> None:
    found = weakest(baseline, runs=20)
    table = found.tables["guesses"]
    assert found.result.guesses == len(table) > 50
    assert table["swing"].is_monotonic_decreasing
    assert "members.armenia.dependence" not in set(table["path"])  # it has a source


# --- tables that people edit ----------------------------------------------------------------------


def test_an_edit_reaches_the_schema_as_it_was_typed(baseline: Scenario) -> None:
    changes = tables.changes_of_members(baseline, {"edited_rows": {0: {"threat": 7}}})
    assert changes == {"members.armenia.threat": 7}
    with pytest.raises(ScenarioError, match="out of bounds; found 7"):
        baseline.change(changes)


def test_events_are_edited_added_and_taken_out(baseline: Scenario) -> None:
    names = list(baseline.events)
    edits = {
        "edited_rows": {1: {"weight": 0.5}, 0: {"title": "gone"}},
        "added_rows": [
            {"id": "new", "title": "New", "month": "2026-05", "on": "others", "alignment": -0.1}
        ],
        "deleted_rows": [0],
    }
    changed = baseline.change(tables.changes_of_events(baseline, edits))
    assert names[0] not in changed.events
    assert changed.events[names[1]].weight.value == 0.5
    assert changed.events["new"].month == "2026-05"


def test_members_are_added_and_taken_out(baseline: Scenario) -> None:
    names = list(baseline.members)
    place = names.index("tajikistan")
    numbers = dict.fromkeys(tables.QUANTITIES, 0.5)
    new = {"id": "uzbekistan", "name": "Uzbekistan", "status": "OUT", **numbers}
    edits = {"edited_rows": {0: {"threat": 0.4}}, "added_rows": [new, {}]}
    changed = baseline.change(tables.changes_of_members(baseline, edits))
    assert list(changed.members) == [*names, "uzbekistan"]
    assert changed.members["uzbekistan"].trust.regime.value == 0.5
    assert changed.members[names[0]].threat.value == 0.4
    fewer = baseline.change(tables.changes_of_members(baseline, {"deleted_rows": [place]}))
    assert list(fewer.members) == [name for name in names if name != "tajikistan"]
    assert not any("tajikistan" in event.names() for event in fewer.events.values())
    assert set(fewer.events) < set(baseline.events)  # what did nothing else is gone
    assert len(fewer.events) > len(baseline.events) / 2
    again = changed.change(tables.changes_of_members(changed, {"deleted_rows": [len(names)]}))
    assert list(again.members) == names


@pytest.mark.parametrize(
    ("edits", "message"),
    [
        ({"edited_rows": {0: {"id": "other"}}}, "another id; found other"),
        ({"added_rows": [{"threat": 0.5}]}, "a new row without an id"),
        ({"added_rows": [{"id": "belarus", "threat": 0.5}]}, "a second row of that id"),
    ],
)
def test_an_id_is_neither_changed_nor_missing_nor_taken(
    baseline: Scenario, edits: dict[str, Any], message: str
) -> None:
    with pytest.raises(ScenarioError, match=message):
        tables.changes_of_members(baseline, edits)


def test_half_a_shock_is_a_fault(baseline: Scenario) -> None:
    with pytest.raises(ScenarioError, match="half a shock"):
        tables.changes_of_events(baseline, {"edited_rows": {0: {"alignment": 0.1}}})


def test_tables_are_plain_and_hold_every_member(baseline: Scenario) -> None:
    rows = [tables.members(baseline), tables.influence(baseline), tables.events(baseline)]
    assert json.loads(json.dumps(rows)) == rows
    assert [row["id"] for row in rows[0]] == list(baseline.members)
