"""``domino app``: the pages in a browser, served from this machine to this machine.

Streamlit gets all its settings as environment variables, for nobody has our folder of settings;
they take precedence over files of settings that may lie about.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from sim.cli import output
from sim.cli.options import RESULTS, Out

OWN_SCENARIOS = Path("my-scenarios")
LOCAL = "127.0.0.1"
HOSTS = ("localhost", LOCAL, "::1")
HOST = re.compile(r"\*|(\*\.)?[A-Za-z0-9_.:-]+")
MAX_UPLOAD_MB = 2
ACCENTS = {"light": "#2F5D8A", "dark": "#3F76AC"}
"""Colour of what can be moved or pressed; white can be read on it."""
LINKS = {"light": "#2F5D8A", "dark": "#86B4DE"}

Own = Annotated[
    Path, typer.Option("--scenarios", metavar="DIR", help="Folder of the scenarios you save.")
]
Port = Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to listen on.")]
Address = Annotated[
    str, typer.Option("--address", help="Address to listen on; default this machine alone.")
]
Host = Annotated[
    list[str] | None,
    typer.Option(
        "--host",
        metavar="NAME",
        show_default=False,
        help="Another host name to answer to, where others may come, as a name, *.NAME for all "
        "below it, or * for any. Can be repeated.",
    ),
]
Metrics = Annotated[
    bool, typer.Option("--metrics", help="Tell sessions and memory at /_stcore/metrics.")
]
Browser = Annotated[
    bool, typer.Option("--browser/--no-browser", help="Open the page where there is a screen.")
]


def pages(
    port: Port = 8501,
    address: Address = LOCAL,
    host: Host = None,
    metrics: Metrics = False,
    out: Out = RESULTS,
    scenarios: Own = OWN_SCENARIOS,
    browser: Browser = True,
) -> None:
    """Open the pages in a browser: move an assumption, see what changes."""
    from sim.cli.asking import compile_first
    from sim.home import home
    from sim.refusal import Refusal, shown
    from sim.scenario.loading import load

    for name in host or ():
        if not HOST.fullmatch(name):
            allowed = "a name, *.NAME, or *"
            raise Refusal("no host name", field="host", found=shown(name), allowed=allowed)
    main = home() / "ui" / "app.py"
    if not main.is_file():
        raise FileNotFoundError(f"the pages are not where they should be: {main}")
    compile_first(load("armenia-2025"))
    output.note(f"Open http://{address}:{port} in a browser; Ctrl-C ends it.")
    if address != LOCAL:
        output.note(f"It answers to {', '.join(_names(address, host or ()))}; --host adds a name.")
    sys.stderr.flush()
    environment = {
        **os.environ,
        **settings(port, address, host or (), show=browser),
        "PYTHONPATH": os.pathsep.join(
            part for part in (str(home()), os.environ.get("PYTHONPATH", "")) if part
        ),
        "DOMINO_METRICS": "1" if metrics else "0",
        "DOMINO_RESULTS": str(out.absolute()),
        "DOMINO_SCENARIOS": str(scenarios.absolute()),
    }
    command = [sys.executable, "-m", "streamlit", "run", str(main)]
    os.execve(sys.executable, command, environment)


def settings(
    port: int, address: str, hosts: Sequence[str], *, show: bool = False
) -> dict[str, str]:
    """Every setting of the server, as environment variables."""
    stated = {
        "server.port": str(port),
        "server.address": address,
        # Another site that leads a browser here by a name of its own is turned away, see ui/app.py.
        "server.allowedHosts": " ".join(_names(address, hosts)),
        "server.enableXsrfProtection": "true",
        "server.enableCORS": "true",
        "server.maxUploadSize": str(MAX_UPLOAD_MB),
        "server.fileWatcherType": "none",
        "server.headless": "false" if show and _has_screen() else "true",
        "browser.gatherUsageStats": "false",
        "browser.serverAddress": "localhost" if address == LOCAL else address,
        "client.toolbarMode": "minimal",
        "runner.magicEnabled": "false",
        "runner.postScriptGC": "false",  # a full collection would hold up every other session
        "client.showErrorDetails": "none",  # they stand in what the server says, not on the page
        "global.disableWidgetStateDuplicationWarning": "true",
        "global.suppressDeprecationWarnings": "true",
        **_theme(),
    }
    return {_variable(name): value for name, value in stated.items()}


def _names(address: str, hosts: Sequence[str]) -> list[str]:
    """The host names to answer to."""
    return list(dict.fromkeys([*HOSTS, address, *hosts]))


def _variable(setting: str) -> str:
    """``server.maxUploadSize`` as STREAMLIT_SERVER_MAX_UPLOAD_SIZE."""
    words = re.sub("([a-z])([A-Z])", r"\1_\2", setting)
    return f"STREAMLIT_{words.replace('.', '_').upper()}"


def _theme() -> dict[str, str]:
    """The colours of the figures, for the page around them."""
    from sim.plots.shared.palette import THEMES

    stated = {
        "theme.baseRadius": "small",
        "theme.linkUnderline": "true",
        "theme.showWidgetBorder": "true",
        "theme.baseFontSize": "15",
    }
    for name, theme in THEMES.items():
        stated |= {
            f"theme.{name}.backgroundColor": theme.ground,
            f"theme.{name}.secondaryBackgroundColor": theme.record,
            f"theme.{name}.textColor": theme.ink,
            f"theme.{name}.borderColor": theme.grid,
            f"theme.{name}.primaryColor": ACCENTS[name],
            f"theme.{name}.linkColor": LINKS[name],
        }
    return stated


def _has_screen() -> bool:
    return sys.platform == "darwin" or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
