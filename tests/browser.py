"""The browser of the system, for the tests that need one."""

from __future__ import annotations

import os
import shutil

import pytest

CHROMIUM = ("chromium", "google-chrome")


def chromium() -> str:
    """Where Chromium is; without it a test is skipped, and fails where ``CI`` is set."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        missing = "no Chromium on this machine: apt-get install chromium"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    return found
