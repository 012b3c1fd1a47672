"""Figures as PNG and SVG: drawn by a real browser, and able to say what made them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.browser import chromium
from tests.cli.conftest import Domino

ASKED = ("run", "armenia-2025", "--runs", "30", "--set", "channels.club=0")


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> str:
    found = chromium()
    monkeypatch.setenv("BROWSER_PATH", found)
    return found


@pytest.mark.usefixtures("browser")
def test_a_png_shows_the_figure_and_leads_back_to_the_same_run(domino: Domino) -> None:
    first = domino(*ASKED, "--json").out
    done = domino("plot", "latest", "--out", "a.png")
    assert (done.code, done.out) == (0, "Written: a.png\n"), done.err
    with Image.open("a.png") as image:
        image.verify()
    with Image.open("a.png") as image:
        assert image.width == 2 * 860
        assert len(image.convert("RGB").getcolors(1 << 20) or []) > 20
        assert "domino plot latest --out a.png" in image.text["domino-inputs"]
    again = domino("reopen", "a.png", "--json", "--out", "elsewhere")
    assert (again.code, again.out) == (0, first), again.err
    assert "Made by: domino plot latest --out a.png" in again.err


@pytest.mark.usefixtures("browser")
def test_an_svg_shows_the_figure_and_leads_back_to_the_same_run(domino: Domino) -> None:
    from xml.etree import ElementTree

    first = domino(*ASKED, "--json").out
    done = domino("plot", "latest", "--kind", "cascade", "--out", "a.svg")
    assert done.code == 0, done.err
    root = ElementTree.parse("a.svg").getroot()
    told = "".join(root.itertext())
    assert "one" in told
    (metadata,) = [part for part in root if part.tag.endswith("metadata")]
    assert '"command": "domino plot latest --kind cascade --out a.svg"' in str(metadata.text)
    again = domino("reopen", "a.svg", "--json")
    assert (again.code, again.out) == (0, first), again.err
    assert "answered before" in again.err


def test_without_a_browser_a_picture_is_one_clear_message(
    domino: Domino, monkeypatch: pytest.MonkeyPatch
) -> None:
    import kaleido
    from kaleido.errors import ChromeNotFoundError

    seen: dict[str, object] = {}

    def none(*_: object, **given: object) -> bytes:
        seen.update(given)
        raise ChromeNotFoundError

    monkeypatch.setattr(kaleido, "calc_fig_sync", none)
    domino(*ASKED)
    done = domino("plot", "latest", "--out", "a.svg")
    assert (done.code, done.out) == (1, "")
    assert "finds no Chrome or Chromium" in done.err
    assert len(done.err.splitlines()) == 1
    assert not Path("a.svg").exists()
    assert seen["kopts"] == {"mathjax": False}  # which would be asked of the net
