"""A fault of the program itself: said in one line, with its traceback kept for whoever mends it."""

from __future__ import annotations

import platform
import re
import shlex
import sys
import tempfile
import traceback
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from sim.home import cache_candidates, is_private
from sim.refusal import short

DISTRIBUTION = "domino-alliances"


def told(error: Exception) -> str:
    """What is said of a bug: that it is one, where its traceback is, and what to send.

    Where nothing can be written, the traceback itself follows.
    """
    report = _report(error)
    file = _kept(report)
    where = f"its traceback is in {file}" if file else "its traceback follows"
    what = "that file" if file else "it"
    line = (
        f"this is a bug of Domino, not a fault of what was asked ({_last_line(error)}); {where}: "
        f"please send {what} to its makers, with the scenario where that is a file of your own"
    )
    return line if file else f"{line}\n{report}"


def _last_line(error: Exception) -> str:
    return short(" ".join("".join(traceback.format_exception_only(error)).split()), 200)


def _report(error: Exception) -> str:
    """The command, the versions and the traceback."""
    command = shlex.join(["domino", *sys.argv[1:]])
    return "\n".join([command, *_versions(), "", *traceback.format_exception(error)])


def _versions() -> Iterator[str]:
    system = " ".join((platform.system(), platform.release(), platform.machine()))
    yield f"Python {platform.python_version()} on {system}"  # platform.platform starts a process
    try:
        required = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:  # run from the files alone
        return
    needed = [re.split(r"[^A-Za-z0-9_-]", each)[0] for each in required if "extra ==" not in each]
    for name in [DISTRIBUTION, *needed]:
        yield f"{name} {metadata.version(name)}"


def _kept(report: str) -> Path | None:
    """The file of its own, which its owner alone can read, in which a report was written."""
    for folder in cache_candidates():
        bugs = folder / "bugs"
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            if not (is_private(folder) and is_private(bugs)):
                continue
            with tempfile.NamedTemporaryFile(
                "w",
                encoding="utf-8",
                errors="replace",
                prefix="bug-",
                suffix=".txt",
                dir=bugs,
                delete=False,
            ) as file:
                file.write(report)
        except OSError:
            continue
        return Path(file.name)
    return None
