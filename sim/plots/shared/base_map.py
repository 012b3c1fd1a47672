"""What every map of an alliance is made of: land, dots, labels, a colour bar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sim.answer import Answer
from sim.plots.shared.outlines import MapExtent, extent_of, joined, middle, outlines
from sim.plots.shared.palette import PROBABILITY, see_through
from sim.plots.shared.sheet import SMALL, TEXT, Part, Sheet

if TYPE_CHECKING:
    pass
from sim.plots.shared.arrows import MapArrow, head, shaft

DOT = 9
"""Diameter of the dot in a member, in pixels; around it one can click."""
CLICK = 34
GROUND = "ground"
"""Mark of the parts that are the same object in every picture of an alliance."""
PATTERNS = {"ACTIVE": "", "FROZEN": "/", "NOTICE": "x", "OUT": "."}
"""Statuses differ by pattern as well as by word."""
FULL = 0.55
"""Largest height of a map, as a share of its width."""


@dataclass(frozen=True)
class Ground:
    """The greys of a map."""

    sea: str
    land: str
    patron: str


GROUNDS = {
    "light": Ground("#EDF2F6", "#DCDFE2", "#AAB5C4"),
    "dark": Ground("#10151B", "#262C34", "#3E4B5C"),
}


@dataclass(frozen=True)
class Shade:
    """How a member looks on the map."""

    fill: str
    label: str
    hover: str
    status: str = "ACTIVE"


def codes_of(answer: Answer) -> dict[str, str]:
    """Country code of each member whose outline is known."""
    table = answer.tables["members"]
    pairs = zip(table["member"], table["iso3"], strict=True)
    return {str(m): str(code) for m, code in pairs if isinstance(code, str) and code in outlines()}


def map_of(
    sheet: Sheet,
    theme: str,
    shades: Mapping[str, Shade],
    patron: str | None,
    *,
    scale: float | None = None,
    arrows: Sequence[MapArrow] = (),
) -> Part:
    """A map of the members in these shades, with arrows between them where there are any.

    Parameters
    ----------
    sheet : Sheet
        Of an answer that has the table of members.
    theme : str
        ``light`` or ``dark``.
    shades : mapping of str to Shade
        What each member looks like, by id.
    patron : str or None
        Country code of the patron, which is drawn behind them.
    scale : float in (0, 1], optional
        Probability at the end of the bar of colours; by default there is no bar.
    arrows : sequence of MapArrow
        Between members.
    """
    codes = codes_of(sheet.answer)
    extent = extent_of(codes.values())
    height = round(min(FULL, extent.height / extent.width) * sheet.width)
    data = [*_background(tuple(sorted(codes.values())), patron, theme)]
    data += [_member(sheet, member, code, shades[member]) for member, code in codes.items()]
    if scale is not None:
        data.append(_colour_bar(sheet, extent, scale))
    data += [trace for arrow in arrows for trace in shaft(sheet, codes, arrow, arrows)]
    data.append(_dots(sheet, codes))
    heads = [head(sheet, codes, arrow, arrows) for arrow in arrows]
    layout = {
        "xaxis": sheet.axis(range=[extent.west, extent.east], showticklabels=False),
        "yaxis": sheet.axis(
            range=[extent.south, extent.north], showticklabels=False, scaleanchor="x"
        ),
        "annotations": [*heads, *_labels(sheet, codes, shades, extent)],
    }
    parts = {"data": data, **layout}
    framed = sheet.framed(
        "map", parts, height=height, margin={"l": 0, "r": 0, "t": 0, "b": 0}, bare=True
    )
    framed["layout"]["plot_bgcolor"] = GROUNDS[theme].sea
    return framed


@lru_cache(maxsize=16)
def _background(codes: tuple[str, ...], patron: str | None, theme: str) -> tuple[Part, ...]:
    """The other countries, and the patron: the same for every picture of an alliance."""
    ground, extent = GROUNDS[theme], extent_of(codes)
    fills: dict[str, tuple[str, list[Any]]] = {
        "others": (ground.land, []),
        "patron": (ground.patron, []),
    }
    for code, rings in outlines().items():
        if code not in codes:
            _, shown = fills["patron" if code == patron else "others"]
            shown += [ring for ring in rings if extent.touches(ring)]
    lands = [_land(rings, fill, ground.sea) for fill, rings in fills.values() if rings]
    return tuple(land | {"meta": GROUND} for land in lands)


def _land(rings: Sequence[Any], fill: str, line: str) -> Part:
    x, y = joined(rings)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "fill": "toself",
        "fillcolor": fill,
        "line": {"color": line, "width": 0.8},
        "hoverinfo": "skip",
    }


def _member(sheet: Sheet, member: str, code: str, shade: Shade) -> Part:
    part = _land(outlines()[code], shade.fill, sheet.theme.ground)
    text = f"<b>{sheet.labels[member]}</b><br>{shade.hover}" if shade.hover else ""
    look: Part = {"name": sheet.labels[member], "line": {"color": sheet.theme.ground, "width": 1.4}}
    if PATTERNS[shade.status]:
        look["fillpattern"] = {
            "shape": PATTERNS[shade.status],
            "fgcolor": "#20262E",
            "bgcolor": shade.fill,
            "fgopacity": 0.75,
            "size": 7,
            "solidity": 0.22,
        }
    if text:
        look |= {"hoveron": "fills", "hoverinfo": "text", "text": text}
    return part | look


def _dots(sheet: Sheet, codes: Mapping[str, str]) -> Part:
    """A dot in each member, with room around it to click on."""
    places = [middle(code) for code in codes.values()]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x for x, _ in places] * 2,
        "y": [y for _, y in places] * 2,
        "customdata": [*codes, *codes],
        "hoverinfo": "skip",
        "marker": {
            "size": [DOT] * len(codes) + [CLICK] * len(codes),
            "color": "#FFFFFF",
            "opacity": [1] * len(codes) + [0] * len(codes),
            "line": {"color": "#20262E", "width": 1.6},
        },
    }


def _colour_bar(sheet: Sheet, extent: MapExtent, top: float) -> Part:
    """What the colours mean, in a corner."""
    ticks = [0, top / 2, top]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [extent.west],
        "y": [extent.south],
        "hoverinfo": "skip",
        "marker": {
            "size": 0.1,
            "opacity": 0,
            "color": [0],
            "cmin": 0,
            "cmax": top,
            "colorscale": [list(stop) for stop in PROBABILITY],
            "showscale": True,
            "colorbar": {
                "orientation": "h",
                "x": 0.015,
                "xanchor": "left",
                "y": 0.03,
                "yanchor": "bottom",
                "len": 0.24,
                "thickness": 8,
                "outlinewidth": 0,
                "tickvals": ticks,
                "ticktext": [f"{tick * 100:g}%" for tick in ticks],
                "tickfont": {"size": SMALL, "color": sheet.theme.ink},
                "ticklen": 0,
            },
        },
    }


def _labels(
    sheet: Sheet, codes: Mapping[str, str], shades: Mapping[str, Shade], extent: MapExtent
) -> list[Part]:
    """Names and numbers beside the dots, each where it covers no other, nor a dot."""
    pixel = extent.width / sheet.width
    half = DOT / 2 * pixel
    dots = [middle(code) for code in codes.values()]
    taken = [(x - half, y - half, x + half, y + half) for x, y in dots]
    notes = []
    for member, code in sorted(codes.items(), key=lambda item: -middle(item[1])[1]):
        x, y = middle(code)
        text = sheet.names[member]
        number = shades[member].label
        width = (len(text) + len(number) + 1) * TEXT * 0.6 * pixel
        place = _free_place(x, y, width, TEXT * 1.7 * pixel, DOT * pixel, taken, extent)
        taken.append(place.box)
        written = f"<b>{text}</b>{f' {number}' if number else ''}"
        notes.append(
            sheet.note(
                written,
                font={"size": TEXT, "color": sheet.theme.ink},
                x=x,
                y=y,
                xanchor=place.xanchor,
                yanchor=place.yanchor,
                xshift=place.xshift,
                yshift=place.yshift,
                bgcolor=see_through(sheet.theme.ground, 0.72),
                borderpad=1,
            )
        )
    return notes


@dataclass(frozen=True)
class _Place:
    xanchor: str
    yanchor: str
    xshift: int
    yshift: int
    box: tuple[float, float, float, float]


def _free_place(
    x: float,
    y: float,
    width: float,
    height: float,
    gap: float,
    taken: Sequence[tuple[float, float, float, float]],
    extent: MapExtent,
) -> _Place:
    """Above, right, left or below the dot: the first that is free, else above."""
    half = width / 2
    places = [
        _Place("center", "bottom", 0, DOT, (x - half, y + gap, x + half, y + gap + height)),
        _Place(
            "left", "middle", DOT, 0, (x + gap, y - height / 2, x + gap + width, y + height / 2)
        ),
        _Place(
            "right", "middle", -DOT, 0, (x - gap - width, y - height / 2, x - gap, y + height / 2)
        ),
        _Place("center", "top", 0, -DOT, (x - half, y - gap - height, x + half, y - gap)),
    ]
    return next((place for place in places if _is_free(place.box, taken, extent)), places[0])


def _is_free(
    box: tuple[float, float, float, float],
    taken: Sequence[tuple[float, float, float, float]],
    extent: MapExtent,
) -> bool:
    west, south, east, north = box
    apart = all(
        west > other[2] or east < other[0] or south > other[3] or north < other[1]
        for other in taken
    )
    return apart and extent.holds(west, south) and extent.holds(east, north)
