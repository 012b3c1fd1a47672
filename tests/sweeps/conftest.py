"""A small alliance, and sweeps over it that take a second or two."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.scenario.scenario import Scenario
from sim.sweeps import Sweep
from sim.sweeps.sweep import sweep
from tests.sweeps.small import BOX, OUTCOMES, RUNS, TEXT, Forks


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    return Scenario.from_text(TEXT, "small.yaml")


Sweeping = Callable[..., Sweep]


@pytest.fixture
def sweeping(scenario: Scenario, tmp_path: Path) -> Sweeping:
    """The sweep of the tests, into a folder of its own; what differs is stated."""

    def run(**stated: Any) -> Sweep:
        asked = {"vary": BOX, "outcomes": OUTCOMES, "runs": RUNS, "root": tmp_path, **stated}
        return sweep(scenario, asked.pop("vary"), asked.pop("outcomes"), **asked)

    return run


@pytest.fixture(scope="session")
def undisturbed(scenario: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Sweep:
    """The same sweep from beginning to end, without any disturbance."""
    return sweep(scenario, BOX, OUTCOMES, runs=RUNS, root=tmp_path_factory.mktemp("undisturbed"))


@pytest.fixture(scope="session")
def forks() -> Iterator[Forks]:
    """A warm process that starts others which sweep, and may be killed."""
    process = Forks()
    yield process
    process.end()
