"""The base rates: each with a source that exists, and the stress case told from the ordinary."""

from __future__ import annotations

import pytest

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
