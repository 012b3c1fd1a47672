"""Many at once take turns; nobody waits for one who is about something long."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from ui import crowd

PATIENCE = 30


def started(target: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=target, daemon=True)
    thread.start()
    return thread


def held(until: threading.Event) -> tuple[threading.Thread, threading.Event]:
    """Somebody who has a turn until an event."""
    has = threading.Event()

    def hold() -> None:
        with crowd.turn():
            has.set()
            until.wait(PATIENCE)

    return started(hold), has


def test_only_so_many_have_a_turn_and_the_next_one_follows() -> None:
    ends = [threading.Event() for _ in range(crowd.TURNS)]
    others = [held(end) for end in ends]
    assert all(has.wait(PATIENCE) for _, has in others)
    late_ends = threading.Event()
    late, has = held(late_ends)
    assert not has.wait(0.3)
    assert crowd.is_there()
    ends[0].set()
    assert has.wait(PATIENCE)
    for end in (*ends, late_ends):
        end.set()
    for thread in (late, *(thread for thread, _ in others)):
        thread.join(PATIENCE)
    assert not crowd.is_there()


def test_a_turn_within_ones_turn_is_the_same() -> None:
    for _ in range(3 * crowd.TURNS):
        with crowd.turn(), crowd.turn():
            pass


def test_what_takes_long_leaves_its_turn_to_others() -> None:
    end, inside = threading.Event(), threading.Semaphore(0)

    def think() -> None:
        with crowd.turn(), crowd.aside():
            inside.release()
            end.wait(PATIENCE)

    thinking = [started(think) for _ in range(crowd.TURNS)]
    assert all(inside.acquire(timeout=PATIENCE) for _ in thinking)
    stop = threading.Event()
    stop.set()
    other, has = held(stop)
    assert has.wait(PATIENCE)
    end.set()
    for thread in (other, *thinking):
        thread.join(PATIENCE)
    assert not crowd.is_there()


def test_a_turn_that_fails_is_given_back() -> None:
    for _ in range(2 * crowd.TURNS):
        with pytest.raises(ZeroDivisionError), crowd.turn():
            raise ZeroDivisionError
    assert not crowd.is_there()
