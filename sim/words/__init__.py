"""English sentences about results: the only place where they are made."""

from __future__ import annotations

from sim.answer import Answer
from sim.words.attribution import attribution
from sim.words.comparison import comparison, side_by_side
from sim.words.domino import domino
from sim.words.domino.domino import effect, matrix
from sim.words.exact import exact
from sim.words.forecast import forecast as forecast_forecast
from sim.words.forecast.forecast import base_rate, forecast
from sim.words.sensitivity import figures as sensitivity_figures
from sim.words.sensitivity import sensitivity
from sim.words.shared import by_rule
from sim.words.shared import changes as scenario_changes
from sim.words.shared.amounts import interval, month, percent, points, rate, signed
from sim.words.shared.captions import reading, sentence
from sim.words.shared.subject import asks, conditional, labels, limits, source_line
from sim.words.story.story import end_of_story, story
from sim.words.sweep import sweep
from sim.words.tipping import tipping

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
    "run": forecast_forecast.headline,
    "effect": domino.headline,
    "matrix": domino.matrix_headline,
    "sweep": sweep.headline,
    "attribute": attribution.headline,
    "sensitivity": sensitivity.headline,
    "tip": tipping.headline,
    "exact": exact.headline,
    "compare": comparison.headline,
}

_SENTENCES = {
    "run": forecast,
    "effect": effect,
    "matrix": matrix,
    "sweep": sweep.sentences,
    "attribute": attribution.attribution,
    "sensitivity": sensitivity.sentences,
    "tip": tipping.sentences,
    "exact": exact.exact,
    "compare": comparison.compare,
}

_ROWS = {
    "run": forecast_forecast.rows,
    "effect": domino.effect_rows,
    "matrix": domino.matrix_rows,
    "sweep": sweep.rows,
    "attribute": attribution.table,
    "sensitivity": sensitivity_figures.rows,
    "tip": tipping.rows,
    "exact": exact.rows,
    "compare": side_by_side.rows,
}


def headline(answer: Answer) -> str:
    """The answer to its question in one sentence."""
    return _HEADLINES[answer.question](answer)


def quiet(answer: Answer) -> list[str]:
    """What stands under the answer: other rules, its uncertainty, the base rate, what else."""
    first = [line for line in (by_rule.sentence(answer), scenario_changes.sentence(answer)) if line]
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
    return by_rule.rows(answer)
