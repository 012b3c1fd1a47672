"""``domino attribute``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Domino

FEW = ("--runs", "40")
ASKED = ("attribute", "armenia-2025", *FEW)


def test_the_json_of_an_attribution_has_every_number(domino: Domino) -> None:
    found = domino(*ASKED, "--of", "armenia", "--json").document
    assert (found["of"], found["by"], found["events"], found["members"]) == (
        "armenia",
        "channels",
        {},
        {},
    )
    assert len(found["channels"]) == 6
    for part in (found["total"], *found["channels"].values()):
        assert part["low"] <= part["value"] <= part["high"]
    assert sum(part["value"] for part in found["channels"].values()) == pytest.approx(
        found["total"]["value"], abs=1e-12
    )
    assert {"k", "value", "low", "high"} == set(found["contagion_share"])
    assert found["contagion_share"]["k"] == 2
    assert len(found["contagion"]) == 5
    assert len(found["toppled"]) == 20


def test_an_attribution_is_the_same_with_any_number_of_threads(domino: Domino) -> None:
    asked = ("attribute", "armenia-2025", "--of", "armenia", "--runs", "450", "--json")
    one = domino(*asked, "--threads", "1", "--out", "one")
    two = domino(*asked, "--threads", "2", "--out", "two")
    assert one.code == 0
    assert one.out == two.out


def test_to_members_it_needs_no_exit_and_one_that_is_named_changes_nothing(domino: Domino) -> None:
    asked = (*ASKED, "--by", "members", "--json")
    one = domino(*asked)
    two = domino(*asked, "--of", "armenia")
    assert one.code == 0
    assert one.out == two.out
    assert "answered before" in two.err
    assert len(one.document["members"]) == 5


def test_an_attribution_is_told_in_words_and_stored_with_its_page(domino: Domino) -> None:
    told = domino(*ASKED, "--of", "armenia", "--k", "1")
    assert "conditional on" in told.out.splitlines()[0]
    assert "together" in told.out
    assert "index.html in a browser" in told.out
    assert domino("plot", "latest", "--kind", "tree").code == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "--of: the effect of what"),
        (("--of", "armenai"), "did you mean armenia?"),
        (("--of", "armenia", "--by", "member"), "did you mean members?"),
        (("--of", "armenia", "--k", "9"), "--k: out of range; found 9; allowed 1 to 5"),
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


def test_an_alliance_of_one_has_nothing_to_share_out(domino: Domino) -> None:
    Path("one.yaml").write_text(
        "title: One\nstart: 2024-01\nnow: 2024-12\n"
        "patron: {capacity: 0.5, coerce: 0.4, concede: 0.1}\n"
        "members: {solo: {alignment: 0.3, trust: {external: 0.5, regime: 0.5}, threat: 0.4, "
        "regime_risk: 0.3, dependence: 0.5, presence: 0.2, pull: 0.3, weight: 0.1, "
        "expected_cost: 0.5}}\n"
    )
    done = domino("attribute", "one.yaml", "--of", "solo", "--runs", 20)
    assert done.code == 2
    assert done.err.splitlines() == [
        "there is no other member: nothing that one exit could bring about"
    ]
