"""Text of others stays text, names stay in their folder, and strangers are turned away."""

from __future__ import annotations

import socket
from pathlib import Path
from urllib.parse import quote, urlparse

import pytest
from playwright.sync_api import expect

from sim.cli.app import LOCAL, settings
from tests.pages.conftest import Server, Visit
from ui import drawing

HOSTILE = """\
extends: armenia-2025.yaml
title: '<img src=https://evil.example/a.png onerror=alert(1)> ![x](https://evil.example/b.png)'
members:
  armenia:
    name: '<b>Armenia</b> [link](https://evil.example)'
events:
  freeze-2024:
    title: '![x](https://evil.example/c.png) <script>alert(1)</script> :red[x] $x$'
    note: '<iframe src=https://evil.example>'
"""

EVIL = "<img src=https://evil.example/d.png>"


@pytest.fixture
def hostile(server: Server) -> str:
    """A saved scenario whose every text tries to be more than text."""
    folder = server.folder / "my-scenarios"
    folder.mkdir(exist_ok=True)
    (folder / "hostile.yaml").write_text(HOSTILE, encoding="utf-8")
    return "hostile"


@pytest.mark.parametrize(
    ("page", "part"),
    [
        ("", "month"),
        ("domino", "part"),
        ("story", "tell"),
        ("story", "at"),
        ("sweep", "sweep"),
        ("edit", "table"),
        ("evidence", "scope"),
    ],
)
def test_texts_of_a_scenario_and_of_a_link_are_shown_as_they_stand(
    visit: Visit, hostile: str, page: str, part: str
) -> None:
    visitor = visit(f"/{page}?scenario={hostile}&{part}={quote(EVIL)}")
    # The fixture fails on any foreign request.
    notes = visitor.page.locator(".note")
    expect(notes.filter(has_text=f"ignored: {part} = {EVIL}").first).to_be_visible()
    shown = visitor.page.locator("[data-testid=stMain]")
    expect(shown).to_contain_text("<" if page != "evidence" else "of 15 values")
    made = visitor.page.evaluate(
        """() => [...document.querySelectorAll('[data-testid=stMain] :is(img, iframe, script, a)')]
            .map((each) => each.outerHTML).filter((html) => html.includes('evil'))"""
    )
    assert made == []


def test_a_broken_scenario_of_ones_own_is_told_and_not_taken(visit: Visit, server: Server) -> None:
    folder = server.folder / "my-scenarios"
    folder.mkdir(exist_ok=True)
    (folder / "broken.yaml").write_text("extends: armenia-2025.yaml\nstart: never\n")
    visitor = visit("/?scenario=broken")
    expect(visitor.page.locator(".note")).to_contain_text("start: not a month")
    assert "scenario" not in visitor.query


def first_line(server: Server, path: str, host: str, *also: str) -> str:
    """First line of the answer to somebody who asks under the name of a host."""
    place = urlparse(server.address)
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}", *also]
    with socket.create_connection((place.hostname or "", place.port or 0), 10) as line:
        line.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        return line.recv(200).decode(errors="replace").splitlines()[0]


def handshake(server: Server, host: str, origin: str) -> str:
    """The same to somebody who would open a session."""
    lines = [
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        f"Origin: {origin}",
    ]
    return first_line(server, "/_stcore/stream", host, *lines)


def test_another_site_or_host_name_is_turned_away(server: Server) -> None:
    own = urlparse(server.address).netloc
    assert "101" in handshake(server, own, server.address)
    assert "400" in handshake(server, "evil.example", "http://evil.example")
    assert "403" in handshake(server, own, "http://evil.example")


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/domino", "/absent", "/static/absent.js", drawing.ADDRESS),
        *("/_stcore/health", "/_stcore/host-config", "/_stcore/metrics", "/_stcore/stream"),
        *("/media/absent", "/component/absent/index.html", "/_stcore/upload_file/a/b"),
    ],
)
def test_no_path_answers_to_another_host_name(server: Server, path: str) -> None:
    port = urlparse(server.address).port
    for name in ("localhost", "127.0.0.1", "[::1]", "LOCALHOST"):
        assert "400" not in first_line(server, path, f"{name}:{port}", "Connection: close")
    foreign = ("evil.example", f"evil.example:{port}", "localhost.evil.example", "127.0.0.1@evil")
    for name in (*foreign, "", "127.0.0.2"):
        assert "400" in first_line(server, path, name, "Connection: close")


def test_metrics_are_off(server: Server) -> None:
    own = urlparse(server.address).netloc
    for path in ("/_stcore/metrics", "/_stcore/metrics/", "/_stcore/metrics?families=x"):
        assert "404" in first_line(server, path, own, "Connection: close")


def test_details_of_errors_are_told_to_no_visitor() -> None:
    for address in (LOCAL, "0.0.0.0"):
        assert settings(8501, address, ())["STREAMLIT_CLIENT_SHOW_ERROR_DETAILS"] == "none"


def test_it_listens_to_this_machine_alone(server: Server) -> None:
    port = urlparse(server.address).port
    listening = set()
    for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]:
        local, state = line.split()[1], line.split()[3]
        address, number = local.split(":")
        if int(number, 16) == port and state == "0A":
            listening.add(address)
    assert listening == {"0100007F"}


def test_a_link_that_fits_is_not_complained_of(visit: Visit) -> None:
    visitor = visit("/?month=August+2030&show=Likeliest+status")
    expect(visitor.page.locator(".note")).to_have_count(0)
    expect(
        visitor.page.get_by_text("The likeliest status of each member in August 2030")
    ).to_be_visible()
