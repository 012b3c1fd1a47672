"""``domino sweep``, as somebody types it."""

from __future__ import annotations

import json
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest
from pandas import read_parquet

from sim.cli import progress as progress_of
from sim.cli.progress import StoredProgress
from sim.plots import FIGURES
from sim.sweeps import locking, standing
from tests.cli.conftest import Domino, Started, domino, started
from tests.sweeps.small import ENOUGH, TEXT

__all__ = ["domino", "started"]  # the fixtures

GRID = ("--vary", "patron.capacity=0.2:0.8:4", "--runs", "20")


def points_in(folder: Path) -> int:
    """Points of the sweep that is under way in a folder."""
    for place in folder.glob("results/sweep-*"):
        with suppress(FileNotFoundError):
            return standing(place).done
    return 0


@pytest.fixture
def small(tmp_path: Path) -> str:
    """The small alliance, in a folder where commands run."""
    (tmp_path / "small.yaml").write_text(TEXT)
    return "small.yaml"


def test_it_says_what_it_found_and_where_it_lies(domino: Domino, small: str) -> None:
    done = domino("sweep", small, *GRID, "--outcome", "p_ever_out.ash")
    assert done.code == 0
    assert "as capacity of the patron goes from 0.2 to 0.8." in done.out.splitlines()[0]
    assert "Varied: capacity of the patron from 0.2 to 0.8; 4 points of a grid" in done.out
    assert "4 points of 20 runs each" in done.out
    assert "Capacity of the patron" in done.out  # the head of the table
    (place,) = Path("results").iterdir()
    assert f"Result: results/{place.name}" in done.out
    assert (place / "index.html").is_file()


def test_a_sweep_under_way_is_not_removed(domino: Domino, small: str) -> None:
    assert domino("sweep", small, *GRID).code == 0
    (place,) = Path("results").iterdir()
    with locking.locked(place):
        refused = domino("results", "rm", place.name)
    assert refused.code == 1
    assert "another process computes the same" in refused.err
    assert place.is_dir()
    assert domino("results", "rm", place.name).code == 0
    assert not place.exists()


def test_json_is_one_document_on_stdout(domino: Domino, small: str) -> None:
    asked = ("sweep", small, *GRID, "--outcome", "mean_exits", "--outcome", "effect.ash", "--json")
    done = domino(*asked)
    assert list(done.document["outcomes"]) == ["effect.ash", "mean_exits"]
    assert done.document["vary"] == {"patron.capacity": {"count": 4, "high": 0.8, "low": 0.2}}
    assert (Path("results") / done.document["result"]).is_dir()
    again = domino(*asked)
    assert again.document == done.document
    assert "computed before" in again.err


def test_set_changes_what_everything_else_is(domino: Domino, small: str) -> None:
    one = domino("sweep", small, *GRID, "--json").document
    other = domino("sweep", small, *GRID, "--set", "parameters.w_inertia=2", "--json").document
    assert one["scenario_hash"] != other["scenario_hash"]
    assert one["result"] != other["result"]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["--vary", "patron.capacty=0:1:3"], "did you mean patron.capacity?"),
        (["--vary", "patron.capacity=0:1"], "no number of values"),
        ([*GRID, "--outcome", "p_oot.ash"], "did you mean p_out.ash?"),
        ([*GRID, "--design", "lhs"], "no number of points"),
        ([*GRID, "--executor", "dsk"], "no such executor"),
        ([*GRID, "--executor", "dask://local:2", "--threads", "2"], "no number of threads"),
        ([], "--vary"),
        ([*GRID, "--runs", "0"], "--runs"),
    ],
)
def test_bad_input_is_told_and_leaves_nothing(
    domino: Domino, small: str, asked: list[str], told: str
) -> None:
    done = domino("sweep", small, *asked)
    assert done.code == 2
    assert told in done.err
    assert "Traceback" not in done.err
    assert not Path("results").exists()


def test_a_figure_can_be_drawn_and_the_file_reopened(domino: Domino, small: str) -> None:
    stored = domino("sweep", small, *GRID, "--vary", "parameters.w_inertia=-1:1:3", "--json")
    assert domino("plot", "latest", "--kind", "sweep_phases", "--out", "x.html").code == 0
    again = domino("reopen", "x.html", "--json")
    assert again.document == stored.document
    assert "computed before" in again.err
    assert domino("results", "export", "latest").code == 0
    (table,) = Path().glob("*-data.csv")
    assert domino("reopen", table, "--json", "--out", "elsewhere").document == stored.document


