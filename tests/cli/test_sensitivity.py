"""``domino sensitivity``."""

from __future__ import annotations

import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from sim.sweeps.keeping import DATABASE
from tests.cli.conftest import Domino, Started

ASKED = ("sensitivity", "armenia-2025", "--runs", "10")
VARIED = (*ASKED, "--vary", "patron.capacity=0.2:0.8", "--vary", "parameters.w_inertia=2:4")
SPLIT = (*VARIED, "--method", "split", "--points", "10")


def test_the_json_of_a_split_has_every_part(domino: Domino) -> None:
    found = domino(*SPLIT, "--json").document
    assert (found["method"], found["points"], found["evaluations"]) == ("split", 10, 30)
    for numbers in found["outcomes"].values():
        assert set(numbers["parts"]) == {"luck", "parameters", "rule", "both"}
        for part in numbers["parts"].values():
            assert part["low"] <= part["value"] <= part["high"]


def test_the_same_question_is_answered_from_the_store(domino: Domino) -> None:
    asked = (*VARIED, "--points", "16", "--outcome", "p_ever_out.armenia", "--json")
    one, two = domino(*asked), domino(*asked)
    assert one.code == 0
    assert one.out == two.out
    assert "answered before" in two.err
    other = domino(*asked, "--threads", "1", "--out", "other")
    assert other.out == one.out
    (name,) = one.document["outcomes"]
    assert name == "p_ever_out.armenia"


def test_it_is_told_stored_drawn_and_asked_again(domino: Domino) -> None:
    told = domino(*VARIED, "--method", "morris", "--points", "4")
    assert "conditional on" in told.out.splitlines()[0]
    assert "moves most with" in told.out
    assert "index.html in a browser" in told.out
    assert domino("plot", "latest", "--out", "effects.html").code == 0
    assert "sensitivity-armenia-2025" in domino("results").out
    shown = domino("results", "show", "latest").out
    for file in (Path("effects.html"), *Path("results").glob("*/index.html")):
        done = domino("reopen", file)
        assert done.code == 0
        assert done.out == shown


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--method", "moris"), "did you mean morris?"),
        (("--points", "30"), "as 16 or 32"),
        (("--outcome", "p_ever_out.armenai"), "did you mean p_ever_out.armenia?"),
        (("--vary", "patron.xcapacity=0.1:0.2"), "did you mean patron.capacity?"),
        (("--vary", "patron.capacity=0.3"), "PATH=LOW:HIGH"),
        (("--keep", "500"), "--keep: out of range; found 500"),
    ],
)
def test_bad_input_is_told_in_a_line(
    domino: Domino, options: tuple[str, ...], message: str
) -> None:
    done = domino(*ASKED, *options)
    assert done.code == 2
    assert done.out == ""
    assert message in done.err
    assert len(done.err.strip().splitlines()) == 1


# --- interrupted, and gone on with ----------------------------------------------------------------

LONG = (*VARIED, "--points", "32", "--outcome", "p_ever_out.armenia", "--json")
POINTS = 32 * 4
ENOUGH = 120.0


def points_there() -> int:
    """How many points are stored at this moment."""
    (file,) = list(Path("results").glob(f"*/{DATABASE}")) or [None]
    if file is None:
        return 0
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as rows:
        try:
            return int(rows.execute("SELECT count(*) FROM points").fetchone()[0])
        except sqlite3.OperationalError:
            return 0  # it is being made


@pytest.mark.parametrize(
    ("sent", "code"), [(signal.SIGKILL, -signal.SIGKILL), (signal.SIGINT, 130)]
)
def test_an_interruption_costs_no_finished_point(
    domino: Domino, started: Started, sent: signal.Signals, code: int
) -> None:
    slowly = [("100" if part == "10" else part) for part in LONG]
    process = started("-m", "sim.cli", *slowly)
    since = time.monotonic()
    while points_there() < 10:
        assert process.poll() is None
        assert time.monotonic() - since < ENOUGH
        time.sleep(0.02)
    process.send_signal(sent)
    out, err = process.communicate(timeout=ENOUGH)
    assert (process.returncode, out) == (code, "")
    before = points_there()
    assert 10 <= before < POINTS
    if sent is signal.SIGINT:
        assert f"interrupted; {before} of {POINTS} points are stored" in err
    found = domino(*slowly)
    assert f"{before} of {POINTS} points were stored before" in found.err
    assert found.out == domino(*slowly, "--out", "undisturbed").out
    assert not list(Path("results").glob(f"*/{DATABASE}*"))


def test_a_point_that_was_damaged_is_computed_again(
    domino: Domino, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("sim.store.save", full)
        assert domino(*LONG).code == 1
    (file,) = Path("results").glob(f"*/{DATABASE}")
    with closing(sqlite3.connect(file)) as rows, rows:
        rows.execute("UPDATE points SET row = replace(row, '0', '1') WHERE k = 7")
    found = domino(*LONG)
    assert f"{POINTS - 1} of {POINTS} points were stored before" in found.err
    assert found.out == domino(*LONG, "--out", "undisturbed").out
