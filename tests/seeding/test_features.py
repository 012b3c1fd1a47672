"""The formulas, each against a case by hand; numbers of the record where it has one."""

import types

import numpy as np
import pandas as pd
import pytest

from sim.seeding.features import Deed, Seeded, pledges, seed_members, with_means
from sim.seeding.fitted import DRIFT, for_engine, inertia
from sim.seeding.influence import influence
from sim.seeding.lookup import Indicators, Known
from sim.seeding.worth import loyalty, worth_terms


def data(rows, absent=()):
    values = pd.DataFrame(rows, columns=["iso3", "year", "indicator", "value"])
    known = pd.DataFrame(
        [(name, "none", 1900, 2030) for name in absent],
        columns=["indicator", "absent", "covered_from", "covered_to"],
    )
    return Indicators(types.SimpleNamespace(values=values, indicators=known))


def seeded(rows, members=("AAA", "BBB"), leader="LED", deeds=(), **options):
    return seed_members(members, leader, 2000, data(rows, **options), list(deeds), "BODY")


def test_alignment_is_half_votes_and_half_regime():
    rows = [
        ("AAA", 1999, "unga_agreement_rank:LED", 0.9),
        ("AAA", 1999, "polyarchy", 0.3),
        ("LED", 1999, "polyarchy", 0.7),
    ]
    assert seeded(rows).values["alignment"][0] == Seeded(pytest.approx(0.5), 1)


def test_without_ranks_distances_stand_for_votes():
    rows = [("AAA", 1999, "unga_distance:LED", 1.5), ("BBB", 1999, "unga_ideal_point", 0.0)]
    rows += [("LED", 1999, "unga_ideal_point", 2.4)]
    found = seeded(rows)
    assert found.of("votes") == [pytest.approx(0.5), pytest.approx(0.2)]


def test_what_nobody_knows_of_a_member_is_the_mean_of_the_others_and_has_no_age():
    assert with_means([Known(0.2, 1), None, Known(0.4, 3)], 0.9)[1] == Seeded(pytest.approx(0.3))
    assert with_means([None, None], 0.9) == [Seeded(0.9), Seeded(0.9)]


def test_dependence_is_the_mean_of_what_exists():
    rows = [
        ("AAA", 1999, "trade_share:LED", 0.25),
        ("AAA", 1999, "cinc", 0.01),
        ("LED", 1999, "cinc", 0.1),
    ]
    assert seeded(rows).values["dependence"][0].value == pytest.approx((0.5 + 0.5) / 2)


def test_threat_counts_wars_at_home_and_next_door_once():
    rows = [("AAA", 1998, "ucdp_conflict", 1.0), ("AAA", 1999, "conflict_party", 2.0)]
    found = seeded(rows, absent=("ucdp_conflict", "conflict_party"))
    assert found.of("threat") == [pytest.approx(0.6), pytest.approx(0.1)]


def test_trust_counts_deeds_before_the_year_alone():
    deeds = [
        Deed(1990, "OTHER", frozenset({"LED"}), frozenset({"AAA"}), "security support"),
        Deed(1991, "BODY", frozenset(), frozenset({"AAA"}), "security failure"),
        Deed(1992, "OTHER", frozenset(), frozenset({"AAA"}), "security failure"),
        Deed(1993, "OTHER", frozenset({"LED"}), frozenset({"AAA", "BBB"}), "coercion"),
        Deed(2000, "BODY", frozenset({"LED"}), frozenset({"AAA"}), "security support"),
    ]
    assert pledges(deeds[:4], "BODY", "AAA", "LED") == (1, 2)
    assert seeded([], deeds=deeds).of("trust") == [pytest.approx(2 / 5), pytest.approx(1 / 3)]


def test_a_quarrel_with_the_leader_costs_trust():
    found = seeded([("AAA", 1998, "mid_with:LED", 4.0)], absent=("mid_with",))
    assert found.of("trust") == [pytest.approx(0.3), pytest.approx(0.5)]


def test_weights_sum_to_one():
    found = seeded([("AAA", 1999, "cinc", 0.03), ("BBB", 1999, "cinc", 0.01)])
    assert found.of("weight") == [pytest.approx(0.625), pytest.approx(0.375)]


def test_pull_is_how_much_nearer_another_power_votes():
    rows = [("AAA", 1999, "unga_ideal_point", 1.0), ("USA", 1999, "unga_ideal_point", 1.3)]
    rows += [("RUS", 1999, "unga_ideal_point", -0.8)]
    found = seed_members(("AAA",), "RUS", 2000, data(rows), [], "BODY")
    assert found.of("pull") == [pytest.approx((1.8 - 0.3) / 3)]


def test_nearest_members_are_heeded_alike():
    points = {"AAA": 0.0, "BBB": 0.1, "CCC": 2.0}
    rows = [(name, 1999, "unga_ideal_point", value) for name, value in points.items()]
    heeded = influence(data(rows), ("AAA", "BBB", "CCC"), (0.0, 0.0, 0.0), 2000)
    assert heeded["AAA"] == {"BBB": 0.5, "CCC": 0.5}
    assert all(sum(others.values()) == pytest.approx(1.0) for others in heeded.values())


def test_worth_is_that_of_the_rules_at_their_defaults():
    terms = worth_terms(seeded([]))
    assert terms["ties"] == pytest.approx([1.5 * 0.35] * 2)
    assert terms["pull"] == pytest.approx([0.0, 0.0])
    assert terms["security"] == pytest.approx([0.0, 0.0])  # trust is one half
    x = 2 * (0.5 * 0.6 + 0.5 * 0.7) - 1
    assert terms["alignment"] == pytest.approx([1.5 * x] * 2)
    grip = 0.5 + 0.5 * 0.5 + 0.3 * (1 + x) / 2
    assert terms["fear"] == pytest.approx([3.0 * 0.5 * (0.35 + 0.1) / 2 * grip] * 2)


def test_loyalty_is_that_of_the_others():
    assert loyalty(np.array([1.0, -1.0]), np.array([0.7, 0.3])) == pytest.approx([0.0, 1.0])
    assert loyalty(np.array([1.0]), np.array([1.0])) == pytest.approx([0.0])


def test_inertia_is_level_less_record_less_the_mean_of_the_terms():
    draws = np.array([[4.5, 1.0, 2.0, 0.0, 0.0]])
    found = inertia(draws, 0.5, np.array([0.1, 0.3]))
    assert found.value == pytest.approx(4.5 - 0.5 - 2.0 * 0.2)


def test_the_level_of_the_engine_is_raised_and_nothing_else():
    draws = np.array([[4.5, 1.0, 2.0, 0.5, 0.3]])
    assert for_engine(draws) - draws == pytest.approx(np.array([[DRIFT, 0, 0, 0, 0]]))
    assert draws[0, 0] == 4.5
