"""Rates of the ladder from the record."""

from functools import cache

import numpy as np
import pytest
from scipy import stats

from sim.record import KNOWN_UNTIL, read
from sim.record.ladder import FREEZES, Rate, Share, freeze_shares, rates
from sim.record.spells import freezes


@cache
def recorded() -> dict[tuple[str, str], Rate]:
    return {(rate.cause, rate.choice): rate for rate in rates(read(), KNOWN_UNTIL)}


def of(cause: str, choice: str) -> Rate:
    return recorded()[cause, choice]


def test_the_posterior_is_that_of_jeffreys() -> None:
    """Against quantiles of the prior times the likelihood, summed on a grid."""
    rate = Rate("finish", "any", 16, 10, 95.8)
    grid = np.linspace(1e-6, 0.6, 200_001)
    weight = grid**-0.5 * stats.poisson.pmf(rate.events, grid * rate.years)
    below = np.cumsum(weight) / weight.sum()
    for share in (0.05, 0.5, 0.95):
        assert rate.quantile(share) == pytest.approx(grid[np.searchsorted(below, share)], rel=1e-3)
    assert rate.mean == pytest.approx((grid * weight).sum() / weight.sum(), rel=1e-3)


def test_no_event_still_has_a_rate() -> None:
    assert Rate("back", "any", 1, 0, 10.0).quantile(0.05) > 0


def test_causes_compete_for_the_same_years() -> None:
    for choice in FREEZES:
        assert of("finish", choice).years == of("back", choice).years


def test_each_freeze_is_counted_for_the_cause_that_ended_it() -> None:
    ended = freezes(read(), KNOWN_UNTIL)["ended_by"].value_counts()
    everything = "with the freeze of New Zealand"
    assert of("finish", everything).events == ended["further"]
    assert of("back", everything).events == ended["return"]


def test_the_way_to_the_exit_is_longer_than_to_the_notice() -> None:
    for choice in FREEZES:
        assert of("leave", choice).years >= of("finish", choice).years


def test_choices_leave_out_what_their_names_say() -> None:
    first, unasur, command, lasting, zealand = (of("finish", choice) for choice in FREEZES)
    assert first.spells - unasur.spells == 6
    assert unasur.spells - command.spells == 2
    assert first.years == lasting.years
    assert first.events - lasting.events == first.spells - lasting.spells > 0
    assert zealand.years - first.years > 39


def test_a_share_lies_in_its_interval() -> None:
    for share in [*freeze_shares(read()).values(), Share(0, 5), Share(5, 5)]:
        low, high = share.quantile(0.05), share.quantile(0.95)
        assert 0 < low < high < 1
    assert Share(1, 4).quantile(0.5) == pytest.approx(stats.beta.median(1.5, 3.5))
