import numpy as np
import pytest

from sim.hindcast.one_body import case, own_rate
from sim.hindcast.posterior import Posterior
from sim.seeding.history import BASE, bodies
from sim.words.hindcast.one_body import failures

POINT = np.array([[4.6, 1.0, 1.0, 1.0, 0.4]])


@pytest.fixture(scope="module")
def csto(record):
    return bodies(record)["CSTO"]


def test_the_members_of_a_window_stand_by_their_chance(panel, csto):
    found = case(panel, csto, Posterior({"all": POINT}), 1995)
    said = [one.model for one in found.members]
    assert said == sorted(said, reverse=True)
    assert {one.member for one in found.members if one.left} == {"AZE", "GEO", "UZB"}
    assert found.several["without_either"] < found.several["without_cohesion"]
    assert found.several["without_cohesion"] < found.several["model"]


def test_a_renewal_raises_every_chance(panel, csto):
    plain, renewed = (
        case(panel, csto, Posterior({"all": POINT}), 1995, renewal=factor) for factor in (1, 24)
    )
    before = {one.member: one.model for one in plain.members}
    assert all(one.model > before[one.member] for one in renewed.members)


def test_a_year_without_a_window_is_told(panel, csto):
    with pytest.raises(ValueError, match="no window in 1950"):
        case(panel, csto, Posterior({"all": POINT}), 1950)


def test_own_rate_counts_the_members_own_steps(csto):
    assert own_rate(csto, "KAZ", 2010) < BASE
    assert own_rate(csto, "UZB", 2010) > 1.5 * own_rate(csto, "KAZ", 2010)


def test_failures_come_first(panel, csto):
    found = case(panel, csto, Posterior({"all": POINT}), 2022)
    names = {one.member: one.member for one in found.members}
    last = f"ARM from 2022 (place {found.ranks[0]} of 5)"
    assert failures([found], names).startswith(f"Not picked: {last}")
