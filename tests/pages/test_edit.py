"""Edit: faults at their fields, uploads of all kinds, saving that never overwrites unasked."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from sim import load
from tests.pages.conftest import Visit, Visitor

BROKEN = "extends: armenia-2025.yaml\nmembers:\n  armenia:\n    threat: 7\n    colour: red\n"
BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"


def upload(visitor: Visitor, folder: Path, name: str, content: str | bytes) -> None:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    visitor.page.locator("[data-testid=stFileUploader] input[type=file]").set_input_files(file)


def test_a_broken_file_is_told_at_its_fields(visit: Visit, tmp_path: Path) -> None:
    visitor = visit("/edit")
    upload(visitor, tmp_path, "broken.yaml", BROKEN)
    fault = visitor.page.locator(".fault")
    expect(fault).to_contain_text("broken.yaml:4:13: members.armenia.threat: out of bounds")
    expect(fault).to_contain_text("allowed a number from 0 to 1")
    expect(fault).to_contain_text("members.armenia.colour: unknown field")
    visitor.settled()


HOSTILE: dict[str, tuple[str | bytes, str]] = {
    "aliases": (BOMB, "anchor"),
    "no-text": (b"\xff\xfe\x00", "UTF-8"),
    "nested": ("[" * 500, "deep"),
    "empty": ("title: ", "missing field"),
}


def test_hostile_files_get_a_message_each(visit: Visit, tmp_path: Path) -> None:
    visitor = visit("/edit")
    for name, (content, said) in HOSTILE.items():
        upload(visitor, tmp_path, f"{name}.yaml", content)
        fault = visitor.page.locator(".fault", has_text=f"{name}.yaml")
        expect(fault).to_contain_text(said)
        visitor.settled()
    upload(visitor, tmp_path, "large.yaml", "# " + "x" * 1_500_000)
    expect(visitor.page.get_by_text("File must be 1.0MB or smaller")).to_be_visible()


def walk_to(page: Page, column: int) -> None:
    """Go along the first row by keys, of which a busy browser may lose some.

    The table tells which cell is chosen only once it has been left alone for a while.
    """
    for _ in range(20):
        page.wait_for_timeout(700)
        here = page.evaluate(
            """() => document.querySelector("[id^=glide-cell-][aria-selected=true]")
                ?.getAttribute("aria-colindex")"""
        )
        at = int(here or 1)
        if at == column:
            return
        for _ in range(abs(column - at)):
            page.keyboard.press("ArrowRight" if at < column else "ArrowLeft")
            page.wait_for_timeout(60)
    raise AssertionError(f"column {column} was never reached")


def choose(page: Page, field: str) -> int:
    """Choose the first row's cell of ``field`` in the first table; the number of its column.

    The table names its columns to readers of the screen a while after it is drawn.
    """
    heads = page.locator("[data-testid=stDataFrame] canvas table th")
    head = heads.filter(has_text=re.compile(rf"^\s*{field}\s*$"))
    expect(head).to_have_count(1)
    column = int(head.get_attribute("aria-colindex") or 0)
    box = page.locator("[data-testid=stDataFrame] canvas").first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 60, box["y"] + 52)  # the id of the first row
    walk_to(page, column)
    return column


def test_seven_in_a_column_of_shares_stays_seven_and_is_a_fault(visit: Visit) -> None:
    visitor = visit("/edit")
    page = visitor.page
    column = choose(page, "threat")
    cell = page.locator(f"[id^=glide-cell-][id$='-0'][aria-colindex='{column}']")
    page.keyboard.type("7")
    expect(page.locator("#portal input")).to_have_value("7")
    page.keyboard.press("Enter")
    fault = page.locator(".fault")
    expect(fault).to_contain_text("members.armenia.threat: out of bounds; found 7")
    expect(cell).to_have_text("7")
    visitor.settled()


def test_a_scenario_is_saved_and_never_overwritten_unasked(visit: Visit) -> None:
    visitor = visit("/edit")
    page, file = visitor.page, visitor.server.folder / "my-scenarios" / "mine.yaml"
    name = page.get_by_role("textbox", name="Save under the name")
    for refused in ("../mine", "Mine", "armenia-2025"):
        name.fill(refused)
        name.press("Enter")
        expect(page.locator(".fault")).to_be_visible()
        expect(page.get_by_role("button", name="Save", exact=True)).to_have_count(0)
    name.fill("mine")
    name.press("Enter")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved as mine")).to_be_visible()
    written = file.read_text(encoding="utf-8")
    expect(name).to_have_value("")
    name.fill("mine")
    name.press("Enter")
    expect(page.get_by_text("There is a scenario mine of yours already")).to_be_visible()
    expect(page.get_by_role("button", name="Save", exact=True)).to_have_count(0)
    assert file.read_text(encoding="utf-8") == written
    page.get_by_role("button", name="Open it in Explore").click()
    page.wait_for_function("() => location.search.includes('scenario=mine')")
    page.wait_for_function("() => location.pathname === '/'")
    expect(page.locator(".st-key-figure-forecast")).to_be_visible()
    visitor.settled()
    assert [each.name for each in file.parent.iterdir()] == ["mine.yaml"]


def test_edits_of_a_table_that_is_not_shown_are_kept_and_saved(visit: Visit) -> None:
    visitor = visit("/edit")
    page = visitor.page
    choose(page, "threat")
    page.keyboard.type("1")
    expect(page.locator("#portal input")).to_have_value("1")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 change of yours")).to_be_visible()
    for part in ("Influence", "All of it, as text"):
        page.get_by_text(part, exact=True).click()
        visitor.settled()
        expect(page.get_by_text("1 change of yours")).to_be_visible()
    name = page.get_by_role("textbox", name="Save under the name")
    name.fill("elsewhere")
    name.press("Enter")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved as elsewhere")).to_be_visible()
    file = visitor.server.folder / "my-scenarios" / "elsewhere.yaml"
    assert load(file).members["armenia"].threat.value == 1
    file.unlink()
    page.get_by_role("button", name="Begin again").click()
    expect(page.get_by_text("1 change of yours")).to_have_count(0)
    visitor.settled()


def test_nobody_is_overwritten_who_saved_in_the_meantime(visit: Visit) -> None:
    visitor = visit("/edit")
    file = visitor.server.folder / "my-scenarios" / "race.yaml"
    name = visitor.page.get_by_role("textbox", name="Save under the name")
    name.fill("race")
    name.press("Enter")
    save = visitor.page.get_by_role("button", name="Save", exact=True)
    expect(save).to_be_visible()
    file.parent.mkdir(exist_ok=True)
    file.write_text("# somebody else's", encoding="utf-8")
    save.click()
    expect(visitor.page.get_by_text("nothing is replaced")).to_be_visible()
    assert file.read_text(encoding="utf-8") == "# somebody else's"
    file.unlink()


def test_a_text_outlives_another_table_and_is_not_saved_before_it_is_used(visit: Visit) -> None:
    visitor = visit("/edit?table=All+of+it%2C+as+text")
    page = visitor.page
    area = page.get_by_role("textbox", name="The scenario as YAML")
    before = area.input_value()
    area.fill("title: [broken")
    area.press("Control+Enter")
    page.get_by_role("button", name="Use this text").click()
    expect(page.locator(".fault")).to_contain_text("not YAML")
    page.get_by_text("Members", exact=True).click()
    visitor.settled()
    page.get_by_text("All of it, as text", exact=True).click()
    expect(area).to_have_value("title: [broken")
    expect(page.get_by_role("button", name="Download")).to_have_count(0)
    area.fill(before)
    area.press("Control+Enter")
    expect(page.locator(".fault")).to_have_count(0)
    expect(page.get_by_role("button", name="Download")).to_be_visible()
    visitor.settled()
