"""A scenario that writes its text once: a page asks for it many times in the blink of a move."""

from __future__ import annotations

from typing import Any

from pydantic import PrivateAttr

from sim.scenario.scenario import Scenario


class Remembering(Scenario):
    """The same scenario; what it states is found once, for it never changes."""

    _said: dict[str, Any] = PrivateAttr(default_factory=dict)

    def text(self) -> str:
        """All that it states, as YAML."""
        if "text" not in self._said:
            self._said["text"] = super().text()
        return str(self._said["text"])

    def model_dump(self, **options: Any) -> dict[str, Any]:
        """What it states as plain data, which whoever reads it leaves as it is."""
        if options != {"exclude_none": True}:
            return super().model_dump(**options)
        if "plain" not in self._said:
            self._said["plain"] = super().model_dump(**options)
        found: dict[str, Any] = self._said["plain"]
        return found
