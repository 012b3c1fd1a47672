"""Evidence: every number's source, the article, the timeline, the weakest numbers."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.pages.conftest import Visit


def test_the_shares_of_the_evidence_head_the_page(visit: Visit) -> None:
    visitor = visit("/evidence")
    expect(visitor.page.locator("h1.answer")).to_contain_text("have a source")
    expect(visitor.page.get_by_text("values of trust and alignment lie inside")).to_be_visible()


@pytest.mark.parametrize(
    ("scope", "said"),
    [
        ("The+article", "events.karabakh-2023.pledge"),
        ("Timeline", "events of the record"),
        ("Method+and+limits", "They are not forecasts of what any government"),
    ],
)
def test_each_part_shows(visit: Visit, scope: str, said: str) -> None:
    visitor = visit(f"/evidence?scope={scope}")
    expect(visitor.page.get_by_text(said).first).to_be_visible()
    visitor.settled()
