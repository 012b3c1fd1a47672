"""What people take away: a page, tables, a scenario; made when they are asked for."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

import streamlit as st

from sim import store
from sim.answer import Answer
from sim.report import page
from ui import library


def downloads(answer: Answer, name: str) -> None:
    """A stored result as one page, and its tables."""
    with st.container(horizontal=True, key=f"downloads-{name}"):
        st.download_button(
            "One page to keep (HTML)",
            lambda: page([answer]).encode(),
            file_name=f"{name}.html",
            mime="text/html",
            on_click="ignore",
            key=f"page-{name}",
        )
        st.download_button(
            "Tables (CSV)",
            lambda: tables(name),
            file_name=f"{name}.zip",
            mime="application/zip",
            on_click="ignore",
            key=f"tables-{name}",
        )


def page_of(answer: Answer, name: str) -> None:
    """An answer as one page."""
    st.download_button(
        "One page to keep (HTML)",
        lambda: page([answer]).encode(),
        file_name=f"{name}.html",
        mime="text/html",
        on_click="ignore",
        key=f"page-{name}",
    )


def keep(answer: Answer, command: str) -> None:
    """A button that stores an answer, for Compare and the command line."""
    st.button("Keep this result", on_click=kept, args=(answer, command), key="keep")


def kept(answer: Answer, command: str) -> None:
    """Store an answer, and say so."""
    try:
        place = store.save(answer, library.results(), command=command, page=page([answer]))
    except store.StoreError as error:
        st.session_state["kept"] = str(error)
    else:
        st.session_state["kept"] = f"Kept as {place.name}."


def tables(name: str) -> bytes:
    """The tables of a stored result as CSV files that can be reopened."""
    packed = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        written = store.export_csv(name, library.results(), Path(folder))
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in written:
                archive.write(file, file.name)
    return packed.getvalue()
