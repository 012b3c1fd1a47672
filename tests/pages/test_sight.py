"""What people see: pictures of every page in light and dark, wide and narrow; and axe."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.pages.conftest import Visit, Visitor

PAGES = ["/", "/domino", "/story", "/sweep", "/compare", "/edit", "/evidence"]
OWN_FAULTS = {
    # rule: part of the element that is Streamlit's own and not ours to mend
    "target-size": "stMultiSelect",
    "presentation-role-conflict": "stFileUploader",
}

ASKED = {"resultTypes": ["violations"]}
"""Of axe: what it finds nothing wrong with is not told."""


def name_of(link: str) -> str:
    return link.strip("/") or "explore"


@pytest.mark.parametrize("link", PAGES)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 380])
def test_a_page_fits_leaves_its_picture_and_keeps_nobody_out(
    visit: Visit, link: str, theme: str, width: int
) -> None:
    visitor = visit(link, width=width, theme=theme)
    beyond = visitor.page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert beyond <= 0
    assert serious(visitor) == []
    visitor.keep_picture(f"{name_of(link)}-{width}-{theme}")


def serious(visitor: Visitor) -> list[str]:
    """What axe finds that is serious or critical, and ours."""
    found = Axe().run(visitor.page, options=ASKED).response["violations"]
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in found
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
        if OWN_FAULTS.get(violation["id"], "no such part") not in str(node)
    ]
