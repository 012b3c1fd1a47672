"""Where what it needs lies, in the installation or the checkout, and where it may leave things."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def home() -> Path:
    """The folder that holds ``scenarios/`` and ``ui/``."""
    here = Path(__file__).parent
    packed = here / "_home"
    return packed if packed.is_dir() else here.parent


def cache_candidates() -> tuple[Path, Path]:
    """Folders for what can be made again: the user's cache, else one of the system's, if need be.

    Never the installation, which may be read-only. Neither folder needs to exist.
    """
    stated = os.environ.get("DOMINO_CACHE") or os.environ.get("XDG_CACHE_HOME")
    root = Path(stated) if stated else Path.home() / ".cache"
    return root / "domino-alliances", Path(tempfile.gettempdir()) / "domino-alliances"
