"""The server of the pages: ``domino app`` starts it; settings are those of ``sim/cli/app.py``.

It answers once everything is imported and the first forecast is known, so that nobody waits for
that; and it hands out the drawing library itself, packed once and for all. A request under a name
that is not ours gets nothing: another site may lead a browser here by a name of its own.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.util import find_spec
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.starlette import App

from ui import drawing

FOREVER = "public, max-age=31536000, immutable"
DRAWN = ("/", "/domino", "/story")
"""Pages that show figures at once."""
METRICS = "/_stcore/metrics"
"""Where Streamlit counts sessions and memory, for everybody who asks."""
HERE = ["localhost", "127.0.0.1", "::1"]


@asynccontextmanager
async def warm(_: App) -> AsyncIterator[None]:
    """Import, compile and ask the first question, before anybody does."""
    from ui import warming

    warming.warm()
    yield


def packed() -> bytes:
    """The drawing library that is installed with Plotly, compressed."""
    package = find_spec("plotly")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("Plotly is not installed where it should be")
    file = Path(package.origin).parent / "package_data" / "plotly.min.js"
    return gzip.compress(file.read_bytes(), 6)


LIBRARY = packed()


async def library(_: Request) -> Response:
    """The drawing library; its address names its version, so it is asked for once."""
    headers = {"Content-Encoding": "gzip", "Cache-Control": FOREVER}
    return Response(LIBRARY, media_type="text/javascript", headers=headers)


class Preloading:
    """Lets the browser fetch the drawing library while it loads the page itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the header to the page that was asked for."""

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.append("Link", f"<{drawing.ADDRESS}>; rel=preload; as=script")
            await send(message)

        is_drawn = scope["type"] == "http" and scope["path"] in DRAWN
        await self.app(scope, receive, sent if is_drawn else send)


class Closed:
    """Answers nothing about metrics."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Turn away who asks for them."""
        is_asked = scope["type"] == "http" and scope["path"].rstrip("/").endswith(METRICS)
        answer = PlainTextResponse("Metrics are off: domino app --metrics", 404)
        await (answer if is_asked else self.app)(scope, receive, send)


def guards() -> list[Middleware]:
    """What stands before every path."""
    stated = os.environ.get("STREAMLIT_SERVER_ALLOWED_HOSTS", "").split() or HERE
    names = [f"[{name}]" if ":" in name else name for name in stated]
    ours = Middleware(TrustedHostMiddleware, allowed_hosts=names, www_redirect=False)
    return [ours] if os.environ.get("DOMINO_METRICS") == "1" else [ours, Middleware(Closed)]


app = App(
    Path(__file__).parent / "main.py",
    lifespan=warm,
    routes=[Route(drawing.ADDRESS, library)],
    middleware=[*guards(), Middleware(Preloading)],
)
