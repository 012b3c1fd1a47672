"""A sweep from question to table: what it computes, what it keeps, what it never does twice."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pyarrow.parquet import ParquetFile

from sim import store
from sim.answer import Answer
from sim.futures.experiment import play
from sim.futures.outcomes import arms_of, asked
from sim.scenario.faults import Fault, ScenarioError
from sim.scenario.scenario import Scenario
from sim.store import StoreError
from sim.store.manifest import MANIFEST
from sim.sweeps import Sweep, finished, finishing, keeping, locking, planned, standing
from sim.sweeps.executors import Rows, Threads
from sim.sweeps.points import Task, numbers_in
from sim.sweeps.result import OutcomeExtremes
from tests.sweeps.conftest import Sweeping
from tests.sweeps.small import BOX, OUTCOMES, POINTS, RUNS, stored, tables

GRID = "patron.capacity=0.2:0.8:4"


class Watched:
    """A thread that notes which points it is asked for, and stops after some."""

    def __init__(self, until: int | None = None) -> None:
        self.until = until
        self.asked: list[int] = []

    def rows(self, task: Task, ks: Iterable[int]) -> Rows:
        for number, (k, row) in enumerate(Threads(1).rows(task, ks)):
            if number == self.until:
                raise ScenarioError([Fault("", "no scenario")])
            self.asked.append(k)
            yield k, row


# --- what it computes -----------------------------------------------------------------------------


def test_the_table_is_tidy(undisturbed: Sweep) -> None:
    table = undisturbed.table()
    paths = ["patron.capacity", "parameters.w_inertia"]
    assert list(table.columns) == ["k", *paths, "outcome", "value", "low", "high"]
    assert len(table) == POINTS * len(OUTCOMES)
    assert list(table["k"]) == [k for k in range(POINTS) for _ in OUTCOMES]
    assert list(table["outcome"]) == list(OUTCOMES) * POINTS
    assert (table["low"] <= table["value"]).all()
    assert (table["value"] <= table["high"]).all()


def test_a_point_is_what_the_engine_says_of_the_changed_scenario(
    undisturbed: Sweep, scenario: Scenario
) -> None:
    rows = undisturbed.table().query("k == 137")
    at = rows[["patron.capacity", "parameters.w_inertia"]].iloc[0].to_dict()
    questions = [asked(name, scenario) for name in OUTCOMES]
    played = play(scenario.change(at), arms_of(questions), runs=RUNS, seed=1)
    estimates = [question.measure(played) for question in questions]
    found = rows[["value", "low", "high"]].to_numpy().tolist()
    assert found == [[each.value, each.low, each.high] for each in estimates]


def test_single_runs_are_kept_as_long_as_they_can_be_compared(
    undisturbed: Sweep, scenario: Scenario, monkeypatch: pytest.MonkeyPatch, sweeping: Sweeping
) -> None:
    table = undisturbed.answer.tables["runs"]
    assert len(table) == POINTS * len(OUTCOMES)
    for outcome in OUTCOMES:
        shares = undisturbed.table().query(f"outcome == '{outcome}'").set_index("k")["value"]
        kept = table[table["outcome"] == outcome].set_index("k")["each"].map(numbers_in)
        assert set(kept.map(len)) == {RUNS}
        assert kept.map(lambda numbers: numbers.mean()).to_numpy() == pytest.approx(shares)
    monkeypatch.setattr("sim.sweeps.points.MOST_KEPT", 4 * 20 - 1)
    assert "runs" not in sweeping(vary=[GRID], outcomes="mean_exits", runs=20).answer.tables


def test_more_inertia_means_fewer_exits(undisturbed: Sweep) -> None:
    table = undisturbed.table().query("outcome == 'p_at_least.1' and `patron.capacity` == 0.2")
    values = list(table.sort_values("parameters.w_inertia")["value"])
    assert values == sorted(values, reverse=True)  # the luck is shared, so that none crosses
    assert values[0] > values[-1]


def test_the_numbers_say_where_an_outcome_is_lowest_and_highest(undisturbed: Sweep) -> None:
    table = undisturbed.table()
    for name in OUTCOMES:
        values = table[table["outcome"] == name].set_index("k")["value"]
        found = undisturbed.answer.result.outcomes[name]
        assert found.known == POINTS
        assert found.lowest.value == values.min()
        assert found.highest.k == values.idxmax()


def test_what_has_no_value_is_empty_in_the_table(sweeping: Sweeping) -> None:
    found = sweeping(
        vary=["parameters.w_inertia=30:40:3"], outcomes=["hazard_ratio.ash", "median_exit.ash"]
    )
    assert found.table()[["value", "low", "high"]].isna().all(axis=None)
    assert found.answer.result.outcomes["median_exit.ash"] == OutcomeExtremes(0, None, None)


@pytest.mark.parametrize("design", ["lhs", "sobol"])
def test_other_designs_are_swept_too(sweeping: Sweeping, design: str) -> None:
    vary = ["charter.notice_months=1:12", "present.patron.capacity=0.2:0.8"]
    table = sweeping(vary=vary, outcomes="mean_exits", design=design, points=16, runs=20).table()
    assert len(table) == 16
    assert pd.api.types.is_integer_dtype(table["charter.notice_months"])
    assert table["present.patron.capacity"].between(0.2, 0.8).all()


def test_luck_that_is_not_asked_for_changes_nothing(sweeping: Sweeping, tmp_path: Path) -> None:
    one = sweeping(vary=[GRID], threads=1, root=tmp_path / "one")
    two = sweeping(vary=[GRID], threads=3, root=tmp_path / "two")
    assert tables(one.place) == tables(two.place)
    other = sweeping(vary=[GRID], seed=2, root=tmp_path / "two")
    assert other.place.name != two.place.name
    assert tables(other.place) != tables(two.place)


# --- what it keeps --------------------------------------------------------------------------------


def test_a_complete_sweep_is_a_result_like_any_other(undisturbed: Sweep) -> None:
    place = undisturbed.place
    names = {file.name for file in place.iterdir()} - {locking.LOCK}
    others = {"data.parquet", "runs.parquet", "members.parquet", "numbers.json", "scenario.yaml"}
    assert names == {MANIFEST, *others}
    listed = store.listing(place.parent)
    assert [(entry.id, entry.question, entry.fault) for entry in listed] == [
        (place.name, "sweep", "")
    ]
    again = store.load("latest", place.parent)
    pd.testing.assert_frame_equal(again.tables["data"], undisturbed.table(), check_exact=True)


def test_a_sweep_that_is_asked_for_again_is_found(undisturbed: Sweep, sweeping: Sweeping) -> None:
    told: list[str] = []
    again = sweeping(root=undisturbed.place.parent, executor=Watched(until=0), tell=told.append)
    assert again.computed == 0
    assert told == []


def test_resuming_computes_nothing_that_is_stored(
    sweeping: Sweeping, undisturbed: Sweep, tmp_path: Path
) -> None:
    first, second, told = Watched(until=70), Watched(), []
    with pytest.raises(ScenarioError):
        sweeping(executor=first)
    (place,) = tmp_path.iterdir()
    assert sorted(stored(place)) == sorted(first.asked)
    assert standing(place).done == 70
    found = sweeping(executor=second, resume=True, tell=told.append)
    assert told == ["70 of 200 points were stored before"]
    assert sorted(first.asked + second.asked) == list(range(POINTS))
    assert found.computed == len(second.asked) == POINTS - 70
    assert tables(found.place) == tables(undisturbed.place)


def test_progress_begins_with_what_is_stored_and_ends_with_all(
    sweeping: Sweeping, tmp_path: Path
) -> None:
    told: list[tuple[int, int]] = []
    with pytest.raises(ScenarioError):
        sweeping(vary=[GRID], runs=5, executor=Watched(until=1))
    sweeping(vary=[GRID], runs=5, progress=lambda *so_far: told.append(so_far))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_an_interruption_between_the_disk_and_the_count_is_told_by_the_disk(
    sweeping: Sweeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, told = keeping.Keeper.put, []

    def put_and_be_interrupted(keeper: keeping.Keeper, k: int, row: str) -> None:
        put(keeper, k, row)
        if keeper.count == 3:
            keeper.done[k] = 0
            raise KeyboardInterrupt

    monkeypatch.setattr(keeping.Keeper, "put", put_and_be_interrupted)
    with pytest.raises(KeyboardInterrupt):
        sweeping(threads=1, progress=lambda done, _: told.append(done))
    assert told == [0, 1, 2, 3]


def test_anybody_sees_how_far_a_sweep_is_and_what_it_has_found(
    sweeping: Sweeping, scenario: Scenario, undisturbed: Sweep
) -> None:
    plan = planned(scenario, BOX, OUTCOMES, runs=RUNS, root=undisturbed.place.parent.parent / "x")
    seen: list[tuple[int, int]] = []

    def look(done: int, total: int) -> None:
        if done in (0, 50, 120):
            now = standing(plan.place)
            assert (now.total, now.is_complete) == (total, False)
            seen.append((now.done, len(finished(plan))))

    sweeping(root=plan.place.parent, progress=look)
    assert seen == [(0, 0), (50, 100), (120, 240)]
    assert standing(plan.place).is_complete
    with pytest.raises(FileNotFoundError):
        finished(plan)


def test_a_page_is_stored_with_it(sweeping: Sweeping) -> None:
    found = sweeping(vary=[GRID], runs=5, page=lambda answer: f"<p>{len(answer.tables['data'])}")
    assert (found.place / "index.html").read_text() == "<p>8"
    assert store.load(found.place.name, found.place.parent).numbers == found.answer.numbers


@pytest.mark.parametrize("size", [1, 3, 1_000])
def test_what_is_written_does_not_depend_on_how_many_points_are_held(
    sweeping: Sweeping, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(finishing, "ROWS_OF_A_GROUP", 5 * len(OUTCOMES))  # several, none divides
    vary = ["patron.capacity=0.2:0.8:17"]
    whole = sweeping(vary=vary, runs=5, root=tmp_path / "whole")
    monkeypatch.setattr(finishing, "POINTS_AT_ONCE", size)
    parts = sweeping(vary=vary, runs=5, root=tmp_path / "parts")
    assert tables(parts.place) == tables(whole.place)
    assert list(parts.table()["k"]) == [k for k in range(17) for _ in OUTCOMES]
    groups = ParquetFile(parts.place / "data.parquet").metadata.num_row_groups
    assert groups == 4  # of 5, 5, 5 and 2 points


def test_only_some_points_are_held_while_the_table_is_written(
    sweeping: Sweeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[int] = []
    batch = finishing._batch

    def noted(task: Task, points: list[Any]) -> Any:
        held.append(len(points))
        return batch(task, points)

    monkeypatch.setattr(finishing, "_batch", noted)
    monkeypatch.setattr(finishing, "POINTS_AT_ONCE", 4)
    sweeping(vary=["patron.capacity=0.2:0.8:10"], runs=5)
    assert held == [4, 4, 2]


def test_a_sweep_that_was_just_computed_is_read_once_and_when_asked_for(
    sweeping: Sweeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    load = store.load

    def noted(name: str, root: Path) -> Answer:
        read.append(name)
        return load(name, root)

    monkeypatch.setattr(store, "load", noted)
    found = sweeping(vary=[GRID], runs=5)
    assert read == []
    assert len(found.table()) == len(found.answer.tables["data"]) == 8
    assert read == [found.place.name]


def test_a_sweep_that_was_damaged_before_it_is_read_says_so(sweeping: Sweeping) -> None:
    found = sweeping(vary=[GRID], runs=5)
    (found.place / "data.parquet").write_bytes(b"")
    with pytest.raises(StoreError, match="not a complete result"):
        found.table()


# --- what it refuses ------------------------------------------------------------------------------


def record_of(place: Path) -> dict[str, object]:
    return keeping.record_of(place)


def test_what_other_sources_began_is_not_gone_on_with(
    sweeping: Sweeping, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ScenarioError):
        sweeping(vary=[GRID], runs=5, executor=Watched(until=2))
    monkeypatch.setattr("sim.jit.source_digest", lambda: "0123456789abcdef")
    with pytest.raises(StoreError, match=r"begun by other sources .*begin anew"):
        sweeping(vary=[GRID], runs=5, resume=True)
    assert sweeping(vary=[GRID], runs=5).computed == 4  # anew, beside the other


def test_what_another_scipy_began_is_refused(
    sweeping: Sweeping, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ScenarioError):
        sweeping(vary=[GRID], runs=5, executor=Watched(until=2))
    monkeypatch.setattr("sim.sweeps.planning.versions", lambda: {"numpy": "9", "scipy": "9"})
    told = 'points of another question .numpy: "[^"]+" there, "9" here; scipy: .*domino results rm'
    with pytest.raises(StoreError, match=told):
        sweeping(vary=[GRID], runs=5)


def test_a_worker_with_other_sources_is_refused(scenario: Scenario, tmp_path: Path) -> None:
    from dataclasses import replace

    from sim.sweeps.points import OtherProgramError, row_of

    task = replace(planned(scenario, [GRID], root=tmp_path).task, program="other")
    with pytest.raises(OtherProgramError, match="install the same version on every machine"):
        row_of(task, 0)


def test_a_row_is_plain_json(scenario: Scenario, tmp_path: Path) -> None:
    from sim.sweeps.points import row_of

    task = planned(scenario, [GRID], OUTCOMES, runs=10, root=tmp_path).task
    row = json.loads(row_of(task, 3))
    assert row["k"] == 3
    assert row["at"] == [0.8]
    assert [len(estimate) for estimate in row["found"]] == [3, 3]
