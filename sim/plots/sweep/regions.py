"""The words for the regions of a map: within them where they fit, else in a key below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.plots.shared.palette import PROBABILITY, ink_on, scale_colour
from sim.plots.shared.sheet import LINE, SMALL, Part, Sheet
from sim.plots.sweep.cells import Cells
from sim.plots.sweep.sweep import LEFT, MAP, range_of
from sim.words.sweep import sweep

RIGHT = 16
"""Room beside the map, in pixels."""
STEP = 2
"""Pixels between the points at which a place for a word is looked for."""
AIR = 4
"""Pixels between a word and the border of its region, at least."""
CROSS = 18
"""Pixels that the cross of the scenario takes, each way."""
KEY_LINE = 22
"""Height of a line of the key, in pixels."""
GAP = 8
"""Pixels between two words of the key."""


def region_fill(number: int, regions: int) -> str:
    """The colour of a region: the first and the last have the ends of the scale."""
    return scale_colour(PROBABILITY, number / max(1, regions - 1))


def within_and_below(
    sheet: Sheet, cells: Cells, place: NDArray[np.float64], texts: Sequence[str]
) -> tuple[list[Part], list[Part]]:
    """The words that stand within their regions, and those in the key, for want of room.

    ``place`` is a matrix of the cells: where each lies among the bounds of the regions.
    """
    if not cells.table.size:
        return [], []
    ground = _Ground.of(sheet, cells, place, len(texts))
    within, below = [], []
    for number, text in enumerate(texts):
        inside = ground.regions == number
        spot = _spot(inside & ~ground.taken, sheet.text_width([text], SMALL))
        fill = region_fill(number, len(texts))
        if spot:
            at = {"xref": "x", "x": float(ground.x[spot[1]])}
            at |= {"yref": "y", "y": float(ground.y[spot[0]])}
            within.append(sheet.note(text, font={"size": SMALL, "color": ink_on(fill)}, **at))
        elif inside.any():
            below.append((text, fill))
    return within, _key(sheet, below)


@dataclass(frozen=True)
class _Ground:
    """The map point by point, as it is drawn between the cells."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    regions: NDArray[np.int64]
    """The region of each point, counted from 0; -1 where there is no value."""
    taken: NDArray[np.bool_]
    """Where the cross stands."""

    @classmethod
    def of(cls, sheet: Sheet, cells: Cells, place: NDArray[np.float64], regions: int) -> _Ground:
        along = _points(sheet, cells.paths[1], sheet.width - LEFT - RIGHT)
        up = _points(sheet, cells.paths[0], MAP)
        rows = np.array([np.interp(along, cells.x, row, right=np.nan) for row in place])
        fine = np.array([np.interp(up, cells.y, column, right=np.nan) for column in rows.T]).T
        found = np.floor(np.where(np.isnan(fine), -1.0, fine)).astype(np.int64)
        taken = np.outer(
            _near_stated(sheet, cells.paths[0], up), _near_stated(sheet, cells.paths[1], along)
        )
        return cls(along, up, np.minimum(found, regions - 1), taken)


def _points(sheet: Sheet, path: str, pixels: int) -> NDArray[np.float64]:
    return np.linspace(*range_of(sheet, path), pixels // STEP + 1)


def _near_stated(sheet: Sheet, path: str, points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """The points beside the value that the scenario states."""
    value = sweep.stated_value(sheet.answer, path)
    if value is None:
        return np.zeros(len(points), bool)
    reach = CROSS / 2 / STEP * (points[1] - points[0])
    near: NDArray[np.bool_] = np.abs(points - value) <= reach
    return near


def _spot(inside: NDArray[np.bool_], width: int) -> tuple[int, int] | None:
    """Row and column of the point farthest from the border at which a word has room."""
    from scipy.ndimage import distance_transform_edt, minimum_filter

    size = [int(pixels + 2 * AIR) // STEP + 1 for pixels in (SMALL * LINE, width)]
    has_room = minimum_filter(inside, size, mode="constant", cval=False)
    depth = np.where(has_room, distance_transform_edt(np.pad(inside, 1))[1:-1, 1:-1], 0.0)
    if not has_room.any():
        return None
    # A band has a whole line of points that lie as far from its border: the middle one.
    deepest = np.argwhere(depth >= depth.max() - 1e-9)
    away = np.linalg.norm(deepest - deepest.mean(axis=0), axis=1)
    row, column = deepest[int(away.argmin())]
    return int(row), int(column)


def _key(sheet: Sheet, words: Sequence[tuple[str, str]]) -> list[Part]:
    """Words on the colours of their regions, below the map, in lines."""
    notes: list[Part] = []
    across, line = 0, 0
    for text, fill in words:
        width = sheet.text_width([text], SMALL) + 2 * AIR + GAP
        if across and across + width > sheet.width - LEFT - RIGHT:
            across, line = 0, line + 1
        at = {"xref": "paper", "x": 0, "xanchor": "left", "xshift": across}
        at |= {"yref": "paper", "y": 0, "yanchor": "top", "yshift": -KEY_LINE * line}
        font = {"size": SMALL, "color": ink_on(fill)}
        notes.append(sheet.note(text, font=font, bgcolor=fill, borderpad=AIR - 1, **at))
        across += width
    return notes
