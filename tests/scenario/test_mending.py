"""Stand-ins: what is at fault is replaced, and the rest stays as it was stated."""

from typing import Any

import pytest

from sim.scenario.faults import KEY
from sim.scenario.mending import Mending, Misfit, id_like
from sim.scenario.reading import read_text
from sim.scenario.schema import Document


def test_a_value_that_does_not_fit_gets_a_stand_in_that_does(small: str) -> None:
    plain = read_text(small)[0]
    plain["patron"]["capacity"] = "much"
    mending = Mending(plain)
    mending.mend([Misfit(("patron", "capacity", "value"), "value")])
    assert mending.plain["patron"]["capacity"] == 0.0
    assert mending.doubts.values == {("patron", "capacity")}
    assert plain["patron"]["capacity"] == "much"
    Document.model_validate(mending.plain)


@pytest.mark.parametrize("block", ["patron", "members", "charter", "events", "present", "start"])
def test_a_whole_block_gets_a_stand_in_that_fits(small: str, block: str) -> None:
    mending = Mending(read_text(small)[0])
    mending.mend([Misfit((block,), "value")])
    Document.model_validate(mending.plain)


def test_names_at_fault_are_replaced_and_known_as_they_are_stated() -> None:
    plain: dict[str, Any] = {"events": {"A b": {"shoks": {"x": {}}}, "a-b": {}}, "foo": 1}
    mending = Mending(plain)
    mending.mend(
        [
            Misfit(("events", "A b"), "key"),
            Misfit(("events", "A b", "shoks"), "unknown", near="shocks"),
            Misfit(("foo",), "unknown"),
        ]
    )
    assert mending.plain == {"events": {"stand-in-0": {"shocks": {"x": {}}}, "a-b": {}}}
    stated = mending.stated(("events", "stand-in-0", "shocks", "x"))
    assert stated == ("events", "A b", "shoks", "x")
    assert mending.doubts.values == {("events", "stand-in-0", KEY)}
    assert mending.doubts.open == {()}


def test_a_mistyped_field_is_taken_out_where_the_right_one_is_there() -> None:
    mending = Mending({"patron": {"capacity": 0.1, "capasity": 0.2}})
    mending.mend([Misfit(("patron", "capasity"), "unknown", near="capacity")])
    assert mending.plain == {"patron": {"capacity": 0.1}}
    assert not mending.doubts.open


@pytest.mark.parametrize(
    ("stated", "like"), [("Ash Land", "ash-land"), ("2 oaks", "oaks"), ("!", ""), ("É", "")]
)
def test_an_id_is_made_like_a_name(stated: str, like: str) -> None:
    assert id_like(stated) == like
