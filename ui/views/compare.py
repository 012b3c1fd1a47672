"""Compare: stored results side by side, with a verdict."""

from __future__ import annotations

import streamlit as st

from sim import words
from sim.answer import Answer
from sim.refusal import Refusal
from sim.store import StoreError
from sim.words.comparison import page as comparison_page
from ui import files, frame, library, state, text, widgets


def compare() -> None:
    """The page."""
    stored = library.stored()
    names = {entry.id: comparison_page.entry(entry) for entry in stored if entry.is_complete}
    text.kicker(comparison_page.TITLE)
    if not names:
        text.answer(comparison_page.NOTHING_STORED)
        text.paragraphs([comparison_page.HOW_TO_STORE])
    else:
        chosen = widgets.linked_many("with", "Stored results, two to six", names, [])
        if len(chosen) < 2:
            text.answer(comparison_page.CHOOSE)
        else:
            compared(tuple(chosen))
        with st.expander("All stored results"):
            text.table(*comparison_page.rows(stored))
    state.write_link()


def compared(names: tuple[str, ...]) -> None:
    """The verdict, the figures, and what was asked differently."""
    try:
        answer = library.compared(names)
    except Refusal as error:
        text.answer(comparison_page.CHOOSE)
        text.refusal(error)
        return
    except StoreError as error:
        text.answer(comparison_page.CHOOSE)
        text.fault(str(error).splitlines())
        return
    text.answer(words.headline(answer))
    text.quiet(words.quiet(answer))
    for name in answer.figures:
        frame.figure(name, answer)
    text.heading("In numbers")
    text.table(*words.rows(answer))
    asked_differently(answer)
    files.page_of(answer, "comparison")


def asked_differently(answer: Answer) -> None:
    """The inputs' difference: first what bears on an outcome."""
    for title, heads, rows in comparison_page.differences(answer):
        text.heading(title)
        text.table(heads, rows, wrap=True)


compare()
