"""Points of a long question that is no sweep, kept until its answer is stored.

They are kept as those of a sweep are, in the folder in which the result will be; the result takes
the place of them. Whoever asks again after an interruption gets the stored ones for nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sim.sweeps import locking
from sim.sweeps.keeping import Keeper, Record
from sim.sweeps.planning import versions

Row = tuple[list[float], list[float]]
"""Of one point: the outcomes, and the variance that luck gives each."""


class Kept:
    """The points that are there already, and a place for the others."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
        self._rows: dict[int, Row] = {
            k: (point["values"], point["noise"]) for k, point in keeper.points()
        }
        self.before = len(self._rows)
        """How many were there when it was opened."""

    @property
    def count(self) -> int:
        """How many are there now."""
        return self._keeper.recount()

    def get(self, k: int) -> Row | None:
        """A point that is stored."""
        return self._rows.get(k)

    def put(self, k: int, values: Sequence[float], noise: Sequence[float]) -> None:
        """Store a point; when this returns it is on the disk.

        Parameters
        ----------
        k : int >= 0
            Number of the point.
        values, noise : sequence of float
            The outcomes, and the variance that luck gives each.
        """
        row: Row = list(values), list(noise)
        stored = {"k": k, "values": row[0], "noise": row[1]}
        self._keeper.put(k, json.dumps(stored, allow_nan=False))
        self._rows[k] = row


@contextmanager
def kept(place: Path, record: Record, size: int) -> Iterator[tuple[Kept, Callable[[], None]]]:
    """Be the only one who computes so many points in a folder; goes on with those in it.

    Parameters
    ----------
    place : Path
        Folder in which the result will be.
    record : dict
        What is computed; must agree with what was begun there.
    size : int >= 1
        Number of points.

    Yields
    ------
    Kept, callable
        The points, and a check that the folder is still the same, before it is replaced.

    Raises
    ------
    StoreError
        Where another process computes them, or the folder holds points of another question.
    """
    with locking.locked(place) as check, Keeper(place, record | versions(), size) as keeper:
        yield Kept(keeper), check
