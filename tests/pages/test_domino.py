"""Domino: the matrix, two futures, arrows, shares, and how strong a channel must be."""

from __future__ import annotations

from playwright.sync_api import expect

from sim import domino_matrix, load
from sim.words import headline
from tests.pages.conftest import Visit, Visitor


def centre_of_cell(visitor: Visitor, leaver: str, other: str) -> tuple[float, float]:
    """Where a cell of the matrix is on the screen."""
    x, y = visitor.page.wait_for_function(
        """([leaver, other]) => {
            const picture = document.querySelector('.st-key-figure-matrix .picture');
            if (!picture?._fullData) return null;
            picture.scrollIntoView({block: 'center'});
            const cells = picture._fullData.find((part) => part.type === 'scatter');
            const at = cells.customdata.findIndex(
                (pair) => pair[0] === leaver && pair[1] === other);
            const {xaxis, yaxis} = picture._fullLayout;
            const box = picture.getBoundingClientRect();
            return [box.left + xaxis._offset + xaxis.d2p(cells.x[at]),
                    box.top + yaxis._offset + yaxis.d2p(cells.y[at])];
        }""",
        arg=[leaver, other],
    ).json_value()
    return float(x), float(y)


def test_the_page_says_what_python_says(visit: Visit) -> None:
    visitor = visit("/domino")
    assert visitor.headline == headline(domino_matrix(load("armenia-2025"), runs=2_000, seed=1))


def test_a_click_on_a_cell_shows_its_two_futures(visit: Visit) -> None:
    visitor = visit("/domino")
    visitor.page.mouse.click(*centre_of_cell(visitor, "kazakhstan", "kyrgyzstan"))
    said = visitor.page.get_by_text("Kyrgyzstan has left by August 2035 in")
    expect(said.first).to_be_visible()
    expect(said.first).to_contain_text("Kazakhstan leaves")
    visitor.settled()
    assert "leaver=Kazakhstan" in visitor.query


def test_who_is_out_already_is_no_leaver(visit: Visit) -> None:
    visitor = visit("/domino?present.members.armenia.status=OUT&leaver=Armenia")
    expect(visitor.page.locator(".fault")).to_contain_text("already out")


def test_the_arrows_of_one_leaver_stand_on_the_map(visit: Visit) -> None:
    visitor = visit("/domino?part=On+the+map&from=Kazakhstan")
    expect(visitor.page.get_by_text("An exit of Kazakhstan changes").first).to_be_visible()
    arrows = visitor.page.evaluate(
        """() => document.querySelector('.st-key-figure-arrows .picture')
            .layout.annotations.filter((note) => note.showarrow).length"""
    )
    assert arrows >= 1


def test_an_effect_is_shared_out_to_channels(visit: Visit) -> None:
    visitor = visit("/domino?part=Through+what&of=Kazakhstan")
    expect(visitor.page.locator(".st-key-figure-attribution .picture")).to_be_visible()
    expect(visitor.page.locator(".st-key-figure-contagion .picture")).to_be_visible()
    visitor.settled()


def test_how_strong_a_channel_must_be(visit: Visit) -> None:
    visitor = visit("/domino?part=How+strong+it+must+be")
    visitor.page.get_by_role("button", name="Measure").click()
    expect(visitor.page.get_by_text("brings 0.5 further exits").first).to_be_visible()
    expect(visitor.page.locator(".st-key-figure-tip_channels .picture")).to_be_visible()
    visitor.settled()
