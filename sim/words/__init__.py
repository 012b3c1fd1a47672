"""English sentences about results: the only place where they are made."""

from __future__ import annotations

from sim.answer import Answer
from sim.words import (
    alongside,
    attribution,
    changed,
    compare,
    domino,
    exact,
    outlook,
    rules,
    sensitivity,
    sensitivity_figures,
    sweeps,
    tipping,
)
from sim.words.amounts import interval, month, percent, points, rate, signed
from sim.words.captions import reading, sentence
from sim.words.domino import effect, matrix
from sim.words.outlook import base_rate, forecast
from sim.words.story import end_of_story, story
from sim.words.subject import asks, conditional, labels, limits, source_line

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

_HEADLINES = {
    "run": outlook.headline,
    "effect": domino.headline,
    "matrix": domino.matrix_headline,
    "sweep": sweeps.headline,
    "attribute": attribution.headline,
    "sensitivity": sensitivity.headline,
    "tip": tipping.headline,
    "exact": exact.headline,
    "compare": compare.headline,
}

_SENTENCES = {
    "run": forecast,
    "effect": effect,
    "matrix": matrix,
    "sweep": sweeps.sentences,
    "attribute": attribution.attribution,
    "sensitivity": sensitivity.sentences,
    "tip": tipping.sentences,
    "exact": exact.exact,
    "compare": compare.compare,
}

_ROWS = {
    "run": outlook.rows,
    "effect": domino.effect_rows,
    "matrix": domino.matrix_rows,
    "sweep": sweeps.rows,
    "attribute": attribution.table,
    "sensitivity": sensitivity_figures.rows,
    "tip": tipping.rows,
    "exact": exact.rows,
    "compare": alongside.rows,
}


def headline(answer: Answer) -> str:
    """The answer to its question in one sentence."""
    return _HEADLINES[answer.question](answer)


def quiet(answer: Answer) -> list[str]:
    """What stands under the answer: other rules, its uncertainty, the base rate, what else."""
    first = [line for line in (rules.sentence(answer), changed.sentence(answer)) if line]
    rest = [*first, *_SENTENCES[answer.question](answer)[1:]]
    return [*rest, *base_rate(answer)] if answer.question == "run" else rest


def lines(answer: Answer) -> list[str]:
    """The answer in words for a terminal: the answer first, where it comes from last."""
    return [headline(answer), *quiet(answer), source_line(answer)]


def rows(answer: Answer) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of the answer as a small table."""
    return _ROWS[answer.question](answer)


def rows_by_rule(answer: Answer) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of the rules of decision side by side; empty where not asked for."""
    return rules.rows(answer)
