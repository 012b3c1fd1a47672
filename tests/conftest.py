"""What holds for all tests, wherever they run.

Hypothesis tries examples that follow from the test alone, at any speed. Without the compiler fewer
will do: what they could find that the others do not is a formula that numba reads differently from
Python.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings

from sim.jit import COMPILED
from tests import marks

settings.register_profile(
    "domino",
    max_examples=60 if COMPILED else 20,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("domino")

# Who runs the tests in the background may have told them to ignore Ctrl-C; whatever they start
# would inherit that, and could not be interrupted.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

sys.addaudithook(marks.watch)

SHARING = ("pages", "sweeps", "faults")
"""Folders whose modules share what is dear to make."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say of each test what it needs (see ``tests/marks.py``), and with which it shares a process.

    What the tests of a module share is made once then, and one server serves all pages.
    """
    for item in items:
        assert isinstance(item, pytest.Function)
        for mark in marks.marks_of(item):
            item.add_marker(mark)
        place = item.path.parent if item.path.parent.name in SHARING else item.path
        item.add_marker(pytest.mark.xdist_group(place.stem))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Let what is started be known as started by this test."""
    marks.running.append(item)
    try:
        return (yield)
    finally:
        marks.running.pop()
