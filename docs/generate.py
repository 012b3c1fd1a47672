"""Fill the generated blocks of README.md and docs/, or check that they are fresh.

A block stands between ``<!-- generated: NAME -->`` and ``<!-- end -->``.

    python docs/generate.py                   tables and figures that follow from the sources
    python docs/generate.py --numbers         those computed from runs too; takes some minutes
    python docs/generate.py --validation      those of docs/validation.md alone
    python docs/generate.py seeding terms     these blocks alone, of either kind
    python docs/generate.py --check …         write nothing; exit 1 and name each stale block
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import derive
import document_tables
import record_figures
import record_tables
import structure
import tables

ROOT = Path(__file__).resolve().parent.parent
FIGURES = {structure.FIGURE: structure.drawing, record_figures.FIGURE: record_figures.spells}
"""Pictures, and what draws each."""
BLOCK = re.compile(r"(?<=<!-- generated: )([a-z-]+)( -->\n)(.*?)(?=<!-- end -->)", re.DOTALL)


def makers(numbers: bool) -> Mapping[str, Callable[[], str]]:
    """What makes each block; those computed from runs only where they are wanted."""
    blocks = tables.BLOCKS | record_tables.BLOCKS | structure.BLOCKS | document_tables.BLOCKS
    blocks |= derive.BLOCKS
    if not numbers:
        return blocks
    import computed  # takes its time to load
    import validation

    return blocks | computed.BLOCKS | validation.BLOCKS | derive.NUMBERS


def documents() -> list[Path]:
    """The documents that may hold generated blocks."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks_of(text: str) -> dict[str, str]:
    """The generated blocks of a document, by name, as they stand."""
    return {block[1]: block[3] for block in BLOCK.finditer(text)}


def filled(text: str, fresh: Mapping[str, str]) -> str:
    """The document with these blocks as they ought to be."""
    return BLOCK.sub(lambda old: f"{old[1]}{old[2]}{fresh.get(old[1], old[3])}", text)


def chosen(names: list[str], numbers: bool) -> dict[str, Callable[[], str]]:
    """The blocks to make, and what makes them.

    Raises
    ------
    SystemExit
        A name that is no block.
    """
    known = makers(numbers or not set(names) <= set(tables.BLOCKS))
    for name in names:
        if name not in known:
            sys.exit(f"no block {name!r}; there are {', '.join(known)}")
    return {name: known[name] for name in names or known}


def of_validation() -> list[str]:
    """The blocks of docs/validation.md."""
    import validation

    return list(validation.BLOCKS)


def main() -> int:
    """Fill the blocks, or name the stale ones."""
    parser = argparse.ArgumentParser(description="Fill generated blocks, or check them.")
    parser.add_argument("blocks", nargs="*", metavar="BLOCK", help="these blocks alone")
    parser.add_argument("--numbers", action="store_true", help="also those computed from runs")
    parser.add_argument("--check", action="store_true", help="write nothing, name stale blocks")
    parser.add_argument(
        "--validation", action="store_true", help="the blocks of docs/validation.md alone"
    )
    asked = parser.parse_args()
    asked.blocks += of_validation() if asked.validation else []
    there = {file: file.read_text(encoding="utf-8") for file in documents()}
    homes = {name: file for file, text in there.items() for name in blocks_of(text)}
    making = chosen(asked.blocks, asked.numbers)
    lost = [name for name in making if name not in homes]
    if lost:
        sys.exit(f"No document has a place for: {', '.join(lost)}")
    fresh = {name: f"\n{make()}\n\n" for name, make in making.items()}
    stale = [name for name in fresh if blocks_of(there[homes[name]])[name] != fresh[name]]
    drawn = {} if asked.blocks else {file: draw() for file, draw in FIGURES.items()}
    if asked.check:
        return told(stale, homes) | told_figures(drawn)
    for file, drawing in drawn.items():
        file.write_text(drawing, encoding="utf-8")
    for file, text in there.items():
        file.write_text(filled(text, fresh), encoding="utf-8")
    print(f"Renewed: {', '.join(stale) or 'nothing, all was fresh'}")
    return 0


def told(stale: list[str], homes: Mapping[str, Path]) -> int:
    """Name the stale blocks; 1 if there are any."""
    for name in stale:
        place = homes[name].relative_to(ROOT)
        print(f"{place}: the block {name!r} is stale; renew it: python docs/generate.py {name}")
    return 1 if stale else 0


def told_figures(drawn: Mapping[Path, str]) -> int:
    """Name the figures that are stale; 1 if there are any."""
    stale = [f for f, new in drawn.items() if not f.is_file() or f.read_text("utf-8") != new]
    for file in stale:
        print(f"{file.relative_to(ROOT)} is stale; renew it: python docs/generate.py")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
