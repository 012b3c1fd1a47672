"""What people see: pictures of every page in light and dark, wide and narrow; and axe."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.pages.conftest import Visit

PAGES = ["/", "/domino", "/story", "/sweep", "/compare", "/edit", "/evidence"]
OWN_FAULTS = {
    # rule: part of the element that is Streamlit's own and not ours to mend
    "target-size": "stMultiSelect",
    "presentation-role-conflict": "stFileUploader",
}


def name_of(link: str) -> str:
    return link.strip("/") or "explore"


@pytest.mark.parametrize("link", PAGES)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 380])
def test_a_page_fits_and_leaves_its_picture(
    visit: Visit, link: str, theme: str, width: int
) -> None:
    visitor = visit(link, width=width, theme=theme)
    beyond = visitor.page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert beyond <= 0
    visitor.keep_picture(f"{name_of(link)}-{width}-{theme}")


@pytest.mark.parametrize("link", PAGES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_that_is_ours(visit: Visit, link: str, theme: str) -> None:
    visitor = visit(link, theme=theme)
    found = Axe().run(visitor.page).response["violations"]
    ours = [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in found
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
        if OWN_FAULTS.get(violation["id"], "no such part") not in str(node)
    ]
    assert ours == []
