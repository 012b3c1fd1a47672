"""Story: one run, month by month."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.pages.conftest import Visit, Visitor

EARLY = "/story?tell=An+early+break-up"


def month(visitor: Visitor) -> str:
    slider = visitor.page.get_by_role("slider", name="Month")
    return str(slider.get_attribute("aria-valuetext"))


def test_a_step_and_the_next_move_change_the_month(visit: Visit) -> None:
    visitor = visit(EARLY)
    page = visitor.page
    assert month(visitor) == "August 2025"
    page.get_by_role("button", name="Forward").click()
    expect(page.get_by_role("slider", name="Month")).to_have_attribute(
        "aria-valuetext", "September 2025"
    )
    page.get_by_role("button", name="Next move").click()
    expect(page.locator(".running").first).to_contain_text("Weighed")
    visitor.settled()
    assert "at=" in visitor.query


def test_the_story_plays_and_pauses(visit: Visit) -> None:
    visitor = visit(EARLY)
    page = visitor.page
    page.get_by_role("button", name="Play").click()
    slider = page.get_by_role("slider", name="Month")
    for _ in range(2):
        before = month(visitor)
        expect(slider).not_to_have_attribute("aria-valuetext", before)
    page.get_by_role("button", name="Pause").click()
    visitor.settled()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    asked = visitor.asked
    for _ in range(4):
        paused = month(visitor)
        page.get_by_role("button", name="Forward").click()
        expect(slider).not_to_have_attribute("aria-valuetext", paused)
        visitor.settled()
    assert visitor.asked == asked + 4  # by each click, and by nothing else


def test_terms_of_a_decision_are_told(visit: Visit) -> None:
    visitor = visit(f"{EARLY}&at=March+2030&whom=Kazakhstan")
    expect(visitor.page.get_by_text("Kazakhstan in March 2030: most for staying")).to_be_visible()
    expect(visitor.page.locator(".st-key-figure-weights .picture")).to_be_visible()


def test_a_run_without_an_exit_says_so(visit: Visit) -> None:
    visitor = visit("/story?tell=No+exit+at+all")
    expect(visitor.page.locator("h1.answer")).to_contain_text("nobody leaves")
