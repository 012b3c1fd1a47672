"""English sentences about results: the only place where they are made."""

from __future__ import annotations

from sim import edition
from sim.answer import Answer
from sim.questions import FIGURES, QUESTIONS, imported
from sim.words.domino.effect import sentences as effect
from sim.words.domino.matrix import sentences as matrix
from sim.words.forecast.forecast import base_rate, forecast
from sim.words.shared import by_rule, scenario_changes
from sim.words.shared.amounts import interval, month, percent, points, rate, signed
from sim.words.shared.subject import asks, conditional, labels, limits, source_line
from sim.words.story.story import end_of_story, story

__all__ = [
    "asks",
    "base_rate",
    "conditional",
    "effect",
    "end_of_story",
    "forecast",
    "headline",
    "interval",
    "labels",
    "limits",
    "lines",
    "matrix",
    "month",
    "percent",
    "points",
    "quiet",
    "rate",
    "reading",
    "rows",
    "rows_by_rule",
    "sentence",
    "signed",
    "source_line",
    "story",
]


def headline(answer: Answer) -> str:
    """The answer to its question in one sentence."""
    text: str = imported(QUESTIONS[answer.question].headline)(answer)
    return text


def quiet(answer: Answer) -> list[str]:
    """What stands under the answer: other rules, its uncertainty, the base rate, what else."""
    about = (edition.notice(answer.inputs.edition), by_rule.sentence(answer))
    first = [line for line in (*about, scenario_changes.sentence(answer)) if line]
    return [*first, *imported(QUESTIONS[answer.question].sentences)(answer)[1:]]


def lines(answer: Answer) -> list[str]:
    """The answer in words for a terminal: the answer first, where it comes from last."""
    return [headline(answer), *quiet(answer), source_line(answer)]


def rows(answer: Answer) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of the answer as a small table."""
    table: tuple[list[str], list[list[str]]] = imported(QUESTIONS[answer.question].rows)(answer)
    return table


def rows_by_rule(answer: Answer) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of the rules of decision side by side; empty where not asked for."""
    return by_rule.rows(answer)


def sentence(figure: str, answer: Answer) -> str:
    """What a figure shows, as a sentence.

    Raises
    ------
    KeyError
        A name that no figure has.
    """
    text: str = imported(FIGURES[figure].sentence)(answer)
    return text


def reading(figure: str, answer: Answer) -> str:
    """How to read a figure: bands, marks, shapes; each said once."""
    text: str = imported(FIGURES[figure].reading)(answer)
    return text
