"""The Makefile on machines of all kinds, played by stand-ins for Python; and the pinned versions.

A stand-in is a shell script that writes down how it was called. No test here installs anything.
"""

import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ["basename", "cat", "chmod", "cp", "dirname", "grep", "mkdir", "sed", "sh", "touch"]

GOOD = """#!/bin/sh
echo "$(basename "$0") $*" >>"$LOG"
if [ "$1" = --version ]; then echo "Python 3.12.0"; fi
if [ "$1 $2" = "-m venv" ]; then
    mkdir -p .venv/bin
    cp "$0" .venv/bin/python
    echo "#!$PWD/.venv/bin/python" >.venv/bin/pip
    for tool in domino ruff codespell; do
        printf '#!/bin/sh\\necho "$(basename "$0") $*" >>"$LOG"\\n' >.venv/bin/$tool
        chmod +x .venv/bin/$tool
    done
fi
"""
SHIM = '#!/bin/sh\necho "python3.13: command not found" >&2\nexit 127\n'
TOO_OLD = "#!/bin/sh\nexit 1\n"


def script(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


class Machine:
    """A checkout, a home and a search path with nothing on it but a few tools of the system."""

    def __init__(self, folder: Path) -> None:
        self.checkout = folder / "a checkout"
        self.home = folder / "home"
        self.path = folder / "bin"
        self.log = folder / "log"
        for place in (self.checkout, self.home, self.path):
            place.mkdir()
        self.log.touch()
        for name in ("Makefile", "pyproject.toml", "constraints.txt"):
            shutil.copyfile(ROOT / name, self.checkout / name)
        for tool in TOOLS:
            found = shutil.which(tool)
            assert found, tool
            (self.path / tool).symlink_to(found)

    def make(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        make = shutil.which("make")
        assert make
        return subprocess.run(
            [make, *arguments],
            cwd=self.checkout,
            env={"PATH": str(self.path), "HOME": str(self.home), "LOG": str(self.log)},
            capture_output=True,
            text=True,
            check=False,
        )

    def calls(self, word: str) -> list[str]:
        return [line for line in self.log.read_text().splitlines() if word in line]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_make_alone_lists_the_targets_and_sets_nothing_up(machine: Machine) -> None:
    done = machine.make()
    listed = re.findall(r"^make (\w+) - ", done.stdout, flags=re.MULTILINE)
    assert {"run", "test", "check", "bench"} <= set(listed)
    assert not (machine.checkout / ".venv").exists()


def test_a_shim_that_fails_and_a_python_too_old_are_passed_over(machine: Machine) -> None:
    script(machine.path / "python3.13", SHIM)
    script(machine.path / "python3", TOO_OLD)
    script(machine.home / ".pyenv/versions/3.10.9/bin/python3", TOO_OLD)
    script(machine.home / ".pyenv/versions/3.12.1/bin/python3", GOOD)
    done = machine.make("run")
    assert done.returncode == 0, done.stderr
    assert "versions/3.12.1/bin/python3" in done.stdout
    assert "command not found" not in done.stderr


def test_a_python_of_uv_will_do(machine: Machine) -> None:
    script(machine.home / ".local/share/uv/python/cpython-3.13/bin/python3", GOOD)
    assert "cpython-3.13" in machine.make("run").stdout


def test_a_named_python_comes_first(machine: Machine) -> None:
    script(machine.path / "python3.13", GOOD)
    script(machine.home / "my own/python", GOOD)
    done = machine.make("run", f"PYTHON={machine.home}/my own/python")
    assert "my own/python" in done.stdout
    assert machine.calls("python3.13") == []


def test_without_a_python_one_line_says_what_to_install(machine: Machine) -> None:
    script(machine.path / "python3", TOO_OLD)
    done = machine.make("run")
    said = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    assert done.returncode != 0
    assert len(said) == 1
    assert "install Python 3.12 or newer" in said[0]
    assert not (machine.checkout / ".venv").exists()


def test_a_second_call_starts_at_once(machine: Machine) -> None:
    script(machine.path / "python3", GOOD)
    machine.make("run")
    before = len(machine.calls("python"))
    second = machine.make("run")
    assert second.stdout == ""
    assert len(machine.calls("python")) == before > 0
    assert len(machine.calls("domino run")) == 2


def test_run_installs_no_test_tools_and_check_does(machine: Machine) -> None:
    script(machine.path / "python3", GOOD)
    machine.make("run")
    (install,) = machine.calls("pip install")
    assert "--constraint constraints.txt" in install
    assert "[test]" not in install
    machine.make("check")
    assert "[test]" in machine.calls("pip install")[-1]


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_a_change_of_what_is_needed_installs_again(machine: Machine, name: str) -> None:
    script(machine.path / "python3", GOOD)
    machine.make("run")
    stamp = (machine.checkout / ".venv/run").stat().st_mtime
    os.utime(machine.checkout / name, (stamp + 10, stamp + 10))
    machine.make("run")
    assert len(machine.calls("pip install")) == 2
    assert len(machine.calls("-m venv")) == 1


def test_a_checkout_that_moved_is_set_up_anew(machine: Machine) -> None:
    script(machine.path / "python3", GOOD)
    machine.make("run")
    machine.checkout = machine.checkout.rename(machine.checkout.parent / "moved")
    machine.make("run")
    assert len(machine.calls("-m venv")) == 2
    assert len(machine.calls("pip install")) == 2


def test_a_set_up_that_was_interrupted_is_made_anew(machine: Machine) -> None:
    script(machine.path / "python3", GOOD)
    script(machine.checkout / ".venv/bin/python", TOO_OLD)
    assert machine.make("run").returncode == 0
    assert len(machine.calls("-m venv --clear .venv")) == 1


def test_check_stops_at_the_first_that_fails(machine: Machine) -> None:
    script(machine.path / "python3", GOOD)
    machine.make("run")
    script(machine.checkout / ".venv/bin/ruff", TOO_OLD)
    assert machine.make("check").returncode != 0
    assert machine.calls("codespell") == []


def test_the_entry_for_machines_calls_make_test_from_anywhere(machine: Machine) -> None:
    script(machine.path / "make", '#!/bin/sh\necho "$PWD $*"\n')
    script(machine.checkout / ".ci/run", (ROOT / ".ci/run").read_text())
    bash = shutil.which("bash")
    assert bash
    done = subprocess.run(
        [bash, str(machine.checkout / ".ci/run")],
        cwd=machine.home,
        env={"PATH": str(machine.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"{machine.checkout} test\n"
    assert os.access(ROOT / ".ci/run", os.X_OK)


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    return dict(line.split("==") for line in lines if not line.startswith("#"))


def requirements() -> Iterator[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    for line in [*project["dependencies"], *project["optional-dependencies"]["test"]]:
        yield Requirement(line)


def test_constraints_hold_names_and_versions_only() -> None:
    assert all(
        re.fullmatch(r"[A-Za-z0-9._-]+", name) and re.fullmatch(r"[0-9][0-9A-Za-z.]*", version)
        for name, version in pins().items()
    )


def test_every_requirement_is_pinned_to_a_version_it_allows() -> None:
    pinned = {canonicalize_name(name): version for name, version in pins().items()}
    unmet = [
        str(requirement)
        for requirement in requirements()
        if pinned.get(canonicalize_name(requirement.name)) not in requirement.specifier
    ]
    assert unmet == []


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("results/README.md", True),
        ("results/reference/manifest.json", True),
        ("results/4f2a/manifest.json", False),
        ("scenarios/csto.yaml", True),
        (".venv/made", False),
    ],
)
def test_git_keeps_of_the_results_the_page_and_the_reference(path: str, kept: bool) -> None:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    done = subprocess.run(
        [git, "check-ignore", "--quiet", "--no-index", path], cwd=ROOT, check=False
    )
    assert done.returncode == (1 if kept else 0)
