"""The points of a grid over two paths, as the cells of a map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.plots.shared.sheet import Part, Sheet
from sim.plots.sweep.sweep import hovers
from sim.words.sweep import sweep

if TYPE_CHECKING:
    from pandas import DataFrame

MOST_STEPS = 100
"""Values of a path that are drawn at most; of more, some evenly spaced."""
MOST_TOLD = 2_500
"""Cells of which each has its own text; of more, only the numbers are told."""


class Cells:
    """The points of a grid over two paths, as a matrix; the second path runs along x."""

    def __init__(self, sheet: Sheet, table: DataFrame) -> None:
        self.paths = sweep.paths(sheet.answer)
        self.y, self.x = (_some(np.unique(table[path])) for path in self.paths)
        shown = table[table[self.paths[0]].isin(self.y) & table[self.paths[1]].isin(self.x)]
        self.table = shown
        self.row = np.searchsorted(self.y, shown[self.paths[0]])
        self.column = np.searchsorted(self.x, shown[self.paths[1]])

    def of(self, name: str) -> NDArray[np.float64]:
        """A column as a matrix, NaN where there is no value."""
        matrix = np.full((len(self.y), len(self.x)), np.nan)
        matrix[self.row, self.column] = self.table[name]
        return matrix

    def told(self, sheet: Sheet, name: str) -> Part:
        """What is told of the point that one points at."""
        if len(self.table) > MOST_TOLD:
            return {"hovertemplate": "%{y:.4g}, %{x:.4g}<extra></extra>"}
        matrix = np.full((len(self.y), len(self.x)), "", object)
        matrix[self.row, self.column] = hovers(sheet, name, self.table)
        return {"text": matrix.tolist(), "hovertemplate": "%{text}<extra></extra>"}


def _some(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return values[:: max(1, -(-len(values) // MOST_STEPS))]
