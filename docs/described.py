"""The share of public functions with three or more parameters whose docstring describes them.

python docs/described.py            the share, and where the most are missing
python docs/described.py --missing  each that is missing
"""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEAST = 0.60
"""What the house asks for."""


def public(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """Functions and methods that others may call."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from (each for each in node.body if isinstance(each, ast.FunctionDef))
        elif isinstance(node, ast.FunctionDef):
            yield node


def counted() -> dict[str, bool]:
    """Every such function by file and name, and whether it describes its parameters."""
    found = {}
    for file in sorted((ROOT / "sim").rglob("*.py")):
        for node in public(ast.parse(file.read_text(encoding="utf-8"))):
            own = [a.arg for a in (*node.args.args, *node.args.kwonlyargs)]
            given = [name for name in own if name not in ("self", "cls")]
            if node.name.startswith("_") or len(given) < 3:
                continue
            said = ast.get_docstring(node) or ""
            found[f"{file.relative_to(ROOT)}:{node.name}"] = "Parameters\n---" in said
    return found


def main() -> int:
    """Tell the share; 1 where it is below what the house asks for."""
    found = counted()
    missing = [name for name, is_there in found.items() if not is_there]
    share = 1 - len(missing) / len(found)
    print(f"{share:.0%} of {len(found)} public functions with three or more parameters")
    if "--missing" in sys.argv:
        print("\n".join(missing))
    else:
        for place, number in Counter(name.split(":")[0] for name in missing).most_common(10):
            print(f"{number:3} {place}")
    return 0 if share >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
