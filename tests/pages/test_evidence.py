"""Evidence: every number's source, the article, the timeline, the weakest numbers."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.pages.conftest import Visit


def test_the_shares_of_the_evidence_head_the_page(visit: Visit) -> None:
    visitor = visit("/evidence")
    expect(visitor.page.locator("h1.answer")).to_contain_text("judged")
    expect(visitor.page.get_by_text("values of trust and alignment lie inside")).to_be_visible()


def test_each_part_shows_and_is_in_the_link(visit: Visit) -> None:
    visitor = visit("/evidence?scope=The+article")
    expect(visitor.page.get_by_text("events.karabakh-2023.pledge").first).to_be_visible()
    for scope, said in {
        "Timeline": "events of the record",
        "Method and limits": "They are not forecasts of what any government",
    }.items():
        visitor.page.get_by_text(scope, exact=True).click()
        expect(visitor.page.get_by_text(said).first).to_be_visible()
        visitor.settled()
        assert scope.replace(" ", "+") in visitor.query
