import pytest

from sim.record import read
from sim.seeding.history import bodies


@pytest.fixture(scope="session")
def record():
    return read()


@pytest.fixture(scope="session")
def recorded(record):
    """The bodies of the record."""
    return bodies(record)
