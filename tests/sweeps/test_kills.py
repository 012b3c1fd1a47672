"""Sweeps that are killed or interrupted end as if nothing had happened."""

from __future__ import annotations

import random
import signal
import time
from pathlib import Path

import pytest

from sim import store
from sim.store import StoreError
from sim.sweeps import Sweep, keeping, standing
from sim.sweeps.keeping import DATABASE
from tests.sweeps.conftest import Sweeping
from tests.sweeps.small import POINTS, Forks, stop, stored, tables, told, wait_for_points
from tests.sweeps.test_sweep import Watched


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "results"
    folder.mkdir()
    return folder


def place_in(root: Path) -> Path | None:
    """The folder of the only sweep, if it was begun."""
    return next(root.glob("sweep-*"), None)


def stored_or_nothing(place: Path) -> dict[int, object]:
    """Nothing of one that was killed between making its file and beginning in it."""
    try:
        return stored(place)
    except FileNotFoundError:
        return {}


def test_ten_kills_at_random_lose_no_point(
    forks: Forks, root: Path, sweeping: Sweeping, undisturbed: Sweep
) -> None:
    random.seed(10)
    kept: dict[int, object] = {}
    killed = 0
    for _ in range(10):
        (root / "told").unlink(missing_ok=True)
        process = forks.start(root)
        time.sleep(random.uniform(0.0, 0.3))
        stop(process, signal.SIGKILL)
        killed += forks.ended() == -signal.SIGKILL
        place = place_in(root)
        if place is not None and (place / DATABASE).exists():
            now = stored_or_nothing(place)
            assert now.items() >= kept.items()
            assert len(now) >= told(root)
            kept = now
    assert killed
    found = sweeping(root=root, executor=(watched := Watched()))
    assert not kept.keys() & set(watched.asked)
    assert tables(found.place) == tables(undisturbed.place)
    assert not keeping.is_untidy(found.place)


def test_kills_while_the_result_is_written_lose_no_point(
    forks: Forks, root: Path, undisturbed: Sweep
) -> None:
    random.seed(3)
    for _ in range(6):
        process = forks.start(root)
        wait_for_points(root, POINTS)
        time.sleep(random.uniform(0.0, 0.03))
        stop(process, signal.SIGKILL)
        forks.ended()
    forks.start(root)
    assert forks.ended() == 0
    place = place_in(root)
    assert place is not None
    assert standing(place).is_complete
    assert tables(place) == tables(undisturbed.place)
    assert not keeping.is_untidy(place)


def test_ctrl_c_keeps_what_is_finished(
    forks: Forks, root: Path, sweeping: Sweeping, undisturbed: Sweep
) -> None:
    process = forks.start(root)
    wait_for_points(root, 20)
    stop(process, signal.SIGINT)
    assert forks.ended() == 130
    place = place_in(root)
    assert place is not None
    kept = stored(place)
    assert 20 <= told(root) <= len(kept)
    found = sweeping(root=root, executor=(watched := Watched()))
    assert not kept.keys() & set(watched.asked)
    assert tables(found.place) == tables(undisturbed.place)


def test_a_second_process_on_the_same_sweep_is_refused_and_harms_nothing(
    forks: Forks, root: Path, sweeping: Sweeping, undisturbed: Sweep
) -> None:
    process = forks.start(root)
    wait_for_points(root, 5)
    with pytest.raises(StoreError, match="another process computes the same"):
        sweeping(root=root)
    assert told(root) < POINTS  # it was refused while the other one was at work
    assert forks.ended() == 0
    assert process
    found = sweeping(root=root, executor=Watched(until=0))
    assert found.computed == 0
    assert tables(found.place) == tables(undisturbed.place)


def test_a_killed_sweep_is_listed_and_can_be_removed(forks: Forks, root: Path) -> None:
    process = forks.start(root)
    wait_for_points(root, 5)
    stop(process, signal.SIGKILL)
    forks.ended()
    place = place_in(root)
    assert place is not None
    assert 5 <= standing(place).done < POINTS
    (entry,) = store.listing(root)
    assert not entry.is_complete
    store.remove(place.name, root)
    assert place_in(root) is None
