"""Which edition of the model this is, and what an earlier one said otherwise.

An edition is a set of mechanisms: two editions answer the same question with other numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

EDITION = 2
"""The edition of the model."""
FIRST = 1
"""That of what was stored before there were editions."""

CHANGED = (
    "influence on a member adds up to at most 1, and peers act inside the target of its alignment "
    "(peer_share in place of peer_speed)"
)
"""What the second edition changed for every scenario."""

RETIRED = {
    "peer_speed": "it left with the first edition of the model; peer_share is peer_speed over "
    "reversion, from 0 to below 1",
}
"""Fields of a scenario that an earlier edition had, and what replaced them."""

_MOST_SHARE = 0.99


def retired(message: str, name: str) -> str:
    """The words of a fault, with what replaced the field where an earlier edition had it."""
    return f"{message}: {RETIRED[name]}" if name in RETIRED else message


def notice(edition: int) -> str:
    """What a reader of something of an earlier edition is told; empty where it is of this one."""
    if edition >= EDITION:
        return ""
    return (
        f"Made by edition {edition} of the model; this is edition {EDITION}, in which {CHANGED}. "
        "Asked anew, the same question has other numbers."
    )


def brought_forward(stated: Mapping[str, Any]) -> dict[str, Any]:
    """A scenario that this program stored, in the fields of this edition.

    Parameters
    ----------
    stated : mapping
        The scenario as plain data, whole as it was stored.

    Returns
    -------
    dict
        The same where it is of this edition; else with peer_share in place of peer_speed.
    """
    reversion = _value(_block(stated, "parameters").get("reversion", 0.04))
    found = dict(stated)
    if "peer_speed" in _block(stated, "parameters"):
        found["parameters"] = _with_share(found["parameters"], reversion)
    now = _block(_block(stated, "present"), "parameters")
    if "peer_speed" in now:
        reversion = _value(now.get("reversion", reversion))
        found["present"] = found["present"] | {"parameters": _with_share(now, reversion)}
    return found


def _with_share(parameters: Mapping[str, Any], reversion: float) -> dict[str, Any]:
    def share(speed: float) -> float:
        return min(speed / reversion, _MOST_SHARE) if reversion > 0 else 0.0

    speed = parameters["peer_speed"]
    if isinstance(speed, dict):
        numbers = {part: share(speed[part]) for part in ("value", "low", "high") if part in speed}
        converted: Any = speed | numbers
    else:
        converted = share(speed)
    rest = {name: value for name, value in parameters.items() if name != "peer_speed"}
    return rest | {"peer_share": converted}


def _block(stated: Mapping[str, Any], name: str) -> dict[str, Any]:
    block = stated.get(name)
    return block if isinstance(block, dict) else {}


def _value(stated: Any) -> float:
    return float(stated["value"] if isinstance(stated, dict) else stated)
