"""Maps of the alliance: probabilities and states by month, and arrows of who topples whom.

Drawn as filled lines from outlines that come with the product: a map asks no other host.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from sim import words
from sim.answer import Answer
from sim.plots.outlines import Frame, frame_of, joined, middle, outlines
from sim.plots.palette import FEWER, MORE, PROBABILITY, Theme, mixed, scale_colour, see_through
from sim.plots.sheet import SMALL, TEXT, Part, Sheet, round_top
from sim.words import domino

if TYPE_CHECKING:
    from pandas import DataFrame

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


@dataclass(frozen=True)
class Arrow:
    """A signed link between two members."""

    leaver: str
    other: str
    value: float
    hover: str


def can_be_drawn(answer: Answer) -> bool:
    """Whether the outline of at least one member is known."""
    return bool(_codes(answer))


def probability_map(
    answer: Answer,
    month: str,
    *,
    patron: str | None = None,
    theme: str = "light",
    width: int = 860,
    top: float | None = None,
) -> Part:
    """P(out in a month) of each member, hatched where another status is the likeliest one.

    ``patron`` is its country code; ``top`` the probability of the darkest colour, by default one
    that suits all months.
    """
    sheet = Sheet.of(answer, theme, width)
    status = answer.tables["status"]
    out = status[status["status"] == "OUT"]
    top = top or round_top(max(0.02, float(out["value"].max())))
    now = out[out["month"] == month].set_index("member")["value"]
    likeliest = _likeliest(status, month)
    shades = {
        member: Shade(
            fill=scale_colour(PROBABILITY, min(1.0, now[member] / top)),
            label=words.percent(now[member]),
            hover=f"out in {words.percent(now[member])} of runs in {words.month(month)}"
            f"<br>most often {likeliest[member].lower()}",
            status=likeliest[member] if likeliest[member] in ("FROZEN", "NOTICE") else "ACTIVE",
        )
        for member in sheet.labels
    }
    return _map(sheet, theme, shades, patron, scale=top)


def status_map(
    answer: Answer,
    month: str,
    *,
    patron: str | None = None,
    theme: str = "light",
    width: int = 860,
) -> Part:
    """The likeliest status of each member in a month, by word, pattern and colour."""
    sheet = Sheet.of(answer, theme, width)
    status = answer.tables["status"]
    rows = status[status["month"] == month].set_index(["member", "status"])["value"]
    likeliest = _likeliest(status, month)

    def hover(member: str) -> str:
        shares = (f"{name.lower()} {words.percent(rows[member, name])}" for name in PATTERNS)
        return f"{words.month(month)}<br>{'<br>'.join(shares)}"

    shades = {
        member: _of_status(sheet.theme, likeliest[member], hover(member)) for member in sheet.labels
    }
    return _map(sheet, theme, shades, patron)


def run_map(
    answer: Answer,
    statuses: Mapping[str, str],
    *,
    patron: str | None = None,
    theme: str = "light",
    width: int = 860,
) -> Part:
    """The status of each member in one run; ``answer`` says who the members are."""
    sheet = Sheet.of(answer, theme, width)
    shades = {member: _of_status(sheet.theme, statuses[member], "") for member in sheet.labels}
    return _map(sheet, theme, shades, patron)


def matrix_map(
    answer: Answer,
    *,
    leaver: str | None = None,
    patron: str | None = None,
    theme: str = "light",
    width: int = 860,
) -> Part:
    """Who topples whom: an arrow for each change of a chance whose sign is told.

    Of one leaver, or of all.
    """
    sheet = Sheet.of(answer, theme, width)
    told = [
        cell
        for cell in domino.cells(answer)
        if domino.sign(cell) and leaver in (None, cell["leaver"])
    ]
    arrows = [
        Arrow(
            cell["leaver"],
            cell["other"],
            float(cell["value"]),
            f"<b>{sheet.labels[cell['other']]}</b> if <b>{sheet.labels[cell['leaver']]}</b> "
            f"leaves:<br>{words.points(cell['value'])} points "
            f"({words.points(cell['low'])} to {words.points(cell['high'])})",
        )
        for cell in told
    ]
    plain = mixed(sheet.theme.ground, sheet.theme.ink, 0.1)
    gains = {arrow.other: words.points(arrow.value) for arrow in arrows} if leaver else {}
    shades = {member: Shade(plain, gains.get(member, ""), "") for member in sheet.labels}
    return _map(sheet, theme, shades, patron, arrows=arrows)


def _likeliest(status: DataFrame, month: str) -> dict[str, str]:
    rows = status[status["month"] == month]
    best = rows.loc[rows.groupby("member", sort=False)["value"].idxmax()]
    return dict(zip(best["member"].astype(str), best["status"].astype(str), strict=True))


def _of_status(theme: Theme, status: str, hover: str) -> Shade:
    fills = {
        "ACTIVE": mixed(theme.ground, theme.ink, 0.1),
        "FROZEN": scale_colour(PROBABILITY, 0.25),
        "NOTICE": scale_colour(PROBABILITY, 0.5),
        "OUT": scale_colour(PROBABILITY, 0.85),
    }
    return Shade(fills[status], status.lower(), hover or status.lower(), status)


# --- drawing --------------------------------------------------------------------------------------


def _codes(answer: Answer) -> dict[str, str]:
    """Country code of each member whose outline is known."""
    table = answer.tables["members"]
    pairs = zip(table["member"], table["iso3"], strict=True)
    return {str(m): str(code) for m, code in pairs if isinstance(code, str) and code in outlines()}


def _map(
    sheet: Sheet,
    theme: str,
    shades: Mapping[str, Shade],
    patron: str | None,
    *,
    scale: float | None = None,
    arrows: Sequence[Arrow] = (),
) -> Part:
    codes = _codes(sheet.answer)
    frame = frame_of(codes.values())
    height = round(min(FULL, frame.height / frame.width) * sheet.width)
    data = [*_background(tuple(sorted(codes.values())), patron, theme)]
    data += [_member(sheet, member, code, shades[member]) for member, code in codes.items()]
    if scale is not None:
        data.append(_colour_bar(sheet, frame, scale))
    data += [trace for arrow in arrows for trace in _arrow(sheet, codes, arrow, arrows)]
    data.append(_dots(sheet, codes))
    heads = [_arrow_head(sheet, codes, arrow, arrows) for arrow in arrows]
    layout = {
        "xaxis": sheet.axis(range=[frame.west, frame.east], showticklabels=False),
        "yaxis": sheet.axis(
            range=[frame.south, frame.north], showticklabels=False, scaleanchor="x"
        ),
        "annotations": [*heads, *_labels(sheet, codes, shades, frame)],
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
    ground, frame = GROUNDS[theme], frame_of(codes)
    fills: dict[str, tuple[str, list[Any]]] = {
        "others": (ground.land, []),
        "patron": (ground.patron, []),
    }
    for code, rings in outlines().items():
        if code not in codes:
            _, shown = fills["patron" if code == patron else "others"]
            shown += [ring for ring in rings if frame.touches(ring)]
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


def _colour_bar(sheet: Sheet, frame: Frame, top: float) -> Part:
    """What the colours mean, in a corner."""
    ticks = [0, top / 2, top]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [frame.west],
        "y": [frame.south],
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


# --- labels ---------------------------------------------------------------------------------------


def _labels(
    sheet: Sheet, codes: Mapping[str, str], shades: Mapping[str, Shade], frame: Frame
) -> list[Part]:
    """Names and numbers beside the dots, each where it covers no other."""
    pixel = frame.width / sheet.width
    taken: list[tuple[float, float, float, float]] = []
    notes = []
    for member, code in sorted(codes.items(), key=lambda item: -middle(item[1])[1]):
        x, y = middle(code)
        text = sheet.labels[member]
        number = shades[member].label
        width = (len(text) + len(number) + 1) * TEXT * 0.6 * pixel
        place = _free_place(x, y, width, TEXT * 1.7 * pixel, DOT * pixel, taken, frame)
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
    frame: Frame,
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
    return next((place for place in places if _is_free(place.box, taken, frame)), places[0])


def _is_free(
    box: tuple[float, float, float, float],
    taken: Sequence[tuple[float, float, float, float]],
    frame: Frame,
) -> bool:
    west, south, east, north = box
    apart = all(
        west > other[2] or east < other[0] or south > other[3] or north < other[1]
        for other in taken
    )
    return apart and frame.holds(west, south) and frame.holds(east, north)


# --- arrows ---------------------------------------------------------------------------------------

BEND = 0.18
"""How far an arrow bows out, as a share of its length: there and back do not overlie."""
THIN, THICK = 1.2, 8.0
STEPS = 24


def _width_of(arrow: Arrow, arrows: Sequence[Arrow]) -> float:
    most = max(abs(each.value) for each in arrows)
    return THIN + (THICK - THIN) * abs(arrow.value) / most


def _curve(codes: Mapping[str, str], arrow: Arrow) -> np.ndarray[Any, np.dtype[np.float64]]:
    """A bow from one member to the other, float64 (steps, 2), short of both dots."""
    start, end = (np.array(middle(codes[m])) for m in (arrow.leaver, arrow.other))
    along = end - start
    control = (start + end) / 2 + BEND * np.array([-along[1], along[0]])
    t = np.linspace(0.06, 0.93, STEPS)[:, None]
    return np.asarray((1 - t) ** 2 * start + 2 * t * (1 - t) * control + t**2 * end)


def _hue(arrow: Arrow) -> str:
    return MORE if arrow.value > 0 else FEWER


def _arrow(
    sheet: Sheet, codes: Mapping[str, str], arrow: Arrow, arrows: Sequence[Arrow]
) -> list[Part]:
    """The shaft; dashed where the exit holds the other one in."""
    if not {arrow.leaver, arrow.other} <= codes.keys():
        return []
    points = _curve(codes, arrow)
    line = {"color": see_through(_hue(arrow), 0.75), "width": _width_of(arrow, arrows)}
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": points[:-1, 0].tolist(),
            "y": points[:-1, 1].tolist(),
            "line": line if arrow.value > 0 else line | {"dash": "dash"},
            "text": [arrow.hover] * (STEPS - 1),
            "customdata": [[arrow.leaver, arrow.other]] * (STEPS - 1),
            "hovertemplate": "%{text}<extra></extra>",
        }
    ]


def _arrow_head(
    sheet: Sheet, codes: Mapping[str, str], arrow: Arrow, arrows: Sequence[Arrow]
) -> Part:
    if not {arrow.leaver, arrow.other} <= codes.keys():
        return sheet.note("", visible=False, x=0, y=0)
    points = _curve(codes, arrow)
    (ax, ay), (x, y) = points[-4], points[-1]
    return sheet.note(
        "",
        x=float(x),
        y=float(y),
        ax=float(ax),
        ay=float(ay),
        axref="x",
        ayref="y",
        showarrow=True,
        arrowhead=2,
        arrowsize=max(0.6, 2.2 / _width_of(arrow, arrows)),
        arrowwidth=_width_of(arrow, arrows),
        arrowcolor=_hue(arrow),
    )


MAPS: dict[str, Callable[..., Part]] = {"probability": probability_map, "status": status_map}
"""Maps of a forecast by what their colours mean."""
