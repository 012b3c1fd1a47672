"""The JSON Schema for editors: up to date, and of one mind with the loader."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from sim.scenario.document.json_schema import json_schema, schema_file, schema_text, write_schema
from sim.scenario.reading.yaml_text import read_text

DIALECT = jsonschema.Draft202012Validator


def faults(data: Any) -> list[str]:
    return [error.message for error in DIALECT(json_schema()).iter_errors(data)]


def test_the_file_beside_the_scenarios_is_up_to_date() -> None:
    assert schema_file().read_text(encoding="utf-8") == schema_text()


def test_the_file_is_written_where_it_belongs(scenarios: Path) -> None:
    assert write_schema() == scenarios / "schema.json"
    assert (scenarios / "schema.json").read_text(encoding="utf-8") == schema_text()


def test_it_is_a_valid_json_schema_with_a_title() -> None:
    DIALECT.check_schema(json_schema())
    assert json_schema()["title"] == "Scenario"
    assert json_schema()["$schema"] == DIALECT.META_SCHEMA["$id"]


def test_a_valid_scenario_passes(small: str) -> None:
    assert faults(read_text(small)[0]) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.pop("patron"),
        lambda data: data["members"]["ash"].pop("trust"),
        lambda data: data["members"]["ash"].update(threat=2),
        lambda data: data["members"]["ash"].update(thread=1),
        lambda data: data["members"].update({"Ash Land": data["members"].pop("ash")}),
        lambda data: data["influence"]["ash"].update(birch=2),
        lambda data: data["members"]["birch"]["offers"].update(west=2),
        lambda data: data["present"]["channels"].update(gossip=1),
        lambda data: data["present"].update(parameters={"rate_out": 2}),
        lambda data: data.update(start="2020-13"),
        lambda data: data.update(start="in 2020-01"),
        lambda data: data["events"]["left"].update(status={"birch": "GONE"}),
    ],
)
def test_what_the_loader_refuses_in_a_field_an_editor_marks(
    small: str, spoil: Callable[[Any], Any]
) -> None:
    data = read_text(small)[0]
    spoil(data)
    assert faults(data)


def test_a_variant_states_a_part_and_takes_away_with_null() -> None:
    variant = {
        "extends": "base.yaml",
        "members": {"ash": {"threat": 0.1, "trust": {"regime": 0.2}}, "birch": None},
        "events": {"left": None, "hard": {"policy": {"coerce": None}}},
        "end": None,
    }
    assert faults(variant) == []
    assert faults({**variant, "members": {"ash": {"threat": 2}}})
    assert faults({**variant, "membres": {}})


def test_every_field_has_its_meaning() -> None:
    blocks = json_schema()["$defs"]
    for name, block in blocks.items():
        for field, schema in block.get("properties", {}).items():
            if not name.startswith("Variant.") and name != "Quantity":
                meant = blocks.get(schema.get("$ref", "").removeprefix("#/$defs/"), {})
                assert schema.get("description") or meant.get("description"), f"{name}.{field}"
