"""A tiny answer with something of everything that a result must carry."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pandas import Categorical, DataFrame

from sim import store
from sim.answer import Answer, Inputs

# Whatever a CSV file or a page could trip over: separators before formulas, quotes, empty lines.
TEXT = """\
title: "Ash, birch & <friends>"
# a remark; =1+1

members: {ash: {alignment: -0.5, low: -1.0}, birch: [-0.1,-0.2,"=x", '@y']}
note: "\\\\u003d and </script> and é"
"""
COMMAND = "domino run ash --set 'members.ash.alignment=-0.5'"


def inputs(text: str = TEXT, seed: int = 1, **options: Any) -> Inputs:
    return Inputs(
        scenario="ash-2025",
        title="Ash, birch & <friends>",
        scenario_text=text,
        scenario_hash=hashlib.sha256(text.encode()).hexdigest(),
        seed=seed,
        runs=1000,
        start="2020-01",
        now="2025-07",
        end="2035-07",
        as_of=None,
        options=options,
    )


def tiny(text: str = TEXT, seed: int = 1, **options: Any) -> Answer:
    exits = DataFrame(
        {
            "month": ["2025-08", "2025-08", "2025-09", "2025-09"],
            "member": Categorical(["ash", "birch"] * 2, categories=["birch", "ash"]),
            "value": [0.1, np.nan, 1 / 3, -0.0],
            "low": [5e-324, 0.0, 1.7976931348623157e308, 0.25],
        }
    )
    events = DataFrame(
        {
            "id": ["refused", "signal"],
            "month": ["2024-02", None],
            "title": ["=HYPERLINK(1)", "a; -1, +1"],
            "runs": [2**62, 0],
            "inside": [True, False],
        }
    )
    numbers = {"seed": seed, "members": {"birch": {"p_out": {"value": 0.1}}, "ash": None}}
    return Answer(
        "raw",  # a question that no program knows: its numbers are any document
        inputs(text, seed, **options),
        numbers,
        {"exits": exits, "events": events},
        ("forecast",),
    )


@pytest.fixture(scope="session")
def answer() -> Answer:
    return tiny()


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    """A folder for results; what a test leaves there is never half a result."""
    yield tmp_path / "results"
    assert not left_over(tmp_path / "results")


@pytest.fixture
def place(answer: Answer, root: Path) -> Path:
    """A stored result."""
    return store.save(answer, root, command=COMMAND, page=page(), seconds=1.5)


def page() -> str:
    """A page that can be reopened."""
    return f"<!doctype html>\n<title>Ash</title>\n{store.element_of('raw', inputs())}\n"


def left_over(root: Path) -> list[str]:
    """Names of what somebody began to write and left behind."""
    return sorted(each.name for each in root.glob(".tmp-*"))
