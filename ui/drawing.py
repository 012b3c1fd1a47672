"""Where the drawing library is: its address names its version."""

from __future__ import annotations

from importlib.metadata import version

ADDRESS = f"/plotly-{version('plotly')}.min.js"
