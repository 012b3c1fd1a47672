"""The pages as people meet them: a server of their own, and Chromium looking at it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)

from tests.browser import chromium

ROOT = Path(__file__).resolve().parents[2]
OUTPUT = Path(__file__).parent / "output"
PATIENCE = 60_000
"""Milliseconds until something that does not come counts as missing; the machine may be busy."""

OWN_FAULTS = re.compile(r"/(domino|story|sweep|compare|edit|evidence)/_stcore/(health|host-config)")
"""Two that Streamlit looks for beside a page that is opened directly, and does not find."""

ASKING = (Path(__file__).parent / "asking.js").read_text(encoding="utf-8")
"""Put into every page before its own scripts: it knows when the page is at rest."""

expect.set_options(timeout=PATIENCE)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@dataclass(frozen=True)
class Server:
    """``domino app``, started in an empty folder."""

    address: str
    folder: Path
    process: subprocess.Popen[bytes]
    log: Path


def is_up(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("pages")
    port, log = free_port(), folder / "log"
    command = [sys.executable, "-m", "sim.cli", "app", "--port", str(port), "--no-browser"]
    with log.open("wb") as told:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=told,
            stderr=subprocess.STDOUT,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + 300
        while not is_up(address):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.2)
        yield Server(address, folder, process, log)
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    with sync_playwright() as playwright:
        with_root = ["--no-sandbox"] if os.geteuid() == 0 else []
        opened = playwright.chromium.launch(executable_path=path, args=with_root)
        yield opened
        opened.close()


@dataclass
class Visitor:
    """Somebody with a browser, and what went wrong in it."""

    server: Server
    page: Page
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", self._asked)
        self.page.on("console", self._said)
        self.page.on("pageerror", self._failed)

    def leave(self) -> Page:
        """End the session, and hand the tab back as if nobody had been here."""
        self.page.remove_listener("request", self._asked)
        self.page.remove_listener("console", self._said)
        self.page.remove_listener("pageerror", self._failed)
        self.page.evaluate("() => [localStorage, sessionStorage].forEach((kept) => kept.clear())")
        self.page.goto("about:blank")
        self.page.context.clear_cookies()
        return self.page

    def _asked(self, request: Request) -> None:
        own = (self.server.address, self.server.address.replace("http", "ws"), "blob:", "data:")
        if not request.url.startswith(own):
            self.foreign.append(request.url)

    def _said(self, message: ConsoleMessage) -> None:
        place = str(message.location.get("url", ""))
        if message.type == "error" and not OWN_FAULTS.search(place):
            self.errors.append(f"{message.text} {place}")

    def _failed(self, error: Exception) -> None:
        self.errors.append(str(error))

    def open(self, link: str = "/") -> Visitor:
        self.page.goto(f"{self.server.address}{link}")
        expect(self.page.locator("h1.answer")).to_be_visible()
        self.settled()
        return self

    def settled(self) -> None:
        """Wait until the page says that it is at rest: nothing asked, drawn, held or played."""
        left = self.page.evaluate("(patience) => asking.rest(patience)", PATIENCE)
        assert left == [], f"the page never came to rest: it {', '.join(left)}"

    @property
    def asked(self) -> int:
        """How often this page has asked the program for a run of the script."""
        return int(self.page.evaluate("() => asking.asked"))

    @property
    def headline(self) -> str:
        return self.page.locator("h1.answer").first.inner_text()

    @property
    def query(self) -> str:
        return str(self.page.evaluate("() => location.search"))

    def curve(self, name: str) -> list[float]:
        """Values of a member's curve in the forecast."""
        found = self.page.wait_for_function(
            """(name) => {
                const picture = document.querySelector('.st-key-figure-forecast .picture');
                const curve = picture?._fullData?.find(
                    (part) => part.name === name && part.meta !== 'ghost' && part.customdata);
                return curve && Array.from(curve.y);
            }""",
            arg=name,
            timeout=PATIENCE,
        ).json_value()
        return [float(value) for value in found]

    def keep_picture(self, name: str) -> None:
        """A screenshot of the whole page for people to look at."""
        OUTPUT.mkdir(exist_ok=True)
        size = self.page.viewport_size
        assert size is not None
        height = self.page.evaluate(
            "() => document.querySelector('[data-testid=stMain]').scrollHeight"
        )
        self.page.set_viewport_size({"width": size["width"], "height": min(int(height) + 60, 6000)})
        self.settled()
        self.page.screenshot(path=OUTPUT / f"{name}.png")
        self.page.set_viewport_size(size)

    def assert_undisturbed(self) -> None:
        assert self.foreign == []
        assert self.errors == []


Visit = Callable[..., Visitor]


def new_tab(browser: Browser) -> Page:
    page = browser.new_context().new_page()
    page.add_init_script(ASKING)
    page.set_default_timeout(PATIENCE)
    return page


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> list[Page]:
    """Tabs that nobody looks at now, each in a profile of its own.

    A tab that has shown a page before shows the next one in less than half the time: what it
    has compiled of the scripts is there still.
    """
    return []


@pytest.fixture
def visit(server: Server, browser: Browser, tabs: list[Page]) -> Iterator[Visit]:
    """Open a page, each visitor in a tab alone; at the end nothing may have gone wrong in it."""
    visitors: list[Visitor] = []

    def come(link: str = "/", *, width: int = 1280, theme: str = "light") -> Visitor:
        page = tabs.pop() if tabs else new_tab(browser)
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        visitors.append(Visitor(server, page))
        return visitors[-1].open(link)

    yield come
    tabs += [visitor.leave() for visitor in reversed(visitors)]
    for visitor in visitors:
        visitor.assert_undisturbed()
