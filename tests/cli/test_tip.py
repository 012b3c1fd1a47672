"""``domino tip``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Domino
from tests.sweeps.small import TEXT

FEW = ("--runs", "60")
PATH = ("--vary", "parameters.w_inertia=-4:4:3", "--outcome", "p_ever_out.ash", "--level", "0.1")


@pytest.fixture
def small(tmp_path: Path) -> str:
    (tmp_path / "small.yaml").write_text(TEXT, encoding="utf-8")
    return "small.yaml"


def test_the_json_has_each_crossing_with_its_interval(domino: Domino, small: str) -> None:
    found = domino("tip", small, *PATH, *FEW, "--json").document
    (row,) = found["crossings"]
    assert row["low"] < row["value"] < row["high"]
    assert (found["ask"], found["outcome"], found["level"]) == ("value", "p_ever_out.ash", 0.1)
    assert [end["at"] for end in found["ends"]] == [-4, 4]


@pytest.mark.parametrize(
    ("options", "figure", "said"),
    [
        (PATH, "tip_curve", "through 10% where weight of inertia reaches"),
        ((*PATH, "--vary", "patron.capacity=0:1:3"), "tip_phases", "of 9 points"),
        (("--of", "ash", "--up-to", "2"), "tip_channels", "not even with all channels at 2 times"),
        (("--distances",), "tip_distances", "in 50% of runs"),
        (("--change",), "tip_change", "within the stated ranges"),
    ],
)
def test_every_question_is_told_stored_and_asked_again(
    domino: Domino, small: str, options: tuple[str, ...], figure: str, said: str
) -> None:
    told = domino("tip", small, *options, *FEW)
    assert told.code == 0
    first = told.out.splitlines()[0]
    assert said in first
    assert "conditional on the assumptions of “A small alliance”" in first
    result = next(line for line in told.out.splitlines() if line.startswith("Result: "))
    page = Path(result.removeprefix("Result: ")) / "index.html"
    again = domino("reopen", page)
    assert "answered before" in again.err
    assert again.out == told.out
    assert domino("plot", "latest", "--kind", figure).code == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "--vary, --of, --distances or --change: one is asked; found none of them"),
        (("--of", "ahs"), "did you mean ash?"),
        (("--vary", "parameters.w_fears=0:1"), "parameters.w_fear?"),
        (("--vary", "patron.capacity=0:2"), "a range out of bounds"),
        (("--vary", "patron.capacity=0:1", "--level", "2"), "between 0 and 1"),
        (("--vary", "patron.capacity=0:1", "--outcome", "p_out.ahs"), "p_out.ash"),
    ],
)
def test_bad_input_is_told_in_a_line(
    domino: Domino, small: str, options: tuple[str, ...], message: str
) -> None:
    done = domino("tip", small, *options, *FEW)
    assert done.code == 2
    assert done.out == ""
    assert message in done.err
    assert len(done.err.strip().splitlines()) == 1
