"""A forecast over another one: what the same members did under other assumptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.forecast.result import ForecastResult
from sim.answer import Answer
from sim.plots import drawing
from sim.plots.forecast.forecast import PLOTTED
from sim.plots.shared.curves import asked, at_end, by_member
from sim.plots.shared.rounding import round_top
from sim.plots.shared.sheet import TEXT, Part, Sheet, milliseconds
from sim.plots.shared.spacing import apart

if TYPE_CHECKING:
    from pandas import DataFrame


def forecast_over(
    answer: Answer[ForecastResult],
    before: Answer[ForecastResult] | None,
    *,
    theme: str = "light",
    width: int = 860,
) -> Part:
    """The forecast of an answer, with the curves of another one as thin grey lines behind it.

    The axis holds both, so that it does not jump with every move.

    Parameters
    ----------
    answer : Answer of ForecastResult
        The forecast in the front.
    before : Answer of ForecastResult or None
        The one behind it; None for none.
    theme : str
        ``light`` or ``dark``.
    width : int
        Pixels that it is drawn for.
    """
    figure = drawing("forecast", answer, theme=theme, width=width, bare=True)
    if before is None:
        return figure
    sheet = Sheet.of(answer, theme, width)
    rows = by_member(asked(_shared(answer, before.tables["exits"])))
    if not rows:
        return figure
    layout = figure["layout"]
    there = round_top(max(0.01, *(float(curve["high"].max()) for curve in rows.values())))
    if there > layout["yaxis"]["range"][1]:
        layout["yaxis"] = sheet.share_axis(there)
        layout["annotations"] = _moved_apart(answer, layout["annotations"], there)
    return {"data": [_behind(sheet, list(rows.values())), *figure["data"]], "layout": layout}


def _shared(answer: Answer[ForecastResult], exits: DataFrame) -> DataFrame:
    """The exits of the members that both have."""
    return exits[exits["member"].isin(list(answer.result.members))]


def _behind(sheet: Sheet, curves: list[DataFrame]) -> Part:
    """All curves as one line with gaps: a picture is the faster drawn, the fewer parts it has."""
    gap = [np.nan]
    x = [np.append(milliseconds(list(curve["month"])), gap) for curve in curves]
    y = [np.append(curve["value"].to_numpy(), gap) for curve in curves]
    return {
        "type": "scatter",
        "mode": "lines",
        "meta": "ghost",
        "x": np.concatenate(x),
        "y": np.concatenate(y).astype(np.float32),
        "line": {"color": sheet.theme.reference, "width": 1.2},
        "hoverinfo": "skip",
    }


def _moved_apart(answer: Answer, annotations: list[Part], top: float) -> list[Part]:
    """The names at the ends of the curves, set apart anew on a higher axis; they come first."""
    ends = [at_end(rows) for rows in by_member(answer.tables["exits"]).values()]
    places = apart(ends, TEXT * 1.3 / PLOTTED * top, 0, top)
    names, rest = annotations[: len(ends)], annotations[len(ends) :]
    moved = [name | {"y": place} for name, place in zip(names, places, strict=True)]
    return [*moved, *rest]
