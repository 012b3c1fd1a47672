"""What can be seen and moved: the panel of assumptions, figures that stay in place, the screen."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import streamlit as st

from sim.analysis.evidence.assumptions import Assumption, Group
from sim.plots import PHONE, WIDE
from sim.plots.shared.base_map import GROUND
from sim.scenario.scenario import Scenario
from sim.words.shared import pages as words
from sim.words.shared.amounts import shortened
from sim.words.shared.assumptions import assumption_name, group_name, value_in_words
from ui import crowd, drawing, library, state, text

HERE = Path(__file__).parent / "component"
MOST_GROUNDS = 64


def _read(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


_picture = st.components.v2.component(
    "picture",
    html='<div class="picture" role="img" aria-busy="true"></div>',
    js=_read("picture.js"),
    isolate_styles=False,
)
_screen = st.components.v2.component(
    "screen", html="<span></span>", js=_read("screen.js"), isolate_styles=False
)
_assumptions = st.components.v2.component(
    "assumptions",
    html='<div class="assumptions"></div>',
    css=_read("assumptions.css"),
    js=_read("assumptions.js"),
    isolate_styles=False,
)


# --- the screen -----------------------------------------------------------------------------------


def screen() -> None:
    """Learn how wide the window is; a first run on a telephone draws twice."""
    told = _screen(
        key="screen",
        data={"width": st.session_state.get("width", "wide")},
        on_width_change=_resized,
        height=1,
    )
    del told


def _resized() -> None:
    width = st.session_state["screen"].get("width")
    st.session_state["width"] = "narrow" if width == "narrow" else "wide"


def width() -> int:
    """Pixels that figures are drawn for."""
    return PHONE if st.session_state.get("width") == "narrow" else WIDE


def theme() -> str:
    """``light`` or ``dark``, as the browser shows the page."""
    return "dark" if st.context.theme.type == "dark" else "light"


# --- the scenario ---------------------------------------------------------------------------------


def scenario_choice() -> None:
    """Which scenario; another one is taken as it was written."""
    titles = library.titles()
    st.session_state["chosen"] = state.assumed().scenario
    st.selectbox(
        "Scenario",
        list(titles),
        key="chosen",
        format_func=lambda name: titles.get(name, name),
        on_change=lambda: state.choose(st.session_state["chosen"]),
    )


# --- figures --------------------------------------------------------------------------------------


def picture(
    key: str,
    figure: Mapping[str, Any],
    label: str,
    *,
    on_pick: Callable[[Any], None] | None = None,
    first: bool = False,
) -> None:
    """A figure that stays in place while it changes.

    ``on_pick`` is told what was clicked; the ``first`` one of a page is drawn before the others.
    """
    document = {
        "layout": figure["layout"],
        "label": label,
        "library": drawing.ADDRESS,
        "picks": on_pick is not None,
        "first": first,
    }
    traces = ",".join(_written(trace) for trace in figure["data"])
    raw = f'{{"data":[{traces}],{_json(document)[1:]}'.encode()

    def picked() -> None:
        found = st.session_state[key].get("picked")
        if on_pick is not None and found is not None:
            on_pick(found)

    _picture(key=key, data=raw, on_picked_change=picked)


_GROUNDS: dict[int, tuple[Any, str]] = {}
"""What never changes in maps, written once; the object is kept, so that its id stays its own."""


def _written(trace: Mapping[str, Any]) -> str:
    if trace.get("meta") != GROUND:
        return _json(trace)
    if id(trace) not in _GROUNDS:
        if len(_GROUNDS) > MOST_GROUNDS:
            _GROUNDS.clear()
        _GROUNDS[id(trace)] = trace, _json(trace)
    return _GROUNDS[id(trace)][1]


def _json(value: Any) -> str:
    return json.dumps(value, default=_typed, separators=(",", ":"))


_KINDS = {"f4": "f4", "f8": "f8", "i4": "i4", "i2": "i2", "u1": "u1"}


def _typed(value: Any) -> Any:
    """Arrays as Plotly reads them fastest: typed, in base64."""
    if isinstance(value, np.ndarray):
        kind = _KINDS.get(value.dtype.str[1:])
        if kind is None:
            return value.tolist()
        raw = np.ascontiguousarray(value)
        typed = {"dtype": kind, "bdata": base64.b64encode(raw).decode()}
        return typed if raw.ndim == 1 else typed | {"shape": ", ".join(map(str, raw.shape))}
    if hasattr(value, "item"):
        return value.item()
    raise TypeError(f"{type(value).__name__} cannot stand in a figure")


# --- what a page lets one choose -----------------------------------------------------------------


def linked_choice(key: str, label: str, choices: Mapping[str, str]) -> str:
    """One of a few choices, held by the address; the first is the default."""
    names = list(choices)
    _forget_unknown(key, names)
    found = st.segmented_control(
        label,
        names,
        default=names[0],
        key=key,
        format_func=lambda name: choices[name],
        bind="query-params",
        label_visibility="collapsed",
        required=True,
    )
    _told_of_link(key, found, [*names, *choices.values()])
    return str(found)


def linked_option(
    key: str, label: str, options: Mapping[str, str], *, default: str | None = None
) -> str:
    """One of many choices, held by the address; the first is the default where none is given."""
    names = list(options)
    _forget_unknown(key, names)
    found = st.selectbox(
        label,
        names,
        index=names.index(default) if default in names else 0,
        key=key,
        format_func=lambda name: options.get(name, name),
        bind="query-params",
    )
    _told_of_link(key, found, [*names, *options.values()])
    return str(found)


def linked_month(
    key: str, label: str, months: Mapping[str, str], *, default: str | None = None
) -> str:
    """A month on a slider, held by the address; the last is the default where none is given."""
    names = list(months)
    _forget_unknown(key, names)
    found = st.select_slider(
        label,
        names,
        value=default or names[-1],
        key=key,
        format_func=lambda name: months.get(name, name),
        bind="query-params",
    )
    _told_of_link(key, found, [*names, *months.values()])
    return str(found)


def linked_many(
    key: str, label: str, options: Mapping[str, str], default: Sequence[str], *, most: int = 6
) -> list[str]:
    """Some of many choices, held by the address."""
    found = st.multiselect(
        label,
        list(options),
        default=[name for name in default if name in options],
        key=key,
        format_func=lambda name: options.get(name, name),
        max_selections=most,
        bind="query-params",
    )
    _told_of_link(key, found, [*options, *options.values()])
    return [str(name) for name in found]


def linked_number(key: str, label: str, low: int, high: int, *, default: int | None = None) -> int:
    """A whole number, held by the address."""
    start = low if default is None else default
    return int(st.number_input(label, low, high, start, key=key, bind="query-params"))


def _told_of_link(key: str, chosen: object, known: Sequence[str]) -> None:
    """Say what of the link that began the session is no choice; the browser drops it silently."""
    unknown = [each for each in state.viewed(key, chosen) if each not in known]
    if unknown:
        listed = [f"{key} = {shortened(each, 40)} (no such choice)" for each in unknown]
        text.note(words.ignored(listed))


Ranged = Callable[[str], str]
"""From the kind of design to a range as a sweep takes it."""


def ranged(path: str, suggested: tuple[float, float]) -> Ranged:
    """The range of one path, and how many values it has on a grid; held by the address."""
    keys = [f"{part}.{path}" for part in state.RANGED]
    bind: Literal["query-params"] = "query-params"
    low = st.number_input("from", value=suggested[0], key=keys[0], format="%.4g", bind=bind)
    high = st.number_input("to", value=suggested[1], key=keys[1], format="%.4g", bind=bind)
    values = st.number_input("values on a grid", 2, 100, 7, key=keys[2], bind=bind)

    def told(design: str) -> str:
        end = f":{values}" if design == "grid" else ""
        return f"{path}={low:.6g}:{high:.6g}{end}"

    return told


def _forget_unknown(key: str, names: Sequence[str]) -> None:
    """Drop a choice that another scenario left behind."""
    if key in st.session_state and st.session_state[key] not in names:
        del st.session_state[key]


# --- the panel of assumptions ---------------------------------------------------------------------


def assumptions(name: str, *, opened: str | None = None) -> None:
    """Every assumption with its slider; what is moved becomes the session's state.

    What the panel is made of goes to the browser once; after a move only the values do.
    """
    groups = _panel(name, library.stamp(name))
    is_there = st.session_state.get("panel") == groups
    st.session_state["panel"] = groups
    known = b"null" if is_there else groups
    refusals = st.session_state.get("refusals", 0)  # each sends the slider back to its value
    told = {
        "values": state.assumed().changes,
        "open": opened,
        "refusals": refusals,
        "turn": st.session_state.get("turn", 0),  # of the move that this answers
    }
    values = json.dumps(told).encode()
    _assumptions(
        key="assumptions",
        data=b'{"panel":' + known + b"," + values[1:],
        on_moved_change=_moved,
    )


def show_panel_anew() -> None:
    """After a run of the whole page the browser may have a new, empty panel."""
    st.session_state["panel"] = None


def _moved() -> None:
    told = st.session_state["assumptions"].get("moved")
    if isinstance(told, Mapping) and isinstance(told.get("path"), str):
        st.session_state["turn"] = told.get("turn", 0)
        with crowd.turn():
            state.move(told["path"], told.get("value"), is_last=bool(told.get("last", True)))


@st.cache_resource(max_entries=64, show_spinner=False)
def _panel(name: str, stamp: int) -> bytes:
    base = library.scenario(name)
    groups = [_group(base, group) for group in library.panel(name)]
    return json.dumps({"scenario": f"{name} {stamp}", "groups": groups}).encode()


def _group(scenario: Scenario, group: Group) -> dict[str, Any]:
    return {
        "id": group.name,
        "name": group_name(scenario, group.name),
        "assumptions": [_about(scenario, group.name, each) for each in group.assumptions],
    }


def _about(scenario: Scenario, group: str, each: Assumption) -> dict[str, Any]:
    source = scenario.source(each.source) if each.source else None
    return {
        "path": each.path,
        "name": assumption_name(scenario, group, each.name),
        "kind": each.kind,
        "default": each.default,
        "minimum": each.minimum,
        "maximum": each.maximum,
        "step": each.step,
        "low": each.low,
        "high": each.high,
        "unit": each.unit,
        "help": each.help,
        "note": each.note,
        "source": each.source,
        "citation": words.citation(source) if source else "",
        "choices": [[choice, value_in_words(choice)] for choice in each.choices],
    }