def test_every_figure_of_a_sweep_has_a_name_that_can_be_drawn(domino: Domino, small: str) -> None:
    from sim import store

    boxes = (
        ["patron.capacity=0.2:0.8"],
        ["patron.capacity=0.2:0.8", "parameters.w_inertia=-1:1"],
        ["patron.capacity=0.2:0.8", "parameters.w_inertia=-1:1", "charter.notice_months=1:6"],
    )
    for box in boxes:
        vary = [part for path in box for part in ("--vary", path)]
        sobol = ("--design", "sobol", "--points", "8", "--runs", "10", "--json")
        done = domino("sweep", small, *vary, *sobol)
        answer = store.load(done.document["result"], Path("results"))
        assert answer.figures
        assert set(answer.figures) <= set(FIGURES)


def test_ctrl_c_ends_with_130_and_says_how_to_go_on(
    started: Started, small: str, tmp_path: Path
) -> None:
    asked = ["sweep", small, "--vary", "patron.capacity=0.2:0.8:500", "--runs", "2000"]
    process = started("-m", "sim.cli", *asked)
    since = time.monotonic()
    while not points_in(tmp_path) and time.monotonic() - since < ENOUGH:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=ENOUGH)
    assert process.returncode == 130
    assert out == ""
    assert "of 500 points are stored, the same command goes on from there" in err
    assert "Traceback" not in err


def test_lines_say_how_far_it_is_and_how_long_it_takes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 100.0
    monkeypatch.setattr(progress_of.time, "monotonic", lambda: now)
    with StoredProgress("points") as progress:
        progress(1000, 5000)  # stored before, which says nothing about speed
        now += 60  # nor does what is prepared for the first point
        for done in range(1001, 1031):
            progress(done, 5000)
            now += 1
    told = capsys.readouterr().err.splitlines()
    assert told == [
        "1,001 of 5,000 points",
        "1,011 of 5,000 points, 1:06:29 left",
        "1,021 of 5,000 points, 1:06:19 left",
    ]


def test_an_interruption_says_what_is_stored() -> None:
    progress = StoredProgress("points")
    assert progress.left() == "interrupted; nothing was computed"
    progress(3, 40)
    assert progress.left().startswith("interrupted; 3 of 40 points are stored")


def test_the_document_tells_every_point_with_its_intervals(
    domino: Domino, small: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = ("--set", "present.members.ash.status=OUT")
    outcomes = ("--outcome", "p_ever_out.birch", "--outcome", "p_ever_out.ash")
    asked = ("sweep", small, *GRID, "--vary", "charter.notice_months=1:3:3", *outcomes, "--json")
    found = domino(*asked).document
    table = read_parquet(Path("results") / found["table"]).set_index(["k", "outcome"])
    assert (found["size"], len(found["points"])) == (12, 12)
    for k, point in enumerate(found["points"]):
        for name, estimate in point["outcomes"].items():
            row = table.loc[k, name]
            assert [estimate[end] for end in ("value", "low", "high")] == row[
                ["value", "low", "high"]
            ].tolist()
            assert point["at"] == {path: row[path] for path in found["vary"]}
    for name, each in found["outcomes"].items():
        values = [point["outcomes"][name]["value"] for point in found["points"]]
        for end, extreme in (("lowest", min(values)), ("highest", max(values))):
            at = found["points"][each[end]["k"]]
            assert each[end]["value"] == extreme
            assert each[end] == at["outcomes"][name] | {"at": at["at"], "k": each[end]["k"]}
    assert domino("results", "show", found["result"], "--json").document == found
    monkeypatch.setattr("sim.sweeps.document.MOST_POINTS", 11)
    assert domino(*asked).document == found | {"points": None}
    nothing = {"value": None, "low": None, "high": None}
    unasked = domino(*asked, *left).document
    assert unasked["points"] is None
    monkeypatch.setattr("sim.sweeps.document.MOST_POINTS", 12)
    points = domino(*asked, *left).document["points"]
    assert all(point["outcomes"]["p_ever_out.ash"] == nothing for point in points)


def test_numbers_of_a_sweep_are_plain_json(domino: Domino, small: str) -> None:
    done = domino("sweep", small, *GRID, "--json")
    assert json.loads(done.out) == done.document
