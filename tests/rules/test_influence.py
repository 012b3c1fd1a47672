"""Attention: shares of it never add up to more than 1, whatever is stated."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from sim.rules.influence import attention_share, total_influence
from tests.rules.inputs import Group, codes, groups, reordered_groups

pytestmark = pytest.mark.rules

STATED = np.array([[0.0, 0.5, 0.9], [0.2, 0.0, 0.3], [0.4, 0.6, 0.0]])
ALL = codes(1, 1, 1)


def shares_of(group: Group) -> list[float]:
    n = len(group.status)
    return [attention_share(group.member, j, group.influence, group.joined) for j in range(n)]


def test_influence_counts_as_stated_up_to_1_and_is_shared_out_beyond() -> None:
    assert total_influence(0, STATED, ALL) == pytest.approx(1.4)
    assert attention_share(0, 2, STATED, ALL) == pytest.approx(0.9 / 1.4)
    assert attention_share(1, 2, STATED, ALL) == 0.3
    assert attention_share(0, 2, STATED, codes(1, 0, 1)) == 0.9


@given(groups())
def test_the_shares_of_those_who_are_or_were_in_add_up_to_1_at_most(group: Group) -> None:
    whole = float(np.array(shares_of(group))[group.joined > 0].sum())
    stated = total_influence(group.member, group.influence, group.joined)
    assert whole == pytest.approx(min(1.0, stated))


@given(groups())
def test_nobody_is_heeded_more_than_is_stated(group: Group) -> None:
    stated = group.influence[group.member]
    assert (np.array(shares_of(group)) <= stated).all()


@given(reordered_groups())
def test_the_order_of_members_does_not_matter_to_attention(two: tuple[Group, Group]) -> None:
    one, other = (total_influence(g.member, g.influence, g.joined) for g in two)
    assert one == pytest.approx(other, abs=1e-12)
