"""The session's state, without a browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from sim.cli.app import settings

TRUST = "present.members.armenia.trust.external"


def session(**query: str) -> AppTest:
    """A session that has read an address."""

    def script() -> None:
        from ui import state

        state.begin()

    test = AppTest.from_function(script, default_timeout=120)
    for key, value in query.items():
        test.query_params[key] = value
    return test.run()


def test_an_address_becomes_assumptions() -> None:
    test = session(**{TRUST: "0.4", "seed": "7", "scenario": "peace-dividend"})
    assumed = test.session_state["assumed"]
    assert (assumed.scenario, assumed.changes, assumed.seed) == (
        "peace-dividend",
        {TRUST: 0.4},
        7,
    )
    assert test.session_state["ignored"] == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (TRUST, "2"),
        (TRUST, "true"),
        (TRUST, "inf"),
        ("present.members.armenia.status", "GONE"),
        ("present.charter.freeze_allowed", "0.5"),
        ("decision", "dice"),
        ("seed", "-1"),
        ("runs", "1e9"),
        ("run", "999999999"),
        ("members.armenia.threat", "0.2"),
    ],
)
def test_what_does_not_fit_the_schema_is_ignored_and_told(key: str, value: str) -> None:
    test = session(**{key: value})
    assert test.session_state["assumed"].changes == {}
    assert len(test.session_state["ignored"]) == 1


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "latest", "x\0y", ".", ""])
def test_an_address_cannot_name_a_file(name: str) -> None:
    test = session(scenario=name)
    assert test.session_state["assumed"].scenario == "armenia-2025"
    (told,) = test.session_state["ignored"]
    assert "there is none of that name" in told


def test_moves_are_undone_and_redone_and_a_drag_is_one_move() -> None:
    def script() -> None:
        import streamlit as st

        from ui import state

        path = "present.members.armenia.trust.external"
        state.begin()
        state.move(path, 0.3, is_last=False)
        state.move(path, 0.4, is_last=False)
        state.move(path, 0.5)
        state.move("present.channels.club", 2.0)
        seen = [dict(state.assumed().changes)]
        for step in (state.undo, state.undo, state.undo, state.redo, state.reset, state.undo):
            step()
            seen.append(dict(state.assumed().changes))
        st.session_state["seen"] = seen

    test = AppTest.from_function(script, default_timeout=120).run()
    assert not test.exception
    both, one = {TRUST: 0.5, "present.channels.club": 2.0}, {TRUST: 0.5}
    assert test.session_state["seen"] == [both, one, {}, {}, one, {}, one]


def test_a_move_to_the_default_is_no_change() -> None:
    def script() -> None:
        import streamlit as st

        from ui import library, state

        state.begin()
        path = "present.members.armenia.trust.external"
        state.move(path, 0.3)
        state.move(path, library.assumptions("armenia-2025")[path].default)
        st.session_state["left"] = dict(state.assumed().changes)

    test = AppTest.from_function(script, default_timeout=120).run()
    assert test.session_state["left"] == {}


def test_a_move_that_cannot_be_is_refused_and_told() -> None:
    def script() -> None:
        import streamlit as st

        from ui import state

        state.begin()
        state.move("present.patron.coerce", 0.95)
        st.session_state["left"] = dict(state.assumed().changes)
        st.session_state["why"] = state.refused()

    test = AppTest.from_function(script, default_timeout=120).run()
    assert test.session_state["left"] == {}
    assert "shares of more than the whole" in test.session_state["why"]


def test_the_server_is_told_to_keep_to_itself() -> None:
    told = settings(8501, "127.0.0.1", ["pages.example"])
    assert told["STREAMLIT_SERVER_ADDRESS"] == "127.0.0.1"
    assert told["STREAMLIT_SERVER_ALLOWED_HOSTS"] == "localhost 127.0.0.1 ::1 pages.example"
    assert told["STREAMLIT_SERVER_ENABLE_XSRF_PROTECTION"] == "true"
    assert told["STREAMLIT_BROWSER_GATHER_USAGE_STATS"] == "false"
    assert told["STREAMLIT_SERVER_MAX_UPLOAD_SIZE"] == "2"


def test_every_setting_is_one_that_streamlit_knows() -> None:
    from streamlit import config

    known = {option.env_var for option in config.get_config_options().values()}
    assert set(settings(8501, "127.0.0.1", [])) <= known


def test_no_view_counts_or_renders_markdown_of_others() -> None:
    views = Path(__file__).parents[2] / "ui" / "views"
    for file in views.glob("*.py"):
        source = file.read_text(encoding="utf-8")
        assert "import numpy" not in source
        assert "import pandas" not in source
        assert source.count("st.markdown(") == (1 if file.stem == "evidence" else 0)
        assert "st.write(" not in source
