"""``domino``: the command line.

Commands are thin: they load a scenario, ask a question of ``sim.analysis``, and show the answer.
What a command needs is imported when it runs, so that ``domino --help`` is there at once.

Exit codes: 0 done, 1 failed, 2 bad input, 130 interrupted. What failed had an outside reason, as a
full disk, or it was a bug: then the line says so, and where its traceback is kept.
"""

from __future__ import annotations

import sys

from sim.cli.exits import BAD_INPUT, FAILED, INTERRUPTED, Interrupted

PLACES = {
    "scenario": "SCENARIO",
    "result": "RESULT",
    "file": "FILE",
    "organisation": "ORGANISATION",
}
"""Arguments that are known by their place on the command line; all others are options."""


def main() -> int:
    """Run the command that the process was started with, and return the exit code."""
    import typer

    from sim.cli.commands import app
    from sim.cli.option_errors import ParserRefusal, refused

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
    except ParserRefusal as refusal:
        _tell(refused(refusal))
        return BAD_INPUT
    except typer.Abort:
        _tell("ended, since there was nothing more to read")
        return FAILED
    except Exception as error:
        code, line = _judged(error)
        _tell(line)
        return code


def _judged(error: Exception) -> tuple[int, str]:
    """The exit code of an error, and what is said of it."""
    from sim.refusal import Refusal
    from sim.store import StoreError

    if isinstance(error, Refusal):
        return BAD_INPUT, error.worded(as_typed)
    if isinstance(error, (StoreError, OSError, MemoryError)):  # the disk, a lock, a browser
        return FAILED, str(error) or type(error).__name__
    from sim.cli import bug

    return FAILED, bug.told(error)


def as_typed(field: str) -> str:
    """An argument as it is typed: an option, or its place; a path of a scenario as it is."""
    if field in PLACES:
        return PLACES[field]
    return "--" + field.replace("_", "-") if field.isidentifier() else field


def _tell(message: str) -> None:
    print(message, file=sys.stderr)
