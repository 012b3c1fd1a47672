"""The base rates: each with a source that exists, and the stress case told from the ordinary."""

from __future__ import annotations

import math

import pytest
from scipy.stats import gamma

from sim.analysis.shared.base_rates import is_stress, references
from sim.scenario.reading.sources import product_sources


@pytest.mark.parametrize("kind", ["rate", "follow_on"])
def test_every_reference_has_a_source_and_a_number(kind: str) -> None:
    found = references(kind)
    assert found
    for reference in found:
        assert reference.source in product_sources()
        assert 0 < reference.top < 1


def test_a_rate_above_all_that_the_record_knows_is_a_stress_case() -> None:
    top = max(reference.top for reference in references("rate"))
    assert is_stress(top * 1.01)
    assert not is_stress(top * 0.99)
    assert not is_stress(None)


def test_the_reference_after_an_exit_is_what_no_exit_in_61_years_leaves_possible() -> None:
    """Jeffreys' posterior of a rate, gamma(1/2), over the 20 years of four members in five."""
    after = references("follow_on")[0]
    median, most = (
        1 - math.exp(-4 * 5 * gamma(0.5, scale=1 / 61).ppf(share)) for share in (0.5, 0.95)
    )
    assert after.span() == [pytest.approx(median, abs=0.005), pytest.approx(most, abs=0.005)]
