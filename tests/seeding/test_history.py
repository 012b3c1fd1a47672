import math

import pytest

from sim.seeding.history import BASE, Body, Span, bodies, faded, year_of


def test_dates_stand_in_the_middle_of_what_is_known():
    assert year_of("1999") == pytest.approx(1999.5, abs=0.01)
    assert year_of("1999-04") == pytest.approx(1999 + 3.5 / 12, abs=0.01)
    assert year_of("1999-04-02") == pytest.approx(1999.25, abs=0.01)


def test_the_treaty_of_tashkent(recorded):
    csto = recorded["CSTO"]
    assert sorted(csto.members(1999.0)) == [
        "ARM", "AZE", "BLR", "GEO", "KAZ", "KGZ", "TJK", "UZB",
    ]  # fmt: skip
    assert sorted(csto.members(2000.0)) == ["ARM", "BLR", "KAZ", "KGZ", "TJK"]
    assert "UZB" in csto.members(2010.0)
    acts = {span.iso3: span.act for span in csto.spans if 1999 < span.step < 2000}
    assert len(acts) == 3
    assert len(set(acts.values())) == 1  # one joint act


def test_a_frozen_member_is_in_but_not_at_risk(recorded):
    csto = recorded["CSTO"]
    assert "ARM" in csto.members(2025.0)
    assert "ARM" not in [span.iso3 for span in csto.at_risk(2025.0)]


def test_who_comes_back_is_at_risk_again(recorded):
    nato = recorded["NATO"]
    at_risk = {year: [s.iso3 for s in nato.at_risk(year)] for year in (1970.0, 2010.0)}
    assert "FRA" not in at_risk[1970.0]
    assert "FRA" in at_risk[2010.0]
    assert "USA" not in at_risk[2010.0]  # leads


def test_a_free_step_after_a_suspension_is_one(recorded):
    """Mali was suspended in 2021 and gave notice itself in 2024."""
    mali = next(s for s in recorded["ECOWAS"].spans if s.iso3 == "MLI")
    assert mali.end < 2022 < mali.step < 2025


def test_own_record_by_hand():
    body = Body(
        "X",
        "regional",
        1990.0,
        math.inf,
        (("LED", -math.inf, math.inf),),
        (Span("AAA", 1990.0, math.inf), Span("BBB", 1990.0, 2000.0, step=2000.0)),
    )
    steps = 2.0 ** (-10.0 / 20.0)
    years = faded(1990.0, 2010.0, 2010.0) + faded(1990.0, 2000.0, 2010.0)
    expected = math.log((steps + 1) / (years + 1 / BASE)) - math.log(BASE)
    assert body.own_record(2010.0) == pytest.approx(expected)
    assert body.own_record(2000.0) < body.own_record(2000.1)  # a step counts once it has happened


def test_years_fade_to_half_in_twenty():
    assert faded(1989.99, 1990.01, 2010.0) == pytest.approx(0.01, rel=1e-3)


def test_a_step_that_is_not_believed_makes_no_stayer_of_a_leaver(record):
    """It ends what is known of its member on the first day that it can have taken place."""
    believed = bodies(record, believed=("seen",))
    unsure = record.steps[record.steps["first_free"] & (record.steps["confidence"] != "seen")]
    assert len(unsure)
    for step in unsure.itertuples():
        when = year_of(step.date)
        for span in believed[step.organisation].spans:
            if span.iso3 == step.iso3 and span.begin < when:
                assert span.step != when
                assert min(span.end, span.gone, span.out) <= when


def test_what_sources_dispute_is_no_step(recorded):
    (mali,) = (span for span in recorded["ICC"].spans if span.iso3 == "MLI")
    assert mali.step == math.inf
    assert mali.gone < 2026
