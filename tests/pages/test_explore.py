"""Explore: a moved assumption changes curve, headline and link, and the link brings it back."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest
from playwright.sync_api import expect

from sim import load, simulate
from sim.words import headline
from tests.pages.conftest import ROOT, Visit, Visitor

TRUST = "present.members.armenia.trust.external"


def moved(visitor: Visitor, path: str, steps: int) -> None:
    """Move a slider with the keyboard, and wait for the answer."""
    before = visitor.headline
    slider = visitor.page.locator(f"[data-path='{path}'] input[type=range]")
    slider.focus()
    for _ in range(steps):
        slider.press("PageUp")
    slider.blur()
    expect(visitor.page.locator("h1.answer")).not_to_have_text(before)
    visitor.settled()


def test_the_page_says_what_python_says(visit: Visit) -> None:
    visitor = visit()
    answer = simulate(load("armenia-2025"), runs=2_000, seed=1)
    assert visitor.headline == headline(answer)
    exits = answer.tables["exits"]
    expected = exits[exits["member"] == "armenia"]["value"].astype("float32").tolist()
    assert visitor.curve("Armenia") == expected


def test_page_command_line_and_python_agree_to_the_last_digit(visit: Visit) -> None:
    visitor = visit(f"/?{TRUST}=0.35&seed=7")
    assert visitor.headline.endswith("”, 1 of them changed.")
    change = {TRUST: 0.35}
    answer = simulate(load("armenia-2025", change), runs=2_000, seed=7)
    asked = ["run", "armenia-2025", "--runs", "2000", "--seed", "7", "--set", f"{TRUST}=0.35"]
    printed = subprocess.run(
        [sys.executable, "-m", "sim.cli", *asked, "--json"],
        cwd=visitor.server.folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        check=True,
        capture_output=True,
    )
    numbers = json.loads(printed.stdout)
    for member, name in (("armenia", "Armenia"), ("belarus", "Belarus")):
        value = answer.result.members[member].p_ever_out.value
        assert numbers["members"][member]["p_ever_out"]["value"] == value
        assert visitor.curve(name)[-1] == float(np.float32(value))


def test_a_moved_slider_changes_curve_headline_and_link(visit: Visit) -> None:
    visitor = visit()
    before, said = visitor.curve("Armenia"), visitor.headline
    moved(visitor, TRUST, 3)
    assert visitor.curve("Armenia")[-1] < before[-1]
    assert visitor.headline != said
    assert TRUST in visitor.query


def test_a_link_pasted_elsewhere_shows_the_same(visit: Visit) -> None:
    visitor = visit("/?show=Likeliest+status&month=January+2030")
    moved(visitor, TRUST, 3)
    other = visit(f"/{visitor.query}")
    assert other.headline == visitor.headline
    assert other.curve("Armenia") == visitor.curve("Armenia")
    assert other.query == visitor.query
    status = other.page.get_by_text("The likeliest status of each member in January 2030")
    expect(status.first).to_be_visible()


def test_undo_and_redo_go_back_and_forth(visit: Visit) -> None:
    visitor = visit()
    first = visitor.headline
    moved(visitor, TRUST, 1)
    second, link = visitor.headline, visitor.query
    visitor.page.get_by_role("button", name="Undo").click()
    expect(visitor.page.locator("h1.answer")).to_have_text(first)
    visitor.page.wait_for_function("() => location.search === ''")
    visitor.page.get_by_role("button", name="Redo").click()
    expect(visitor.page.locator("h1.answer")).to_have_text(second)
    visitor.page.wait_for_function("(link) => location.search === link", arg=link)


def test_a_dragged_slider_answers_while_it_is_held_and_counts_as_one_move(visit: Visit) -> None:
    visitor = visit()
    first = visitor.headline
    page = visitor.page
    box = page.locator(f"[data-path='{TRUST}'] input[type=range]").bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.17, y)
    page.mouse.down()
    for share in (0.3, 0.4, 0.5):
        before = visitor.headline
        page.mouse.move(box["x"] + box["width"] * share, y, steps=4)
        expect(page.locator("h1.answer")).not_to_have_text(before)
        expect(page.locator(".caption").first).to_contain_text("500 runs")
    page.mouse.up()
    expect(page.locator(".caption").first).to_contain_text("2,000 runs")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("h1.answer")).to_have_text(first)


def test_keys_pressed_one_after_the_other_count_as_one_move(visit: Visit) -> None:
    visitor = visit()
    first, page = visitor.headline, visitor.page
    # All in one breath: between keys sent from here, a busy machine may rest longer than a hand.
    page.locator(f"[data-path='{TRUST}'] input[type=range]").evaluate(
        """(slider) => {
            for (let presses = 0; presses < 4; presses += 1) {
                slider.dispatchEvent(new KeyboardEvent("keydown", {key: "PageUp"}));
                slider.stepUp(10);
                slider.dispatchEvent(new Event("input"));
                slider.dispatchEvent(new Event("change"));
            }
        }"""
    )
    expect(page.locator("h1.answer")).not_to_have_text(first)
    expect(page.locator(".caption").first).to_contain_text("2,000 runs")
    visitor.settled()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("h1.answer")).to_have_text(first)
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()


def test_a_value_outside_its_range_is_said_to_be(visit: Visit) -> None:
    visitor = visit(f"/?{TRUST}=0.8")
    setting = visitor.page.locator(f"[data-path='{TRUST}']")
    expect(setting.locator(".notice")).to_have_text("Outside its range, 0.00 to 0.20.")
    setting.get_by_role("button", name="Reset").click()
    expect(setting.locator(".notice")).to_be_hidden()
    visitor.page.wait_for_function("() => location.search === ''")


def test_the_number_beside_a_slider_is_the_one_that_is_used(visit: Visit) -> None:
    visitor = visit()
    setting = visitor.page.locator("[data-path='present.members.armenia.threat']")
    number, before = setting.locator("input.value"), setting.locator("input.value").input_value()
    number.fill("5")
    number.press("Enter")
    expect(setting.locator(".notice")).to_contain_text("Its scale ends at 1.00.")
    expect(number).to_have_value("1.00")
    visitor.page.wait_for_function("() => location.search.includes('threat=1')")
    number.fill("")
    number.press("Enter")
    expect(number).to_have_value("1.00")
    setting.get_by_role("button", name="Reset").click()
    expect(number).to_have_value(before)
    visitor.settled()


def test_each_assumption_says_where_it_comes_from(visit: Visit) -> None:
    visitor = visit()
    path = "present.members.armenia.dependence"
    setting = visitor.page.locator(f"[data-path='{path}']")
    chip = setting.get_by_role("button", name="About Economic ties")
    expect(chip).to_have_text("record")
    chip.click()
    expect(setting.locator(".more")).to_contain_text("Source:")


def test_a_preset_is_chosen_and_held_against_what_it_extends(visit: Visit) -> None:
    visitor = visit()
    before = visitor.headline
    visitor.page.get_by_role("combobox", name="Scenario").click()
    visitor.page.get_by_role("option", name="Russia concedes instead of punishing").click()
    expect(visitor.page.locator("h1.answer")).not_to_have_text(before)
    expect(visitor.page.locator(".caption").first).to_contain_text("Thin grey: Armenia's exit")
    visitor.page.wait_for_function("() => location.search.includes('scenario=patron-concedes')")


@pytest.mark.parametrize(
    ("link", "said"),
    [
        (
            f"/?scenario=nowhere&{TRUST}=7&runs=1000000000&colour=red",
            (
                "scenario nowhere (there is none of that name)",
                f"{TRUST} = 7 (not allowed)",
                "runs = 1000000000 (not allowed)",
                "colour",
            ),
        ),
        (
            f"/?scenario=../../etc/passwd&{TRUST}=nan&present.members.nobody.pull=0.1",
            (
                "scenario ../../etc/passwd (there is none of that name)",
                f"{TRUST} = nan (not allowed)",
                "present.members.nobody.pull (no such assumption)",
            ),
        ),
    ],
)
def test_all_that_a_link_gets_wrong_is_told(visit: Visit, link: str, said: tuple[str, ...]) -> None:
    note = visit(link).page.locator(".note")
    for each in said:
        expect(note).to_contain_text(each)


def test_sessions_do_not_see_each_other(visit: Visit) -> None:
    one, other = visit(), visit()
    before = other.headline
    moved(one, TRUST, 3)
    other.page.get_by_role("radio", name="Likeliest status").click()
    expect(other.page.get_by_text("The likeliest status of each member").first).to_be_visible()
    assert other.headline == before
    assert TRUST not in other.query


def test_a_slider_goes_back_however_often_it_is_refused(visit: Visit) -> None:
    visitor = visit()
    slider = visitor.page.locator("[data-path='present.patron.concede'] input[type=range]")
    before = slider.input_value()
    for _ in range(2):
        slider.focus()
        visitor.page.keyboard.press("End")
        expect(visitor.page.locator(".fault")).to_contain_text("shares of more than the whole")
        expect(slider).to_have_value(before)
        visitor.settled()
    assert "concede" not in visitor.query
