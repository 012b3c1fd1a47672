"""Edit: members, influence and events in tables; faults at their fields; save, upload, download."""

from __future__ import annotations

import streamlit as st

from sim.analysis.evidence.assumptions import STATUSES
from sim.scenario import tables
from sim.scenario.faults import ScenarioError
from sim.scenario.scenario import Scenario
from sim.store import StoreError
from sim.words.shared import edit_page
from ui import library, state, text, widgets

MAX_BYTES = 1_000_000


def edit() -> None:
    """The page."""
    text.kicker(edit_page.TITLE)
    draft, head = begun(), st.container()
    part = widgets.linked_choice("table", "What to edit", edit_page.PARTS)
    draft = with_edits_elsewhere(draft, part)
    with head:
        text.answer(edit_page.headline(draft))
    # What is typed below the table outlives a change of the table, for its place stays the same.
    with st.container():
        made, edits = as_text(draft) if part == "text" else as_table(draft, part)
    if made is not None:
        written(made, own_changes() + edits)
    state.write_link()


# --- where it begins ------------------------------------------------------------------------------


def begun() -> Scenario:
    """The scenario that is edited: the session's, an upload, or a text of one's own."""
    now = state.assumed()
    widgets.scenario_choice()
    uploaded = st.file_uploader(
        edit_page.UPLOAD, type=["yaml", "yml"], max_upload_size=1, key="upload"
    )
    if uploaded is not None and uploaded.file_id != st.session_state.get("uploaded"):
        found = read(uploaded.getvalue(), uploaded.name)
        if found is not None:
            st.session_state["uploaded"] = uploaded.file_id
            keep(found, 0)
            return found
    if st.session_state.get("draft-of") == now.key:
        st.button("Begin again", on_click=begin_again)
        return Scenario.from_text(st.session_state["draft"], f"{now.scenario}.yaml")
    return library.scenario(now.scenario, now.changes)


def keep(draft: Scenario, changes: int) -> None:
    """From now on this is what is edited, as long as the session assumes the same."""
    st.session_state["draft"] = draft.text()
    st.session_state["draft-of"] = state.assumed().key
    st.session_state["draft-changes"] = changes


def begin_again() -> None:
    """Back to the scenario as the session assumes it."""
    st.session_state["draft-of"] = st.session_state["made"] = None


def own_changes() -> int:
    """How many edits the draft holds already."""
    is_kept = st.session_state.get("draft-of") == state.assumed().key
    return int(st.session_state["draft-changes"]) if is_kept else 0


def with_edits_elsewhere(draft: Scenario, part: str) -> Scenario:
    """The draft with the edits of a table that is not shown any more.

    What was typed into a table is gone with the table: it has to be taken before.
    """
    made = st.session_state.get("made")
    if made is None or made["to"] != draft.hash:
        return draft
    if made["part"] == part and key_of(draft, part) in st.session_state:
        return draft  # the table still holds them itself
    st.session_state["made"] = None
    if made["text"] is None:
        text.note(edit_page.LEFT)
        return draft
    changed = Scenario.from_text(made["text"], f"{draft.name}.yaml")
    keep(changed, own_changes() + made["changes"])
    return changed


def read(raw: bytes, name: str) -> Scenario | None:
    """The scenario of a file, or its faults with their places."""
    if len(raw) > MAX_BYTES:
        text.fault([edit_page.TOO_LARGE])
        return None
    try:
        return Scenario.from_text(raw, name)
    except ScenarioError as error:
        text.heading(edit_page.BEGUN)
        text.fault(str(error).splitlines())
        return None


# --- tables ---------------------------------------------------------------------------------------


def key_of(draft: Scenario, part: str) -> str:
    """Edits belong to the scenario that they were made to."""
    return f"{part} {draft.short_hash}"


def members(draft: Scenario) -> None:
    """The members at the start; they can be added and taken out."""
    text.quiet([edit_page.at_start(draft)])
    member = next(iter(draft.members))
    columns = {
        quantity: st.column_config.NumberColumn(
            quantity, help=tables.bounds(f"members.{member}.{quantity}"), format="%.3g", step=None
        )
        for quantity in tables.QUANTITIES
    }
    columns["status"] = st.column_config.SelectboxColumn("status", options=STATUSES)
    st.data_editor(
        tables.members(draft),
        key=key_of(draft, "members"),
        column_config=columns,
        hide_index=True,
        num_rows="dynamic",
    )


def influence(draft: Scenario) -> None:
    """How much each member heeds each other one."""
    st.data_editor(
        tables.influence(draft),
        key=key_of(draft, "influence"),
        disabled=["id"],
        hide_index=True,
    )


