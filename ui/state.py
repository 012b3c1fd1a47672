"""What a session assumes: one value that the address holds, with its past and its future.

The address is read once, when a session begins, and written after every change: a link pasted
into another browser shows the same picture. Whatever a link says goes through the schema.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from sim.analysis.evidence.assumptions import Assumption
from sim.bounds import LAST_SEED
from sim.scenario.faults import ScenarioError
from sim.scenario.reading.yaml_text import typed
from sim.words.shared.amounts import shortened
from ui import library
from ui.library import Assumed

DEFAULT = library.BASELINE
RUNS, ROUGH, MOST_RUNS = 2_000, 500, 20_000
DEPTH = 100
"""Moves that can be undone."""
VIEWED = frozenset(
    [
        *("month", "show", "more-open"),
        *("part", "leaver", "other", "from", "by", "of", "pairs"),
        *("tell", "run", "at", "whom"),
        *("sweep", "vary", "and", "ask", "design", "points", "each"),
        *("with", "scope", "table"),
    ]
)
"""What the address says beside the assumptions: held there by the widgets themselves."""
RANGED = ("low", "high", "values")
"""With the path that they belong to: the ranges of a sweep, held in the same way."""


# --- the session ----------------------------------------------------------------------------------


def begin() -> None:
    """Read the address, once a session; afterwards the session knows better."""
    if "assumed" not in st.session_state:
        assumed, reasons = _read(st.query_params.to_dict())
        st.session_state["assumed"] = assumed
        st.session_state["ignored"] = reasons
        st.session_state["past"], st.session_state["future"] = [], []
        st.session_state["moving"] = None
        st.session_state["viewed"] = {
            key: st.query_params.get_all(key) for key in st.query_params if key in VIEWED
        }
    write_link()


def assumed() -> Assumed:
    """What the session assumes now."""
    found: Assumed = st.session_state["assumed"]
    return found


def before_last_move() -> Assumed | None:
    """What it assumed before."""
    past: list[Assumed] = st.session_state["past"]
    return past[-1] if past else None


def ignored() -> list[str]:
    """What of the link could not be used, and why."""
    found: list[str] = st.session_state["ignored"]
    return found


def viewed(key: str, chosen: object) -> list[str]:
    """What the link said of a choice when the session began, until another one is made."""
    linked: dict[str, list[str]] = st.session_state["viewed"]
    if st.session_state.setdefault(f"viewed {key}", chosen) != chosen:
        linked.pop(key, None)
    return linked.get(key, [])


# --- moves; called by callbacks alone -------------------------------------------------------------


def move(path: str, value: object, *, is_last: bool = True) -> None:
    """Set one assumption; while a hand holds it, all its values are one move."""
    now = assumed()
    known = library.assumptions(now.scenario).get(path)
    if known is None:
        return
    changes = {each: there for each, there in now.changes.items() if each != path}
    kept = _kept(known, value)
    if kept != known.default:
        changes[path] = kept
    try:
        library.scenario(now.scenario, changes)
    except ScenarioError as error:  # two shares of more than the whole, for instance
        st.session_state["refused"] = str(error)
        st.session_state["refusals"] = st.session_state.get("refusals", 0) + 1
        return
    if changes != now.changes and st.session_state["moving"] != path:
        _remember(now)
    st.session_state["moving"] = None if is_last else path
    st.session_state["assumed"] = replace(now, changes=changes)


def refused() -> str:
    """Why the last move was not made; told once."""
    found: str = st.session_state.pop("refused", "")
    return found


def is_moving() -> bool:
    """Whether a hand holds an assumption."""
    return st.session_state["moving"] is not None


def choose(scenario: str) -> None:
    """Take another scenario, as it was written."""
    if scenario == assumed().scenario or scenario not in library.names():
        return
    try:
        library.scenario(scenario)
    except ScenarioError as error:  # a file of one's own that was broken
        st.session_state["refused"] = str(error)
    else:
        _go(replace(assumed(), scenario=scenario, changes={}))


def reset() -> None:
    """Take back every change."""
    if assumed().changes:
        _go(assumed().as_written())


def draw(seed: int, runs: int) -> None:
    """Take another luck, or more of it."""
    _go(replace(assumed(), seed=seed, runs=runs))


def undo() -> None:
    """Back by one move."""
    _step("past", "future")


def redo() -> None:
    """Forward again."""
    _step("future", "past")


def _go(there: Assumed) -> None:
    _remember(assumed())
    st.session_state["moving"] = None
    st.session_state["assumed"] = there


def _remember(now: Assumed) -> None:
    st.session_state["ignored"], st.session_state["viewed"] = [], {}  # the link is another one now
    st.session_state["past"] = [*st.session_state["past"], now][-DEPTH:]
    st.session_state["future"] = []


def _step(source: str, target: str) -> None:
    if st.session_state[source]:
        st.session_state[target] = [*st.session_state[target], assumed()]
        *rest, there = st.session_state[source]
        st.session_state[source], st.session_state["assumed"] = rest, there
        st.session_state["moving"] = None


def _kept(known: Assumption, value: object) -> object:
    """A value within its scale; what does not fit leaves the default."""
    if known.kind == "flag":
        return value if isinstance(value, bool) else known.default
    if known.kind == "choice":
        return value if value in known.choices else known.default
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
        return known.default
    if value == known.default:
        return known.default
    within = min(max(float(value), known.minimum), known.maximum)
    return float(f"{within:.6g}")  # as the address holds it


# --- the address ----------------------------------------------------------------------------------


def write_link() -> None:
    """Let the address say what is assumed; what is as written is left out."""
    wanted = _query(assumed())
    there = st.query_params.to_dict()
    for key in there:
        if _is_ours(key) and key not in wanted:
            del st.query_params[key]
    for key, value in wanted.items():
        if there.get(key) != value:
            st.query_params[key] = value


def _query(now: Assumed) -> dict[str, str]:
    wanted = {path: _text(value) for path, value in now.changes.items()}
    if now.scenario != DEFAULT:
        wanted["scenario"] = now.scenario
    if now.seed != 1:
        wanted["seed"] = str(now.seed)
    if now.runs != RUNS:
        wanted["runs"] = str(now.runs)
    return wanted


def _is_ours(key: str) -> bool:
    return key in ("scenario", "seed", "runs", "decision") or key.startswith("present.")


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _read(query: Mapping[str, str]) -> tuple[Assumed, list[str]]:
    """The assumptions of an address, and what of it could not be used."""
    reasons: list[str] = []
    name = query.get("scenario", DEFAULT)
    if name not in library.names():
        reasons.append(f"scenario {shortened(name, 40)} (there is none of that name)")
        name = DEFAULT
    try:
        known = library.assumptions(name)
    except ScenarioError as error:
        return Assumed(DEFAULT), [*reasons, str(error.faults[0])]
    changes: dict[str, object] = {}
    for key, text in query.items():
        if key in ("scenario", "seed", "runs") or key in VIEWED or key.split(".")[0] in RANGED:
            continue
        value = typed(text)
        if key not in known:
            reasons.append(f"{shortened(key, 60)} (no such assumption)")
        elif _kept(known[key], value) != _as_number(value):
            reasons.append(f"{shortened(key, 60)} = {shortened(text, 20)} (not allowed)")
        elif _kept(known[key], value) != known[key].default:
            changes[key] = _kept(known[key], value)
    seed = _whole(query, "seed", 1, 0, LAST_SEED, reasons)
    runs = _whole(query, "runs", RUNS, 100, MOST_RUNS, reasons)
    _whole(query, "run", 0, 0, MOST_RUNS, reasons)  # the widget that reads it would say nothing
    found = Assumed(name, changes, seed, runs)
    try:
        library.scenario(found.scenario, found.changes)
    except ScenarioError as error:
        reasons.append(str(error.faults[0]))
        found = found.as_written()
    return found, reasons


def _as_number(value: object) -> object:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return float(value) if is_number else value  # type: ignore[arg-type]


def _whole(
    query: Mapping[str, str], key: str, default: int, low: int, high: int, reasons: list[str]
) -> int:
    text = query.get(key)
    if text is None:
        return default
    if text.isdecimal() and len(text) < 20 and low <= int(text) <= high:
        return int(text)
    reasons.append(f"{key} = {shortened(text, 20)} (not allowed)")
    return default
