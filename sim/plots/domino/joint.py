"""Several exits at once: together, each alone, and beyond their sum, as dots on one axis."""

from __future__ import annotations

from sim.analysis.domino.result import JointResult
from sim.plots.shared.dots import ROW, dot
from sim.plots.shared.sheet import TEXT, Part, Sheet
from sim.statistics.estimates import Estimate, is_known, sign
from sim.words.domino.joint import row_name
from sim.words.shared.amounts import decimals, signed, signed_interval

GAP = 8


def joint(sheet: Sheet[JointResult]) -> Part:
    """Further exits with their intervals."""
    table = sheet.answer.tables["joint"].dropna(subset=["value"])
    rows = [(str(row["of"]), Estimate.of_row(row)) for row in table.to_dict("records")]
    known = [(of, estimate) for of, estimate in rows if is_known(estimate)]
    ends = [end for _, estimate in known for end in (estimate.low, estimate.high)]
    reach = max([0.005, *map(abs, ends)])
    low, high = min([-0.2 * reach, *ends]) - 0.1 * reach, max([0.2 * reach, *ends]) + 0.1 * reach
    parts: Part = {"data": [], "annotations": []}
    ticks = {}
    for place, (of, estimate) in enumerate(known):
        y = (place + 0.6) * (ROW + GAP)
        name = row_name(sheet.answer, of)
        ticks[y] = name
        value = signed(estimate.value, decimals(estimate))
        hover = f"<b>{name}</b><br>{value} exits {signed_interval(estimate)}"
        hue = sheet.colours.get(of, sheet.theme.ink)
        parts["data"].append(dot(sheet, estimate, y, hue, hover, sign(estimate) == 0))
        font = {"size": TEXT, "color": sheet.theme.ink}
        parts["annotations"].append(
            sheet.note(value, x=estimate.value, y=y, yanchor="bottom", yshift=5, font=font)
        )
    height = round(max(1, len(rows)) * (ROW + GAP) + GAP)
    line = {"width": 1, "color": sheet.theme.quiet}
    return parts | {
        "xaxis": sheet.axis(range=[low, high], title=sheet.titled("further exits", standoff=4)),
        "yaxis": sheet.axis(
            range=[height, 0],
            tickvals=list(ticks),
            ticktext=list(ticks.values()),
            tickfont={"size": TEXT, "color": sheet.theme.ink},
        ),
        "shapes": [
            {"type": "line", "x0": 0, "x1": 0, "yref": "paper", "y0": 0, "y1": 1, "line": line}
        ],
        "height": height + 48,
        "margin": {
            "l": sheet.text_width(list(ticks.values()), TEXT) + 16,
            "r": 22,
            "t": 6,
            "b": 42,
        },
    }
