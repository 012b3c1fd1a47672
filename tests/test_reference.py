"""The reference run that is kept under version control: what this program should still say."""

from __future__ import annotations

from pathlib import Path

from pandas.testing import assert_frame_equal

from sim import simulate, store
from sim.scenario.scenario import Scenario

REFERENCE = Path(__file__).parents[1] / "results" / "reference"
RENEW = "the model says something else than before: if that is meant, renew it as results/README.md"


def test_the_reference_run_comes_out_again_to_the_last_bit() -> None:
    kept = store.load("latest", REFERENCE)
    given = kept.inputs
    asked = Scenario.from_text(given.scenario_text, f"{given.scenario}.yaml")
    again = simulate(asked, runs=given.runs, seed=given.seed)
    assert {name: again.numbers[name] for name in kept.numbers} == kept.numbers, RENEW
    for name, table in kept.tables.items():
        assert_frame_equal(again.tables[name], table, check_exact=True)


def test_the_reference_run_is_one_and_small() -> None:
    files = [file for file in REFERENCE.rglob("*") if file.is_file()]
    assert len({file.parent for file in files}) == 1
    assert sum(file.stat().st_size for file in files) < 300_000
