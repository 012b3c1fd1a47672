"""One record for each question: what it names is there, and nothing else is keyed by question."""

import pytest

from sim.questions import FIGURES, QUESTIONS, Figure, Question, imported

TOLD = ("headline", "sentences", "rows")
NAMES = ("answer", "result", *TOLD, "more_rows", "repeated", "source_line", "document")
MORE = ("answered", "again", "compared")


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_what_a_question_names_is_there(question: Question) -> None:
    for field in (*NAMES, *MORE):
        if name := getattr(question, field):
            assert imported(name) is not None, field


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_a_question_is_told_whole_or_by_a_page_of_its_own(question: Question) -> None:
    told = [bool(getattr(question, field)) for field in TOLD]
    assert all(told) or not any(told)
    assert all(told) or not question.figures


@pytest.mark.parametrize("figure", FIGURES.values(), ids=FIGURES)
def test_no_figure_goes_without_words(figure: Figure) -> None:
    for name in (figure.draw, figure.sentence, figure.reading):
        assert callable(imported(name))


def test_no_two_questions_share_the_name_of_a_figure() -> None:
    assert len(FIGURES) == sum(len(question.figures) for question in QUESTIONS.values())
