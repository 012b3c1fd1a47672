"""Pictures: every figure builds from any answer, colours hold, text from scenarios is harmless."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import load, words
from sim.answer import Answer
from sim.plots import FIGURES, PHONE, WIDE, drawing
from sim.plots.shared import palette as p
from sim.plots.shared.names import told_apart
from sim.plots.shared.rounding import round_top
from sim.plots.shared.sheet import Sheet, milliseconds
from sim.plots.shared.spacing import apart
from sim.refusal import Refusal
from tests.answers import MEMBERS, NOTHING, change, effect_answer, matrix_answer, run_answer

ARTICLE = load("armenia-2025")
ANSWERS = {
    "run": run_answer(),
    "nobody leaves": run_answer((0.0, 0.0)),
    "all leave": run_answer((1.0, 1.0, 1.0), uncertain=True),
    "one member": run_answer((0.3,)),
    "one is out": run_answer((0.3, 0.2), statuses={"aland": "OUT", "borea": "NOTICE"}),
    "all are out": run_answer((0.3,), statuses={"aland": "OUT"}),
    "no events": run_answer(events=[]),
    "effect": effect_answer(),
    "effect of nothing": effect_answer([change(0.0, 0.0)], effect=change(0.0, 0.0)),
    "nobody else": effect_answer([]),
    "no pairs": effect_answer(effect=NOTHING),
    "event": effect_answer(kind="event", of="storm"),
    "matrix": matrix_answer(),
    "matrix of one": matrix_answer(1),
    "matrix of nothing": matrix_answer(scale=0.0),
}
LONG = [
    "Bosnia and Herzegovina",
    "United Kingdom",
    "United States",
    "Congo (Brazzaville)",
    "Congo (Kinshasa) & others",
]
LONG_NAMED = {
    "run": run_answer(labels=LONG, uncertain=True),
    "effect": effect_answer([change(0.02), change(-0.4), change(0.1), change(0.9)], labels=LONG),
    "matrix": matrix_answer(labels=LONG),
}
HOSTILE = "<script>alert(1)</script> & <b>bold</b> %{x} \"quoted\" 'too'"


def strings(part: Any) -> Iterator[str]:
    """Every text in a figure."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for inner in part.values():
            yield from strings(inner)
    elif isinstance(part, (list, tuple)):
        for inner in part:
            yield from strings(inner)


@pytest.mark.parametrize("name", list(ANSWERS))
@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_figure_builds_and_is_one_that_plotly_takes(
    name: str, width: int, theme: str
) -> None:

    answer = ANSWERS[name]
    for figure in answer.figures:
        made = FIGURES[figure](answer, theme=theme, width=width)
        go.Figure(json.loads(made.to_json()))  # validated, unlike the one that was made


@pytest.mark.parametrize("answer", [run_answer(), effect_answer(), matrix_answer()])
def test_a_figure_carries_its_sentence_above_and_its_source_below(answer: Answer) -> None:
    for figure in answer.figures:
        layout = drawing(figure, answer)["layout"]
        title = layout["title"]["text"].replace("<br>", " ")
        assert title == f"<b>{words.sentence(figure, answer)}</b>"
        foot = layout["annotations"][-1]["text"].replace("<br>", " ")
        assert foot.endswith(words.source_line(answer))


def test_a_bare_figure_leaves_both_to_the_page() -> None:
    layout = drawing("forecast", run_answer(), bare=True)["layout"]
    assert "title" not in layout
    assert "width" not in layout
    assert words.source_line(run_answer()) not in list(strings(layout))


def test_an_unknown_theme_is_refused() -> None:
    with pytest.raises(Refusal, match="allowed light, dark"):
        drawing("forecast", run_answer(), theme="sepia")


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_titles_fit_the_width(width: int) -> None:
    for answer in (run_answer(), effect_answer(), matrix_answer()):
        sheet = Sheet.of(answer, "light", width)
        for figure in answer.figures:
            lines = sheet.wrapped(words.sentence(figure, answer), 15)
            assert max(len(line) for line in lines) * 15 * 0.53 <= width


@pytest.mark.parametrize("name", list(LONG_NAMED))
def test_long_names_leave_a_narrow_figure_half_of_its_width(name: str) -> None:
    for figure in LONG_NAMED[name].figures:
        margin = drawing(figure, LONG_NAMED[name], width=PHONE)["layout"]["margin"]
        assert margin["l"] + margin["r"] <= PHONE / 2, figure


def test_names_are_whole_where_there_is_room() -> None:
    wide = list(strings(drawing("forecast", LONG_NAMED["run"], width=WIDE)))
    narrow = list(strings(drawing("forecast", LONG_NAMED["run"], width=PHONE)))
    assert "Bosnia and Herzegovina <b>25%</b>" in wide
    assert "Bosnia a… <b>25%</b>" in narrow
    assert "Bosnia and Herzegovina" in narrow  # to those who point at the curve


