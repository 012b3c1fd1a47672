"""The article's sentences: each listed once, each path in the baseline, each source known."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sim.scenario.loading import load
from sim.scenario.reading.sources import product_sources

ARTICLE = Path(__file__).parents[2] / "docs" / "article.md"
SENTENCES = 42


def tables() -> list[list[list[str]]]:
    """Rows of cells of each table, without the heading."""
    found: list[list[list[str]]] = []
    inside = False
    for line in ARTICLE.read_text(encoding="utf-8").splitlines():
        is_row = line.startswith("|")
        if is_row and not inside:
            found.append([])
        if is_row:
            found[-1].append([cell.strip() for cell in line.strip("|").split(" | ")])
        inside = is_row
    return [table[2:] for table in found]


def rows() -> list[tuple[str, str, str]]:
    """Name, paths and sources of each row of both tables."""
    sentences, missing, _ = tables()
    return [(row[0], row[2], row[4]) for row in sentences] + [
        (row[0], row[1], row[2]) for row in missing
    ]


def paths() -> list[str]:
    return sorted({path for _, cell, _ in rows() for path in re.findall(r"`([^`]+)`", cell)})


@cache
def baseline() -> dict[str, Any]:
    return load("armenia-2025").model_dump()


def test_each_sentence_is_listed_once_and_in_order() -> None:
    assert [row[0] for row in tables()[0]] == [str(n) for n in range(1, SENTENCES + 1)]


@pytest.mark.parametrize("path", paths())
def test_path_exists_in_the_baseline(path: str) -> None:
    block: Any = baseline()
    for key in path.split("."):
        assert isinstance(block, dict), f"{path} goes beyond a value"
        assert key in block, f"{path}: no {key}"
        block = block[key]
    assert block is not None, f"{path} states nothing"


def test_each_row_has_a_path_or_says_that_there_is_none() -> None:
    assert [name for name, cell, _ in rows() if "`" not in cell and cell != "None"] == []


def test_each_source_is_known() -> None:
    named = {name for _, _, cell in rows() for name in cell.split(", ") if name}
    assert named - set(product_sources()) == set()
