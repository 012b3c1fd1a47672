"""Pictures of a forecast show what its tables say."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
import pytest

from sim import load, simulate
from sim.plots import PHONE, WIDE, drawing
from sim.plots.forecast.overlay import forecast_over
from sim.plots.forecast.timeline import lane_of
from tests.answers import MEMBERS, run_answer
from tests.plots.drawn import bands

ARTICLE = load("armenia-2025")


def test_the_forecast_ends_where_the_table_ends() -> None:
    answer = run_answer()
    last = {
        trace["name"]: float(trace["y"][-1])
        for trace in drawing("forecast", answer)["data"]
        if trace.get("name") and trace.get("yaxis") is None
    }
    exits = answer.tables["exits"]
    ends = exits[exits["month"] == answer.inputs.end].set_index("member")["value"]
    assert last == pytest.approx({m.capitalize(): ends[m] for m in MEMBERS})


@pytest.mark.parametrize("out", [("armenia",), tuple(ARTICLE.members)])
def test_who_is_out_already_has_no_curve_and_no_place_in_the_order(out: tuple[str, ...]) -> None:
    left = ARTICLE.change({f"present.members.{member}.status": "OUT" for member in out})
    answer = simulate(left, runs=40, uncertain=20)
    for name in answer.figures:
        for width in (WIDE, PHONE):
            figure = drawing(name, answer, width=width)
            go.Figure(figure)
            numbers = [
                note[axis]
                for note in figure["layout"]["annotations"]
                for axis in "xy"
                if isinstance(note.get(axis), float)
            ]
            assert np.isfinite(numbers).all()
    curves = {
        trace["name"] for trace in drawing("forecast", answer)["data"] if "customdata" in trace
    }
    labels = {ARTICLE.label(member) for member in ARTICLE.members}
    assert curves == labels - {ARTICLE.label(member) for member in out}
    assert forecast_over(answer, answer)["layout"]["yaxis"]["range"][1] > 0


def test_a_recorded_freeze_is_hatched_and_named() -> None:
    drawn = drawing("forecast", run_answer())
    hatched = [trace for trace in drawn["data"] if "fillpattern" in trace]
    assert [trace["name"] for trace in hatched] == ["Aland"]
    assert "frozen" in [note["text"] for note in drawn["layout"]["annotations"]]


def test_bars_of_uncertainty_stand_only_where_it_was_asked_for() -> None:
    def bars(uncertain: bool) -> int:
        data = drawing("forecast", run_answer(uncertain=uncertain))["data"]
        return sum(trace["mode"] == "lines+markers" for trace in data)

    assert (bars(False), bars(True)) == (0, len(MEMBERS))


def test_the_band_of_the_recorded_rates_stands_behind_at_least_one_exit() -> None:
    [(low, high)] = bands(run_answer(), "cascade")
    assert low == pytest.approx(1 - 0.9996**50)
    assert high == pytest.approx(1 - 0.98**50)


def test_all_terms_together_are_the_sum_of_the_bars() -> None:
    answer = run_answer()
    for bars in drawing("terms", answer)["data"][::2]:
        *single, total = bars["x"]
        assert total == pytest.approx(sum(single))


def test_every_dated_event_is_drawn_once() -> None:
    answer = run_answer()
    drawn = [trace["customdata"][0] for trace in drawing("timeline", answer)["data"]]
    assert sorted(drawn) == ["help", "pause", "storm"]


@pytest.mark.parametrize(
    ("record", "kinds", "lane"),
    [
        ("outside", "shocks", "outside"),
        ("inside", "pledge, shocks", "pledge"),
        ("inside", "shocks, status", "status"),
        ("inside", "", "shocks"),
    ],
)
def test_an_event_stands_in_the_lane_of_its_most_telling_part(
    record: str, kinds: str, lane: str
) -> None:
    assert lane_of({"record": record, "kinds": kinds}) == lane