@pytest.mark.parametrize("length", [6, 10])
def test_short_names_stay_and_long_ones_are_told_apart(length: int) -> None:
    names = dict(enumerate([*LONG, "Chad"]))
    short = told_apart({str(key): name for key, name in names.items()}, length)
    assert short["5"] == "Chad"
    assert len(set(short.values())) == len(names)
    assert max(len(name) for name in short.values()) < length


# --- escaping -------------------------------------------------------------------------------------


def test_text_from_a_scenario_stays_text() -> None:
    labels = [HOSTILE[:20], "<i>x</i>", "A&B"]
    events = [{"id": "x", "month": "2021-05", "title": HOSTILE, "kinds": "shocks", "source": "<u>"}]
    answers = [
        run_answer((0.3, 0.2, 0.1), labels=labels, events=events, title=HOSTILE),
        effect_answer([change(0.02), change(0.01)], labels=labels, title=HOSTILE),
        matrix_answer(3, labels=labels),
    ]
    for answer in answers:
        for figure in answer.figures:
            for text in strings(json.loads(FIGURES[figure](answer).to_json())):
                for tag in ("<script", "<i>", "<u>", "</script"):
                    assert tag not in text


def test_no_text_of_a_scenario_becomes_a_template() -> None:
    labels = ["%{x}", "%{y}"]
    events = [{"id": "x", "month": "2021-05", "title": "%{x}", "kinds": "status"}]
    answers = (
        run_answer((0.3, 0.2), labels=labels, events=events),
        matrix_answer(2, labels=labels),
    )
    for answer in answers:
        for figure in answer.figures:
            for trace in drawing(figure, answer)["data"]:
                template = trace.get("hovertemplate", "")
                assert "%{x}" not in template
                assert "%{y}" not in template


# --- colours --------------------------------------------------------------------------------------


def test_a_member_has_one_hue_in_every_picture() -> None:
    hues = p.member_colours(MEMBERS)
    answer = run_answer()
    lines = {
        trace["name"]: trace["line"]["color"]
        for figure in ("forecast", "paths")
        for trace in drawing(figure, answer)["data"]
        if trace.get("name") and trace["line"]["width"] > 1.5
    }
    assert lines == {member.capitalize(): hue for member, hue in hues.items()}
    dots = [trace["marker"]["line"]["color"] for trace in drawing("order", answer)["data"]]
    assert dots[: len(MEMBERS)] == list(hues.values())


def test_hues_follow_the_order_of_the_file_and_not_who_is_shown() -> None:
    hues = p.member_colours(MEMBERS)
    shown = [
        trace["marker"]["line"]["color"] for trace in drawing("effect", effect_answer())["data"]
    ]
    assert shown == [hues[member] for member in MEMBERS[1:4]]


def test_the_first_five_hues_are_those_of_okabe_and_ito() -> None:
    assert p.HUES[:5] == ("#D55E00", "#0072B2", "#009E73", "#CC79A7", "#E69F00")
    assert len(set(p.HUES)) == len(p.HUES)


@pytest.mark.parametrize("theme", list(p.THEMES.values()))
def test_text_can_be_read_on_its_ground(theme: p.Theme) -> None:
    for hue in p.HUES:
        assert p.contrast(p.readable(hue, theme), theme.ground) >= p.READABLE
    for colour in (theme.ink, theme.quiet):
        for ground in (theme.ground, theme.record):
            assert p.contrast(colour, ground) >= p.READABLE


@pytest.mark.parametrize("theme", list(p.THEMES.values()))
def test_a_number_can_be_read_on_any_cell(theme: p.Theme) -> None:
    scale = p.signed_scale(theme)
    for step in range(101):
        fill = p.scale_colour(scale, step / 100)
        assert p.contrast(p.ink_on(fill), fill) >= p.READABLE


# --- small parts ----------------------------------------------------------------------------------


@given(st.lists(st.floats(0, 1), max_size=12), st.floats(0.001, 0.3))
def test_labels_are_moved_apart_within_bounds_and_keep_their_order(
    places: list[float], gap: float
) -> None:
    moved = apart(places, gap, 0.0, 1.0)
    room = min(gap, 1 / max(1, len(places) - 1))
    ranked = sorted(moved)
    assert all(b - a >= room - 1e-9 for a, b in pairwise(ranked))
    assert all(-1e-9 <= place <= 1 + 1e-9 for place in moved)
    pairs = [(i, j) for i in range(len(places)) for j in range(len(places))]
    assert all(moved[i] < moved[j] for i, j in pairs if places[i] < places[j])


def test_labels_that_stand_apart_already_stay() -> None:
    assert apart([0.1, 0.9, 0.5], 0.2, 0.0, 1.0) == pytest.approx([0.1, 0.9, 0.5])


def test_months_become_milliseconds_of_their_first_day() -> None:
    assert milliseconds(["1970-01", "1970-02"]).tolist() == [0, 31 * 86_400_000]


@given(st.floats(0, 1))
def test_an_axis_reaches_above_the_highest_value(value: float) -> None:
    assert value <= round_top(value) <= 1
