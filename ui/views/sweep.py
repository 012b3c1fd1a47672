"""Sweep: how the answer moves over a box of assumptions; computed in a process of its own."""

from __future__ import annotations

import streamlit as st

from sim import store, words
from sim.analysis.sweep.cost import cost_of
from sim.refusal import Refusal
from sim.store import StoreError
from sim.words.shared import pages
from sim.words.shared.amounts import shortened
from sim.words.sweep import page as sweep_page
from ui import files, frame, library, state, text, widgets, work
from ui.work import Wish


def sweep() -> None:
    """The page: a sweep that is under way or complete, and the next one."""
    text.answer(sweep_page.TITLE)
    text.paragraphs([sweep_page.EXPLAINED])
    name = st.session_state.get("sweep") or st.query_params.get("sweep")
    if name and work.is_known(str(name)):
        st.session_state["sweep"] = str(name)
        st.query_params["sweep"] = str(name)
        under_way(str(name))
    elif name:
        text.note(pages.ignored([f"sweep = {shortened(str(name), 60)} (there is none)"]))
        st.session_state.pop("sweep", None)  # its folder may have gone since it was shown
        st.query_params.pop("sweep", None)
    others(name)
    asking()
    state.write_link()


# --- asking ---------------------------------------------------------------------------------------


@st.fragment
def asking() -> None:
    """What to vary, what to ask, and what that costs."""
    now = state.assumed()
    scenario = library.scenario(now.scenario, now.changes)
    text.heading(pages.asked_of(scenario, len(now.changes)))
    names = sweep_page.paths(scenario, present(now.scenario))
    vary = [varied(names, "vary", now.scenario)]
    second = {sweep_page.NOTHING: sweep_page.NOTHING, **names}
    vary.append(varied(second, "and", now.scenario))
    outcomes = sweep_page.outcomes(scenario)
    asked = widgets.linked_many("ask", "What to ask at each point", outcomes, ["p_at_least.1"])
    with st.container(horizontal=True, key="design-row"):
        design = widgets.linked_option("design", "How points are spread", sweep_page.DESIGNS)
        points = None
        if design != "grid":
            points = widgets.linked_number("points", "Points", 2, 100_000, default=64)
        runs = widgets.linked_option("each", "Runs of each point", sweep_page.RUNS, default="500")
    ranges = tuple(each(design) for each in vary if each is not None)
    offer(Wish(ranges, tuple(asked), design, points, int(runs)))


def present(name: str) -> dict[str, str]:
    """The numbers that can be assumed about the present, in words."""
    numbers = [path for path, each in library.assumptions(name).items() if each.kind == "number"]
    return sweep_page.present_paths(library.scenario(name), numbers)


def varied(names: dict[str, str], key: str, scenario: str) -> widgets.Ranged | None:
    """One path with its range."""
    label = {"vary": "Vary", "and": "and beside it"}[key]
    default = next((path for path in names if path.endswith("channels.club")), None)
    with st.container(horizontal=True, key=f"{key}-row"):
        path = widgets.linked_option(key, label, names, default=default if key == "vary" else None)
        if path == sweep_page.NOTHING:
            return None
        return widgets.ranged(path, library.suggested(scenario, path))


def offer(wish: Wish) -> None:
    """The cost, and the button that starts it."""
    now = state.assumed()
    try:
        plan = work.plan_of(now, wish)
    except Refusal as error:
        text.refusal(error)
        return
    text.quiet([sweep_page.cost(cost_of(plan, library.seconds_a_run(now)))])
    if st.button("Start", type="primary"):
        try:
            st.session_state["sweep"] = work.start(now, wish)
        except StoreError as error:
            text.fault([str(error)])
        else:
            st.rerun()


# --- under way ------------------------------------------------------------------------------------


def under_way(name: str) -> None:
    """How far it is; or what it found."""
    there = work.how_far(name)
    if there is not None and there.is_complete:
        complete(name)
    elif work.is_running(name):
        st.fragment(watched, run_every=0.7)(name)
    else:
        left(name)


def watched(name: str) -> None:
    """Progress, read again and again."""
    there = work.how_far(name)
    if not work.is_running(name):
        st.rerun()
    text.heading(f"Under way: {name}")
    if there is None:
        st.progress(0.0, text=sweep_page.BEGINS)
    else:
        first = st.session_state.setdefault(f"first {name}", there)
        time_left = work.seconds_left(name, there, first)
        told = sweep_page.progress(there.done, there.total, time_left)
        st.progress(there.done / there.total, text=told)
    if work.can_stop(name):
        st.button("Stop", on_click=work.stop, args=(name,), key="stop")
    else:
        text.quiet([sweep_page.STARTED_ELSEWHERE])


def left(name: str) -> None:
    """A sweep that stands still: stopped, or ended with a complaint."""
    there = work.how_far(name)
    text.heading(f"Not under way: {name}")
    if there:
        text.paragraphs([sweep_page.stopped(there.done, there.total)])
    complaint = work.complaint(name)
    if complaint and not there:
        text.fault(complaint.splitlines())
    hindrance = st.session_state.pop("not gone on", "") or work.hindrance(name)
    if hindrance:
        text.quiet([sweep_page.begun_elsewhere(hindrance)])
    else:
        st.button("Go on", on_click=go_on, args=(name,), key="go-on")


def go_on(name: str) -> None:
    """Go on with a sweep, or keep why that cannot be, to be told once."""
    try:
        work.go_on(name)
    except StoreError as error:
        st.session_state["not gone on"] = str(error)


def others(shown: str | None) -> None:
    """Sweeps that were begun from this page and are not complete: not to be forgotten."""
    for name, there in work.unfinished().items():
        if name == shown:
            continue
        with st.container(horizontal=True, key=f"left-{name}", vertical_alignment="center"):
            is_running = work.is_running(name)
            text.quiet(
                [sweep_page.unfinished(name, there.done, there.total, is_running=is_running)]
            )
            st.button("Show", key=f"show {name}", on_click=look_at, args=(name,))


def look_at(name: str) -> None:
    """Show another sweep."""
    st.session_state["sweep"] = name


def complete(name: str) -> None:
    """The figures, the table, and the files."""
    try:
        answer = store.load(name, library.results())
    except StoreError as error:
        text.fault([str(error)])
        return
    text.heading(words.headline(answer))
    text.quiet(words.quiet(answer))
    for figure in answer.figures:
        frame.figure(figure, answer)
    files.downloads(answer, name)


sweep()
