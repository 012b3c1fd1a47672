import pytest

from sim.hindcast.reading import panel_of
from sim.record import read


@pytest.fixture(scope="session")
def record():
    return read()


@pytest.fixture(scope="session")
def panel(record):
    """All windows of the record."""
    return panel_of(record)
