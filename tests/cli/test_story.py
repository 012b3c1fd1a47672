"""``domino story``: one run in words, with the causes of each move."""

from __future__ import annotations

from tests.cli.conftest import Domino

RASH = (
    "story",
    "armenia-2025",
    "--set",
    "parameters.rate_out=0.9",
    "--set",
    "end=2027-08",
    "--set",
    "present.parameters.w_inertia=0.5",
)


def test_a_move_is_told_with_its_largest_causes(domino: Domino) -> None:
    told = domino(*RASH).out
    moves = [line for line in told.splitlines() if "freezes its part" in line]
    assert moves
    for line in moves:
        assert "for staying:" in line
        assert "for leaving:" in line


def test_the_causes_told_are_the_largest_terms(domino: Domino) -> None:
    from sim.words.story.story import FOR_LEAVING

    document, told = domino(*RASH, "--json").document, domino(*RASH).out
    move = next(each for each in document["record"] if each["kind"] == "move")
    terms = move["detail"]["terms"]
    worst = min(terms, key=lambda term: terms[term])
    assert terms[worst] < 0
    assert FOR_LEAVING[worst].format(patron="Russia") in told


def test_the_json_lists_what_happened(domino: Domino) -> None:
    found = domino(*RASH, "--json").document
    assert {"month", "kind", "actor", "detail"} == set(found["record"][0])
    months = [each["month"] for each in found["record"]]
    assert months == sorted(months)
    assert months[0] >= "2018-01"
    moves = [each for each in found["record"] if each["kind"] == "move"]
    assert all(each["month"] > found["now"] for each in moves)
    last = {each["actor"]: each["detail"]["after"] for each in moves}
    assert last
    for member, status in last.items():
        assert found["members"][member]["status"] == status


def test_a_run_is_the_run_of_that_number_in_the_ensemble(domino: Domino) -> None:
    asked = ("armenia-2025", "--set", "parameters.rate_out=0.9", "--set", "end=2027-08", "--json")
    statuses = [
        [
            each["status"]
            for each in domino("story", *asked, "--run", run).document["members"].values()
        ]
        for run in "012"
    ]
    found = domino("run", *asked, "--runs", "3").document
    for place, numbers in enumerate(found["members"].values()):
        frozen = sum(run[place] == "FROZEN" for run in statuses)
        assert numbers["p_frozen"]["value"] * 3 == frozen


def test_the_record_is_told_where_it_is_asked_for(domino: Domino) -> None:
    assert "February 2022" not in domino(*RASH).out
    assert "February 2022" in domino(*RASH, "--record").out
