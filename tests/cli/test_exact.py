"""``domino run --exact``."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Domino

ASKED = ("run", "armenia-2025", "--exact", "--runs", "60")


def test_the_exact_answer_is_stored_under_its_own_question(domino: Domino) -> None:
    first = domino(*ASKED, "--json")
    again = domino(*ASKED, "--json")
    assert first.document["result"].startswith("exact-armenia-2025-")
    assert first.document["agrees"] is True
    assert again.out == first.out
    assert "answered before" in again.err
    assert first.document["result"] in domino("results").out


def test_it_is_told_in_words_with_its_page_and_picture(domino: Domino) -> None:
    told = domino(*ASKED)
    assert "Held still" in told.out.splitlines()[0]
    assert "By the runs" in told.out
    assert "index.html in a browser" in told.out
    drawn = domino("plot", "latest", "--out", "a.html")
    assert drawn.code == 0
    assert "answered before" in domino("reopen", "a.html").err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--uncertain", "3"), "--uncertain: the exact answer is at the stated values"),
        (("--rules",), "--rules: the exact answer is by the rule logit"),
        (("--set", "decision=threshold"), "allowed decision=logit"),
    ],
)
def test_what_it_cannot_answer_is_told_in_a_line(
    domino: Domino, options: tuple[str, ...], message: str
) -> None:
    done = domino(*ASKED, *options)
    assert done.code == 2
    assert done.out == ""
    assert message in done.err
    assert len(done.err.strip().splitlines()) == 1
