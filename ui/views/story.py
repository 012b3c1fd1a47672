"""Story: one run month by month, what happened in it and why each member moved."""

from __future__ import annotations

import streamlit as st

from sim import words
from sim.analysis.story.playback import moves, statuses, typical_runs
from sim.analysis.story.result import StoryResult
from sim.answer import Answer
from sim.plots.shared.map import can_be_drawn, run_map
from sim.plots.story.playback import lives, weights
from sim.words.story import page as story_page
from ui import frame, library, state, text, widgets

BEAT = 0.7
"""Seconds that a month stands while the story plays."""


def chosen_run() -> int:
    """The run that is told: a typical one, or one by number."""
    typical = typical_runs(library.forecast(state.assumed()))
    names = {name: story_page.TYPICAL[name] for name in typical} | {
        "other": story_page.TYPICAL["other"]
    }
    kind = widgets.linked_choice("tell", "Which run", names)
    if kind != "other":
        return typical[kind]
    return widgets.linked_number("run", "Number of the run", 0, state.MOST_RUNS)


def story() -> None:
    """The page; while it plays, it runs by itself."""
    st.fragment(told, run_every=BEAT if is_playing() else None)()


def is_playing() -> bool:
    """Whether it goes on by itself."""
    return bool(st.session_state.get("playing"))


def play(onward: bool) -> None:
    """Go on by itself, or no longer: the whole page has to know."""
    st.session_state["playing"] = onward
    st.rerun()


def told() -> None:
    """One month of the run, and the way to the next."""
    with frame.framed() as places:
        with places.answer:
            run = chosen_run()
            answer = library.ask("playback", state.assumed(), run=run)
            month = at_month(answer)
            text.answer(story_page.headline(answer, run))
            heard(answer, month)
            whereabouts(answer, month)
        with places.more:
            weighed(answer, month)
            log(answer)


def at_month(answer: Answer[StoryResult]) -> str:
    """The month that is shown: by slider, by step, at the next move, or playing on."""
    months = story_page.months(answer)
    names = list(months)
    if is_playing():
        play_on(names)
    with st.container(horizontal=True, key="play"):
        st.button("Back", on_click=step, args=(names, -1))
        label, key = ("Pause", "pause") if is_playing() else ("Play", "go-on")
        if st.button(label, key=key):
            play(not is_playing())
        st.button("Forward", on_click=step, args=(names, 1))
        st.button("Next move", on_click=jump, args=(names, moves(answer)))
    return widgets.linked_month("at", "Month", months, default=answer.inputs.now)


def step(names: list[str], months: int) -> None:
    """Move by some months, within the run."""
    place = names.index(current(names)) + months
    st.session_state["at"] = names[max(0, min(place, len(names) - 1))]


def current(names: list[str]) -> str:
    """The month shown now."""
    there = st.session_state.get("at")
    return there if there in names else names[0]


def jump(names: list[str], when: list[str]) -> None:
    """To the next month in which a member moves; from the last one to the first."""
    later = [month for month in when if month > current(names)]
    if when:
        st.session_state["at"] = (later or when)[0]


def play_on(names: list[str]) -> None:
    """One month on; at the end it stops."""
    if current(names) == names[-1]:
        play(False)
    step(names, 1)


def heard(answer: Answer[StoryResult], month: str) -> None:
    """What happened in this month, in words."""
    now = state.assumed()
    scenario = library.scenario(now.scenario, now.changes)
    here = [each for each in answer.result.record if each.month == month]
    lines = words.story(here, scenario) or [story_page.quiet_month(month)]
    text.paragraphs(lines)


def whereabouts(answer: Answer[StoryResult], month: str) -> None:
    """The statuses in this month on the map, and over time."""
    theme, width = widgets.theme(), widgets.width()
    sentence = story_page.statuses(answer, statuses(answer, month), month)
    text.heading(sentence)
    if can_be_drawn(answer):
        patron = library.scenario(state.assumed().scenario).patron.iso3
        figure = run_map(answer, statuses(answer, month), patron=patron, theme=theme, width=width)
        widgets.picture("figure-run-map", figure, sentence)
    figure = lives(answer, month, theme=theme, width=width)
    widgets.picture("figure-lives", figure, story_page.LIVES)
    text.caption(story_page.LIVES_READING, story_page.source_line(answer))


def weighed(answer: Answer[StoryResult], month: str) -> None:
    """Why: the terms of each member's decision in this month."""
    if month <= answer.inputs.now:
        text.quiet([story_page.NOTHING_WEIGHED])
        return
    member = widgets.linked_option("whom", "Whose decision", words.labels(answer))
    sentence = story_page.weighing(answer, month, member)
    text.heading(sentence)
    figure = weights(answer, month, member, theme=widgets.theme(), width=widgets.width())
    widgets.picture("figure-weights", figure, sentence)
    text.caption(story_page.WEIGHTS_READING, story_page.source_line(answer))


def log(answer: Answer[StoryResult]) -> None:
    """Everything that happened after the record."""
    now = state.assumed()
    scenario = library.scenario(now.scenario, now.changes)
    after = [each for each in answer.result.record if each.month > answer.inputs.now]
    with st.expander("The whole run in words"):
        text.paragraphs(words.story(after, scenario) or [story_page.NOTHING_HAPPENS])


story()
