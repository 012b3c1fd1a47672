"""The sources of the product's scenarios: real addresses, days of reading, and named rules."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from sim.scenario.document.schema import Source
from sim.scenario.reading.files import listed
from sim.scenario.reading.sources import product_sources
from sim.scenario.scenario import Scenario

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(("name", "source"), product_sources().items())
def test_an_address_can_be_opened_and_a_day_of_reading_is_a_day(name: str, source: Source) -> None:
    if source.address is not None:
        assert re.fullmatch(r"https?://[^/\s]+\.\S+", source.address), name
    if source.date_read is not None:
        assert source.address is not None, f"{name}: read where?"
        assert date(2018, 1, 1) < date.fromisoformat(source.date_read) <= date(2026, 11, 30)


def test_what_was_not_found_again_is_listed_once_and_has_no_address() -> None:
    listing = (DOCS / "article.md").read_text(encoding="utf-8").partition("## Not found again")[2]
    listed_there = re.findall(r"(?m)^\| ([a-z][a-z0-9-]+)(?:, in part)? \|", listing)
    missing = {
        name
        for name, source in product_sources().items()
        if "not found again" in (source.note or "") and source.address is None
    }
    in_part = {"massispost-2025"}
    assert sorted(listed_there) == sorted(missing | in_part)


def test_a_year_is_said_once() -> None:
    assert Source(author="A", title="On May 2025", year=2025).citation() == "A, On May 2025"
    assert Source(author="A", title="On May", year=2025).citation() == "A, On May, 2025"
    assert Source(title="On May").citation() == "On May"


def test_each_rule_that_a_scenario_names_stands_in_the_method() -> None:
    method = (DOCS / "method.md").read_text(encoding="utf-8")
    named = {each.rule for file in listed() for each in Scenario.load(file).paths().values()}
    assert {rule for rule in named - {None} if f"`{rule}`" not in method} == set()
