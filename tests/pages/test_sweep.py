"""Sweep: started, reloaded, seen from a second browser, stopped, gone on with, ended."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.pages.conftest import PATIENCE, Server, Visit, Visitor

ENDED = re.compile(r"lowest, ")


def start(visitor: Visitor) -> str:
    """Start what the form asks for; the name of the sweep."""
    visitor.page.get_by_role("button", name="Start").click()
    visitor.page.wait_for_function("() => location.search.includes('sweep=sweep-')")
    found = re.search(r"sweep=(sweep-[a-z0-9-]+)", visitor.query)
    assert found
    return found.group(1)


def begun(server: Server) -> set[str]:
    """What was started on this server so far, by this test or another one."""
    return {each.name for each in server.folder.glob("results/.work-*.json")}


def expect_end(page: Page) -> None:
    expect(page.locator(".quiet", has_text=ENDED).first).to_be_visible(timeout=4 * PATIENCE)
    expect(page.locator(".st-key-figure-sweep_curve .picture")).to_be_visible()


def test_the_cost_is_told_before_anything_is_started(server: Server, visit: Visit) -> None:
    others = begun(server)
    visitor = visit("/sweep")
    expect(visitor.page.get_by_text("7 points × 500 runs: 3,500 runs, about")).to_be_visible()
    assert begun(server) <= others


def test_a_sweep_survives_a_reload_and_is_seen_elsewhere(visit: Visit) -> None:
    visitor = visit("/sweep?each=2%2C000")
    name = start(visitor)
    visitor.page.reload()
    expect(visitor.page.locator("h1.answer")).to_be_visible()
    other = visit(f"/sweep?sweep={name}")
    for each in (visitor, other):
        expect_end(each.page)
        each.settled()
    assert (visitor.server.folder / "results" / name / "manifest.json").is_file()


def test_a_sweep_is_stopped_offered_to_others_and_gone_on_with(visit: Visit) -> None:
    many = "values.present.channels.club=12"
    visitor = visit(f"/sweep?each=10%2C000&ask=Mean+number+of+exits&{many}")
    name = start(visitor)
    expect(visitor.page.get_by_text(re.compile(r"^[1-9]\d* of 12 points"))).to_be_visible()
    visitor.page.get_by_role("button", name="Stop").click()
    go_on = visitor.page.get_by_role("button", name="Go on")
    expect(go_on).to_be_visible(timeout=2 * PATIENCE)
    other = visit("/sweep")
    row = other.page.locator(f".st-key-left-{name}")
    expect(row).to_contain_text(f"Not complete: {name}")
    row.get_by_role("button", name="Show").click()
    other.page.get_by_role("button", name="Go on").click()
    expect_end(other.page)
    other.settled()
    expect(row).to_have_count(0)


def test_what_was_asked_survives_a_reload(visit: Visit) -> None:
    visitor = visit("/sweep")
    page = visitor.page
    high = page.get_by_role("spinbutton", name="to", exact=True)
    high.fill("6.5")
    high.press("Enter")
    page.wait_for_function("() => location.search.includes('6.5')")
    page.reload()
    expect(high).to_have_value("6.5")
    visitor.settled()
    expect(page.get_by_text("Of the link was ignored")).to_have_count(0)


def test_a_name_that_is_no_sweep_is_not_followed(visit: Visit) -> None:
    visitor = visit("/sweep?sweep=../../etc")
    expect(visitor.page.get_by_role("button", name="Start")).to_be_visible()
    expect(visitor.page.get_by_role("button", name="Go on")).to_have_count(0)
