"""What tests of pictures look for in them."""

from __future__ import annotations

from sim.answer import Answer
from sim.plots import drawing


def bands(answer: Answer, figure: str) -> list[tuple[float, float]]:
    """The reference bands of a figure of bars."""
    shapes = drawing(figure, answer)["layout"]["shapes"]
    return [(shape["y0"], shape["y1"]) for shape in shapes if shape["type"] == "rect"]
