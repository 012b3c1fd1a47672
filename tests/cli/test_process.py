"""What only a process of its own can show: what is imported, and what Ctrl-C leaves behind."""

from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path

from tests.cli.conftest import Started

LOADED = """
import json, sys
from sim.cli import main
sys.argv = ["domino", *sys.argv[1:]]
code = main()
print(json.dumps(sorted(sys.modules)), file=sys.stderr)
sys.exit(code)
"""
HEAVY = {"mesa", "numba", "numpy", "pandas", "plotly", "pyarrow", "pydantic", "scipy", "streamlit"}


def loaded(start: Started, *arguments: str) -> set[str]:
    out, err = start_and_end(start("-c", LOADED, *arguments))
    assert out
    return set(json.loads(err.splitlines()[-1]))


def start_and_end(process: subprocess.Popen[str]) -> tuple[str, str]:
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    return out, err


def test_help_imports_nothing_heavy(started: Started) -> None:
    assert loaded(started, "--help") & HEAVY == set()


def test_a_run_imports_neither_mesa_nor_what_scipy_is_made_of(started: Started) -> None:
    modules = loaded(started, "run", "armenia-2025", "--runs", "10")
    assert "mesa" not in modules
    # The compiler loads scipy.linalg by itself, to find the routines of linear algebra.
    parts = {"scipy.integrate", "scipy.optimize", "scipy.special", "scipy.sparse", "scipy.stats"}
    assert modules & parts == set()


def test_nothing_but_json_is_on_stdout(started: Started) -> None:
    asked = ("-m", "sim.cli", "run", "armenia-2025", "--runs", "10", "--json")
    out, _ = start_and_end(started(*asked))
    assert json.loads(out)["runs"] == 10


def test_ctrl_c_ends_with_130_and_leaves_nothing_half_written(
    started: Started, tmp_path: Path
) -> None:
    process = started("-m", "sim.cli", "run", "armenia-2025", "--runs", "10000000")
    assert process.stderr is not None
    for line in process.stderr:
        if "done…" in line:  # it is under way
            break
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert out == ""
    assert "interrupted" in err
    assert "Traceback" not in err
    assert list(tmp_path.rglob("*")) == []


def test_a_closed_pipe_is_no_error_to_tell(started: Started) -> None:
    with started("-m", "sim.cli", "schema") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert "Traceback" not in process.stderr.read()
