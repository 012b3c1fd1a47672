"""Where the scenarios and the pages live: packed into the installation, or in the checkout."""

from __future__ import annotations

from pathlib import Path


def home() -> Path:
    """The folder that holds ``scenarios/`` and ``ui/``."""
    here = Path(__file__).parent
    packed = here / "_home"
    return packed if packed.is_dir() else here.parent
