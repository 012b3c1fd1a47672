"""What was said against what happened, and how each forecaster did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.hindcast.result import Comparison
from sim.plots.shared.palette import MORE, THEMES, Theme, ThemeName
from sim.plots.shared.sheet import FONT, TEXT
from sim.words.hindcast.scores import FORECASTERS, headline

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

WIDTH, HEIGHT = 760, 460


def reliability(comparison: Comparison, theme: ThemeName = "light") -> Figure:
    """How often a step came, by the chance that was said; on the diagonal both are alike."""
    look = THEMES[theme]
    said = [one.said for one in comparison.bins]
    happened = [one.happened for one in comparison.bins]
    top = 1.15 * max([*said, *(one.high for one in comparison.bins)])
    diagonal = {
        "type": "scatter",
        "mode": "lines",
        "x": [0, top],
        "y": [0, top],
        "line": {"color": look.reference, "width": 1.2, "dash": "dot"},
        "hoverinfo": "skip",
    }
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": said,
        "y": happened,
        "customdata": [[one.low, one.high, one.weight] for one in comparison.bins],
        "marker": {"size": 9, "color": MORE},
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [one.high - one.happened for one in comparison.bins],
            "arrayminus": [one.happened - one.low for one in comparison.bins],
            "color": MORE,
            "thickness": 1.2,
            "width": 3,
        },
        "hovertemplate": "said %{x:.1%}, happened %{y:.1%} (%{customdata[0]:.1%} to "
        "%{customdata[1]:.1%}), %{customdata[2]:.0f} members<extra></extra>",
    }
    axes = {
        "xaxis": axis(look, "chance of a first step in five years, as it was said", top),
        "yaxis": axis(look, "how often it came", top),
    }
    return figure(look, [diagonal, dots], axes, comparison)


def skills(comparison: Comparison, theme: ThemeName = "light") -> Figure:
    """Log skill of every forecaster over the rate of all other bodies, with its interval."""
    look = THEMES[theme]
    every = [
        one
        for one in (comparison.model, *comparison.baselines, *comparison.wrong)
        if "log_skill" in one.scores and one.name != "pooled"
    ]
    scores = [one.scores["log_skill"] for one in every]
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": [score.value for score in scores],
        "y": [FORECASTERS[one.name] for one in every],
        "marker": {
            "size": 9,
            "color": [MORE if one.name == "model" else look.quiet for one in every],
        },
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [score.high - score.value for score in scores],
            "arrayminus": [score.value - score.low for score in scores],
            "color": look.quiet,
            "thickness": 1.2,
            "width": 3,
        },
        "hovertemplate": "<b>%{y}</b>: %{x:.3f}<extra></extra>",
    }
    axes = {
        "xaxis": axis(look, "log skill over the rate of all other bodies", None)
        | {"zeroline": True, "zerolinecolor": look.reference},
        "yaxis": {"autorange": "reversed", "ticks": "", "automargin": True},
    }
    return figure(look, [dots], axes, comparison)


def axis(look: Theme, title: str, top: float | None) -> dict[str, Any]:
    """An axis with a quiet grid; of shares where its end is given."""
    found: dict[str, Any] = {
        "title": {"text": title, "font": {"size": TEXT}},
        "gridcolor": look.grid,
        "zeroline": False,
    }
    return found | ({"range": [0, top], "tickformat": ".0%"} if top is not None else {})


def figure(
    look: Theme, traces: list[dict[str, Any]], axes: dict[str, Any], comparison: Comparison
) -> Figure:
    """The figure with its sentence."""
    import textwrap

    import plotly.graph_objects as go

    sentence = "<br>".join(textwrap.wrap(headline(comparison), 100))
    layout = {
        "width": WIDTH,
        "height": HEIGHT,
        "showlegend": False,
        "paper_bgcolor": look.ground,
        "plot_bgcolor": look.ground,
        "font": {"family": FONT, "size": TEXT, "color": look.ink},
        "title": {"text": sentence, "font": {"size": TEXT + 1}, "x": 0.01, "xanchor": "left"},
        "margin": {"l": 64, "r": 24, "t": 76, "b": 56},
        **axes,
    }
    return go.Figure({"data": traces, "layout": layout}, _validate=False)
