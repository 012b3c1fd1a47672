"""Who was a member when, and what ended it."""

from datetime import date

import pandas as pd
import pytest

from sim.record import read
from sim.record.memberships import memberships, standings

UNTIL = date(2026, 6, 30)


def one(frame: pd.DataFrame, organisation: str, iso3: str, spell: int = 1) -> pd.Series:
    picked = frame.query("organisation == @organisation and iso3 == @iso3 and spell == @spell")
    assert len(picked) == 1
    return picked.iloc[0]


def test_a_membership_ends_with_its_first_free_step() -> None:
    found = one(memberships(read(), UNTIL), "CSTO", "UZB", 2)
    assert (found["ended_by"], found["stop"]) == ("step", pd.Timestamp("2012-06-20"))


def test_what_others_impose_or_the_end_of_the_body_is_no_step() -> None:
    frame = memberships(read(), UNTIL)
    assert one(frame, "LEAGUE_OF_NATIONS", "RUS")["ended_by"] == "imposed"
    assert one(frame, "WARSAW_PACT", "POL")["ended_by"] == "dissolved"
    assert one(frame, "ARAB_LEAGUE", "EGY")["ended_by"] == "open"  # suspended, came back


def test_every_first_free_step_ends_one_membership() -> None:
    record = read()
    steps = record.steps[record.steps["first_free"]]
    ended = memberships(record, UNTIL)["ended_by"].value_counts()
    assert ended["step"] == (steps["confidence"] != "disputed").sum()
    assert ended["unverified"] == (steps["confidence"] == "disputed").sum() > 0


@pytest.mark.parametrize(("confidence", "recalled"), [("recalled", False), ("disputed", True)])
def test_a_step_of_which_nobody_knows_makes_no_stayer_of_a_leaver(
    confidence: str, recalled: bool
) -> None:
    record = read()
    step = record.steps["first_free"] & (record.steps["iso3"] == "DEU")
    steps = record.steps.copy()
    steps.loc[step, ["date", "confidence"]] = ["1933-10", confidence]
    unsure = pd.Series({**vars(record), "steps": steps})
    frame = memberships(type(record)(**unsure), UNTIL, recalled=recalled)
    found = one(frame, "LEAGUE_OF_NATIONS", "DEU")
    assert (found["ended_by"], found["stop"]) == ("unverified", pd.Timestamp("1933-10-01"))
    assert not found["act"]


def test_nobody_is_known_after_the_last_day() -> None:
    frame = memberships(read(), date(1960, 1, 1))
    assert frame["stop"].max() <= pd.Timestamp("1960-01-01")
    assert (frame["start"] <= frame["stop"]).all()


@pytest.mark.parametrize(
    ("day", "members", "standing"),
    [
        (date(1992, 5, 15), 6, "active"),
        (date(1999, 4, 1), 9, "active"),
        (date(1999, 4, 2), 6, None),
        (date(2012, 6, 20), 7, "notice"),
        (date(2012, 12, 19), 6, None),
    ],
)
def test_standings_follow_the_steps(day: date, members: int, standing: str | None) -> None:
    frame = standings(read(), "CSTO", day).set_index("iso3")
    assert len(frame) == members
    assert frame["standing"].get("UZB") == standing


def test_who_returns_is_active_again() -> None:
    record = read()
    greece = [standings(record, "NATO", date(y, 1, 1)).set_index("iso3") for y in (1975, 1985)]
    assert [frame.loc["GRC", "standing"] for frame in greece] == ["frozen", "active"]


def test_a_body_that_ended_has_no_members() -> None:
    assert standings(read(), "SEATO", date(1977, 6, 30)).empty


def test_a_body_that_is_not_in_the_record_is_refused() -> None:
    with pytest.raises(KeyError):
        standings(read(), "ATLANTIS", UNTIL)
