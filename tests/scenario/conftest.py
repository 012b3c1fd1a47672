"""A small scenario with something of everything, and a home for scenarios of a test's own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.scenario.document import json_schema
from sim.scenario.reading import files, sources

SMALL = """\
title: A small alliance
start: 2020-01
now: 2020-12
end: 2025-12
charter:
  decision_dates:
    2022-06: {multiplier: 2, renewal: true}
patron:
  name: The patron
  capacity: 0.5
  coerce: 0.4
  concede: 0.2
members:
  ash:
    name: Ashland
    alignment: {value: 0.2, low: 0.0, high: 0.5, source: assumption, note: a guess}
    trust: {external: 0.4, regime: 0.5}
    threat: 0.6
    regime_risk: 0.3
    dependence: 0.5
    presence: 0.4
    pull: 0.2
    weight: 0.3
    expected_cost: 0.5
  birch:
    alignment: 0.5
    trust: {external: 0.6, regime: 0.6}
    threat: 0.2
    regime_risk: 0.4
    dependence: 0.7
    presence: 0.2
    offers: {west: 0.4, east: 0.1}
    weight: 0.7
    expected_cost: 0.5
    status: FROZEN
poles:
  west: {name: The west}
  east: {exclusivity: 0.5}
influence:
  ash: {birch: 0.5}
  birch: {ash: {value: 0.2, source: survey}}
channels:
  club: 0
parameters:
  w_fear: 2
events:
  refused:
    title: Help refused
    source: survey
    day: 2020-03-05
    month: 2020-03
    weight: 0.5
    pledge: {member: ash, kind: external, kept: false, size: 0.5}
    shocks:
      others: {alignment: -0.05}
  troops:
    title: Troops withdrawn
    month: 2020-05
    half_life: 12
    shocks:
      birch: {presence: -0.1, alignment: -0.1}
      patron: {capacity: 0.1}
    lasting: true
  left:
    title: The pact is suspended
    month: 2020-06
    status: {birch: FROZEN}
    keep: true
  hard:
    title: A harder line
    month: 2020-07
    policy: {coerce: 0.6}
    punishment: {member: birch, fate: 0.7}
  offer:
    title: A better offer
    chance: {each_month: 0.02, times: 2, until: 2024-12}
    shocks:
      ash: {pull: 0.2}
  answer:
    title: The patron gives way
    when:
      exit_of: ash
      status_of: {birch: FROZEN}
      quantities: [{of: birch, quantity: alignment, below: 0.1}]
    policy: {coerce: 0.2, concede: 0.5}
present:
  members:
    ash: {alignment: 0.1}
  channels: {reputation: 0.5}
sources:
  survey: {title: A survey, year: 2019}
"""


@pytest.fixture(scope="session")
def small() -> str:
    """The text of a valid scenario."""
    return SMALL


@pytest.fixture
def scenarios(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of scenarios that takes the place of the product's."""
    folder = tmp_path / "home" / "scenarios"
    folder.mkdir(parents=True)
    for module in (files, sources, json_schema):
        monkeypatch.setattr(module, "home", lambda: tmp_path / "home")
    return folder


@pytest.fixture
def save(scenarios: Path) -> Callable[[str, str], Path]:
    """Writes a file into that folder."""

    def write(name: str, text: str) -> Path:
        (scenarios / name).write_text(text, encoding="utf-8")
        return scenarios / name

    return write
