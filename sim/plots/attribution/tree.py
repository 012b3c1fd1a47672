"""Who toppled whom: arrows between members, with widths and signs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sim import words
from sim.analysis.attribution.result import AttributionResult, ToppledEdge
from sim.plots.shared.sheet import SMALL, TEXT, Part, Sheet
from sim.words.attribution import tree as w
from sim.words.attribution.contagion import chance

Point = tuple[float, float]

DISC = 11
"""Radius of a member, in pixels."""
WIDEST, THINNEST = 9.0, 1.0
BEND = 0.16
"""How far an arrow bends, as a share of its length: there and back do not cover each other."""
WIDE_RING = 250
"""Half the width of the ring at most, in pixels."""
STEPS = 24
MOST_ARROWS = 14


@dataclass(frozen=True)
class EdgeArrow:
    """A bent line from one member to another, in pixels."""

    start: Point
    end: Point

    @property
    def turn(self) -> Point:
        """The point towards which it bends: to the right of its way."""
        (ax, ay), (bx, by) = self.start, self.end
        return (ax + bx) / 2 + BEND * (by - ay), (ay + by) / 2 - BEND * (bx - ax)

    def at(self, t: float) -> Point:
        """The point after a share of the way."""
        x, y = (
            (1 - t) ** 2 * a + 2 * t * (1 - t) * c + t**2 * b
            for a, b, c in zip(self.start, self.end, self.turn, strict=True)
        )
        return x, y

    def trimmed(self, air: float) -> tuple[float, float]:
        """Shares of the way between which it is drawn: discs and heads are left free."""
        length = math.dist(self.start, self.end)
        return (DISC + 4) / length, 1 - (DISC + 5 + air) / length


def tree(sheet: Sheet[AttributionResult]) -> Part:
    """The members in a ring, and an arrow for each edge that occurs."""
    width, height = _room(sheet)
    across = min(width / 2 - sheet.label_width - DISC - 8, WIDE_RING)
    places = _ring(list(sheet.labels), (width / 2, height / 2), (across, height / 2 - 40))
    edges = w.edges(sheet.answer)[:MOST_ARROWS]
    widest = max([abs(w.net(edge)) for edge in edges if w.resolved_sign(edge)], default=1.0)
    parts: Part = {"data": [], "shapes": [], "annotations": []}
    for edge in reversed(edges):  # the strongest on top
        arrow = EdgeArrow(places[edge.leaver], places[edge.other])
        _draw(sheet, parts, edge, arrow, widest)
    parts["data"].append(_discs(sheet, places))
    parts["annotations"] += _names(sheet, places, width)
    if not edges:
        middle = {"x": width / 2, "y": height / 2}
        parts["annotations"].append(sheet.note("no exit decides another", **middle))
    return parts | {
        "xaxis": sheet.axis(range=[0, width], showticklabels=False),
        "yaxis": sheet.axis(range=[0, height], showticklabels=False),
        "height": height,
        "margin": {"l": 4, "r": 4, "t": 6, "b": 6},
    }


def _room(sheet: Sheet) -> tuple[int, int]:
    return sheet.width - 8, 330 if sheet.is_narrow else 400


def _ring(members: Sequence[str], middle: Point, radii: Point) -> dict[str, Point]:
    """Places on an ellipse, the first member at the top, then clockwise."""
    turns = [math.pi / 2 - 2 * math.pi * k / len(members) for k in range(len(members))]
    return {
        member: (middle[0] + radii[0] * math.cos(turn), middle[1] + radii[1] * math.sin(turn))
        for member, turn in zip(members, turns, strict=True)
    }


def _draw(sheet: Sheet, parts: Part, edge: ToppledEdge, arrow: EdgeArrow, widest: float) -> None:
    """An arrow with its head and, where its sign is resolved, its number."""
    sign, net = w.resolved_sign(edge), w.net(edge)
    thick = max(THINNEST, WIDEST * min(1.0, abs(net) / widest)) if sign else THINNEST
    hue = sheet.colours[edge.leaver] if sign else sheet.theme.reference
    head = 7 + 1.2 * thick
    first, last = arrow.trimmed(head if net > 0 else 2)
    way = [arrow.at(first + (last - first) * step / STEPS) for step in range(STEPS + 1)]
    parts["data"].append(_line(sheet, edge, way, hue, thick, dashed=net <= 0))
    parts["shapes"].append(_head(way, hue, head) if net > 0 else _stop(way, hue, head))
    if sign:
        x, y = arrow.at(0.5)
        font = {"size": SMALL, "color": sheet.theme.ink}
        note = sheet.note(words.points(net), font=font, x=x, y=y, bgcolor=sheet.theme.ground)
        parts["annotations"].append(note)


def _line(
    sheet: Sheet, edge: ToppledEdge, way: Sequence[Point], hue: str, thick: float, *, dashed: bool
) -> Part:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for x, _ in way],
        "y": [y for _, y in way],
        "line": {"color": hue, "width": thick, "dash": "dash" if dashed else "solid"},
        "hovertext": [_hover(sheet, edge)] * len(way),
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _hover(sheet: Sheet, edge: ToppledEdge) -> str:
    leaver, other = sheet.labels[edge.leaver], sheet.labels[edge.other]
    with_exit, without_exit = w.chances(edge)
    unresolved = "" if w.resolved_sign(edge) else "<br>the sign is not told"
    return (
        f"<b>{leaver}</b> leaves, <b>{other}</b> follows: {with_exit}<br>"
        f"without that exit: {without_exit}<br>toppled in {chance(edge.value)} of "
        f"all runs, kept in in {chance(edge.prevented)}{unresolved}"
    )


def _direction(way: Sequence[Point]) -> tuple[Point, Point]:
    """The end of a line, and its direction there."""
    (ax, ay), (bx, by) = way[-2], way[-1]
    length = math.hypot(bx - ax, by - ay) or 1.0
    return (bx, by), ((bx - ax) / length, (by - ay) / length)


def _head(way: Sequence[Point], hue: str, size: float) -> Part:
    """A filled head: this exit brings that one about."""
    (x, y), (dx, dy) = _direction(way)
    half = 0.55 * size
    corners = [
        (x + size * dx, y + size * dy),
        (x - half * dy, y + half * dx),
        (x + half * dy, y - half * dx),
    ]
    path = " L ".join(f"{a:.1f},{b:.1f}" for a, b in corners)
    return {"type": "path", "path": f"M {path} Z", "fillcolor": hue, "line": {"width": 0}}


def _stop(way: Sequence[Point], hue: str, size: float) -> Part:
    """A bar across the end: this exit prevents that one."""
    (x, y), (dx, dy) = _direction(way)
    half = 0.6 * size
    ends = {"x0": x - half * dy, "y0": y + half * dx, "x1": x + half * dy, "y1": y - half * dx}
    return {"type": "line", **ends, "line": {"color": hue, "width": 2.5}}


def _discs(sheet: Sheet, places: dict[str, Point]) -> Part:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x for x, _ in places.values()],
        "y": [y for _, y in places.values()],
        "marker": {
            "size": 2 * DISC,
            "color": [sheet.colours[member] for member in places],
            "line": {"color": sheet.theme.ground, "width": 2},
        },
        "hovertext": [sheet.labels[member] for member in places],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _names(sheet: Sheet, places: dict[str, Point], width: int) -> list[Part]:
    """The members' names, outside the ring."""
    notes: list[Part] = []
    for member, (x, y) in places.items():
        side = (x > width / 2 + DISC) - (x < width / 2 - DISC)
        anchor = ("right", "center", "left")[side + 1]
        shift = {"xshift": side * (DISC + 4), "yshift": 0 if side else DISC + TEXT}
        place = {"x": x, "y": y, "xanchor": anchor, "yanchor": "middle", **shift}
        notes.append(sheet.member_note(member, f"<b>{sheet.names[member]}</b>", **place))
    return notes
