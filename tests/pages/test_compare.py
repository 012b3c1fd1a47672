"""Compare: results that Explore and the command line have stored, with a verdict."""

from __future__ import annotations

import re
import subprocess
import sys

from playwright.sync_api import expect

from tests.pages.conftest import ROOT, Visit


def test_a_kept_result_and_one_of_the_command_line_are_compared(visit: Visit) -> None:
    visitor = visit()
    visitor.page.get_by_role("button", name="Keep this result").click()
    expect(visitor.page.get_by_text("Kept as run-armenia-2025-")).to_be_visible()
    asked = ["run", "capacity-collapse", "--runs", "2000", "--json"]
    subprocess.run(
        [sys.executable, "-m", "sim.cli", *asked],
        cwd=visitor.server.folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        check=True,
        capture_output=True,
    )
    other = visit("/compare")
    page = other.page
    expect(page.locator("h1.answer")).to_have_text("Choose two or more results of the same kind.")
    box = page.get_by_role("combobox", name="Stored results")
    for title in ("Armenia's exit", "Russia's capacity"):
        box.click()
        entry = re.compile(rf"Forecast \w{{4}} · {re.escape(title)}")
        page.get_by_role("option", name=entry).first.click()
    page.keyboard.press("Escape")
    expect(page.locator("h1.answer")).to_contain_text(re.compile("differ|cannot tell"))
    expect(page.get_by_text("What was asked differently")).to_be_visible()
    other.settled()
    with page.expect_download() as download:
        page.get_by_role("button", name="One page to keep").click()
    text = download.value.path().read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>")
