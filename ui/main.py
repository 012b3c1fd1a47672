"""The pages and the way between them; run for every session."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from sim.words.shared import pages as words
from ui import state, text, warming, widgets

HERE = Path(__file__).parent
VIEWS = ("explore", "domino", "story", "sweep", "compare", "edit", "evidence")


@st.cache_resource(show_spinner=False)
def settled() -> bool:
    """Once the first page was shown: what that brought stays as well."""
    warming.settle()
    return True


def main() -> None:
    """Show the page that was asked for."""
    pages = [
        st.Page(HERE / "views" / f"{name}.py", title=name.capitalize(), default=name == "explore")
        for name in VIEWS
        if (HERE / "views" / f"{name}.py").is_file()
    ]
    page = st.navigation(pages, position="top")
    st.set_page_config(
        page_title=f"{page.title} · Domino",
        page_icon=HERE / "component" / "mark.svg",
        layout="wide",
        menu_items={"Get help": None, "Report a bug": None, "About": None},
    )
    text.style()
    widgets.screen()
    widgets.show_panel_anew()
    state.begin()
    if state.ignored():
        text.note(words.ignored(state.ignored()))
    page.run()
    settled()


main()
