"""Forecasts that are sealed: what is added stays as it was, and is scored by its own rule."""

import dataclasses
import math
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from sim import load
from sim.ledger.book import add, entries
from sim.ledger.deciding import decide
from sim.ledger.entry import VERSION, Entry, forecast
from sim.record import read
from sim.refusal import Refusal


def entry(**changed):
    stated = {
        "version": VERSION,
        "made": "2026-11-30",
        "title": "a forecast",
        "scenario": "made-up",
        "scenario_hash": "0" * 64,
        "source_digest": "1" * 16,
        "body": "CSTO",
        "members": {"armenia": "ARM", "belarus": "BLR"},
        "now": "2025-08",
        "decided": "2027-01-31",
        "rule": "as stated",
        "chances": {"armenia": 0.25, "belarus": 0.0},
        "runs": 100,
        "seed": 1,
    }
    return Entry.model_validate(stated | changed)


def with_exit(when):
    """The record with an exit of Armenia on a day."""
    record = read()
    last = record.steps[record.steps["iso3"] == "ARM"].iloc[[-1]]
    step = last.assign(organisation="CSTO", step="exit", date=when, first_free=False)
    return dataclasses.replace(record, steps=pd.concat([record.steps, step], ignore_index=True))


def test_an_entry_is_read_as_it_was_added(tmp_path):
    first, second = entry(), entry(made="2026-11-29", seed=2)
    for one in (first, second):
        add(one, tmp_path)
    assert list(entries(tmp_path)) == [second, first]  # by day
    assert not list(tmp_path.glob("*.part"))


def test_the_same_entry_is_not_added_twice(tmp_path):
    file = add(entry(), tmp_path)
    before = file.read_bytes()
    with pytest.raises(Refusal, match="already"):
        add(entry(), tmp_path)
    assert file.read_bytes() == before


def test_an_entry_that_somebody_changed_is_told(tmp_path):
    file = add(entry(), tmp_path)
    file.write_text(file.read_text().replace("0.25", "0.85"))
    with pytest.raises(Refusal, match="was changed after it was made"):
        list(entries(tmp_path))


def test_what_is_no_entry_is_told(tmp_path):
    (tmp_path / "2026-11-30-x.json").write_text('{"made": 1}')
    with pytest.raises(Refusal, match="is no entry"):
        list(entries(tmp_path))


def test_nothing_is_decided_before_the_record_reaches_the_day():
    found = decide(entry(), read(), date(2026, 6, 30))
    assert (found.left, found.log_loss, found.brier) == (None, None, None)


def test_an_entry_is_scored_by_what_happened():
    found = decide(entry(), with_exit("2026-12-20"), date(2027, 2, 1))
    assert found.left == {"armenia": True, "belarus": False}
    assert found.brier == pytest.approx(0.75**2 / 2)
    assert found.log_loss == pytest.approx((-math.log(0.25) - math.log(1 - 1e-4)) / 2)


@pytest.mark.parametrize("when", ["2027-02-01", "2012-12-19", "2025-08-15"])
def test_an_exit_outside_the_time_that_counts_is_none(when):
    found = decide(entry(), with_exit(when), date(2027, 3, 1))
    assert found.left == {"armenia": False, "belarus": False}


def test_a_forecast_says_what_it_rests_on():
    made = forecast(
        load("armenia-2025"), "2027-01", "CSTO", made=date(2026, 11, 30), runs=200, seed=3
    )
    assert made.decided == "2027-01-31"
    assert set(made.chances) == {"armenia", "belarus", "kazakhstan", "kyrgyzstan", "tajikistan"}
    assert made.members["armenia"] == "ARM"
    again = forecast(
        load("armenia-2025"), "2027-01", "CSTO", made=date(2026, 11, 30), runs=200, seed=3
    )
    assert made == again
    assert made.id == again.id


def test_a_day_that_is_past_is_no_forecast():
    with pytest.raises(Refusal, match="not after the last recorded month"):
        forecast(load("armenia-2025"), "2025-08", "CSTO", made=date(2026, 11, 30), runs=10)


def test_what_the_project_keeps_is_whole_and_decided_by_the_record():
    """The ledger in the repository: each entry has its hash, and is of members of a known body."""
    kept = list(entries(Path(__file__).parents[2] / "scenarios" / "ledger"))
    assert [one.decided for one in kept][:2] == ["2027-01-31", "2028-01-31"]
    spells = read().spells
    for one in kept:
        joined = set(spells.loc[spells["organisation"] == one.body, "iso3"])
        assert set(one.members.values()) <= joined
        assert set(one.chances) == set(one.members)
