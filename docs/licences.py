"""The licence of every package that Domino needs, as the packages themselves state it."""

from __future__ import annotations

import re
from importlib import metadata

NAME = re.compile(r"[A-Za-z0-9._-]+")


def needed(name: str, seen: dict[str, metadata.Distribution], extras: frozenset[str]) -> None:
    """A package and all that it needs, into ``seen``; of extras those that are named."""
    key = re.sub(r"[-_.]+", "-", name).lower()
    if key in seen:
        return
    try:
        found = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return  # asked for on another system only
    seen[key] = found
    for text in found.requires or []:
        extra = re.search(r"extra == ['\"]([^'\"]+)", text)
        if extra is None or extra[1] in extras:
            match = NAME.match(text)
            assert match is not None, text
            needed(match[0], seen, frozenset({"network"} if "mesa[" in text else ()))


def licence(found: metadata.Distribution) -> str:
    """What a package says of its licence; nothing but its file where it says no more."""
    about = found.metadata
    kinds = [
        text.rpartition(" :: ")[2]
        for text in about.get_all("Classifier") or []
        if text.startswith("License :: ") and text.count("::") > 1
    ]
    stated = about.get("License-Expression") or ""
    first = (about.get("License") or "").strip().splitlines()
    return stated or ", ".join(kinds) or (first[0][:60] if first else "not stated: read its files")


def main() -> None:
    """A line for each package."""
    seen: dict[str, metadata.Distribution] = {}
    needed("domino-alliances", seen, frozenset({"images", "cluster", "calibrate"}))
    for name, found in sorted(seen.items()):
        print(f"{name:28} {found.version:14} {licence(found)}")


if __name__ == "__main__":
    main()
