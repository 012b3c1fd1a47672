"""Pictures of results: ``FIGURES`` by name, each with its sentence and its source line."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from sim.answer import Answer
from sim.plots.attribution import attribution, tree
from sim.plots.comparison import comparison, contrast, sweeps
from sim.plots.domino import matrix
from sim.plots.exact import exact
from sim.plots.forecast import forecast, terms, timeline, trajectories
from sim.plots.sensitivity import sensitivity, variance_split
from sim.plots.shared import dots, exit_counts
from sim.plots.shared.sheet import Part, Sheet
from sim.plots.sweep import map as sweep_map
from sim.plots.sweep import sweep
from sim.plots.tipping import rows as tipping_rows
from sim.plots.tipping import tipping

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

WIDE, PHONE = 860, 364
"""Widths, in pixels, for which figures are drawn: a column of text, and a telephone."""

_DRAWINGS: dict[str, Callable[[Sheet], Part]] = {
    "forecast": forecast.forecast,
    "cascade": exit_counts.cascade,
    "order": dots.order,
    "paths": trajectories.paths,
    "terms": terms.terms,
    "timeline": timeline.timeline,
    "effect": dots.effect,
    "effect_cascade": exit_counts.effect_cascade,
    "matrix": matrix.matrix,
    "sweep_curve": sweep.curve,
    "sweep_map": sweep_map.heat_map,
    "sweep_phases": sweep_map.phases,
    "sweep_scatter": sweep.scatter,
    "attribution": attribution.attribution,
    "contagion": attribution.contagion,
    "tree": tree.tree,
    "sensitivity_indices": sensitivity.indices_figure,
    "sensitivity_effects": sensitivity.effects_figure,
    "sensitivity_split": variance_split.split,
    "tip_curve": tipping.curve,
    "tip_phases": tipping.phases,
    "tip_channels": tipping.channels,
    "tip_distances": tipping_rows.distances,
    "tip_change": tipping_rows.changes,
    "exact": exact.exact,
    "compare_curves": comparison.curves,
    "compare_differences": contrast.differences,
    "compare_over_time": comparison.over_time,
    "compare_sweep_curves": sweeps.curves,
    "compare_sweep_maps": sweeps.maps,
}


def draw(
    name: str, answer: Answer, *, theme: str = "light", width: int = WIDE, bare: bool = False
) -> Figure:
    """A figure of an answer.

    Parameters
    ----------
    name : str
        One of ``FIGURES``.
    answer : Answer
        What it shows.
    theme : str
        ``light`` or ``dark``.
    width : int
        Pixels that it is drawn for: text is wrapped, and labels are shortened, to fit.
    bare : bool
        Without its sentence and source line, for a page that sets these as text, and as wide as
        the page makes it.

    Raises
    ------
    KeyError
        A name that no figure has.
    """
    import plotly.graph_objects as go

    return go.Figure(drawing(name, answer, theme=theme, width=width, bare=bare), _validate=False)


def drawing(
    name: str, answer: Answer, *, theme: str = "light", width: int = WIDE, bare: bool = False
) -> Part:
    """The same figure as a plain dict."""
    sheet = Sheet.of(answer, theme, width)
    parts = _DRAWINGS[name](sheet)
    height, margin = parts.pop("height"), parts.pop("margin")
    return sheet.framed(name, parts, height=height, margin=margin, bare=bare)


FIGURES: dict[str, Callable[..., Figure]] = {name: partial(draw, name) for name in _DRAWINGS}
"""Every figure by its name: a function of an answer, with the options of ``draw``."""
