"""What ``present:`` does to every run."""

from __future__ import annotations

import pytest
from hypothesis import given

from sim.rules.beliefs import broken_for_trust, count_for_trust, trust
from sim.rules.present import (
    TRUST_HIGH,
    TRUST_LOW,
    firmness,
    moved_share,
    moved_trust,
    shift_to,
)
from tests.rules.inputs import alignments, counts, numbers, pairs, shares

shifts = numbers(-1.0, 1.0)


@given(shares, shares)
def test_the_shift_brings_the_replayed_value_to_the_stated_one(
    stated: float, replayed: float
) -> None:
    assert moved_share(replayed, shift_to(stated, replayed)) == pytest.approx(stated, abs=1e-15)
    assert shift_to(0.7, 0.4) == pytest.approx(0.3)


@given(alignments)
def test_what_is_stated_as_replayed_shifts_nothing(value: float) -> None:
    assert shift_to(value, value) == 0.0


@given(pairs(shares), shifts)
def test_runs_keep_their_order_and_their_distance_up_to_the_edges(
    two: tuple[float, float], shift: float
) -> None:
    low, high = (moved_share(value, shift) for value in two)
    assert 0.0 <= low <= high <= 1.0
    assert high - low <= two[1] - two[0] + 1e-15
    if low > 0.0 and high < 1.0:
        assert high - low == pytest.approx(two[1] - two[0], abs=1e-15)
    assert moved_share(two[0], 0.0) == two[0]


def test_a_shift_stops_at_the_edges() -> None:
    assert moved_share(0.9, 0.3) == 1.0
    assert moved_share(0.1, -0.3) == 0.0
    assert moved_trust(2.0, 2.0, 0.2) == pytest.approx(0.7)
    assert moved_trust(2.0, 2.0, 0.9) == TRUST_HIGH == 0.999
    assert moved_trust(2.0, 2.0, -0.9) == TRUST_LOW == 0.001


@given(counts, counts, pairs(shifts))
def test_a_greater_shift_means_more_trust(
    kept: float, broken: float, two: tuple[float, float]
) -> None:
    low, high = (moved_trust(kept, broken, shift) for shift in two)
    assert TRUST_LOW <= low <= high <= TRUST_HIGH


@given(numbers(0.1, 100.0), numbers(0.1, 100.0), shifts)
def test_a_shifted_trust_is_as_firm_as_before(kept: float, broken: float, shift: float) -> None:
    mean, firm = moved_trust(kept, broken, shift), firmness(kept, broken)
    assert firm == kept + broken
    counted = count_for_trust(mean, firm), broken_for_trust(mean, firm)
    assert firmness(*counted) == pytest.approx(firm)
    assert trust(*counted) == pytest.approx(mean)


@given(numbers(0.1, 50.0), numbers(0.1, 50.0))
def test_no_shift_leaves_trust_as_it_is(kept: float, broken: float) -> None:
    assert moved_trust(kept, broken, 0.0) == trust(kept, broken)