def events(draft: Scenario) -> None:
    """The record and what may come."""
    st.data_editor(
        tables.events(draft),
        key=key_of(draft, "events"),
        disabled=["does"],
        column_config={
            "on": st.column_config.SelectboxColumn("on", options=[*draft.members, "others"]),
            "alignment": st.column_config.NumberColumn("alignment by", format="%.3g", step=None),
        },
        hide_index=True,
        num_rows="dynamic",
        height=480,
    )


EDITORS = {"members": members, "influence": influence, "events": events}
CHANGES = {
    "members": tables.changes_of_members,
    "influence": tables.changes_of_influence,
    "events": tables.changes_of_events,
}


def as_table(draft: Scenario, part: str) -> tuple[Scenario | None, int]:
    """What the edits of the table that is shown make of it, and how many: or every fault."""
    text.quiet([edit_page.LOST])
    EDITORS[part](draft)
    made = {"to": draft.hash, "part": part, "text": None, "changes": 0}
    try:
        edits = CHANGES[part](draft, st.session_state.get(key_of(draft, part)) or {})
        changed = draft.change(edits) if edits else draft
    except ScenarioError as error:
        st.session_state["made"] = made
        text.paragraphs([edit_page.FAULTS])
        text.fault(str(error).splitlines())
        return None, 0
    made |= {"text": changed.text(), "changes": len(edits)}
    st.session_state["made"] = made if edits else None
    return changed, len(edits)


def as_text(draft: Scenario) -> tuple[Scenario | None, int]:
    """The whole scenario as text; one that is not taken yet can be neither saved nor downloaded."""
    key = key_of(draft, "text")
    typed: dict[str, str] = st.session_state.setdefault("typed", {})
    st.session_state.setdefault(key, typed.get(key, draft.text()))  # also after another table
    own = st.text_area("The scenario as YAML", height=520, key=key, on_change=typed_in, args=(key,))
    if st.session_state.get("text-faults"):
        text.fault(st.session_state["text-faults"])
    if own == draft.text():
        return draft, 0
    text.quiet([edit_page.NOT_TAKEN])
    st.button("Use this text", on_click=use, args=(key,))
    return None, 0


def typed_in(key: str) -> None:
    """Keep a text while another table is shown; faults were of the text before."""
    st.session_state["typed"] = {key: st.session_state[key]}
    st.session_state["text-faults"] = []


def use(key: str) -> None:
    """Take a text of one's own, if it is a scenario."""
    own = st.session_state[key]
    try:
        keep(Scenario.from_text(own, "text.yaml"), own_changes() + 1)
        st.session_state["text-faults"] = []
    except ScenarioError as error:
        st.session_state["text-faults"] = str(error).splitlines()


# --- away with it ---------------------------------------------------------------------------------


def written(scenario: Scenario, edits: int) -> None:
    """Download, or save under a name."""
    text.quiet([edit_page.edited(edits)])
    with st.container(horizontal=True, key="save-row", vertical_alignment="bottom"):
        name = st.text_input("Save under the name", key="name", help=edit_page.NAME_RULE)
        st.download_button(
            "Download",
            scenario.text(),
            file_name=f"{name or scenario.name}.yaml",
            mime="application/yaml",
            on_click="ignore",
        )
        if name:
            saving(scenario, name)
    if st.session_state.get("saved"):
        text.note(st.session_state["saved"])
        st.button("Open it in Explore", on_click=open_saved)
    if st.session_state.pop("go", False):
        st.switch_page("views/explore.py")


def saving(scenario: Scenario, name: str) -> None:
    """The button that saves; it never overwrites without asking."""
    if not library.NAME.fullmatch(name):
        text.fault([edit_page.NAME_RULE])
    elif library.is_ours(name):
        text.fault([edit_page.ours(name)])
    elif not library.is_saved(name):
        st.button("Save", type="primary", on_click=save, args=(scenario, name, False))
    elif st.checkbox(edit_page.there(name), key=f"replace {name}"):
        st.button("Save", type="primary", on_click=save, args=(scenario, name, True))


def save(scenario: Scenario, name: str, replace: bool) -> None:
    """Write the file whole or not at all."""
    try:
        library.save(name, scenario.text(), replace=replace)
    except StoreError as error:
        st.session_state["saved"] = str(error)
        return
    st.session_state["saved"] = edit_page.saved(name, str(library.own()))
    st.session_state["saved-name"] = name
    st.session_state["name"] = ""  # what was saved is no longer asked about


def open_saved() -> None:
    """Take the saved scenario into Explore."""
    state.choose(st.session_state["saved-name"])
    st.session_state["saved"] = ""
    st.session_state["go"] = True


edit()
