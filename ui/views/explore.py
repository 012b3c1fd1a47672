"""Explore: move an assumption, see who leaves by when, and what that changes."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from sim import words
from sim.analysis.forecast.result import ForecastResult
from sim.answer import Answer
from sim.plots.forecast.overlay import forecast_over
from sim.plots.shared.map import MAPS, can_be_drawn
from sim.words.shared import assumptions, pages
from ui import crowd, files, frame, library, state, text, widgets
from ui.library import Assumed

Forecast = Answer[ForecastResult]
Baseline = tuple[Forecast, str]
"""A forecast that another one is held against, and its title."""


def asked(assumed: Assumed) -> Forecast:
    """The forecast; a rough one while a hand is on a slider, or many ask at once."""
    is_rough = state.is_moving() or (crowd.is_there() and not st.session_state.get("patient"))
    st.session_state["patient"] = False
    return library.forecast(assumed, min(state.ROUGH, assumed.runs) if is_rough else assumed.runs)


def baseline_of(assumed: Assumed) -> Baseline | None:
    """What the answer is held against: the scenario as written, else the one that it extends."""
    if assumed.changes:
        return library.forecast(assumed.as_written()), pages.as_written()
    if base := library.base_of(assumed.scenario):
        there = replace(assumed, scenario=base)
        return library.forecast(there), library.scenario(base).title
    return None


@st.fragment
def explore() -> None:
    """The page; a move redraws it alone."""
    with frame.framed(opened=st.session_state.get("opened")) as places:
        now = state.assumed()
        answer, baseline = asked(now), baseline_of(now)
        with places.answer:
            said = st.container()
            curves(answer, baseline)  # first: it is what the eye waits for
            with said:
                head(answer)
        with places.more:
            whereabouts(answer)
            below(answer, baseline, now)


def head(answer: Forecast) -> None:
    """The answer in words."""
    if answer.inputs.runs < state.assumed().runs and not state.is_moving():
        text.note(pages.ROUGH)
        st.button(pages.ALL_RUNS, on_click=lambda: st.session_state.update(patient=True))
    text.answer(pages.with_changes(words.headline(answer), len(state.assumed().changes)))
    text.quiet(pages.under_the_headline(answer))


def curves(answer: Forecast, baseline: Baseline | None) -> None:
    """Who has left by when, over what it is held against."""
    before, title = baseline or (None, "")
    figure = forecast_over(answer, before, theme=widgets.theme(), width=widgets.width())
    sentence = words.sentence("forecast", answer)
    text.heading(sentence)
    widgets.picture("figure-forecast", figure, sentence, first=True)
    text.caption(
        words.reading("forecast", answer),
        pages.baseline_line(title) if before else "",
        words.source_line(answer),
    )


def whereabouts(answer: Forecast) -> None:
    """The map, by month."""
    if not can_be_drawn(answer):
        return
    months = pages.months(answer)
    sentence = st.empty()
    picture = st.empty()
    with st.container(horizontal=True, key="map-moves"):
        by = widgets.linked_choice("show", "Colour of the map", pages.MAP_CHOICES)
        month = widgets.linked_month("month", "Month of the map", months)
    said = pages.map_sentence(answer, month, by)
    with sentence:
        text.heading(said)
    with picture.container():
        patron = library.scenario(answer.inputs.scenario).patron.iso3
        figure = MAPS[by](
            answer, month, patron=patron, theme=widgets.theme(), width=widgets.width()
        )
        widgets.picture("figure-map", figure, said, on_pick=open_group)
    text.caption(pages.map_reading(by), words.source_line(answer))


def open_group(member: object) -> None:
    """Open the assumptions about the member that was clicked."""
    st.session_state["opened"] = str(member)


def below(
    answer: Forecast,
    baseline: Baseline | None,
    now: Assumed,
) -> None:
    """How many leave, what changed, and the rest on demand."""
    frame.figure("cascade", answer)
    changes(answer, baseline, now)
    more = st.expander(
        "More figures, and the numbers as a table", on_change="rerun", key="more-open"
    )
    if more.open:
        with more:
            text.table(*words.rows(answer))
            for name in ("order", "paths", "terms", "timeline"):
                frame.figure(name, answer)
    with st.container(horizontal=True, key="take"):
        files.keep(answer, pages.command(now.scenario, now.changes, now.seed, now.runs))
        files.page_of(answer, f"domino-{now.scenario}")
    if st.session_state.get("kept"):
        text.note(st.session_state.pop("kept"))
    text.items("What these numbers cannot say", words.limits(answer))


def changes(
    answer: Forecast,
    baseline: Baseline | None,
    now: Assumed,
) -> None:
    """What was changed, and what that changed."""
    scenario = library.scenario(now.scenario)
    known = library.assumptions(now.scenario)
    defaults = {path: known[path].default for path in now.changes}
    text.items("Changed", assumptions.changes(scenario, now.changes, defaults))
    lines = []
    if baseline:
        lines.append(pages.moved_sentence(answer, baseline[0], pages.the_baseline(baseline[1])))
    earlier = state.before_last_move()
    if earlier:
        before = library.forecast(earlier, answer.inputs.runs)
        lines.append(pages.moved_sentence(answer, before, "the last move"))
    text.items("What that changes", lines)


explore()
