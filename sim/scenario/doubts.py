"""What of a scenario is in doubt, since it is at fault itself: nothing is told that rests on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from sim.scenario.faults import KEY, Fault, Keys

ANY = "*"
"""After the path of a block: an entry of it that may be there, whatever its name."""

_COMPARED = 20
_ALIKE = 0.5


@dataclass
class Doubts:
    """Which fields cannot be relied on.

    Parameters
    ----------
    values : set of Keys
        Paths of values of which it is not known what they should be; ``KEY`` after a path means
        its key alone.
    names : mapping of block to names
        Entries whose name is at fault: one that seems to be missing may be one of them.
    open : set of Keys
        Blocks of which not all could be read; the empty path means the whole scenario.
    plain : any
        The data that the paths lead through.
    """

    values: set[Keys] = field(default_factory=set)
    names: dict[Keys, list[str]] = field(default_factory=dict)
    open: set[Keys] = field(default_factory=set)
    plain: Any = None

    def doubt_name(self, keys: Keys) -> None:
        """The name of that entry is at fault: it may be meant by another one."""
        self.names.setdefault(keys[:-1], []).append(str(keys[-1]))

    def move(self, moved: Callable[[Keys], Keys]) -> None:
        """Follow entries of the data that have another name now."""
        self.values = {moved(keys) for keys in self.values}
        self.open = {moved(keys) for keys in self.open}
        self.names = {moved(keys): names for keys, names in self.names.items()}

    def cover(self, fault: Fault) -> bool:
        """Whether a fault rests on a field that is in doubt."""
        return any(self.touch(keys) for keys in fault.rests_on or (fault.keys,))

    def touch(self, keys: Keys) -> bool:
        """Whether a value, or a key, is in doubt: it is not there as it should be, or not at all.

        A fault within a block leaves the block itself beyond doubt.
        """
        # A key is as good as it is, whatever its value.
        around = keys[:-2] if keys[-1:] == (KEY,) else keys[:-1]
        if keys in self.values or any(
            keys[:depth] in self.values for depth in range(1, len(around) + 1)
        ):
            return True
        return bool(self.open or self.names) and self._may_be_elsewhere(keys)

    def _may_be_elsewhere(self, keys: Keys) -> bool:
        """Whether what is missing may stand in what could not be read, or under another name."""
        depth, block = self._first_missing(keys)
        if depth is None:
            return False
        if () in self.open and not (isinstance(block, dict) and "value" in block):
            return True
        if any(keys[:end] in self.open for end in range(depth, len(keys))):
            return True
        bad = self.names.get(keys[:depth], [])
        return bool(bad) and _is_like(str(keys[depth]), bad)

    def _first_missing(self, keys: Keys) -> tuple[int | None, Any]:
        """How many keys lead on until nothing is there, and the block that lacks the next."""
        block = self.plain
        for depth, key in enumerate(keys):
            if key == KEY or not isinstance(block, (dict, list)):
                break
            if isinstance(block, dict):
                inside = block.get(str(key))
            else:
                inside = block[int(key)] if str(key).isdigit() and int(key) < len(block) else None
            if inside is None:
                return depth, block
            block = inside
        return None, None


def _is_like(name: str, names: list[str]) -> bool:
    """Whether a name may be meant by one of those that are at fault."""
    close = [each.lower() for each in names[:_COMPARED]]
    return bool(get_close_matches(name[:60].lower(), close, n=1, cutoff=_ALIKE))
