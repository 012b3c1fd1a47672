"""The sources that numbers and events name by id: those of the product, and of a folder."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from sim.home import home
from sim.scenario.document.schema import Id, Source
from sim.scenario.reading.yaml_text import read_file

SOURCES_FILE = "sources.yaml"


def product_sources() -> dict[str, Source]:
    """The sources that come with the product, by id."""
    file = home() / "scenarios" / SOURCES_FILE
    return _sources_of(file, file.stat().st_mtime_ns) if file.is_file() else {}


@cache
def _sources_of(file: Path, _changed: int) -> dict[str, Source]:
    return TypeAdapter(dict[Id, Source]).validate_python(read_file(file)[0])


def cited(plain: Any) -> set[str]:
    """The ids of sources that plain data name."""
    if isinstance(plain, list):
        return set().union(*map(cited, plain))
    if not isinstance(plain, dict):
        return set()
    named = {plain["source"]} if isinstance(plain.get("source"), str) else set()
    return named.union(*map(cited, plain.values()))
