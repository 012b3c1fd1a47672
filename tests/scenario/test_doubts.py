"""What is in doubt, and what rests on it."""

import pytest

from sim.scenario.doubts import ANY, Doubts
from sim.scenario.faults import KEY, Fault, Keys

PLAIN = {"a": {"b": {"value": 1}, "c": [{"d": 2}], "e": 3}, "names": {"oak": {}}}


@pytest.mark.parametrize(
    ("keys", "is_touched"),
    [
        (("a", "b"), True),
        (("a", "b", "value"), True),
        (("a",), False),
        (("a", "c", 0, "d"), False),
        (("a", "b", KEY), False),
        (("a", "b", "x", KEY), True),
    ],
)
def test_a_doubt_covers_what_is_in_a_value_and_neither_its_key_nor_its_block(
    keys: Keys, is_touched: bool
) -> None:
    assert Doubts({("a", "b")}, plain=PLAIN).touch(keys) is is_touched


@pytest.mark.parametrize(
    ("open_", "keys", "is_touched"),
    [
        (("a",), ("a", "missing"), True),
        (("a",), ("a", "missing", "deeper"), True),
        (("a",), ("a", ANY), True),
        (("a",), ("a", "e"), False),
        (("a",), ("names", "ash"), False),
        (("a",), ("a", "c", 1), False),
        (("a",), ("a", "b", "low"), False),
        (("sources",), ("sources", "paper"), True),
        ((), ("names", "ash"), True),
        ((), ("a", "e"), False),
        ((), ("a", "b", "low"), False),  # a number replaces what was there as a whole
        ((), ("a", "e", "low"), False),
    ],
)
def test_what_is_missing_may_stand_in_a_block_that_was_not_read(
    open_: Keys, keys: Keys, is_touched: bool
) -> None:
    assert Doubts(open={open_}, plain=PLAIN).touch(keys) is is_touched


def test_a_name_that_is_missing_may_be_one_that_is_at_fault() -> None:
    doubts = Doubts(plain=PLAIN)
    doubts.doubt_name(("names", "Ash Land"))
    assert doubts.touch(("names", "ash"))
    assert not doubts.touch(("names", "birch"))
    assert not doubts.touch(("names", "oak"))


def test_a_fault_is_covered_where_one_of_its_fields_is_in_doubt() -> None:
    doubts = Doubts({("a", "e")}, plain=PLAIN)
    assert doubts.cover(Fault("a.e", "wrong", keys=("a", "e")))
    assert doubts.cover(Fault("a.b", "wrong", rests_on=(("a", "b"), ("a", "e"))))
    assert not doubts.cover(
        Fault("a.e", "wrong name", keys=("a", "e"), rests_on=(("a", "e", KEY),))
    )
