import types

import pandas as pd
import pytest

from sim.seeding.lookup import Indicators, Known, mean_of


def record(*rows, absent=()):
    values = pd.DataFrame(rows, columns=["iso3", "year", "indicator", "value"])
    known = pd.DataFrame(
        [(name, "none", low, high) for name, low, high in absent],
        columns=["indicator", "absent", "covered_from", "covered_to"],
    )
    return types.SimpleNamespace(values=values, indicators=known)


def series(**by_year):
    return [("AAA", int(year[1:]), "x", value) for year, value in by_year.items()]


def test_the_last_three_years_are_averaged():
    data = Indicators(record(*series(y1990=1.0, y1996=2.0, y1998=4.0, y1999=100.0)))
    assert data.known("x", "AAA", 1999) == Known(3.0, 1)


def test_an_older_value_stands_with_its_age_for_ten_years():
    data = Indicators(record(*series(y1989=7.0)))
    assert data.known("x", "AAA", 1999) == Known(7.0, 10)
    assert data.known("x", "AAA", 2000) is None


def test_the_year_itself_is_not_read():
    data = Indicators(record(*series(y1999=7.0)))
    assert data.known("x", "AAA", 1999) is None


def test_an_absent_row_means_none_where_the_indicator_says_so():
    data = Indicators(record(*series(y1997=3.0), absent=[("x", 1990, 1998)]))
    assert data.known("x", "AAA", 1999).value == pytest.approx(1.0)
    assert data.known("x", "BBB", 1999).value == 0.0
    assert data.known("x", "BBB", 2010) is None  # covered years are too old


def test_a_gap_is_taken_in_years_that_both_have():
    rows = [*series(y1996=1.0, y1997=2.0), ("BBB", 1997, "x", 5.0)]
    assert Indicators(record(*rows)).gap("x", "AAA", "BBB", 1999) == Known(3.0, 2)


def test_a_ratio_leaves_out_years_without_the_other():
    rows = [*series(y1996=1.0, y1997=2.0), ("BBB", 1996, "x", 0.0), ("BBB", 1997, "x", 4.0)]
    assert Indicators(record(*rows)).ratio("x", "AAA", "BBB", 1999) == Known(0.5, 2)


def test_a_mean_is_as_old_as_its_oldest_part():
    assert mean_of([Known(1.0, 1), None, Known(3.0, 4)]) == Known(2.0, 4)
    assert mean_of([None]) is None
