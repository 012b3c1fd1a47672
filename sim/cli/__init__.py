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
    import typer

    from sim.cli.commands import app
    from sim.cli.option_errors import Refusal, refused

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # no terminal is too old for a name
    try:
        code = app(prog_name="domino", standalone_mode=False)
        if code == INTERRUPTED:
            raise KeyboardInterrupt
        return code if isinstance(code, int) else 0
    except SystemExit as ended:
        return int(ended.code or 0)
    except KeyboardInterrupt:
        _tell("interrupted; nothing was stored")
        return INTERRUPTED
    except Interrupted as interrupted:
        _tell(str(interrupted))
        return INTERRUPTED
    except Refusal as refusal:
        _tell(refused(refusal))
        return BAD_INPUT
    except typer.Abort:
        _tell("ended, since there was nothing more to read")
        return FAILED
    except Exception as error:
        code = _code_of(error)
        _tell(str(error) or type(error).__name__)
        return code


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
