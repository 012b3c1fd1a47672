"""What a test needs is read from the test, and what it hides is refused."""

from __future__ import annotations

import os
import subprocess

import pytest

from sim import simulate
from sim.scenario.loading import load


def has(request: pytest.FixtureRequest, mark: str) -> bool:
    return request.node.get_closest_marker(mark) is not None


def starting() -> None:
    subprocess.run(["true"], check=True)


@pytest.fixture
def playing() -> object:
    return lambda: simulate(load("armenia-2025"), runs=1)


def test_a_process_that_a_helper_starts_counts(request: pytest.FixtureRequest) -> None:
    starting()
    assert has(request, "process")
    assert not has(request, "compiler")


def test_what_a_fixture_plays_counts(request: pytest.FixtureRequest, playing: object) -> None:
    assert has(request, "compiler")
    assert not has(request, "process")


def test_a_test_that_does_neither_has_no_mark(request: pytest.FixtureRequest) -> None:
    assert not any(has(request, mark) for mark in ("browser", "process", "compiler", "rules"))


def test_a_process_that_was_hidden_is_refused() -> None:
    with pytest.raises(RuntimeError, match="starts a process and is not marked"):
        os.posix_spawn("/bin/true", ["true"], {})
