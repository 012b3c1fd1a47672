"""The pages: ``domino app`` starts a server on this file.

Settings are those of ``sim/cli/app.py``.
"""

from __future__ import annotations

import gc
from pathlib import Path

import streamlit as st

from ui import state, text, widgets

HERE = Path(__file__).parent
VIEWS = {
    "explore": "Explore",
    "domino": "Domino",
    "story": "Story",
    "sweep": "Sweep",
    "compare": "Compare",
    "edit": "Edit",
    "evidence": "Evidence",
}


@st.cache_resource(show_spinner=False)
def settled() -> bool:
    """Once all is imported and compiled: what stays need not be looked through after every run.

    Streamlit collects garbage after each run; over all that was imported that takes 100 ms, in
    which no other session is served.
    """
    gc.collect()
    gc.freeze()
    return True


def main() -> None:
    """Show the page that was asked for."""
    st.set_page_config(
        page_title="Domino",
        page_icon=HERE / "component" / "mark.svg",
        layout="wide",
        menu_items={"Get help": None, "Report a bug": None, "About": None},
    )
    text.style()
    pages = [
        st.Page(HERE / "views" / f"{name}.py", title=title, default=name == "explore")
        for name, title in VIEWS.items()
        if (HERE / "views" / f"{name}.py").is_file()
    ]
    page = st.navigation(pages, position="top")
    widgets.screen()
    state.begin()
    page.run()
    settled()


main()
