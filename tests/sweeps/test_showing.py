"""Sweeps in words and pictures, of every shape, with and without values."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest
from pandas import DataFrame

from sim import report, words
from sim.answer import Answer
from sim.plots import FIGURES, PHONE, WIDE, drawing
from sim.plots.shared.palette import READABLE, contrast, member_colours
from sim.plots.sweep.regions import region_fill
from sim.sweeps.result import Extreme, OutcomeExtremes, SweepResult, VariedRange
from sim.words.shared.amounts import LIKELIHOODS
from sim.words.sweep import sweep
from tests.answers import run_answer
from tests.test_plots import HOSTILE, strings

FIGURES_OF = {1: ("sweep_curve",), 2: ("sweep_map", "sweep_phases"), 3: ("sweep_scatter",)}
PATHS = ("patron.capacity", "members.aland.alignment", "parameters.w_fear", "channels.club")
ONE, SOME = ("p_ever_out.aland",), ("p_ever_out.aland", "p_ever_out.borea", "effect.aland")


def answer(
    paths: int = 1,
    outcomes: tuple[str, ...] = ONE,
    *,
    scale: float = 1.0,
    design: str = "grid",
    steps: int = 5,
    known: bool = True,
    labels: list[str] | None = None,
) -> Answer:
    """A made-up sweep: values grow along every path, from 0 to ``scale``."""
    base = run_answer((0.1,) * len(labels), labels=labels) if labels else run_answer()
    names = PATHS[:paths]
    points = list(product(np.linspace(0, 1, steps), repeat=paths))
    rows, spots = [], {}
    for place, outcome in enumerate(outcomes):
        for k, at in enumerate(points):
            value = scale * float(np.mean(at)) / (place + 1) if known else float("nan")
            found = {"outcome": outcome, "value": value, "low": 0.9 * value, "high": 1.1 * value}
            rows.append({"k": k, **dict(zip(names, at, strict=True)), **found})
        ends = {"lowest": (0, 0.0), "highest": (len(points) - 1, scale / (place + 1))}
        extremes = {
            end: Extreme(value, k, dict(zip(names, map(float, points[k]), strict=True)))
            if known
            else None
            for end, (k, value) in ends.items()
        }
        spots[outcome] = OutcomeExtremes(known=len(points) if known else 0, **extremes)
    table = DataFrame(rows).sort_values("k", kind="stable", ignore_index=True)
    options = {
        "vary": [[name, 0.0, 1.0, steps if design == "grid" else None] for name in names],
        "outcomes": list(outcomes),
        "design": design,
        "points": len(points),
    }
    figures = FIGURES_OF[min(paths, 3)] if design == "grid" else ("sweep_map",)
    inputs = replace(base.inputs, options=options)
    result = SweepResult(
        scenario=inputs.scenario,
        scenario_hash=inputs.scenario_hash,
        seed=inputs.seed,
        runs=inputs.runs,
        design=design,
        points=len(points),
        now=inputs.now,
        end=inputs.end,
        vary={name: VariedRange(0.0, 1.0, steps if design == "grid" else None) for name in names},
        outcomes=spots,
    )
    return Answer(
        "sweep",
        inputs,
        result,
        {"data": table, "members": base.tables["members"]},
        figures,
    )


ANSWERS = {
    "curve": answer(1, SOME),
    "curve of many points": answer(1, SOME, steps=60),
    "curve of differences": answer(1, ("effect.aland",), scale=-0.5),
    "curve without values": answer(1, SOME, known=False),
    "map": answer(2, SOME),
    "flat map": answer(2, SOME, scale=0.0),
    "map of differences": answer(2, ("effect.aland",), scale=-0.5),
    "map of months": answer(2, ("median_exit.aland",), scale=60.0),
    "map without values": answer(2, ("p_at_least.1",), known=False),
    "large map": answer(2, steps=45),
    "dots": answer(2, SOME, design="lhs"),
    "many paths": answer(4, SOME, steps=3),
    "many paths without values": answer(3, SOME, known=False),
}


@pytest.mark.parametrize("name", list(ANSWERS))
@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_figure_builds_and_is_one_that_plotly_takes(
    name: str, width: int, theme: str
) -> None:
    import plotly.graph_objects as go

    for figure in ANSWERS[name].figures:
        made = FIGURES[figure](ANSWERS[name], theme=theme, width=width)
        go.Figure(json.loads(made.to_json()))  # validated, unlike the one that was made


@pytest.mark.parametrize("name", list(ANSWERS))
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_every_note_has_a_place_and_every_axis_a_length(name: str, width: int) -> None:
    for figure in ANSWERS[name].figures:
        layout = drawing(figure, ANSWERS[name], width=width)["layout"]
        for note in layout["annotations"]:
            assert all(math.isfinite(note[axis]) for axis in "xy"), note["text"]
        for axis in (part for key, part in layout.items() if key[1:5] == "axis"):
            low, high = axis.get("range") or (0.0, 1.0)
            assert math.isfinite(low)
            assert math.isfinite(high)
            assert low != high


@pytest.mark.parametrize("name", list(ANSWERS))
def test_an_axis_hides_none_of_the_labels_that_its_title_hangs_below(name: str) -> None:
    """Plotly hides them where a picture has no width yet, and puts the title at -Infinity."""
    for figure in ANSWERS[name].figures:
        layout = drawing(figure, ANSWERS[name])["layout"]
        for axis in (part for key, part in layout.items() if key[1:5] == "axis"):
            if "standoff" in axis.get("title", {}):
                assert axis["ticklabeloverflow"] == "allow"


@pytest.mark.parametrize("name", list(ANSWERS))
def test_words_and_tables_are_made_of_every_sweep(name: str) -> None:
    found = ANSWERS[name]
    lines = words.lines(found)
    assert all(line and "nan" not in line for line in lines)
    assert len(set(lines)) == len(lines)  # nothing is said twice
    heads, rows = words.rows(found)
    assert rows
    assert all(len(row) == len(heads) for row in rows)
    for figure in found.figures:
        assert words.sentence(figure, found).endswith(".")
        assert words.reading(figure, found).endswith(".")


def test_the_headline_says_between_what_and_over_what() -> None:
    assert words.headline(answer(1, scale=0.5)) == (
        "P(Aland has left by the end): between under 1% and 50%, as capacity of the patron goes "
        "from 0 to 1."
    )
    assert words.headline(answer(2, scale=0.5)).endswith(
        "between under 1% and 50%, over capacity of the patron and alignment of Aland."
    )
    assert words.headline(answer(4, scale=0.5)).endswith("over 4 quantities that vary at once.")
    assert words.headline(answer(1, scale=0.0)).split(", ")[0].endswith("under 1% everywhere")
    assert words.headline(answer(1, known=False)).endswith("has no value at any point.")


def test_one_exit_is_not_told_in_the_plural() -> None:
    found = answer(1, ("p_at_least.1", "p_at_least.2"))
    assert [sweep.outcome(name, found) for name in sweep.outcomes(found)] == [
        "P(at least 1 exit)",
        "P(at least 2 exits)",
    ]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("patron.capacity", "capacity of the patron"),
        ("members.aland.trust.external", "trust external of Aland"),
        ("present.members.borea.alignment", "alignment of Borea at now"),
        ("channels.club", "strength of club"),
        ("influence.aland.borea", "influence of Borea on Aland"),
        ("events.storm.weight", "weight of storm"),
        ("parameters.w_fear", "weight of fear"),
        ("charter.notice_months", "notice months"),
        ("poles.west.exclusivity", "poles.west.exclusivity"),
    ],
)
def test_paths_are_told_in_words(path: str, told: str) -> None:
    assert sweep.quantity(path, answer()) == told


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        (0.123, "probability", "12%"),
        (0.0241, "per member-year", "2.4% a year"),
        (13.0, "months", "13 months"),
        (-0.021, "exits", "−0.02"),
        (None, "exits", "unknown"),
        (float("nan"), "probability", "unknown"),
    ],
)
def test_values_are_told_in_their_unit(value: float | None, unit: str, told: str) -> None:
    assert sweep.amount(value, unit) == told


def test_a_short_curve_is_a_table_and_a_long_one_its_ends() -> None:
    heads, rows = words.rows(answer(1, ONE, scale=0.5))
    assert heads == ["Capacity of the patron", "P(Aland has left by the end)"]
    assert rows[-1] == ["1", "50% (45 to 55)"]
    heads, rows = words.rows(answer(1, ONE, steps=60))
    assert heads[0] == "Outcome"
    assert len(rows) == 1


WORDS = (*(word for _, word in LIKELIHOODS), "almost certain")


def banded(path: int, low: float = 0.38, high: float = 0.87) -> Answer:
    """A grid of 7 by 7 whose values grow along one of its paths alone."""
    found = answer(2, steps=7)
    table = found.tables["data"]
    value = low + (high - low) * table[PATHS[path]]
    table = table.assign(value=value, low=value - 0.01, high=value + 0.01)
    return replace(found, tables={**found.tables, "data": table})


def region_notes(
    found: Answer, *, key: bool = False, theme: str = "light", width: int = WIDE
) -> list[dict[str, Any]]:
    """The words for the regions of a map: those within it, or those of the key below."""
    notes = drawing("sweep_phases", found, theme=theme, width=width)["layout"]["annotations"]
    where = "paper" if key else "x"
    return [note for note in notes if note["text"] in WORDS and note["xref"] == where]


@pytest.mark.parametrize("path", [0, 1])
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_word_stands_within_its_region_with_room_around_it(path: int, width: int) -> None:
    found = banded(path)
    notes = region_notes(found, width=width)
    assert notes
    (drawn,) = [t for t in drawing("sweep_phases", found)["data"] if t["type"] == "contour"]
    bands = np.asarray(drawn["z"])[:, 0] if path == 0 else np.asarray(drawn["z"])[0]
    reach = {"x": 0.5 / (width - 62), "y": 0.5 / 330}  # half a pixel, on axes from 0 to 1
    for note in notes:
        half = {"x": len(note["text"]) * 11 * 0.53, "y": 11 * 1.3}
        low, high = ({a: note[a] + sign * half[a] * reach[a] for a in "xy"} for sign in (-1, 1))
        assert all(low[axis] > 0 and high[axis] < 1 for axis in "xy")
        for corner in (low, high):
            assert WORDS[int(np.interp(corner["yx"[path]], drawn["x"], bands))] == note["text"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_every_region_is_named_once_and_readably(theme: str, width: int) -> None:
    for found, seen in ((banded(1), WORDS[2:-1]), (answer(2, steps=21), WORDS)):
        within = region_notes(found, theme=theme, width=width)
        below = region_notes(found, key=True, theme=theme, width=width)
        assert sorted(note["text"] for note in [*within, *below]) == sorted(seen)
        for note in [*within, *below]:
            fill = region_fill(WORDS.index(note["text"]), len(WORDS))
            assert contrast(note["font"]["color"], fill) >= READABLE
            assert note.get("bgcolor") in (None, fill)
        assert {note["bgcolor"] for note in below} == {
            region_fill(WORDS.index(note["text"]), len(WORDS)) for note in below
        }


def test_regions_are_named_by_the_words_for_probabilities() -> None:
    found = answer(2, steps=21)
    assert [note["text"] for note in region_notes(found)] == list(WORDS[1:-1])
    assert words.sentence("sweep_phases", found).endswith(": from remote to almost certain.")


def test_the_lines_between_regions_lie_where_the_words_change() -> None:
    (contour,) = [t for t in drawing("sweep_phases", answer(2))["data"] if t["type"] == "contour"]
    values = answer(2).tables["data"]["value"].to_numpy().reshape(5, 5)
    place = np.asarray(contour["z"])
    bounds = [0.05, 0.20, 0.45, 0.55, 0.80, 0.95]
    assert np.array_equal(np.floor(place).clip(0, 6), np.digitize(values, bounds))


def test_a_member_keeps_its_hue() -> None:
    hues = member_colours(run_answer().tables["members"]["member"])
    lines = [t for t in drawing("sweep_curve", answer(1, SOME))["data"] if "text" in t]
    assert [line["line"]["color"] for line in lines[:2]] == [hues["aland"], hues["borea"]]


def test_a_map_shows_every_point_where_it_lies() -> None:
    (cells,) = [t for t in drawing("sweep_map", answer(2))["data"] if t["type"] == "heatmap"]
    for row in answer(2).tables["data"].to_dict("records"):
        y, x = (list(cells[axis]).index(row[p]) for axis, p in zip("yx", PATHS, strict=False))
        assert cells["z"][y][x] == row["value"]


def test_very_many_points_are_thinned_in_the_picture() -> None:
    for found in (answer(1, steps=9000), answer(2, design="lhs", steps=80)):
        for trace in drawing(found.figures[0], found)["data"]:
            assert len(trace["x"]) <= 2 * 1_000


def test_text_from_a_scenario_stays_text() -> None:
    labels = [HOSTILE[:20], "<i>x</i>", "A&B"]
    for paths, figures in FIGURES_OF.items():
        found = answer(paths, SOME, labels=labels, steps=3)
        for figure in figures:
            for text in strings(json.loads(FIGURES[figure](found).to_json())):
                for tag in ("<script", "<i>", "</script"):
                    assert tag not in text


def test_a_page_holds_a_sweep() -> None:
    page = report.page([ANSWERS["map"]])
    assert "The numbers as a table" in page
    assert "25 points of" in page


def test_source_line_counts_points_and_runs() -> None:
    assert " · 25 points of " in words.source_line(answer(2))
    assert " runs each · " in words.source_line(answer(2))
