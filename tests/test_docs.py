"""The documents: fresh tables, commands and paths that exist, snippets that run, true links."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from sim.cli.commands import app
from sim.scenario.reading.files import listed
from sim.scenario.scenario import Scenario

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
NAMES = [document.relative_to(ROOT).as_posix() for document in DOCUMENTS]
TOP = ("benchmarks", "docs", "results", "scenarios", "sim", "tests", "ui")
"""Folders of the repository: what begins with one of them is a path."""

FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\[[^\]]+\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    return [body for kind, body in FENCED.findall(text_of(name)) if kind == language]


def prose(name: str) -> str:
    return FENCED.sub("", text_of(name))


def generate(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "docs" / "generate.py"), *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


# --- tables ---------------------------------------------------------------------------------------


def test_generated_tables_are_fresh() -> None:
    checked = generate("--check")
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.slow
def test_numbers_in_the_documents_are_those_of_this_program() -> None:
    checked = generate("--check", "example", "seeding", "grades", "terms", "trade")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_stale_table_is_named(tmp_path: Path) -> None:
    for folder in ("docs", "scenarios"):
        (tmp_path / folder).mkdir()
    for file in (ROOT / "docs").iterdir():
        if file.is_file():
            (tmp_path / "docs" / file.name).write_bytes(file.read_bytes())
    stale = text_of("README.md").replace("Forecast: who has left", "Prophecy: who has left")
    (tmp_path / "README.md").write_text(stale, encoding="utf-8")
    command = [sys.executable, str(tmp_path / "docs" / "generate.py"), "--check", "commands"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 1
    assert "README.md: the block 'commands' is stale" in checked.stdout


# --- commands -------------------------------------------------------------------------------------


def commands_in(name: str) -> Iterator[str]:
    for body in (*blocks(name, "sh"), *blocks(name, "text")):
        for line in body.splitlines():
            typed = line.removeprefix("$ ").strip()
            if typed.startswith("domino "):
                yield typed
    for code in CODE.findall(prose(name)):
        if code.startswith("domino "):
            yield code


SHOWN = [(name, typed) for name in NAMES for typed in commands_in(name)]


def found_command(words: list[str]) -> tuple[Any, list[str]]:
    """The command that the words call, and what is left of them."""
    command: Any = typer.main.get_command(app)
    while words and words[0] in getattr(command, "commands", {}):
        command = command.commands[words[0]]
        words = words[1:]
    return command, words


def test_the_documents_show_commands() -> None:
    assert len(SHOWN) > 10


@pytest.mark.parametrize(("name", "typed"), SHOWN)
def test_commands_that_are_shown_exist(name: str, typed: str) -> None:
    words = shlex.split(typed, comments=True)[1:]
    command, rest = found_command([word for word in words if word not in (">", "schema.json")])
    known = {option for part in command.params for option in part.opts} | {"--help"}
    asked = {word for word in rest if word.startswith("--")}
    assert asked <= known, f"{name}: {typed}"
    arguments = [part for part in command.params if part.param_type_name == "argument"]
    assert arguments or not rest or rest[0].startswith("--"), f"{name}: no such command: {typed}"


@pytest.mark.parametrize(("name", "typed"), SHOWN)
def test_changes_that_are_shown_can_be_made(name: str, typed: str) -> None:
    words = shlex.split(typed, comments=True)
    changes = [words[i + 1] for i, word in enumerate(words) if word == "--set"]
    named = [word for word in words if word in listed()]
    for change in changes:
        path, equals, value = change.partition("=")
        if equals and path != "PATH":
            Scenario.load(named[0] if named else "armenia-2025", {path: float(value)})


def test_targets_of_make_that_are_shown_exist() -> None:
    made = set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.MULTILINE))
    for name in NAMES:
        shown = set(re.findall(r"(?:^|`)make ([a-z]+)", text_of(name), re.MULTILINE))
        assert shown <= made, name


# --- paths and links ------------------------------------------------------------------------------


def paths_in(name: str) -> Iterator[str]:
    for code in CODE.findall(prose(name)):
        first = code.split("/")[0]
        is_path = "/" in code and first in TOP and " " not in code
        if is_path or re.fullmatch(r"[A-Za-z_.-]+\.(md|toml|yaml|py|cff|txt)", code):
            yield code


@pytest.mark.parametrize("name", NAMES)
def test_paths_that_are_named_exist(name: str) -> None:
    places = (ROOT, ROOT / "docs", ROOT / "scenarios")
    generated = {"sources.yaml", "manifest.json"}
    missing = [
        path
        for path in paths_in(name)
        if path not in generated and not any((place / path).exists() for place in places)
    ]
    assert not missing


def anchors(document: Path) -> set[str]:
    """The anchors of a document's headings, as the usual renderers make them."""
    titles = HEADING.findall(FENCED.sub("", document.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_somewhere(name: str) -> None:
    here = ROOT / name
    for link in LINK.findall(prose(name)):
        if link.startswith(("http://", "https://")):
            continue
        path, _, anchor = link.partition("#")
        target = (here.parent / path).resolve() if path else here
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


# --- snippets -------------------------------------------------------------------------------------

SNIPPETS = [(name, body) for name in NAMES for body in blocks(name, "python")]


def test_the_readme_has_snippets() -> None:
    assert any(name == "README.md" for name, _ in SNIPPETS)


@pytest.mark.slow
@pytest.mark.parametrize("body", [body for _, body in SNIPPETS])
def test_python_snippets_run(body: str, tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", "-c", body]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def scenario_files() -> list[str]:
    return [body for body in blocks("docs/scenarios.md", "yaml") if "title:" in body]


def test_scenarios_that_are_shown_hold_together() -> None:
    assert len(scenario_files()) == 3
    for body in scenario_files():
        Scenario.from_text(body)
