"""The rooms of the program, drawn and listed from its own imports and docstrings."""

from __future__ import annotations

import ast
import html
import tomllib
from pathlib import Path

import grimp
import networkx as nx
from tables import table

ROOT = Path(__file__).resolve().parent.parent
FIGURE = ROOT / "docs" / "architecture.svg"
WIDTH, ROW, BOX, GAP = 860, 64, 34, 12


def layers() -> list[list[str]]:
    """The rooms of each layer, the highest first, as the contract of the imports names them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = settings["tool"]["importlinter"]["contracts"][0]
    inside = [[part.strip(" ()") for part in layer.split("|")] for layer in contract["layers"]]
    return [["ui"], *inside]


def imports() -> nx.DiGraph:
    """Which room imports which, without what another way implies already."""
    found = grimp.build_graph("sim", "ui", include_external_packages=False)
    rooms = {room for layer in layers() for room in layer}
    graph = nx.DiGraph()
    graph.add_nodes_from(rooms)
    for module in found.modules:
        for other in found.find_modules_directly_imported_by(module):
            one, two = _room(module), _room(other)
            if one != two and {one, two} <= rooms:
                graph.add_edge(one, two)
    return nx.transitive_reduction(graph)


def _room(module: str) -> str:
    parts = module.split(".")
    return "ui" if parts[0] == "ui" else parts[1] if len(parts) > 1 else "sim"


def drawing() -> str:
    """The figure as SVG: a row for each layer, an arrow for each import that none implies."""
    graph, boxes, rows = imports(), {}, layers()
    for number, layer in enumerate(rows):
        names = sorted(layer)
        widths = [10 + 8.2 * len(name) + 14 for name in names]
        left = (WIDTH - sum(widths) - GAP * (len(names) - 1)) / 2
        # Rooms of neighbouring layers stand apart sideways, so that no arrow runs through a box.
        left += (-230, 0, 230, -115, 115)[number % 5] if len(names) == 1 else 0
        for name, width in zip(names, widths, strict=True):
            boxes[name] = (left, 16 + number * ROW, width)
            left += width + GAP
    height = 16 + len(rows) * ROW
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" font-family="sans-serif" font-size="14">',
        "<title>Rooms of the program; arrows point from who imports to what is imported</title>",
        '<defs><marker id="end" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" '
        'markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="#667"/></marker></defs>',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
    ]
    parts += [_arrow(boxes[one], boxes[two]) for one, two in sorted(graph.edges)]
    for name, (x, y, width) in sorted(boxes.items()):
        parts.append(
            f'<rect x="{x:.0f}" y="{y}" width="{width:.0f}" height="{BOX}" rx="5" '
            f'fill="#eef2f7" stroke="#667"/><text x="{x + width / 2:.0f}" y="{y + 22}" '
            f'text-anchor="middle" fill="#123">{html.escape(name)}</text>'
        )
    return "\n".join([*parts, "</svg>"]) + "\n"


def _arrow(one: tuple[float, float, float], two: tuple[float, float, float]) -> str:
    (x, y, width), (x2, y2, width2) = one, two
    begin, end = (x + width / 2, y + BOX), (x2 + width2 / 2, y2)
    bend = (end[1] - begin[1]) / 2
    return (
        f'<path d="M{begin[0]:.0f} {begin[1]:.0f}C{begin[0]:.0f} {begin[1] + bend:.0f} '
        f'{end[0]:.0f} {end[1] - bend:.0f} {end[0]:.0f} {end[1]:.0f}" fill="none" '
        'stroke="#99a" stroke-width="1.2" marker-end="url(#end)"/>'
    )


def rooms() -> str:
    """Every room in one line, from the first line of its docstring."""
    rows = []
    for room in (room for layer in layers() for room in layer):
        base = ROOT / "ui" if room == "ui" else ROOT / "sim" / room
        file = base / "__init__.py" if base.is_dir() else base.with_suffix(".py")
        doc = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
        rows.append(
            (
                f"`{file.parent.relative_to(ROOT)}/`"
                if base.is_dir()
                else f"`{file.relative_to(ROOT)}`",
                doc.splitlines()[0],
            )
        )
    return table(("room", "what it holds"), rows)


BLOCKS = {"rooms": rooms}
