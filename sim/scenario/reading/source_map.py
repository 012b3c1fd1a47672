"""Where the values of a file stand, and what was at fault in its text."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from sim.scenario.faults import Fault, Keys, Place


@dataclass
class SourceMap:
    """Where each value and each key of a file stands; a block stands where its key does.

    Parameters
    ----------
    file : str or None
        The file, as messages name it; None for data that stand in no file.
    values, keys : mapping of path to Place
        Where values and keys stand.
    faults : list of Fault
        What is wrong with the text, though its data could be read.
    unread : set of Keys
        Values that the data hold nothing of, since they are at fault; ``KEY`` after a path means
        that its key is.
    open : set of Keys
        Blocks of which not all could be read; the empty path means all of them.
    """

    file: str | None
    values: dict[Keys, Place] = field(default_factory=dict)
    keys: dict[Keys, Place] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    unread: set[Keys] = field(default_factory=set)
    open: set[Keys] = field(default_factory=set)

    def of(self, path: Keys, *, at_key: bool = False) -> Place | None:
        """The place of a value, or of a key; else of the nearest block around it."""
        if self.file is None:
            return None
        known = self.keys if at_key else self.values
        while path:
            if path in known:
                return known[path]
            path, known = path[:-1], self.values
        return self.values.get((), Place(self.file))

    def is_unread(self, path: Keys) -> bool:
        """Whether a value, one around it, or the key at the end, was at fault in the text."""
        ends = range(1, len(path) + 1)
        return bool(self.unread) and any(path[:end] in self.unread for end in ends)

    def is_open(self, block: Keys) -> bool:
        """Whether what is missing in a block may stand in what could not be read."""
        ends = range(len(block) + 1)
        return bool(self.open) and any(block[:end] in self.open for end in ends)

    def within(self, block: str) -> SourceMap:
        """The map as it is where the whole file is one block of a larger one."""
        return SourceMap(
            self.file,
            {(block, *path): place for path, place in self.values.items()},
            {(block, *path): place for path, place in self.keys.items()},
            [replace(fault, path=f"{block}.{fault.path}".strip(".")) for fault in self.faults],
            {(block, *path) for path in self.unread},
            {(block, *path) for path in self.open},
        )
