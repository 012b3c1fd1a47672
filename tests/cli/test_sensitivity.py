"""``domino sensitivity``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Domino

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
        (("--keep", "500"), "--keep: found 500"),
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
