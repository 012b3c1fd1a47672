"""How long freezes last, and how long leavers stay out."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from sim.record import KNOWN_UNTIL, read
from sim.record.spells import absences, freezes

UNTIL = date(2016, 6, 20)
READ = "https://example.org,2026-01-01,seen,"


def with_steps(folder: Path, *steps: str) -> pd.DataFrame:
    """Freezes of the small record with these steps of Uzbekistan's second membership after it."""
    file = folder / "steps.csv"
    text = file.read_text().replace("recalled,,recalled,", READ)
    file.write_text(text + "".join(f"CLUB,UZB,2,{step}\n" for step in steps))
    return freezes(read(folder), UNTIL)


def test_a_freeze_that_others_impose_is_not_counted(small: Path) -> None:
    assert list(freezes(read(small), UNTIL)["iso3"]) == ["UZB"]


def test_a_freeze_lasts_until_today_where_nothing_ended_it(small: Path) -> None:
    (row,) = with_steps(small).to_dict("records")
    assert (row["years"], row["ended_by"]) == (4.0, "open")
    assert pd.isna(row["left_after"])


@pytest.mark.parametrize(
    ("steps", "ended_by", "years"),
    [
        ((f"notice,2014-06-20,1,,,{READ}", f"exit,2015-06-20,1,,,{READ}"), "further", 2.0),
        ((f"return,2013-06-20,1,,,{READ}", f"exit,2015-06-20,1,,,{READ}"), "return", 1.0),
        ((f"exit,2014-06-20,0,expelled,,{READ}",), "open", 2.0),
        (("exit,2014-06-20,1,,,https://example.org,2026-01-01,disputed,",), "open", 2.0),
        ((f"exit,2012-06-20,1,,,{READ}",), "further", 0.0),
    ],
)
def test_what_comes_first_ends_a_freeze(
    small: Path, steps: tuple[str, ...], ended_by: str, years: float
) -> None:
    (row,) = with_steps(small, *steps).to_dict("records")
    assert row["ended_by"] == ended_by
    assert row["years"] == pytest.approx(years, abs=0.01)


def test_the_way_to_the_exit_goes_on_under_notice(small: Path) -> None:
    steps = f"notice,2014-06-20,1,,,{READ}", f"exit,2015-06-20,1,,,{READ}"
    (row,) = with_steps(small, *steps).to_dict("records")
    assert row["left_after"] == pytest.approx(3.0, abs=0.01)


def test_a_leaver_is_out_until_it_returns(small: Path) -> None:
    (row,) = absences(read(small), UNTIL).to_dict("records")
    assert (row["iso3"], row["ended_by"]) == ("UZB", "return")
    assert row["years"] == pytest.approx(7.22, abs=0.01)


def test_a_return_that_nobody_looked_up_ends_what_is_known(small: Path) -> None:
    file = small / "spells.csv"
    file.write_text(file.read_text().replace(f"2006-06-23,{READ}", "2006,recalled,,recalled,"))
    (row,) = absences(read(small), UNTIL, recalled=False).to_dict("records")
    assert (row["ended_by"], row["stop"]) == ("open", date(2006, 1, 1))


def test_absences_end_with_the_body() -> None:
    frame = absences(read(), KNOWN_UNTIL)
    league = frame[frame["organisation"] == "LEAGUE_OF_NATIONS"]
    assert set(league["stop"]) == {date(1946, 4, 18)}
    assert (frame["years"] > 0).all()
