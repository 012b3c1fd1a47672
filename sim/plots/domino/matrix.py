"""Who topples whom: a signed heat map with its numbers written into it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from sim import words
from sim.plots.shared.palette import ink_on, mixed, scale_colour, signed_scale
from sim.plots.shared.sheet import SMALL, TEXT, Part, Sheet
from sim.words.domino import domino

CELL = 46
"""Height of a cell, in pixels."""


def matrix(sheet: Sheet) -> Part:
    """The change of P(first exit) of each member (across) when another one leaves (down)."""
    members = list(sheet.labels)
    cells = {(cell["leaver"], cell["other"]): cell for cell in domino.cells(sheet.answer)}
    reach = max([0.001, *(abs(cell["value"]) for cell in cells.values())])
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
    sheet: Sheet, members: list[str], cells: Mapping[tuple[str, str], Any], reach: float
) -> Part:
    """The colours of the cells; none on the diagonal."""
    values = [
        [cells[i, j]["value"] if (i, j) in cells else np.nan for j in members] for i in members
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
    sheet: Sheet, members: list[str], cells: Mapping[tuple[str, str], Any], reach: float
) -> Part:
    """The numbers, on markers that one can point at and click."""
    place = {member: k for k, member in enumerate(members)}
    shown = [(i, j, cell) for (i, j), cell in cells.items()]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [place[j] for _, j, _ in shown],
        "y": [place[i] for i, _, _ in shown],
        "text": [domino.cell_text(cell) for _, _, cell in shown],
        "textfont": {
            "size": SMALL if sheet.is_narrow else TEXT + 1,
            "color": [_ink(sheet, cell, reach) for _, _, cell in shown],
        },
        "marker": {"size": 36, "symbol": "square", "opacity": 0},
        "customdata": [[i, j] for i, j, _ in shown],
        "hovertext": [_hover(sheet, cell) for _, _, cell in shown],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _ink(sheet: Sheet, cell: Mapping[str, Any], reach: float) -> str:
    """Colour of a number: grey where the sign is not told, else what can be read on the cell."""
    fill = scale_colour(signed_scale(sheet.theme), (cell["value"] / reach + 1) / 2)
    ink = ink_on(fill)
    return ink if domino.sign(cell) else mixed(ink, fill, 0.35)


def _hover(sheet: Sheet, cell: Mapping[str, Any]) -> str:
    leaver, other = sheet.labels[cell["leaver"]], sheet.labels[cell["other"]]
    told = "" if domino.sign(cell) else "<br>the sign is not told"
    return (
        f"<b>{other}</b> if <b>{leaver}</b> leaves: {words.percent(cell['exit'])}<br>"
        f"if it stays: {words.percent(cell['stay'])}<br>difference {words.points(cell['value'])} "
        f"points ({words.points(cell['low'])} to {words.points(cell['high'])}){told}"
    )
