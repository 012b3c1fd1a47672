"""What stands before the pages: the host names that are answered to, and the metrics."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.cli.app import settings

ROOT = Path(__file__).resolve().parents[1]

ASK = """
import asyncio, sys
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from ui.app import guards

async def there(request):
    return PlainTextResponse("there")

async def ask(host):
    scope = {"type": "http", "method": "GET", "path": "/_stcore/metrics", "query_string": b"",
             "headers": [(b"host", host.encode())], "server": ("127.0.0.1", 8501), "scheme": "http"}
    async def receive():
        return {"type": "http.request", "body": b""}
    async def send(message):
        if message["type"] == "http.response.start":
            print(message["status"])
    await app(scope, receive, send)

app = Starlette(routes=[Route("/{path:path}", there)], middleware=guards())
for host in sys.argv[1:]:
    asyncio.run(ask(host))
"""


def asked(
    *hosts: str, address: str = "127.0.0.1", names: tuple[str, ...] = (), metrics: str = "1"
) -> list[int]:
    """The answers under some host names, of a server that is started like this."""
    stated = {**settings(8501, address, names), "DOMINO_METRICS": metrics}
    done = subprocess.run(
        [sys.executable, "-c", ASK, *hosts],
        env={**os.environ, **stated, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [int(line) for line in done.stdout.split()]


def test_it_answers_to_this_machine_and_to_nobody_else() -> None:
    assert asked("localhost:8501", "127.0.0.1", "[::1]:8501") == [200] * 3
    assert asked("192.0.2.1:8501", "example.org", "", "a b") == [400] * 4


def test_it_answers_to_its_address_and_to_the_names_that_were_given() -> None:
    names = ("domino.example", "*.inside.example")
    hosts = ("192.0.2.1:8501", "domino.example", "a.inside.example", "localhost")
    assert asked(*hosts, address="192.0.2.1", names=names) == [200] * 4
    assert asked("other.example", "domino.example.org", names=names) == [400] * 2
    assert asked("any.example", names=("*",)) == [200]
    assert asked("[2001:db8::1]:8501", address="2001:db8::1") == [200]


def test_metrics_are_off_unless_asked_for() -> None:
    assert asked("localhost", metrics="0") == [404]
    assert asked("localhost", metrics="1") == [200]


@pytest.mark.parametrize("name", ["a*b", "", "a b", "http://domino.example"])
def test_what_is_no_host_name_is_refused(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sim.cli", "app", "--host", name],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 2
    assert "host: no host name" in done.stderr
    assert "Traceback" not in done.stderr
