"""The command line, as somebody types it: in this process, or in one of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sim.cli import main

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """What it printed, which is one JSON document and nothing else."""
        return json.loads(self.out)


Domino = Callable[..., Done]


@pytest.fixture
def domino(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Domino:
    """Run a command in an empty folder, in this process."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str | Path) -> Done:
        monkeypatch.setattr(sys, "argv", ["domino", *map(str, arguments)])
        capsys.readouterr()
        code = main()
        printed = capsys.readouterr()
        return Done(code, printed.out, printed.err)

    return run


Started = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Started]:
    """Start Python in an empty folder, in a process of its own that does not outlive the test."""
    processes: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()
        process.communicate()
