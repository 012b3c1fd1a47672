"""Many at once: they take turns, and while many wait each gets a rougher answer, and gets it soon.

Python runs one thread at a time, and a dozen that want to run hand it to each other at every step:
two that finish leave the others waiting less than a dozen that all go on slowly.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

TURNS = 2
"""So many are served at a time."""
MANY = 3
"""So many served or waiting are a crowd."""

_turns = threading.Semaphore(TURNS)
_lock = threading.Lock()
_mine = threading.local()
_there = 0


@contextmanager
def turn() -> Iterator[None]:
    """Wait for one's turn, and have it; within one's own turn another is the same."""
    if getattr(_mine, "turn", False):
        yield
        return
    _count(1)
    try:
        with _turns:
            _mine.turn = True
            try:
                yield
            finally:
                _mine.turn = False
    finally:
        _count(-1)


@contextmanager
def aside() -> Iterator[None]:
    """What takes seconds is done beside one's turn, which somebody else has meanwhile."""
    if not getattr(_mine, "turn", False):
        yield
        return
    _turns.release()
    try:
        yield
    finally:
        _turns.acquire()


def is_there() -> bool:
    """Whether many are served or wait."""
    return _there >= MANY


def _count(step: int) -> None:
    global _there
    with _lock:
        _there += step
