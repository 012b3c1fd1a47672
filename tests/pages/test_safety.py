"""Text of others stays text, names stay in their folder, and strangers are turned away."""

from __future__ import annotations

import socket
from pathlib import Path
from urllib.parse import urlparse

import pytest
from playwright.sync_api import expect

from tests.pages.conftest import Server, Visit

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


@pytest.fixture
def hostile(server: Server) -> str:
    """A saved scenario whose every text tries to be more than text."""
    folder = server.folder / "my-scenarios"
    folder.mkdir(exist_ok=True)
    (folder / "hostile.yaml").write_text(HOSTILE, encoding="utf-8")
    return "hostile"


@pytest.mark.parametrize("page", ["", "domino", "story", "sweep", "edit", "evidence"])
def test_texts_of_a_scenario_are_shown_as_they_stand(visit: Visit, hostile: str, page: str) -> None:
    visitor = visit(f"/{page}?scenario={hostile}")  # the fixture fails on any foreign request
    shown = visitor.page.locator("[data-testid=stMain]")
    expect(shown).to_contain_text("<" if page != "evidence" else "of 15 values")
    made = visitor.page.evaluate(
        """() => [...document.querySelectorAll('[data-testid=stMain] :is(img, iframe, script, a)')]
            .map((each) => each.outerHTML).filter((html) => html.includes('evil'))"""
    )
    assert made == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "latest", "x%00y", "."])
def test_a_link_cannot_name_a_file(visit: Visit, name: str) -> None:
    visitor = visit(f"/?scenario={name}")
    expect(visitor.page.locator(".note")).to_contain_text("there is none of that name")


def test_a_broken_scenario_of_ones_own_is_told_and_not_taken(visit: Visit, server: Server) -> None:
    folder = server.folder / "my-scenarios"
    folder.mkdir(exist_ok=True)
    (folder / "broken.yaml").write_text("extends: armenia-2025.yaml\nstart: never\n")
    visitor = visit("/?scenario=broken")
    expect(visitor.page.locator(".note")).to_contain_text("start: not a month")
    assert "scenario" not in visitor.query


def handshake(server: Server, host: str, origin: str) -> str:
    """First line of the answer to somebody who would open a session."""
    place = urlparse(server.address)
    lines = [
        "GET /_stcore/stream HTTP/1.1",
        f"Host: {host}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        f"Origin: {origin}",
    ]
    with socket.create_connection((place.hostname or "", place.port or 0), 10) as line:
        line.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        return line.recv(200).decode(errors="replace").splitlines()[0]


def test_another_site_or_host_name_is_turned_away(server: Server) -> None:
    own = urlparse(server.address).netloc
    assert "101" in handshake(server, own, server.address)
    assert "403" in handshake(server, "evil.example", "http://evil.example")
    assert "403" in handshake(server, own, "http://evil.example")


def test_it_listens_to_this_machine_alone(server: Server) -> None:
    port = urlparse(server.address).port
    listening = set()
    for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]:
        local, state = line.split()[1], line.split()[3]
        address, number = local.split(":")
        if int(number, 16) == port and state == "0A":
            listening.add(address)
    assert listening == {"0100007F"}


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("/?month=2090-01", "month = 2090-01"),
        ("/domino?part=xxx", "part = xxx"),
        ("/story?at=1999&tell=zz", "tell = zz"),
        ("/sweep?sweep=nonesuch", "sweep = nonesuch"),
        ("/evidence?scope=q", "scope = q"),
    ],
)
def test_what_a_link_says_of_a_view_and_cannot_be_is_told(
    visit: Visit, link: str, told: str
) -> None:
    page = visit(link).page
    expect(page.locator(".note").filter(has_text=told).first).to_contain_text("ignored")


def test_a_link_that_fits_is_not_complained_of(visit: Visit) -> None:
    visitor = visit("/?month=August+2030&show=Likeliest+status")
    expect(visitor.page.locator(".note")).to_have_count(0)
    expect(
        visitor.page.get_by_text("The likeliest status of each member in August 2030")
    ).to_be_visible()
