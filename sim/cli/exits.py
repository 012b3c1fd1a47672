"""How a command ends: its exit codes, and the one end that is neither done nor failed."""

from __future__ import annotations

FAILED, BAD_INPUT, INTERRUPTED = 1, 2, 130


class Interrupted(Exception):  # noqa: N818 - nothing is wrong
    """Ctrl-C, where there is more to say than that nothing was stored."""
