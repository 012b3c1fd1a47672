"""``domino``: the command line.

Commands are thin: they load a scenario, ask a question of ``sim.analysis``, and show the answer.
What a command needs is imported when it runs, so that ``domino --help`` is there at once.

Exit codes: 0 done, 1 failed, 2 bad input, 130 interrupted.
"""

from __future__ import annotations

import sys

FAILED, BAD_INPUT, INTERRUPTED = 1, 2, 130


class Interrupted(Exception):  # noqa: N818 - nothing is wrong
    """Ctrl-C, where there is more to say than that nothing was stored."""


def main() -> int:
    """Run the command that the process was started with, and return the exit code."""
    from sim.cli.commands import app

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # no terminal is too old for a name
    try:
        app(prog_name="domino")
    except SystemExit as ended:
        code = int(ended.code or 0)
        if code == INTERRUPTED:
            _tell("interrupted; nothing was stored")
        return code
    except KeyboardInterrupt:
        _tell("interrupted; nothing was stored")
        return INTERRUPTED
    except Interrupted as interrupted:
        _tell(str(interrupted))
        return INTERRUPTED
    except Exception as error:
        code = _code_of(error)
        _tell(str(error) or type(error).__name__)
        return code
    return 0


def _code_of(error: Exception) -> int:
    """The exit code of an error that people can mend; any other is raised again."""
    from sim.scenario.faults import ScenarioError
    from sim.store import NotThereError, StoreError

    # OutcomeError is a ValueError
    if isinstance(error, (ScenarioError, ValueError, NotThereError)):
        return BAD_INPUT
    if isinstance(error, (StoreError, OSError, MemoryError)):
        return FAILED
    raise error


def _tell(message: str) -> None:
    print(message, file=sys.stderr)
