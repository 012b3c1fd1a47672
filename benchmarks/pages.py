"""How long people wait in the browser: for the first view, and for a curve after a slider's move.

Measured in Chromium, by its own clock: from the release of the slider until the new curve has been
painted. Every move goes to a value that was not asked before.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from typing import Any

from benchmarks.measurement import Measurement, at_most
from benchmarks.served import served

MOVES, FIRST_VIEW, REDRAW = 20, 3.0, 300.0
PATHS = ("present.members.armenia.trust.external", "present.members.armenia.alignment")

CURVE = "document.querySelector('.st-key-figure-forecast .scatterlayer path.js-line')"
RELEASE = """([path, value]) => new Promise((resolve) => {
    const slider = document.querySelector(`[data-path='${path}'] input[type=range]`);
    const picture = document.querySelector('.st-key-figure-forecast .picture');
    const curves = () => [...picture.querySelectorAll('.scatterlayer path.js-line')]
        .map((each) => each.getAttribute('d')).join();
    const before = curves();
    const began = performance.now();
    const watch = new MutationObserver(() => {
        if (curves() === before) return;
        watch.disconnect();
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
    });
    watch.observe(picture, {subtree: true, childList: true, attributes: true});
    slider.value = value;
    slider.dispatchEvent(new Event('change', {bubbles: true}));
})"""
AT_REST = """() => document.querySelector("[data-testid=stApp]").dataset.testScriptState
    === "notRunning" """


def measure() -> list[Measurement]:
    """The waits in the browser; nothing where there is no browser."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        print("no Chromium here: the pages are not measured", file=sys.stderr)
        return []
    from playwright.sync_api import sync_playwright

    with served() as address, sync_playwright() as playwright:
        unboxed = ["--no-sandbox"] if os.geteuid() == 0 else []
        opened = playwright.chromium.launch(executable_path=browser, args=unboxed)
        page = opened.new_page(viewport={"width": 1280, "height": 900})
        views = [_first_view(page, address)]
        views += [_first_view(opened.new_page(), address) for _ in range(2)]
        page.wait_for_function(AT_REST)
        moves = [_move(page, n) for n in range(MOVES + 2)][2:]  # two to warm up
        opened.close()
    return [
        at_most("first view of Explore, server just up", views[:1], "s", FIRST_VIEW),
        at_most("first view of Explore, for others", views[1:], "s", FIRST_VIEW),
        at_most("slider released to new curve, 2,000 runs", moves, "ms", REDRAW),
    ]


def _first_view(page: Any, address: str) -> float:
    began = time.perf_counter()
    page.goto(address)
    page.wait_for_function(f"() => {CURVE} !== null")
    return time.perf_counter() - began


def _move(page: Any, number: int) -> float:
    path = PATHS[number % len(PATHS)]
    place = 20 + 3 * number if number % 2 == 0 else 60 + 2 * number
    took = page.evaluate(RELEASE, [path, place])
    page.wait_for_function(AT_REST)
    page.wait_for_timeout(300)
    return float(took)
