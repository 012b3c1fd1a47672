"""Evidence: where each number comes from, what the article said, what to check first."""

from __future__ import annotations

import streamlit as st

from sim import words
from sim.scenario.scenario import Scenario
from sim.words.evidence import evidence as evidence_evidence
from ui import frame, library, state, text, widgets


def evidence() -> None:
    """The page."""
    now = state.assumed()
    scenario = library.scenario(now.scenario, now.changes)
    found = library.ask("evidence", now)
    widgets.scenario_choice()
    text.answer(evidence_evidence.headline(found))
    age = [evidence_evidence.how_old(scenario.as_of)] if scenario.as_of else []
    text.quiet(
        [evidence_evidence.judged(found), evidence_evidence.seeding(found.result.seeding), *age]
    )
    scope = widgets.linked_choice("scope", "What to look at", evidence_evidence.SCOPES)
    PARTS[scope](scenario)
    state.write_link()


def numbers(scenario: Scenario) -> None:
    """Every number with its source."""
    text.heading(evidence_evidence.TITLE)
    st.dataframe(evidence_evidence.numbers(scenario), hide_index=True, height=520, key="numbers")
    text.heading("Sources")
    text.table(*evidence_evidence.sources(scenario), wrap=True)


def article(scenario: Scenario) -> None:
    """The article, sentence by sentence."""
    heads, rows = evidence_evidence.article()
    text.paragraphs([evidence_evidence.ARTICLE])
    text.table(heads, rows, wrap=True)


def timeline(scenario: Scenario) -> None:
    """The record and what may come."""
    frame.figure("timeline", library.forecast(state.assumed()))


def weakest(scenario: Scenario) -> None:
    """Which guess to replace first."""
    st.session_state.setdefault("looked", False)
    if not st.session_state["looked"]:
        text.paragraphs([evidence_evidence.LOOKING])
        st.button("Look", on_click=lambda: st.session_state.update(looked=True), type="primary")
        return
    with st.spinner(evidence_evidence.LOOKING):
        found = library.ask("weakest", state.assumed())
    text.heading(evidence_evidence.first_three(found))
    text.table(*evidence_evidence.guesses(found, scenario), wrap=True)
    text.caption(words.source_line(found))


def method(scenario: Scenario) -> None:
    """How it works, and what it cannot say."""
    text.items("What these numbers cannot say", words.limits(library.forecast(state.assumed())))
    # Our own document, no text of a scenario: the one place where Markdown is rendered.
    st.markdown(evidence_evidence.method())


PARTS = {
    "numbers": numbers,
    "article": article,
    "timeline": timeline,
    "weakest": weakest,
    "method": method,
}

evidence()
