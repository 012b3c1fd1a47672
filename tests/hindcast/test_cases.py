"""The hindcasts that come as files are what the generator writes: nobody tuned them by hand."""

import pytest

from sim import Scenario
from sim.hindcast.cases import CASES
from sim.hindcast.posterior import WITHOUT
from sim.hindcast.stored import posterior
from sim.home import home
from sim.seeding.document import seeded_text

FOLDER = home() / "scenarios" / "hindcasts"


def file_of(organisation, year):
    return FOLDER / f"{organisation.lower().replace('_', '-')}-{year}.yaml"


def test_every_case_has_its_file_and_there_is_no_other():
    assert {file.name for file in FOLDER.iterdir()} == {file_of(*case).name for case in CASES}
    assert len({organisation for organisation, _ in CASES}) >= 15


@pytest.mark.parametrize("case", [("CSTO", 1994), ("SEATO", 1966), ("GUAM", 2001)])
def test_a_file_is_what_the_record_and_the_posterior_make(record, case):
    organisation, year = case
    text = seeded_text(record, organisation, year, posterior().of(f"{WITHOUT}{organisation}"))
    assert file_of(*case).read_text(encoding="utf-8") == text


@pytest.mark.parametrize("case", [("CSTO", 2018), ("NATO", 1965), ("MERCOSUR", 2000)])
def test_a_file_is_a_scenario(case):
    scenario = Scenario.load(file_of(*case))
    assert scenario.last_recorded == f"{case[1] - 1}-12"
    assert scenario.last_month == f"{case[1] + 4}-12"
    assert set(scenario.blocs["all"].members) == set(scenario.member_ids)
