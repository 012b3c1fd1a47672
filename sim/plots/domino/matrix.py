"""Who topples whom: a signed heat map with its numbers written into it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim import words
from sim.analysis.domino.result import MatrixResult
from sim.plots.shared.palette import ink_on, mixed, scale_colour, signed_scale
from sim.plots.shared.sheet import SMALL, TEXT, Part, Sheet
from sim.words.domino.matrix import Link, cell_text, links

CELL = 46
"""Height of a cell, in pixels."""


def matrix(sheet: Sheet[MatrixResult]) -> Part:
    """The change of P(first exit) of each member (across) when another one leaves (down)."""
    members = list(sheet.labels)
    cells = {(link.leaver, link.other): link for link in links(sheet.answer)}
    reach = max([0.001, *(abs(link.change.value) for link in cells.values())])
    places = np.arange(len(members))
    height = CELL * max(1, len(members))
    span = [-0.5, len(members) - 0.5]
    slope = round(sheet.label_width * 0.6) if sheet.is_narrow else 16
    return {
        "data": [_ground(sheet, members, cells, reach), _written(sheet, members, cells, reach)],
        "xaxis": sheet.axis(range=span, showticklabels=False),
        "yaxis": sheet.axis(
            range=span[::-1],
            tickvals=places,
            tickfont={"size": TEXT, "color": sheet.theme.ink},
            ticktext=[
                name if sheet.is_narrow else f"{name} leaves" for name in sheet.names.values()
            ],
        ),
        "annotations": [*_heads(sheet), _across(sheet, slope)],
        "height": height,
        "margin": {
            "l": sheet.label_width + (8 if sheet.is_narrow else 44),
            "r": 36 if sheet.is_narrow else 10,
            "t": slope + 26,
            "b": 10,
        },
    }


def _heads(sheet: Sheet) -> list[Part]:
    """The members across, slanted where there is little room."""
    slanted = {"xanchor": "left", "textangle": -35, "xshift": -8} if sheet.is_narrow else {}
    return [
        sheet.note(
            name,
            font={"size": TEXT, "color": sheet.theme.ink},
            x=place,
            yref="paper",
            y=1,
            yanchor="bottom",
            yshift=2,
            **slanted,
        )
        for place, name in enumerate(sheet.names.values())
    ]


def _across(sheet: Sheet, shift: int) -> Part:
    """What the rows and columns are."""
    text = "If the one at the left leaves: change of the chance to leave, in points, of …"
    return sheet.note(
        "left: who leaves; top: change, in points" if sheet.is_narrow else text,
        xref="paper",
        x=0,
        xanchor="left",
        xshift=-sheet.label_width if sheet.is_narrow else 0,
        yref="paper",
        y=1,
        yanchor="bottom",
        yshift=shift + 6,
    )


def _ground(
    sheet: Sheet, members: list[str], cells: Mapping[tuple[str, str], Link], reach: float
) -> Part:
    """The colours of the cells; none on the diagonal."""
    values = [
        [cells[i, j].change.value if (i, j) in cells else np.nan for j in members] for i in members
    ]
    return {
        "type": "heatmap",
        "z": np.array(values, np.float64).reshape(len(members), len(members)),
        "zmin": -reach,
        "zmax": reach,
        "colorscale": signed_scale(sheet.theme),
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "hoverinfo": "skip",
    }


def _written(
    sheet: Sheet, members: list[str], cells: Mapping[tuple[str, str], Link], reach: float
) -> Part:
    """The numbers, on markers that one can point at and click."""
    place = {member: k for k, member in enumerate(members)}
    shown = list(cells.values())
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [place[link.other] for link in shown],
        "y": [place[link.leaver] for link in shown],
        "text": [cell_text(link.change) for link in shown],
        "textfont": {
            "size": SMALL if sheet.is_narrow else TEXT + 1,
            "color": [_ink(sheet, link, reach) for link in shown],
        },
        "marker": {"size": 36, "symbol": "square", "opacity": 0},
        "customdata": [[link.leaver, link.other] for link in shown],
        "hovertext": [_hover(sheet, link) for link in shown],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _ink(sheet: Sheet, link: Link, reach: float) -> str:
    """Colour of a number: grey where the change is not resolved, else what is read on the cell."""
    fill = scale_colour(signed_scale(sheet.theme), (link.change.value / reach + 1) / 2)
    ink = ink_on(fill)
    return ink if link.is_resolved else mixed(ink, fill, 0.35)


def _hover(sheet: Sheet, link: Link) -> str:
    leaver, other, change = sheet.labels[link.leaver], sheet.labels[link.other], link.change
    unresolved = "" if link.is_resolved else "<br>the sign is not told"
    return (
        f"<b>{other}</b> if <b>{leaver}</b> leaves: {words.percent(link.exit)}<br>"
        f"if it stays: {words.percent(link.stay)}<br>difference {words.points(change.value)} "
        f"points ({words.points(change.low)} to {words.points(change.high)}){unresolved}"
    )
