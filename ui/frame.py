"""The frame that pages on a scenario share: the panel at the left, the answer beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sim import words
from sim.answer import Answer
from sim.plots import drawing
from ui import crowd, state, text, widgets


@dataclass(frozen=True)
class Places:
    """Where things go: the picture first, what is further down later."""

    panel: DeltaGenerator
    answer: DeltaGenerator
    more: DeltaGenerator


@contextmanager
def framed(*, opened: str | None = None) -> Iterator[Places]:
    """The places of a page; the panel is filled last, so that the answer comes first.

    What is in the panel is known to the browser already: only what was moved is drawn anew.
    """
    with crowd.turn():
        with st.container(key="frame"):
            panel = st.container(key="panel")
            frame = Places(panel, st.container(key="answer"), st.container(key="more"))
        yield frame
        with frame.panel:
            _head()
            if refused := state.refused():
                text.fault(refused.splitlines())
            widgets.assumptions(state.assumed().scenario, opened=opened)
        state.write_link()


def _head() -> None:
    """Which scenario, and the way back."""
    now = state.assumed()
    widgets.scenario_choice()
    with st.container(horizontal=True, gap="small", key="moves"):
        st.button(
            "Undo", on_click=state.undo, disabled=not st.session_state["past"], shortcut="ctrl+z"
        )
        st.button(
            "Redo",
            on_click=state.redo,
            disabled=not st.session_state["future"],
            shortcut="ctrl+shift+z",
        )
        st.button("Reset", on_click=state.reset, disabled=not now.changes)


def figure(name: str, answer: Answer, *, on_pick: Callable[[object], None] | None = None) -> None:
    """A figure of an answer between its sentence and its source line."""
    sentence = words.sentence(name, answer)
    part = drawing(name, answer, theme=widgets.theme(), width=widgets.width(), bare=True)
    text.heading(sentence)
    widgets.picture(f"figure-{name}", part, sentence, on_pick=on_pick)
    text.caption(words.reading(name, answer), words.source_line(answer))
