"""Domino: who topples whom, through what, and whether it is a domino at all."""

from __future__ import annotations

import streamlit as st

from sim import words
from sim.analysis.domino.result import EffectResult, MatrixResult
from sim.answer import Answer
from sim.plots.domino.two_futures import futures_beside
from sim.plots.shared.map import can_be_drawn, matrix_map
from sim.refusal import Refusal
from sim.words.domino import page as domino_page
from sim.words.shared import pages
from ui import frame, library, state, text, widgets

LEAVER, EFFECT_OF, SHARED_OUT_TO = "If this one leaves", "The effect of", "Shared out to"
"""Labels of what is asked about."""

PAIRS = 2_000
SHARED_OUT = 500
"""Pairs of runs in which an effect is shared out, which takes many futures each."""


TIPPED = 500
"""Pairs of runs at each strength of a channel that is tried."""


@st.fragment
def domino() -> None:
    """The page; a move redraws it alone."""
    with frame.framed() as places:
        runs = state.ROUGH if state.is_moving() else PAIRS
        matrix = library.ask("matrix", state.assumed(), runs=runs)
        with places.answer:
            said = words.headline(matrix)
            text.answer(pages.with_changes(said, len(state.assumed().changes)))
            text.quiet(words.quiet(matrix))
            who_topples_whom(matrix)
        with places.more:
            part = widgets.linked_choice("part", "What to look at", domino_page.PARTS)
            PARTS[part](matrix)


def who_topples_whom(matrix: Answer[MatrixResult]) -> None:
    """The matrix; a click on a cell shows the two futures below."""
    frame.figure("matrix", matrix, on_pick=look_at)


def look_at(cell: object) -> None:
    """Choose the two members of the cell, or arrow, that was clicked."""
    if isinstance(cell, list) and len(cell) == 2:
        names = library.scenario(state.assumed().scenario).members
        if set(cell) <= set(names):
            st.session_state["leaver"], st.session_state["other"] = cell
            st.session_state["part"] = "futures"


def futures(matrix: Answer[MatrixResult]) -> None:
    """An exit and a stay beside each other."""
    names = words.labels(matrix)
    with st.container(horizontal=True, key="who"):
        leaver = widgets.linked_option("leaver", LEAVER, names)
        others = {member: name for member, name in names.items() if member != leaver}
        other = widgets.linked_option("other", "what does this one do", others)
    try:
        effect: Answer[EffectResult] = library.ask("effect", state.assumed(), of=leaver, runs=PAIRS)
    except Refusal as error:
        text.refusal(error, {"of": LEAVER})
        return
    sentence = domino_page.futures_sentence(effect, other)
    text.heading(sentence)
    figure = futures_beside(effect, other, theme=widgets.theme(), width=widgets.width())
    widgets.picture("figure-futures", figure, sentence)
    text.caption(domino_page.futures_reading(effect), words.source_line(effect))
    for name in effect.figures:
        frame.figure(name, effect)
    text.quiet(words.quiet(effect))


def arrows(matrix: Answer[MatrixResult]) -> None:
    """The links on the map, those of one leaver or all."""
    if not can_be_drawn(matrix):
        text.paragraphs([domino_page.NO_MAP])
        return
    names = {domino_page.ALL: domino_page.EVERY_LEAVER, **words.labels(matrix)}
    leaver = widgets.linked_option("from", "Whose exit", names)
    only = None if leaver == domino_page.ALL else leaver
    sentence = domino_page.arrows_sentence(matrix, only)
    text.heading(sentence)
    figure = matrix_map(
        matrix,
        leaver=only,
        patron=library.scenario(state.assumed().scenario).patron.iso3,
        theme=widgets.theme(),
        width=widgets.width(),
    )
    widgets.picture("figure-arrows", figure, sentence, on_pick=look_at)
    text.caption(domino_page.ARROWS_READING, words.source_line(matrix))


def causes(matrix: Answer[MatrixResult]) -> None:
    """Through which channels, events and members; contagion or common cause."""
    now = state.assumed()
    scenario = library.scenario(now.scenario, now.changes)
    with st.container(horizontal=True, key="shared"):
        by = widgets.linked_choice("by", SHARED_OUT_TO, domino_page.SHARED_OUT_TO)
        options: dict[str, object] = {"by": by}
        if by != "members":
            known = domino_page.causes(scenario)
            options["of"] = widgets.linked_option("of", EFFECT_OF, known)
        runs = widgets.linked_option("pairs", "Pairs of runs", domino_page.PAIRS_OF_RUNS)
    try:
        with st.spinner(domino_page.SHARING_OUT):
            answer = library.ask("attribute", now, runs=int(runs), **options)
    except Refusal as error:
        text.refusal(error, {"of": EFFECT_OF, "by": SHARED_OUT_TO})
        return
    text.heading(words.headline(answer))
    text.quiet(words.quiet(answer))
    for name in answer.figures:
        frame.figure(name, answer)


def tipping(matrix: Answer[MatrixResult]) -> None:
    """How strong which channel must be for a domino; measured once somebody asks for it."""
    now = state.assumed()
    leaver = widgets.linked_option("leaver", LEAVER, words.labels(matrix))
    asked = (*now.key, leaver)
    if st.session_state.get("measured") != asked:
        text.paragraphs([domino_page.TO_MEASURE])
        st.button("Measure", type="primary", key="measure", on_click=measured, args=(asked,))
        return
    try:
        with st.spinner(domino_page.MEASURING):
            answer = library.ask("tip", now, of=leaver, runs=TIPPED)
    except Refusal as error:
        text.refusal(error, {"of": LEAVER})
        return
    text.heading(words.headline(answer))
    text.quiet(words.quiet(answer))
    for name in answer.figures:
        frame.figure(name, answer)


def measured(asked: tuple[object, ...]) -> None:
    """Remember what was asked for: it is asked again when an assumption is moved."""
    st.session_state["measured"] = asked


PARTS = {"futures": futures, "arrows": arrows, "causes": causes, "tipping": tipping}

domino()
