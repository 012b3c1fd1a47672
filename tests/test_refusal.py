"""Refused input: one line from its parts, with the field in the reader's own terms."""

import pickle

import pytest

from sim.refusal import Refusal, nearest, unknown

MEMBERS = ("armenia", "belarus")


def test_a_refusal_is_one_line_of_field_found_allowed_and_nearest_name() -> None:
    refusal = unknown("member", "armenai", MEMBERS, field="of")
    line = 'of: no such member; found "armenai"; allowed armenia, belarus; did you mean armenia?'
    assert str(refusal) == line


def test_a_refusal_leaves_out_what_it_does_not_know() -> None:
    assert str(Refusal("nothing to compare")) == "nothing to compare"
    assert "allowed none" in str(unknown("event", "x", ()))


def test_each_surface_calls_the_field_by_its_own_name() -> None:
    refusal = Refusal("out of range", field="up_to", found="-1", allowed="more than 0")
    told = refusal.worded(lambda field: "--" + field.replace("_", "-"))
    assert told == "--up-to: out of range; found -1; allowed more than 0"
    assert refusal.worded(lambda _: "").startswith("out of range")


def test_a_refusal_is_a_value_error_and_comes_through_from_another_process() -> None:
    refusal = unknown("member", "armenai", MEMBERS, field="of")
    again = pickle.loads(pickle.dumps(refusal))
    assert isinstance(again, ValueError)
    assert (str(again), again.near) == (str(refusal), "armenia")


@pytest.mark.parametrize("given", ["zzz", "", "x" * 100_000])
def test_no_name_is_near_to_one_that_is_like_none(given: str) -> None:
    assert nearest(given, MEMBERS) == ""


def test_the_nearest_of_very_many_names_is_found_by_its_first_letter() -> None:
    assert nearest("belaruss", [f"a{number}" for number in range(500)] + ["belarus"]) == "belarus"
