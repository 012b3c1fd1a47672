"""Scenarios from the record: every number says how it arose; what is not known is refused."""

import numpy as np
import pytest

from sim.refusal import Refusal
from sim.seeding import document
from sim.seeding.document import asked_of, seeded_text
from sim.seeding.lookup import Indicators

DRAWS = np.column_stack(
    [
        np.linspace(4.2, 5.0, 21),
        np.linspace(0.6, 1.4, 21),
        np.linspace(0.8, 1.2, 21),
        np.linspace(0.5, 1.5, 21),
        np.linspace(0.1, 0.7, 21),
    ]
)


@pytest.fixture(scope="module")
def indicators(record):
    return Indicators(record)


def seeded(record, organisation, year):
    return seeded_text(record, organisation, year, DRAWS)


def test_a_scenario_is_the_same_text_each_time(record):
    assert seeded(record, "CSTO", 2018) == seeded(record, "CSTO", 2018)


def test_who_belongs_is_who_belonged(record, indicators):
    csto = asked_of(record, indicators, "CSTO", 2025)
    assert csto.leader == "RUS"
    assert csto.standing == {
        "ARM": "frozen",
        "BLR": "active",
        "KAZ": "active",
        "KGZ": "active",
        "TJK": "active",
    }


def test_members_beyond_the_bound_are_left_out_and_named(record, indicators, monkeypatch):
    monkeypatch.setattr(document.Limits, "MEMBERS", 5)
    found = asked_of(record, indicators, "NATO", 1965)
    assert len(found.standing) == 5
    assert {"GBR", "DEU", "FRA"} <= set(found.standing)
    assert "ISL" in found.left_out
    assert "ISL" in document.note(found)


@pytest.mark.parametrize(
    ("organisation", "year", "message"),
    [
        ("NATTO", 1965, "no such organisation of the record.*did you mean NATO"),
        ("UNESCO", 1980, "no leading power"),
        ("CSTO", 1980, "fewer than two members"),
        ("WARSAW_PACT", 1995, "fewer than two members"),
    ],
)
def test_what_the_record_does_not_hold_is_refused(record, indicators, organisation, year, message):
    with pytest.raises(Refusal, match=message):
        asked_of(record, indicators, organisation, year)


def test_every_number_has_a_range_that_holds_it_and_says_how_it_arose(record):
    from sim.seeding.features import deeds_of, seed_members
    from sim.seeding.history import bodies

    data = Indicators(record)
    asked = asked_of(record, data, "SEATO", 1966)
    seeding = seed_members(
        tuple(asked.standing), asked.leader, 1966, data, deeds_of(record.events), "SEATO"
    )
    own = bodies(record)["SEATO"].own_record(1966)
    found = document.document(record, asked, seeding, data, own, DRAWS)
    numbers = list(quantities(found))
    assert len(numbers) > 60
    for number in numbers:
        assert number["low"] <= number["value"] <= number["high"]
        assert number["source"] in ("record", "assumption")
        assert number.get("rule") if number["source"] == "record" else number["note"]
    assert found["parameters"]["w_inertia"]["value"] == pytest.approx(
        document.inertia(DRAWS, own, worth(seeding)).value, abs=1e-3
    )


def worth(seeding):
    return sum(document.worth_terms(seeding).values(), start=np.zeros(len(seeding.members)))


def quantities(block):
    if isinstance(block, dict):
        if "value" in block:
            yield block
        for inner in block.values():
            yield from quantities(inner)
