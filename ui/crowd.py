"""How many ask at the same time: when many do, each gets a rougher answer, and gets it soon."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

MANY = 3
"""So many questions under way at once are a crowd."""

_lock = threading.Lock()
_under_way = 0


@contextmanager
def at_work() -> Iterator[None]:
    """Count a question for as long as it is worked on."""
    global _under_way
    with _lock:
        _under_way += 1
    try:
        yield
    finally:
        with _lock:
            _under_way -= 1


def is_there() -> bool:
    """Whether many are asking."""
    return _under_way >= MANY
