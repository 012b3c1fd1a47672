"""What a wheel carries, and what no file of the project may name."""

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# Written so that this file does not match itself.
PACKAGE_HOSTS = re.compile(
    rb"pypi[.](org|python)|python[h]osted|registry[.]npmjs|npmjs[.]com|crates[.]io"
    rb"|anaconda[.]org|[a]rtifactory|[d]evpi|--(extra-)?[i]ndex-url|--[f]ind-links|--[t]rusted-host"
    rb"|https?://\S+/[s]imple\b"
)
MACHINE_PATHS = re.compile(rb"(?<![\w.*})/-])/(work|root|opt|home|Users)/\w")


def python(*arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def names_in(folder: Path) -> list[str]:
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    python("-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder))
    return next(folder.glob("*.whl"))


def test_a_wheel_carries_every_module_and_every_scenario(wheel: Path) -> None:
    packed = set(names_in(wheel.parent))
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "sim").rglob("*.py")}
    scenarios = {
        f"sim/_home/{path.relative_to(ROOT).as_posix()}"
        for pattern in ("*.yaml", "record/*.csv", "record/*.parquet")
        for path in (ROOT / "scenarios").rglob(pattern)
    }
    assert "sim/_home/scenarios/armenia-2025.yaml" in scenarios
    assert "sim/_home/scenarios/record/values.parquet" in scenarios
    assert modules | scenarios | {"sim/py.typed"} <= packed


def test_a_wheel_puts_only_sim_at_the_top(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in names_in(wheel.parent)}
    assert sorted(top for top in tops if not top.endswith(".dist-info")) == ["sim"]


def test_a_wheel_brings_the_command_and_the_notices(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        texts = {name.split(".dist-info/")[-1]: archive.read(name) for name in archive.namelist()}
    assert b"domino = sim.cli:main" in texts["entry_points.txt"]
    assert b"Natural Earth" in texts["licenses/NOTICE"]
    assert b"Apache License" in texts["licenses/LICENSE"]


def test_an_unpacked_wheel_finds_its_scenarios_in_itself(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); from sim.home import home; print(home())"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", program, str(tmp_path)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(done.stdout.strip()) == tmp_path / "sim" / "_home"


def test_an_editable_installation_packs_no_copy(tmp_path: Path) -> None:
    program = "import sys, hatchling.build as build; build.build_editable(sys.argv[1])"
    python("-c", program, str(tmp_path))
    assert not [name for name in names_in(tmp_path) if name.startswith(("sim/", "ui/"))]


def files_of_the_project() -> list[Path]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("only a git checkout knows which files are the project's")
    listed = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


@pytest.mark.parametrize("forbidden", [PACKAGE_HOSTS, MACHINE_PATHS], ids=["hosts", "paths"])
def test_no_file_names_a_package_host_or_a_path_of_one_machine(
    forbidden: re.Pattern[bytes],
) -> None:
    found = {
        path.relative_to(ROOT).as_posix(): match.group().decode()
        for path in files_of_the_project()
        if (match := forbidden.search(path.read_bytes()))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("forbidden", "text"),
    [
        (PACKAGE_HOSTS, "https://files.python" + "hosted.org/packages/x"),
        (PACKAGE_HOSTS, "pip install --extra-" + "index-url file:///x"),
        (MACHINE_PATHS, "see /" + "home/someone/x"),
        (MACHINE_PATHS, '"/' + 'work/x"'),
    ],
)
def test_the_search_finds_what_it_looks_for(forbidden: re.Pattern[bytes], text: str) -> None:
    assert forbidden.search(text.encode())
