"""The page: whole, self-contained, harmless, and able to say what made it."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from sim import report, words
from sim.answer import Answer
from tests.answers import effect_answer, matrix_answer, run_answer

HOSTILE = "</script><script>alert(1)</script><!-- <img src=x onerror=alert(1)>"
LOADING = {"src", "href", "srcset", "data", "poster", "action", "formaction", "background"}
VOID = {"meta", "br", "img", "link", "input", "hr", "base"}


class Reader(HTMLParser):
    """Elements with their attributes and texts; complains where tags do not match."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        tag, attributes = self.elements[-1] if self.elements else ("", {})
        key = attributes.get("id") or tag
        self.texts[key] = self.texts.get(key, "") + data


def read(text: str) -> Reader:
    """A page as its elements."""
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    return reader


@pytest.fixture(scope="module")
def answers() -> list[Answer]:
    return [run_answer(), effect_answer(), matrix_answer()]


@pytest.fixture(scope="module")
def page(answers: list[Answer]) -> str:
    return report.page(
        answers, command="domino run made-up --seed 1", version="1", digest="ab" * 32
    )


@pytest.fixture(scope="module")
def reader(page: str) -> Reader:
    return read(page)


def test_the_answer_comes_first(page: str, reader: Reader, answers: list[Answer]) -> None:
    assert reader.texts["h1"].startswith(words.headline(answers[0]))
    order = [page.index(words.headline(answer)) for answer in answers]
    assert order == sorted(order)


def test_what_qualifies_it_stands_below_it(page: str, answers: list[Answer]) -> None:
    body = page[page.index("</h1>") : page.index("<figure>")]
    for line in words.quiet(answers[0]):
        assert line.replace("'", "&#x27;") in body
    assert words.conditional() in page


def test_every_figure_has_its_place_its_drawing_and_its_words(
    reader: Reader, answers: list[Answer]
) -> None:
    drawn = json.loads(reader.texts["domino-figures"])
    wanted = {f"figure-{place}-{name}" for place, a in enumerate(answers) for name in a.figures}
    places = {attributes.get("id") for _, attributes in reader.elements}
    assert set(drawn) == wanted
    assert wanted <= places
    for variants in drawn.values():
        assert set(variants) == {"wide-light", "wide-dark", "phone-light", "phone-dark"}
        assert all(variant["data"] for variant in variants.values())


def test_the_page_asks_no_other_host(page: str, reader: Reader) -> None:
    for _, attributes in reader.elements:
        assert not LOADING & set(attributes)
    style = reader.texts["style"]
    assert "url(" not in style
    assert "@import" not in style
    policy = next(a["content"] for t, a in reader.elements if a.get("http-equiv"))
    assert policy.startswith("default-src 'none';")
    assert "http" not in policy


def test_the_drawing_library_stands_in_it_once(page: str) -> None:
    from plotly.offline import get_plotlyjs

    assert page.count(get_plotlyjs()) == 1


def test_it_carries_all_that_is_needed_to_ask_again(reader: Reader, answers: list[Answer]) -> None:
    stated = json.loads(reader.texts[report.INPUTS_ID])
    first = answers[0].inputs
    assert stated["question"] == "run"
    assert stated["scenario_text"] == first.scenario_text
    assert stated["scenario_hash"] == first.scenario_hash
    assert (stated["seed"], stated["runs"], stated["options"]) == (1, 10_000, {})
    assert stated["command"] == "domino run made-up --seed 1"
    assert [other["question"] for other in stated["others"]] == ["effect", "matrix"]


def test_what_it_rests_on_is_told(page: str, answers: list[Answer]) -> None:
    rests = page[page.index("What this rests on") :]
    given = answers[0].inputs
    for part in (given.title, given.scenario_hash, "Who follows whom?", "10,000", "February 2023"):
        assert part in rests
    assert "domino run made-up --seed 1" in rests
    assert "ab" * 8 in rests


def test_the_limits_are_told(page: str, answers: list[Answer]) -> None:
    for answer in answers:
        for line in words.limits(answer):
            assert line in page


def test_a_hostile_scenario_stays_text() -> None:
    events = [
        {"id": "x", "month": "2021-05", "title": HOSTILE, "kinds": "shocks", "source": HOSTILE}
    ]
    labels = ["<b>A</b>", "B&C"]
    answer = run_answer((0.3, 0.2), labels=labels, events=events, title=HOSTILE)
    reader = read(report.page([answer], command=HOSTILE, version=HOSTILE, digest=HOSTILE))
    tags = [tag for tag, _ in reader.elements]
    assert tags.count("script") == 4
    assert "img" not in tags
    assert "b" not in tags
    stated = json.loads(reader.texts[report.INPUTS_ID])
    assert stated["title"] == stated["command"] == HOSTILE


def test_a_page_needs_an_answer() -> None:
    with pytest.raises(ValueError, match="needs an answer"):
        report.page([])


def test_a_page_is_written_whole(tmp_path: Path) -> None:
    path = report.write_page([matrix_answer()], tmp_path / "deep" / "page.html")
    assert read(path.read_text(encoding="utf-8")).texts["h1"]
    assert [file.name for file in path.parent.iterdir()] == ["page.html"]


def test_a_page_that_fails_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "page.html"
    path.write_text("the old one", encoding="utf-8")

    def broken(self: Path, target: Path) -> Path:
        raise OSError("no room")

    monkeypatch.setattr(Path, "replace", broken)
    with pytest.raises(OSError, match="no room"):
        report.write_page([matrix_answer()], path)
    assert path.read_text(encoding="utf-8") == "the old one"
    assert [file.name for file in tmp_path.iterdir()] == ["page.html"]
